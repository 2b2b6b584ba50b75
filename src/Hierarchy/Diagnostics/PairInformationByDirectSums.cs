using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Entropy and Fisher information of F = f x f + g by sums of F log F and of |grad F|^2/F over the points, less the same sums of f x f, the tail below the
/// noise completed by its mass: the route that uses neither the mutual nor the relative Fisher information, against which Remark 1.1 is tested. It converges
/// more slowly than the values of
/// <see cref="PairFunctionals"/> and <see cref="PairFisher"/>.
/// </summary>
internal static class PairInformationByDirectSums
{
    public const string Entropy = "entropy_2", Fisher = "fisher_2";

    /// <summary>Both, with their own estimates of their errors.</summary>
    public static void Evaluate(in Observation observation, List<QuantityValue> values)
    {
        VelocityGrid grid = observation.Grid;
        InformationFunctionals one = InformationFunctionals.Of(grid, observation.Density);
        double half = grid.CellVolume * grid.CellVolume / 2, maximum = TensorPrimitives.Max(observation.Density);
        PairSums entropy = new PairSweep(grid, observation.Density, [.. PairSweep.Exponents.Select(exponent => new SingularRule(grid, exponent))]).Run(observation.Correlation);
        int above = DecadeShells.AboveNoise(entropy.Minimum, maximum * maximum);
        values.Add(new(Entropy, one.Entropy + half * entropy.Entropy.Sum(above), one.EntropyNoise + half * entropy.Entropy.Sensitivity(above)));
        PairFisherSums fisher = new PairFisherSweep(grid, observation.Density).Run(observation.Correlation);
        above = DecadeShells.AboveNoise(Math.Min(fisher.Minimum, -one.Truncation * maximum), maximum * maximum);
        values.Add(new(Fisher, one.Fisher + 2 * half * fisher.Fisher.Sum(above), one.FisherNoise + 2 * half * fisher.Fisher.Sensitivity(above)));
    }
}
