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
    private readonly NativeBuffer[] _factors;
    private readonly NativeBuffer[] _tests;
    private readonly NativeBuffer _velocities;
    private readonly NativeBuffer _offsets;
    private readonly int _padded;
    private readonly int _stride;

    /// <summary>Packs the rows of some blocks of points.</summary>
    /// <param name="layout">The grid.</param>
    /// <param name="points">Their points, whole blocks but for the last one.</param>
    /// <param name="rows">What a visit reads, one row a point.</param>
    /// <param name="asPartners">Whether they are the partners, with left factors and tests, or the blocks that are summed for, with right factors.</param>
    public PackedPairs(PairLayout layout, ReadOnlySpan<int> points, PairRows rows, bool asPartners)
    {
        int d = layout.Grid.Dimension, count = points.Length;
        _padded = (count + Block - 1) / Block * Block;
        _stride = rows.Tests.Stride;
        Inner = 2 * rows.Factors.Columns;
        _factors = [.. rows.Weighted.Select(matrix => asPartners ? Pack(count, Rows, matrix, rows.Factors, -1) : Pack(count, Columns, rows.Factors, matrix, 1))];
        DenseMatrix[] all = !asPartners ? [] : [rows.Tests, .. rows.Slopes];
        _tests = [.. all.Select(matrix => PackTests(count, matrix))];
        _velocities = new NativeBuffer(d * _padded);
        _offsets = new NativeBuffer(_padded / 2);
        for (int i = 0; i < _padded; i++)
        {
            int point = points[Math.Min(i, count - 1)];
            Offset[i] = layout.Offset[point];
            for (int a = 0; a < d; a++)
                _velocities.Span[a * _padded + i] = layout.Grid.Velocity(point, a);
        }
    }

    /// <summary>Twice the rank of g.</summary>
    public int Inner { get; }

    /// <summary>The place of each point in tables of differences.</summary>
    public int* Offset => (int*)_offsets.Pointer;

    public double* Velocity(int a) => _velocities.Pointer + a * _padded;

    /// <summary>The factor along an axis from a point on: in strips of eight of the partners, of sixteen of the others.</summary>
    public double* Factor(int b, int point) => _factors[b].Pointer + (long)point * Inner;

    /// <summary>Sixteen test fields, or their derivatives along axis kind - 1, at the points of a block.</summary>
    public double* Test(int kind, int block, int strip) => _tests[kind].Pointer + (long)block * Block * _stride + strip * Block * Columns;

    public void Dispose()
    {
        NativeBuffer[] buffers = [.. _factors, .. _tests, _velocities, _offsets];
        foreach (NativeBuffer buffer in buffers)
            buffer.Dispose();
    }

    private NativeBuffer Pack(int count, int width, DenseMatrix first, DenseMatrix second, double sign)
    {
        var packed = new NativeBuffer(_padded * Inner);
        WorkCrew.Run(_padded / width, (strip, _) =>
        {
            int rank = first.Columns;
            double* to = packed.Pointer + (long)strip * width * 2 * rank;
            for (int r = 0; r < width && strip * width + r < count; r++)
            {
                ReadOnlySpan<double> one = first.Row(strip * width + r), other = second.Row(strip * width + r);
                for (int k = 0; k < rank; k++)
                {
                    to[k * width + r] = one[k];
                    to[(rank + k) * width + r] = sign * other[k];
                }
            }
        });
        return packed;
    }

    private NativeBuffer PackTests(int count, DenseMatrix tests)
    {
        var packed = new NativeBuffer(_padded * _stride);
        WorkCrew.Run(_padded / Block, (block, _) =>
        {
            for (int i = 0; i < Block && block * Block + i < count; i++)
            {
                ReadOnlySpan<double> row = tests.Values.Slice((block * Block + i) * _stride, _stride);
                for (int s = 0; s < _stride / Columns; s++)
                    row.Slice(s * Columns, Columns).CopyTo(new Span<double>(packed.Pointer + ((long)block * _stride + s * Columns) * Block + i * Columns, Columns));
            }
        });
        return packed;
    }
}

/// <summary>What a visit of pairs reads of g and of test fields at some points, one row a point.</summary>
internal sealed class PairRows : IDisposable
{
    /// <summary>Takes memory, all zero.</summary>
    /// <param name="points">The number of points.</param>
    /// <param name="rank">The products of g.</param>
    /// <param name="tests">The test fields.</param>
    /// <param name="dimension">d.</param>
    /// <param name="images">Whether derivatives of the test fields are read.</param>
    public PairRows(int points, int rank, int tests, int dimension, bool images)
    {
        Factors = new DenseMatrix(points, rank);
        Tests = new DenseMatrix(points, tests);
        Weighted = [.. Enumerable.Range(0, dimension).Select(_ => new DenseMatrix(points, rank))];
        Slopes = [.. Enumerable.Range(0, images ? dimension : 0).Select(_ => new DenseMatrix(points, tests))];
    }

    /// <summary>u_k.</summary>
    public DenseMatrix Factors { get; }

    /// <summary>sum_l d_b u_l C_lk for each axis b.</summary>
    public DenseMatrix[] Weighted { get; }

    /// <summary>w_k.</summary>
    public DenseMatrix Tests { get; }

    /// <summary>d_a w_k for each axis; none where no images are asked for.</summary>
    public DenseMatrix[] Slopes { get; }

    /// <summary>All of them.</summary>
    public IEnumerable<DenseMatrix> All => [Factors, Tests, .. Weighted, .. Slopes];

    public void Dispose()
    {
        foreach (DenseMatrix matrix in All)
            matrix.Dispose();
    }
}
