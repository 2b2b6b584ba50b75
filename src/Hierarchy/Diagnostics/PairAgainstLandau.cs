using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Relative entropy and relative Fisher information of F = f_{N,2} against p x p, p the direct solution of the Landau equation at the same time. Left out where there is none.
/// </summary>
/// <remarks>
/// With f = f_{N,1}, m = int F dv2 - f and s = grad log(f/p)
/// <code>
/// int F log(F/(p p)) = int F log(F/(f f)) + 2 int f log(f/p) + 2 int m log(f/p),
/// int F |grad log(F/(p p))|^2 = int F |grad log(F/(f f))|^2 + 2 int f |s|^2 + 4 int (grad m - m grad log f).s + 2 int m |s|^2
/// </code>
/// are identities for every F. Each part is small of its own order and has its own level set and floor; what has m vanishes where f is the marginal.
/// <see cref="PairFunctionals"/> and <see cref="PairFisher"/> supply the first.
/// </remarks>
internal static class PairAgainstLandau
{
    /// <summary>The relative entropy.</summary>
    public static readonly Quantity Entropy = new(
        "pair_relative_entropy_to_landau", 2,
        "int F log(F/(f_1 f_1)), f_1 by landau = mutual_information + 2 relative_entropy_to_landau, and 2 int m log(f/f_1) where m = int F dv2 - f does not vanish");

    /// <summary>The relative Fisher information.</summary>
    public static readonly Quantity Fisher = new(
        "pair_relative_fisher_to_landau", 2,
        "int F |grad log(F/(f_1 f_1))|^2 = relative_fisher + 2 relative_fisher_to_landau, and 4 int (grad m - m grad log f).s + 2 int m |s|^2, s = grad log(f/f_1), "
            + "where m does not vanish");

    /// <summary>Adds the relative entropy.</summary>
    /// <param name="observation">f and its reference.</param>
    /// <param name="information">int F log(F/(f f)) with its floor.</param>
    /// <param name="defect">m, n^d values, or nothing where it vanishes.</param>
    /// <param name="values">Receives it.</param>
    public static void AddEntropy(in Observation observation, QuantityValue information, ReadOnlySpan<double> defect, ICollection<QuantityValue> values)
    {
        if (observation.Reference.IsEmpty)
            return;
        ReadOnlySpan<double> f = observation.Density, reference = observation.Reference;
        QuantityValue one = DistanceToLandau.RelativeEntropy(f, reference, observation.Grid.CellVolume);
        double sum = 0;
        for (int i = 0; i < defect.Length; i++)
        {
            if (f[i] > 0 && reference[i] > 0)
                sum += defect[i] * Math.Log(f[i] / reference[i]);
        }
        values.Add(new(Entropy.Name, information.Value + 2 * one.Value + 2 * observation.Grid.CellVolume * sum, Floor(information) + 2 * one.NoiseFloor));
    }

    /// <summary>Adds the relative Fisher information.</summary>
    /// <param name="observation">f and its reference.</param>
    /// <param name="relative">int F |grad log(F/(f f))|^2 with its floor.</param>
    /// <param name="defect">m, n^d values, or nothing where it vanishes.</param>
    /// <param name="values">Receives it.</param>
    public static void AddFisher(in Observation observation, QuantityValue relative, ReadOnlySpan<double> defect, ICollection<QuantityValue> values)
    {
        if (observation.Reference.IsEmpty)
            return;
        QuantityValue one = RelativeFisherToLandau.Of(observation.Grid, observation.Density, observation.Reference);
        double rest = defect.IsEmpty ? 0 : DefectTerms(observation.Grid, observation.Density, observation.Reference, defect);
        values.Add(new(Fisher.Name, relative.Value + 2 * one.Value + rest, Floor(relative) + 2 * one.NoiseFloor));
    }

    /// <summary>4 int (grad m - m grad log f).s + 2 int m |s|^2 where f and p lie above their noise.</summary>
    private static double DefectTerms(VelocityGrid grid, ReadOnlySpan<double> f, ReadOnlySpan<double> reference, ReadOnlySpan<double> defect)
    {
        double[][] own = SpectralGradient.Of(grid, f), other = SpectralGradient.Of(grid, reference), slope = SpectralGradient.Of(grid, defect);
        PairColumns columns = new(f), others = new(reference);
        double sum = 0;
        foreach (int i in columns.Index)
        {
            if (others.Shell[i] == DecadeShells.Outside)
                continue;
            for (int a = 0; a < own.Length; a++)
            {
                double score = own[a][i] / f[i], s = score - other[a][i] / reference[i];
                sum += (4 * (slope[a][i] - defect[i] * score) + 2 * defect[i] * s) * s;
            }
        }
        return grid.CellVolume * sum;
    }

    private static double Floor(QuantityValue value) => double.IsNaN(value.NoiseFloor) ? 0 : value.NoiseFloor;
}
