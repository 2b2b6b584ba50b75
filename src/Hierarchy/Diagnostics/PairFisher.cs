using System.Numerics.Tensors;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Fisher information of the pair F = f x f + g and its relative Fisher information against f x f, both over the gradient in (v1, v2) and spectral.
/// </summary>
/// <remarks>
/// I_2 - I_1 is half the relative Fisher information when f is the marginal of F: the two quantities come from different sums, so the identity
/// measures the resolution.
/// </remarks>
internal sealed class PairFisher : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new("fisher_2", 2, "1/2 int |grad F|^2/F = fisher_1 + h^2d sum (|grad_2 F|^2/F - f |grad f|^2/f) where F is above its noise"),
        new("relative_fisher", 2, "int F |grad log(F/(f f))|^2 = 2 h^2d sum |grad_2 g - g grad log f|^2/F, where f(v1), f(v2) > level max f"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        InformationFunctionals one = InformationFunctionals.Of(observation.Grid, observation.Density);
        if (observation.Correlation.IsZero)
        {
            values.Add(new("fisher_2", one.Fisher, one.FisherNoise));
            values.Add(new("relative_fisher", 0));
            return;
        }
        double pairCell = observation.Grid.CellVolume * observation.Grid.CellVolume, maximum = TensorPrimitives.Max(observation.Density);
        PairFisherSweep sweep = new(observation.Grid, observation.Density);
        PairFisherSums sums = sweep.Run(observation.Correlation);
        int above = DecadeShells.AboveNoise(Math.Min(sums.Minimum, -one.Truncation * maximum), maximum * maximum);
        values.Add(new("fisher_2", one.Fisher + pairCell * sums.Fisher.Sum(above), one.FisherNoise + pairCell * sums.Fisher.Sensitivity(above)));
        int kept = DecadeShells.Decaying(sums.Relative, sweep.ShellLimit);
        double last = Math.Abs(sums.Relative[kept - 1]);
        values.Add(new("relative_fisher", 2 * pairCell * DecadeShells.Sum(sums.Relative, kept), 4 * pairCell * last));
    }
}
