using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// What <see cref="FactorPairs"/> reads, in the order in which its matrix products read it: for X_b = d_{1,b} g - d_{2,b} g the left factors (sum_l d_b u_l C_lk, -u_k) in strips
/// of eight points and the right factors (u_k, sum_l d_b u_l C_lk) in strips of sixteen, and the test fields in blocks of 64 points.
/// </summary>
internal sealed unsafe class PackedPairs : IDisposable
{
    private const int Block = 64;
    private const int Rows = BlockedProduct.TileRows;
    private const int Columns = BlockedProduct.TileColumns;
    private readonly NativeBuffer[] _left;
    private readonly NativeBuffer[] _right;
    private readonly NativeBuffer[] _tests;
    private readonly NativeBuffer _velocities;
    private readonly NativeBuffer _offsets;
    private readonly int _padded;
    private readonly int _stride;

    public PackedPairs(
        PairLayout layout, int[] points, int padded, DenseMatrix[] weighted, DenseMatrix factors, DenseMatrix tests, DenseMatrix[]? slopes)
    {
        int d = layout.Grid.Dimension;
        _padded = padded;
        _stride = tests.Stride;
        Inner = 2 * factors.Columns;
        _left = [.. weighted.Select(matrix => PackLeft(points, matrix, factors))];
        _right = [.. weighted.Select(matrix => PackRight(points, matrix, factors))];
        DenseMatrix[] all = slopes is null ? [tests] : [tests, .. slopes];
        _tests = [.. all.Select(matrix => PackTests(points, matrix))];
        _velocities = new NativeBuffer(d * padded);
        _offsets = new NativeBuffer(padded / 2);
        for (int i = 0; i < padded; i++)
        {
            int point = points[Math.Min(i, points.Length - 1)];
            Offset[i] = layout.Offset[point];
            for (int a = 0; a < d; a++)
                _velocities.Span[a * padded + i] = layout.Grid.Velocity(point, a);
        }
    }

    /// <summary>Twice the rank of g.</summary>
    public int Inner { get; }

    /// <summary>The place of each point in tables of differences.</summary>
    public int* Offset => (int*)_offsets.Pointer;

    public double* Velocity(int a) => _velocities.Pointer + a * _padded;

    public double* Left(int b, int row) => _left[b].Pointer + (long)row * Inner;

    public double* Right(int b, int column) => _right[b].Pointer + (long)column * Inner;

    /// <summary>Sixteen test fields, or their derivatives along axis kind - 1, at the points of a block.</summary>
    public double* Test(int kind, int block, int strip) => _tests[kind].Pointer + (long)block * Block * _stride + strip * Block * Columns;

    public void Dispose()
    {
        NativeBuffer[] buffers = [.. _left, .. _right, .. _tests, _velocities, _offsets];
        foreach (NativeBuffer buffer in buffers)
            buffer.Dispose();
    }

    private NativeBuffer PackLeft(int[] points, DenseMatrix weighted, DenseMatrix factors)
    {
        var packed = new NativeBuffer(_padded * Inner);
        WorkCrew.Run(_padded / Rows, (strip, _) => PackStrip(points, strip, Rows, weighted, factors, -1, packed.Pointer));
        return packed;
    }

    private NativeBuffer PackRight(int[] points, DenseMatrix weighted, DenseMatrix factors)
    {
        var packed = new NativeBuffer(_padded * Inner);
        WorkCrew.Run(_padded / Columns, (strip, _) => PackStrip(points, strip, Columns, factors, weighted, 1, packed.Pointer));
        return packed;
    }

    private static void PackStrip(int[] points, int strip, int width, DenseMatrix first, DenseMatrix second, double sign, double* packed)
    {
        int rank = first.Columns;
        double* to = packed + (long)strip * width * 2 * rank;
        for (int r = 0; r < width && strip * width + r < points.Length; r++)
        {
            ReadOnlySpan<double> one = first.Row(points[strip * width + r]), other = second.Row(points[strip * width + r]);
            for (int k = 0; k < rank; k++)
            {
                to[k * width + r] = one[k];
                to[(rank + k) * width + r] = sign * other[k];
            }
        }
    }

    private NativeBuffer PackTests(int[] points, DenseMatrix tests)
    {
        var packed = new NativeBuffer(_padded * _stride);
        WorkCrew.Run(_padded / Block, (block, _) =>
        {
            for (int i = 0; i < Block && block * Block + i < points.Length; i++)
            {
                ReadOnlySpan<double> row = tests.Values.Slice(points[block * Block + i] * _stride, _stride);
                for (int s = 0; s < _stride / Columns; s++)
                    row.Slice(s * Columns, Columns).CopyTo(new Span<double>(packed.Pointer + ((long)block * _stride + s * Columns) * Block + i * Columns, Columns));
            }
        });
        return packed;
    }
}
