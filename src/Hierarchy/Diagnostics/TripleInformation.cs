using System.Numerics.Tensors;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Entropy H_3 (1.9) and Fisher information I_3 (1.10) of the density f_3 of three particles, where a model has it. Both carry the paper's 1/N, are
/// non-increasing along the Liouville equation, and are at least H_2 and I_2 (Remark 1.1).
/// </summary>
/// <remarks>
/// As for pairs, what the product f f f contributes is taken from the finer one-particle sums, and only the difference to it is summed over the points; the
/// tail below the noise is completed by its mass (<see cref="ShellTable"/>).
/// </remarks>
internal sealed class TripleInformation : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) => dimension != 2 ? [] :
    [
        new("entropy_3", 3, "1/3 int f3 log f3 = entropy_1 + 1/3 h^3d sum (f3 log f3 - f f f log(f f f)) where f3 is above its noise; Liouville equation, N = 3"),
        new("fisher_3", 3, "1/3 int |grad f3|^2/f3 = fisher_1 + h^3d sum (|grad_2 f3|^2/f3 - f f |grad f|^2/f), the same"),
        new("min_f3", 3, "minimum of f3 over the grid, the same"),
        new("negative_mass_f3", 3, "int max(-f3, 0) = h^3d sum max(-f3, 0), the same"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Triple.IsEmpty)
            return;
        double cell = Math.Pow(observation.Grid.CellVolume, 3), maximum = TensorPrimitives.Max(observation.Density), cube = maximum * maximum * maximum;
        InformationFunctionals one = InformationFunctionals.Of(observation.Grid, observation.Density);
        using TripleSweep sweep = new(observation.Grid, observation.Density);
        TripleSums sums = sweep.Run(observation.Correlation, observation.Triple);
        int entropyShells = DecadeShells.AboveNoise(sums.Minimum, cube);
        int fisherShells = DecadeShells.AboveNoise(Math.Min(sums.Minimum, -one.Truncation * maximum * maximum), cube);
        values.Add(new("entropy_3", one.Entropy + cell / 3 * sums.Entropy.Sum(entropyShells), one.EntropyNoise + cell / 3 * sums.Entropy.Sensitivity(entropyShells)));
        values.Add(new("fisher_3", one.Fisher + cell * sums.Fisher.Sum(fisherShells), one.FisherNoise + cell * sums.Fisher.Sensitivity(fisherShells)));
        values.Add(new("min_f3", sums.Minimum));
        values.Add(new("negative_mass_f3", cell * sums.Negative));
    }
}
