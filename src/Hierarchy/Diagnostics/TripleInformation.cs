using System.Numerics.Tensors;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Entropy H_3 (1.9) and Fisher information I_3 (1.10) of the density f_3 of three particles, where a model has it. Both carry the paper's 1/N, are
/// non-increasing along the Liouville equation, and are at least H_2 and I_2 (Remark 1.1).
/// </summary>
/// <remarks>
/// As for pairs, by chain rules, exact since f is the marginal of f_3:
/// <code>
/// H_3 = H_1 + 1/3 int f3 log(f3/(f f f)),     I_3 = I_1 + 1/3 int f3 |grad log(f3/(f f f))|^2,
/// </code>
/// the second terms with integrands that are not negative, restricted to where f(v1), f(v2), f(v3) are above the noise, and H_1, I_1 from the finer one-particle
/// sums. H_3 - H_2 and I_3 - I_2 hold neither H_1 nor I_1, whose errors are the larger part.
/// </remarks>
internal sealed class TripleInformation : IDiagnostic
{
    public const string Correlation = "total_correlation", Relative = "relative_fisher_3";

    public IReadOnlyList<Quantity> Quantities(int dimension) => dimension != 2 ? [] :
    [
        new("entropy_3", 3, "1/3 int f3 log f3 = entropy_1 + total_correlation/3; Liouville equation, N = 3"),
        new(Correlation, 3, "int f3 log(f3/(f f f)) = h^3d sum f f f ((1+x) log(1+x) - x), x = f3/(f f f) - 1, where f(v1), f(v2), f(v3) > level max f, the same"),
        new("fisher_3", 3, "1/3 int |grad f3|^2/f3 = fisher_1 + relative_fisher_3/3, the same"),
        new(Relative, 3, "int f3 |grad log(f3/(f f f))|^2 = 3 h^3d sum |grad_2 f3 - f3 grad log f(v2)|^2/f3, where f(v1), f(v2), f(v3) > level max f, the same"),
        new("min_f3", 3, "minimum of f3 over the grid, the same"),
        new("negative_mass_f3", 3, "int max(-f3, 0) = h^3d sum max(-f3, 0), the same"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Triple.IsEmpty)
            return;
        double cell = Math.Pow(observation.Grid.CellVolume, 3);
        InformationFunctionals one = InformationFunctionals.Of(observation.Grid, observation.Density);
        using TripleSweep sweep = new(observation.Grid, observation.Density);
        TripleSums sums = sweep.Run(observation.Correlation, observation.Triple);
        QuantityValue correlation = Named(Correlation, cell, sums.Information), relative = Named(Relative, 3 * cell, sums.Relative);
        values.Add(new("entropy_3", one.Entropy + correlation.Value / 3, one.EntropyNoise + correlation.NoiseFloor / 3));
        values.Add(correlation);
        values.Add(new("fisher_3", one.Fisher + relative.Value / 3, one.FisherNoise + relative.NoiseFloor / 3));
        values.Add(relative);
        values.Add(new("min_f3", sums.Minimum));
        values.Add(new("negative_mass_f3", cell * sums.Negative));

        // Twice the last shell, as for pairs.
        QuantityValue Named(string name, double weight, double[] shells)
        {
            int kept = DecadeShells.Decaying(shells, sweep.ShellLimit);
            return new(name, weight * DecadeShells.Sum(shells, kept), 2 * weight * Math.Abs(shells[kept - 1]));
        }
    }
}
