using System.Numerics;
using System.Runtime.CompilerServices;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

/// <summary>
/// <see cref="ConservativeProjection"/> of every column of an array of shape (n^d, columns), row-major: the velocity is the slow index, the column the fast one.
/// </summary>
/// <remarks>Columns are taken in blocks of neighbours, read twice while they are in the cache. No call allocates; results do not depend on the number of threads.</remarks>
public sealed unsafe class ColumnProjection
{
    private const int BlockWidth = 64;
    private const int MostSums = 6;
    private readonly VelocityGrid _grid;
    private readonly InvariantGram _gram;
    private readonly int _columns, _blocks, _planeSize;
    private readonly double[] _norms;
    private readonly Action<int, int> _correct;
    private double* _rates;

    /// <summary>Fixes M, n^d positive values, and the number of columns.</summary>
    public ColumnProjection(VelocityGrid grid, ReadOnlySpan<double> maxwellian, int columns)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        _grid = grid;
        _gram = new InvariantGram(grid, maxwellian);
        _columns = columns;
        _blocks = (columns + BlockWidth - 1) / BlockWidth;
        _planeSize = grid.Size / grid.Points;
        _norms = new double[2 * _blocks];
        _correct = CorrectBlock;
    }

    /// <summary>The largest norm of the rates so far, before their correction: sqrt(sum over all columns and velocities of q^2 h^d).</summary>
    public double LargestRate { get; private set; }

    /// <summary>The largest norm of the corrections so far.</summary>
    public double LargestCorrection { get; private set; }

    /// <summary>The largest correction in units of the largest rate; zero before any.</summary>
    public double RelativeSize => LargestRate > 0 ? LargestCorrection / LargestRate : 0;

    /// <summary>Corrects n^d times columns values in place.</summary>
    public void Apply(Span<double> rates)
    {
        fixed (double* pointer = rates[..checked(_grid.Size * _columns)])
        {
            _rates = pointer;
            WorkCrew.Run(_blocks, _correct);
            _rates = null;
        }
        double norm = 0, correction = 0;
        for (int block = 0; block < _blocks; block++)
        {
            norm += _norms[2 * block];
            correction += _norms[2 * block + 1];
        }
        LargestRate = Math.Max(LargestRate, Math.Sqrt(_grid.CellVolume * norm));
        LargestCorrection = Math.Max(LargestCorrection, Math.Sqrt(_grid.CellVolume * correction));
    }

    private void CorrectBlock(int block, int worker)
    {
        int start = block * BlockWidth, width = Math.Min(BlockWidth, _columns - start), count = _gram.Count;
        Span<double> sums = stackalloc double[MostSums * BlockWidth], multipliers = stackalloc double[MostSums * BlockWidth];
        SumBlock(start, width, sums, multipliers);
        double norm = 0, correction = 0;
        for (int c = 0; c < width; c++)
        {
            norm += sums[count * BlockWidth + c];
            _gram.Solve(sums[c..], multipliers[c..], BlockWidth);
            correction += _gram.SquareOfCorrection(multipliers[c..], BlockWidth);
        }
        _norms[2 * block] = norm;
        _norms[2 * block + 1] = correction;
        Span<double> phi = stackalloc double[count];
        for (int i = 0; i < _grid.Size; i++)
        {
            _gram.FillInvariants(i, phi);
            SubtractRow(_rates + (long)i * _columns + start, _gram.Weight[i], phi, multipliers, width);
        }
    }

    /// <summary>Sums of a block of columns against the invariants, and of the squares: first within a plane of the slowest axis, then over the planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumBlock(int start, int width, Span<double> total, Span<double> within)
    {
        Span<double> phi = stackalloc double[_gram.Count];
        total.Clear();
        for (int plane = 0; plane < _grid.Points; plane++)
        {
            within.Clear();
            for (int i = plane * _planeSize; i < (plane + 1) * _planeSize; i++)
            {
                _gram.FillInvariants(i, phi);
                AddRow(_rates + (long)i * _columns + start, phi, within, width);
            }
            for (int c = 0; c < total.Length; c++)
                total[c] += within[c];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(double* q, ReadOnlySpan<double> phi, Span<double> sums, int width)
    {
        int c = 0;
        for (; c <= width - Vector<double>.Count; c += Vector<double>.Count)
        {
            Vector<double> value = Vector.Load(q + c);
            for (int k = 0; k < phi.Length; k++)
                (new Vector<double>(sums[(k * BlockWidth + c)..]) + phi[k] * value).CopyTo(sums[(k * BlockWidth + c)..]);
            (new Vector<double>(sums[(phi.Length * BlockWidth + c)..]) + value * value).CopyTo(sums[(phi.Length * BlockWidth + c)..]);
        }
        for (; c < width; c++)
        {
            for (int k = 0; k < phi.Length; k++)
                sums[k * BlockWidth + c] += phi[k] * q[c];
            sums[phi.Length * BlockWidth + c] += q[c] * q[c];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractRow(double* q, double weight, ReadOnlySpan<double> phi, ReadOnlySpan<double> multipliers, int width)
    {
        int c = 0;
        for (; c <= width - Vector<double>.Count; c += Vector<double>.Count)
        {
            Vector<double> sum = default;
            for (int k = 0; k < phi.Length; k++)
                sum += phi[k] * new Vector<double>(multipliers[(k * BlockWidth + c)..]);
            Vector.Store(Vector.Load(q + c) - weight * sum, q + c);
        }
        for (; c < width; c++)
        {
            double sum = 0;
            for (int k = 0; k < phi.Length; k++)
                sum += phi[k] * multipliers[k * BlockWidth + c];
            q[c] -= weight * sum;
        }
    }
}
