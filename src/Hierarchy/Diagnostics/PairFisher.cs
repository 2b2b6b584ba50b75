using System.Numerics.Tensors;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Fisher information of the pair F = f x f + g and its relative Fisher information against f x f, both over the gradient in (v1, v2) and spectral.
/// </summary>
/// <remarks>
/// With m = int F dv2 - f, the marginal defect,
/// <code>
/// 1/2 int |grad F|^2/F = I_1(f) + 1/2 int F |grad log(F/(f f))|^2 + int (2 grad m.grad log f - m |grad log f|^2)
/// </code>
/// is an identity for every F. It is what is evaluated: I_1 comes from the finer one-particle sums, the relative part is small and its integrand a square, and
/// the last term vanishes where f is the marginal. The sum of |grad F|^2/F over the points converges far more slowly; see
/// <see cref="PairInformationByDirectSums"/>.
/// </remarks>
internal sealed class PairFisher : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new("fisher_2", 2, "1/2 int |grad F|^2/F = fisher_1 + relative_fisher/2, and int (2 grad m.grad log f - m |grad log f|^2) where m = int F dv2 - f does not vanish"),
        new("relative_fisher", 2, "int F |grad log(F/(f f))|^2 = 2 h^2d sum |grad_2 g - g grad log f|^2/F, where f(v1), f(v2) > level max f"),
        PairAgainstLandau.Fisher,
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        InformationFunctionals one = InformationFunctionals.Of(observation.Grid, observation.Density);
        if (observation.Correlation.IsZero)
        {
            values.Add(new("fisher_2", one.Fisher, one.FisherNoise));
            values.Add(new("relative_fisher", 0));
            PairAgainstLandau.AddFisher(observation, default, [], values);
            return;
        }
        double pairCell = observation.Grid.CellVolume * observation.Grid.CellVolume;
        PairFisherSweep sweep = new(observation.Grid, observation.Density);
        PairFisherSums sums = sweep.Run(observation.Correlation);
        int kept = DecadeShells.Decaying(sums.Relative, sweep.ShellLimit);
        double relative = 2 * pairCell * DecadeShells.Sum(sums.Relative, kept), floor = 4 * pairCell * Math.Abs(sums.Relative[kept - 1]);
        (double defect, double last) = sweep.Defect(kept);
        values.Add(new("fisher_2", one.Fisher + relative / 2 + defect, one.FisherNoise + floor / 2 + last));
        values.Add(new("relative_fisher", relative, floor));
        PairAgainstLandau.AddFisher(observation, new("", relative, floor), sweep.MarginalDefect, values);
    }
}
