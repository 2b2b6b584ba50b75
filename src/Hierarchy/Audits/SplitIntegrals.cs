using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// The integral J = int int B(v1-v2).(grad a(v1) - grad a(v2)) (f_{N,2} - f x f) of section 4 and its pieces on spheres |v1-v2| = r, f the solution of the Landau
/// equation: cut-offs in r are applied to the pieces afterwards. Distances of grid points take few values, so the pieces are exact sums.
/// </summary>
internal sealed class SplitIntegrals
{
    private readonly double[] _radius;
    private readonly double[] _signed;
    private readonly double[] _majorant;
    private readonly double[] _distance;
    private readonly double[] _largest;

    /// <summary>Sums over all pairs of grid points, by their distance.</summary>
    /// <param name="point">The kernel.</param>
    /// <param name="function">a.</param>
    /// <param name="density">f_{N,1}.</param>
    /// <param name="correlation">g, or null for g = 0.</param>
    /// <param name="reference">f.</param>
    /// <param name="diffusion">Whether the integral is J' = int int A(v1-v2):Hess a(v1) (f_{N,2} - f x f) of the second half of the section instead.</param>
    public SplitIntegrals(
        PointKernel point, TestFunction function, ReadOnlySpan<double> density, PairCorrelation? correlation, ReadOnlySpan<double> reference, bool diffusion = false)
    {
        VelocityGrid grid = point.Grid;
        int d = grid.Dimension, steps = d * (grid.Points - 1) * (grid.Points - 1) + 1;
        _radius = [.. Enumerable.Range(0, steps).Select(q => grid.Spacing * Math.Sqrt(q))];
        (_signed, _majorant, _distance, _largest) = (new double[steps], new double[steps], new double[steps], new double[steps]);
        SampledTestFunction sampled = new(grid, function);
        int[] place = new int[grid.Size];
        for (int k = 0; k < sampled.Points.Length; k++)
            place[sampled.Points[k]] = k + 1;
        double weight = grid.CellVolume * grid.CellVolume;
        Span<double> z = stackalloc double[d], slope = stackalloc double[d];
        double[] scratch = new double[grid.Size];
        foreach (int i in sampled.Points)
        {
            ReadOnlySpan<double> row = correlation is null ? [] : correlation.Row(i, scratch);
            for (int j = 0; j < grid.Size; j++)
            {
                double kernel = point.Difference(i, j, z), alpha = (d - 1) * kernel, length = PointKernel.Dot(z, z), product = reference[i] * reference[j];
                double pair = density[i] * density[j] + (row.IsEmpty ? 0 : row[j]);
                for (int a = 0; a < d; a++)
                    slope[a] = sampled.Gradients[(place[i] - 1) * d + a] - (place[j] == 0 ? 0 : sampled.Gradients[(place[j] - 1) * d + a]);
                // A pair with one velocity outside the support is met once, but stands twice in the integral.
                double factor = place[j] == 0 && !diffusion ? 2 : 1;
                double integrand = diffusion ? PointKernel.Contract(kernel, z, sampled.Hessians.AsSpan((place[i] - 1) * d * d, d * d)) : -alpha * PointKernel.Dot(z, slope);
                double size = diffusion ? Math.Abs(integrand) : alpha * Math.Sqrt(length * PointKernel.Dot(slope, slope));
                int q = (int)Math.Round(length / (grid.Spacing * grid.Spacing));
                _signed[q] += factor * weight * integrand * (pair - product);
                _majorant[q] += factor * weight * size * (Math.Abs(pair) + Math.Abs(product));
                _distance[q] += size == 0 ? 0 : factor * weight * Math.Abs(pair - product);
                _largest[q] = Math.Max(_largest[q], Math.Abs(integrand));
            }
        }
    }

    /// <summary>J restricted by a cut-off.</summary>
    public double Signed(Func<double, double> cutoff) => Sum(_signed, cutoff);

    /// <summary>int int cut-off |B| |grad a(v1) - grad a(v2)| (f_{N,2} + f x f), what the paper bounds.</summary>
    public double Majorant(Func<double, double> cutoff) => Sum(_majorant, cutoff);

    /// <summary>max |cut-off B.(grad a(v1) - grad a(v2))| times int int |f_{N,2} - f x f| over the support of the cut-off.</summary>
    public double Hoelder(Func<double, double> cutoff)
    {
        double largest = 0, distance = 0;
        for (int q = 0; q < _radius.Length; q++)
        {
            double factor = cutoff(_radius[q]);
            largest = Math.Max(largest, factor * _largest[q]);
            distance += factor > 0 ? _distance[q] : 0;
        }
        return largest * distance;
    }

    /// <summary>chi_in: 1 for r &lt;= delta/2, 0 for r &gt;= delta, smooth.</summary>
    public static double Inner(double radius, double delta) => 1 - Step((2 * radius - delta) / delta);

    /// <summary>chi_out: 0 for r &lt;= 1/delta, 1 for r &gt;= 2/delta, smooth.</summary>
    public static double Outer(double radius, double delta) => Step(radius * delta - 1);

    /// <summary>The smooth step from 0 to 1 on [0, 1].</summary>
    private static double Step(double x)
    {
        if (x <= 0 || x >= 1)
            return x <= 0 ? 0 : 1;
        double up = Math.Exp(-1 / x), down = Math.Exp(-1 / (1 - x));
        return up / (up + down);
    }

    private double Sum(double[] pieces, Func<double, double> cutoff)
    {
        double sum = 0;
        for (int q = 0; q < pieces.Length; q++)
            sum += pieces[q] * cutoff(_radius[q]);
        return sum;
    }
}
