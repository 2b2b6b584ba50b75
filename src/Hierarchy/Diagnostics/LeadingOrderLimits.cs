using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The limits for N to infinity of N (E|v|^4 - that of f), of N cov(|v1|^2, |v2|^2), and of N^2 times the entropies and Fisher informations relative to the
/// Landau equation and to chaos, from f, phi and G of the expansion f_{N,1} = f + phi/N, f_{N,2} = f x f + (phi x f + f x phi + G)/N. Left out for every other
/// model.
/// </summary>
/// <remarks>
/// With h1 = relative_entropy_limit, mi = mutual_information_limit, i1 = relative_fisher_to_landau_limit and i2 = relative_fisher_limit, N^2 H(f_{N,k}|f^k)
/// tends to k h1 + k(k-1)/2 mi and N^2 I(f_{N,2}|f x f) to 2 i1 + i2. The integrands are squares over f or f x f; level sets and floors are those of the
/// functionals whose limits they are.
/// </remarks>
internal sealed class LeadingOrderLimits : IDiagnostic
{
    /// <summary>What G counts with in F = f x f + small G, whose relative Fisher information is then quadratic in G.</summary>
    private const double Small = 1e-9;

    public IReadOnlyList<Quantity> Quantities(int dimension) => LimitQuantities.All;

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Correlation.Expansion is not { } expansion)
            return;
        VelocityGrid grid = observation.Grid;
        double[] density = new double[grid.Size], shift = expansion.Shift.ToArray();
        TensorPrimitives.MultiplyAdd(shift, -expansion.Inverse, observation.Density, density);
        AddMoments(grid, shift, expansion.Limit, values);
        AddShift(grid, density, shift, values);
        AddPair(grid, density, expansion.Limit, values);
    }

    private static void AddMoments(VelocityGrid grid, double[] shift, PairCorrelation limit, ICollection<QuantityValue> values)
    {
        int size = grid.Size;
        double[] square = new double[size], image = new double[size];
        for (int i = 0; i < size; i++)
        {
            for (int a = 0; a < grid.Dimension; a++)
                square[i] += grid.Velocity(i, a) * grid.Velocity(i, a);
        }
        limit.SumOverSecond([square], [image]);
        double fourth = 0, covariance = 0;
        for (int i = 0; i < size; i++)
        {
            fourth += shift[i] * square[i] * square[i];
            covariance += square[i] * image[i];
        }
        values.Add(new("phi_fourth_moment", grid.CellVolume * fourth));
        values.Add(new("energy_covariance_limit", grid.CellVolume * grid.CellVolume * covariance));
    }

    private static void AddShift(VelocityGrid grid, double[] density, double[] shift, ICollection<QuantityValue> values)
    {
        PairColumns columns = new(density);
        double[][] gradient = SpectralGradient.Of(grid, density), slope = SpectralGradient.Of(grid, shift);
        Span<double> entropy = stackalloc double[ShellTable.Shells], fisher = stackalloc double[ShellTable.Shells];
        entropy.Clear();
        fisher.Clear();
        foreach (int i in columns.Index)
        {
            double ratio = shift[i] / density[i];
            entropy[columns.Shell[i]] += 0.5 * grid.CellVolume * ratio * shift[i];
            for (int a = 0; a < gradient.Length; a++)
            {
                double component = slope[a][i] - ratio * gradient[a][i];
                fisher[columns.Shell[i]] += grid.CellVolume * component * component / density[i];
            }
        }
        values.Add(Sum("relative_entropy_limit", entropy, columns.Limit, 1));
        values.Add(Sum("relative_fisher_to_landau_limit", fisher, columns.Limit, 1));
    }

    private static void AddPair(VelocityGrid grid, double[] density, PairCorrelation limit, ICollection<QuantityValue> values)
    {
        PairColumns columns = new(density);
        double pairCell = grid.CellVolume * grid.CellVolume;
        double[] information = new double[ShellTable.Shells], scratch = new double[Math.Max(grid.Size, limit.ScratchLength)];
        foreach (int i in columns.Index)
        {
            if (limit.WeightOf(i) is not (> 0 and var weight))
                continue;
            ReadOnlySpan<double> row = limit.Row(i, scratch);
            for (int k = 0; k < columns.Index.Length; k++)
            {
                int j = columns.Index[k];
                information[Math.Max(columns.Shell[i], columns.Shell[j])] += weight * row[j] * row[j] / (density[i] * columns.Density[k]);
            }
        }
        values.Add(Sum("mutual_information_limit", information, columns.Limit, 0.5 * pairCell));
        PairFisherSweep sweep = new(grid, density);
        double[] relative = sweep.Run(new LeadingOrderCorrelation(limit, new double[grid.Size], Small)).Relative;
        values.Add(Sum("relative_fisher_limit", relative, sweep.ShellLimit, 2 * pairCell / (Small * Small)));
    }

    private static QuantityValue Sum(string name, ReadOnlySpan<double> shells, int limit, double factor)
    {
        int kept = DecadeShells.Decaying(shells, limit);
        return new(name, factor * DecadeShells.Sum(shells, kept), 2 * factor * Math.Abs(shells[kept - 1]));
    }
}
