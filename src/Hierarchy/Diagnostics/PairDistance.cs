using System.Runtime.CompilerServices;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// int |F - F'| dv1 dv2 = h^2d sum |f f + g - f' f' - g'| of two pair densities. Rows of fixed v1 are shared by all cores; the sums of chunks of rows
/// are added in their order.
/// </summary>
public sealed unsafe class PairDistance
{
    private const int RowsPerChunk = 8;
    private readonly VelocityGrid _grid;
    private readonly double[] _sums;
    private double* _density, _correlation, _otherDensity, _otherCorrelation;

    /// <summary>Prepares for pairs on a grid.</summary>
    public PairDistance(VelocityGrid grid)
    {
        _grid = grid;
        _sums = new double[(grid.Size + RowsPerChunk - 1) / RowsPerChunk];
    }

    /// <summary>The distance; an empty correlation stands for zero.</summary>
    /// <param name="density">f, n^d values.</param>
    /// <param name="correlation">g, n^{2d} values or none.</param>
    /// <param name="otherDensity">f', n^d values.</param>
    /// <param name="otherCorrelation">g', n^{2d} values or none.</param>
    public double L1(ReadOnlySpan<double> density, ReadOnlySpan<double> correlation, ReadOnlySpan<double> otherDensity, ReadOnlySpan<double> otherCorrelation)
    {
        fixed (double* f = density, g = correlation, f2 = otherDensity, g2 = otherCorrelation)
        {
            _density = f;
            _correlation = g;
            _otherDensity = f2;
            _otherCorrelation = g2;
            WorkCrew.Run(_sums.Length, Visit);
        }
        double total = 0;
        foreach (double sum in _sums)
            total += sum;
        return total * _grid.CellVolume * _grid.CellVolume;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Visit(int chunk, int worker)
    {
        int size = _grid.Size, end = Math.Min(size, (chunk + 1) * RowsPerChunk);
        double sum = 0;
        for (int i = chunk * RowsPerChunk; i < end; i++)
        {
            double f = _density[i], other = _otherDensity[i];
            double* g = _correlation + (long)i * size, otherG = _otherCorrelation + (long)i * size;
            for (int j = 0; j < size; j++)
            {
                double difference = f * _density[j] - other * _otherDensity[j];
                if (_correlation is not null)
                    difference += g[j];
                if (_otherCorrelation is not null)
                    difference -= otherG[j];
                sum += Math.Abs(difference);
            }
        }
        _sums[chunk] = sum;
    }
}
