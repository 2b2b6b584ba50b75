using System.Runtime.CompilerServices;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// int |F - F'| dv1 dv2 = h^2d sum |f f + g - f' f' - g'| of two pair densities. Rows of fixed v1 are shared by all cores; the sums of chunks of rows
/// are added in their order.
/// </summary>
internal sealed unsafe class PairDistance
{
    private readonly VelocityGrid _grid;
    private readonly double[] _sums;

    /// <summary>Prepares for pairs on a grid.</summary>
    public PairDistance(VelocityGrid grid)
    {
        _grid = grid;
        _sums = new double[(grid.Size + PairCorrelation.RowsPerVisit - 1) / PairCorrelation.RowsPerVisit];
    }

    /// <summary>The distance.</summary>
    /// <param name="density">f, n^d values.</param>
    /// <param name="correlation">g.</param>
    /// <param name="otherDensity">f', n^d values.</param>
    /// <param name="otherCorrelation">g'.</param>
    public double L1(ReadOnlySpan<double> density, PairCorrelation correlation, ReadOnlySpan<double> otherDensity, PairCorrelation otherCorrelation)
    {
        double[]?[] scratch = new double[]?[2 * WorkCrew.MaximumWorkers];
        VelocityOrbits? orbits = CommonOrbits(correlation, otherCorrelation);
        Array.Clear(_sums);
        fixed (double* f = density, f2 = otherDensity)
        {
            double* own = f, other = f2;
            WorkCrew.Run(_sums.Length, (chunk, worker) =>
            {
                (int first, int count) = correlation.RangeOf(chunk);
                for (int i = first; orbits is not null && i < first + count; i++)
                    _sums[chunk] += SumOfOrbit(correlation, own, otherCorrelation, other, i, scratch.AsSpan(2 * worker, 2));
                if (orbits is not null)
                    return;
                ReadOnlySpan<double> g = RowsOf(correlation, first, count, ref scratch[2 * worker]), g2 = RowsOf(otherCorrelation, first, count, ref scratch[2 * worker + 1]);
                _sums[chunk] = Sum(first, count, own, g, other, g2);
            });
        }
        double total = 0;
        foreach (double sum in _sums)
            total += sum;
        return total * _grid.CellVolume * _grid.CellVolume;
    }

    /// <summary>The symmetry of both: that of the one where the other is zero, or that of both.</summary>
    private static VelocityOrbits? CommonOrbits(PairCorrelation one, PairCorrelation other) =>
        one.IsZero ? other.Symmetry : other.IsZero || one.Symmetry == other.Symmetry ? one.Symmetry : null;

    /// <summary>The row of a representative, as often as its orbit has points; none of other points.</summary>
    private double SumOfOrbit(PairCorrelation one, double* density, PairCorrelation other, double* otherDensity, int point, Span<double[]?> scratch)
    {
        int weight = one.IsZero ? other.WeightOf(point) : one.WeightOf(point);
        return weight == 0 ? 0 : weight * Sum(point, 1, density, RowsOf(one, point, 1, ref scratch[0]), otherDensity, RowsOf(other, point, 1, ref scratch[1]));
    }

    /// <summary>Some rows, or none of a correlation that is zero.</summary>
    private static ReadOnlySpan<double> RowsOf(PairCorrelation correlation, int first, int count, ref double[]? scratch) =>
        correlation.IsZero ? [] : correlation.Rows(first, count, scratch ??= new double[correlation.ScratchLength]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sum(int first, int count, double* density, ReadOnlySpan<double> rows, double* otherDensity, ReadOnlySpan<double> otherRows)
    {
        int size = _grid.Size;
        double sum = 0;
        fixed (double* own = rows, others = otherRows)
        {
            for (int i = 0; i < count; i++)
            {
                double f = density[first + i], other = otherDensity[first + i];
                double* g = own + (long)i * size, otherG = others + (long)i * size;
                for (int j = 0; j < size; j++)
                {
                    double difference = f * density[j] - other * otherDensity[j];
                    if (own is not null)
                        difference += g[j];
                    if (others is not null)
                        difference -= otherG[j];
                    sum += Math.Abs(difference);
                }
            }
        }
        return sum;
    }
}
