using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>What one visit to all pairs gives, in rows of the active points; sums over v2 are plain sums over the grid.</summary>
internal sealed class FactorPairSums : IDisposable
{
    /// <summary>sum_{v2} J_a(v1, v2) w_k(v2) for each axis a.</summary>
    public required DenseMatrix[] Fluxes { get; init; }

    /// <summary>sum_{v2} sum_a J_a(v1, v2) d_a w_k(v2), or null if it was not asked for.</summary>
    public DenseMatrix? Images { get; init; }

    public void Dispose()
    {
        foreach (DenseMatrix flux in Fluxes)
            flux.Dispose();
        Images?.Dispose();
    }
}

/// <summary>
/// The pair flux J = A(v1-v2) (grad_1 - grad_2) g of a correlation g = sum_kl u_k(v1) C_kl u_l(v2), contracted with test fields w. Tiles of
/// pairs are formed by matrix products from the factors, turned into fluxes with the point values of A, and contracted by matrix products at once:
/// no array over pairs exists.
/// </summary>
/// <remarks>
/// A visit costs 4 d (rank of g) + 2 d (tests) floating-point operations a pair, and 2 d (tests) more for <see cref="FactorPairSums.Images"/>.
/// Points are sorted into cells of the box and taken in blocks; pairs of blocks are left out whose f(v1) f(v2) is below cutoff max f^2, or which lie farther apart than a radius.
/// Every block of points is summed by one thread in a fixed order. J is odd under exchange, pair by pair.
/// </remarks>
internal sealed unsafe class FactorPairs : IDisposable
{
    private const int Block = 64;
    private const int Lanes = PairLayout.Lanes;
    private const int Rows = BlockedProduct.TileRows;
    private const int Columns = BlockedProduct.TileColumns;
    private const int TileSize = Rows * Columns;
    private readonly RowTeam _team;
    private readonly PairLayout _layout;
    private readonly NativeBuffer _alpha;
    private readonly int _dimension;
    private int[] _points = [];
    private int[][] _partners = [];
    private int[] _starts = [];

    /// <summary>Takes the kernel.</summary>
    /// <param name="layout">The grid.</param>
    /// <param name="tables">Point values for J, copied.</param>
    /// <param name="team">The ranks that share the blocks of points; null for this process alone.</param>
    public FactorPairs(PairLayout layout, PairKernelTables tables, RowTeam? team = null)
    {
        _team = team ?? new RowTeam(null, layout.Size);
        _layout = layout;
        _dimension = layout.Grid.Dimension;
        _alpha = new NativeBuffer(tables.Alpha.Length);
        tables.Alpha.Span.CopyTo(_alpha.Span);
    }

    /// <summary>The points that take part, cell by cell, of which every rank has some blocks.</summary>
    public RowExchange Points { get; private set; } = new(null, 0, [0, 0], null);

    /// <summary>The share of all pairs that is visited.</summary>
    public double Share { get; private set; }

    /// <summary>Chooses the pairs that are visited.</summary>
    /// <param name="density">f.</param>
    /// <param name="cutoff">The product of two densities, over the square of the largest, below which a pair is left out; in [0, 1).</param>
    /// <param name="radius">The largest |v1 - v2|, taken between blocks.</param>
    public void Select(ReadOnlySpan<double> density, double cutoff = 0, double radius = double.PositiveInfinity)
    {
        double largest = 0;
        foreach (double value in density)
            largest = Math.Max(largest, Math.Abs(value));
        double level = cutoff * largest * largest;
        var chosen = new List<int>();
        for (int i = 0; i < density.Length; i++)
        {
            if (Math.Abs(density[i]) * largest >= level)
                chosen.Add(i);
        }
        _points = [.. chosen.OrderBy(CellOf)];
        var blocks = new PointBlock[(_points.Length + Block - 1) / Block];
        for (int b = 0; b < blocks.Length; b++)
            blocks[b] = PointBlock.Of(_layout.Grid, density, _points.AsSpan(b * Block, Math.Min(Block, _points.Length - b * Block)));
        _partners = [.. blocks.Select(one => (int[])[.. Enumerable.Range(0, blocks.Length)
            .Where(other => one.Size * blocks[other].Size >= level && one.Distance(blocks[other]) <= radius)])];
        long pairs = _partners.Sum(list => (long)list.Length) * Block * Block;
        _starts = _team.Starts([.. _partners.Select(list => (long)list.Length)]);
        Points = new RowExchange(_team.Ranks, density.Length, [.. _starts.Select(start => Math.Min(_points.Length, start * Block))], _points);
        Share = Math.Min(1, pairs / ((double)_layout.Size * _layout.Size));
    }

    /// <summary>Visits the pairs of the points of this rank with all others, which come from one rank after the other.</summary>
    /// <param name="own">The rows of this rank.</param>
    public FactorPairSums Visit(PairRows own)
    {
        int tests = own.Tests.Columns;
        bool images = own.Slopes.Length > 0;
        var sums = new FactorPairSums
        {
            Fluxes = [.. own.Weighted.Select(_ => new DenseMatrix(Points.Rows, tests))],
            Images = images ? new DenseMatrix(Points.Rows, tests) : null,
        };
        var workers = new Worker?[WorkCrew.MaximumWorkers];
        using PackedPairs? blocks = Points.Rows == 0 ? null : new PackedPairs(_layout, _points.AsSpan(Points.First, Points.Rows), own, asPartners: false);
        for (int rank = 0; rank < _starts.Length - 1; rank++)
        {
            (int first, int end) = (Points.Starts[rank], Points.Starts[rank + 1]);
            if (first == end)
                continue;
            using PackedPairs? partners = Partners(own, rank, end - first, blocks is not null);
            if (blocks is not null && partners is not null)
                Visit(new PackedChunk(blocks, partners, _starts[rank], _starts[rank + 1]), workers, sums, own.Tests.Stride);
        }
        foreach (Worker? worker in workers)
            worker?.Dispose();
        return sums;
    }

    /// <summary>The rows of a rank, packed; null where they are only passed on.</summary>
    private PackedPairs? Partners(PairRows own, int rank, int count, bool isUsed)
    {
        ReadOnlySpan<int> points = _points.AsSpan(Points.Starts[rank], count);
        if (_team.IsAlone)
            return new PackedPairs(_layout, points, own, asPartners: true);
        using PairRows? passed = rank == _team.Rank ? null : new PairRows(count, own.Factors.Columns, own.Tests.Columns, _dimension, own.Slopes.Length > 0);
        foreach (DenseMatrix matrix in (passed ?? own).All)
            _team.Spread(matrix.Values, rank);
        return isUsed ? new PackedPairs(_layout, points, passed ?? own, asPartners: true) : null;
    }

    /// <summary>Adds the pairs with some blocks of partners to the sums of every block of this rank, in the order of the partners.</summary>
    private void Visit(PackedChunk data, Worker?[] workers, FactorPairSums sums, int stride)
    {
        int first = _starts[_team.Rank], end = _starts[_team.Rank + 1];
        WorkCrew.Run(end - first, (block, worker) =>
        {
            Worker own = workers[worker] ??= new Worker(_dimension, stride, sums.Images is not null);
            own.Clear();
            Transfer(own, block, sums, isLoading: true);
            foreach (int other in _partners[first + block])
            {
                if (other < data.First || other >= data.End)
                    continue;
                for (int tile = 0; tile < Block / Rows * (Block / Columns); tile++)
                    FillTile(data, own, block, other - data.First, tile / (Block / Columns), tile % (Block / Columns));
                Contract(data.Partners, own, other - data.First);
            }
            Transfer(own, block, sums, isLoading: false);
        });
    }

    public void Dispose() => _alpha.Dispose();

    /// <summary>The number of the cell of 64 points, 8 x 8 or 4 x 4 x 4, that holds a point.</summary>
    private int CellOf(int point)
    {
        int side = _dimension == 2 ? 8 : 4, cells = (_layout.Grid.Points + side - 1) / side, cell = 0;
        for (int a = 0; a < _dimension; a++)
            cell = cell * cells + _layout.Grid.AxisIndex(point, a) / side;
        return cell;
    }

    /// <summary>-J(i, j) for eight points i and sixteen points j, stored as the left factor of the contraction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillTile(PackedChunk data, Worker own, int block, int other, int rowStrip, int columnStrip)
    {
        double* x = stackalloc double[3 * TileSize];
        (PackedPairs blocks, PackedPairs partners) = (data.Blocks, data.Partners);
        int rowFirst = other * Block + rowStrip * Rows, columnFirst = block * Block + columnStrip * Columns;
        for (int b = 0; b < _dimension; b++)
            BlockedProduct.Tile(partners.Factor(b, rowFirst), blocks.Factor(b, columnFirst), blocks.Inner, x + b * TileSize, true);
        for (int half = 0; half < 2; half++)
        {
            int j = columnFirst + half * Lanes;
            Vector512<double> vj0 = Vector512.Load(blocks.Velocity(0) + j), vj1 = Vector512.Load(blocks.Velocity(1) + j);
            Vector512<double> vj2 = _dimension == 3 ? Vector512.Load(blocks.Velocity(2) + j) : default, z2 = default, g2 = default;
            for (int r = 0; r < Rows; r++)
            {
                int i = rowFirst + r, at = r * Columns + half * Lanes;
                Vector512<double> alpha = Gather(_alpha.Pointer + _layout.Origin - partners.Offset[i], blocks.Offset + j);
                Vector512<double> g0 = Vector512.Load(x + at), g1 = Vector512.Load(x + TileSize + at);
                Vector512<double> z0 = Vector512.Create(partners.Velocity(0)[i]) - vj0, z1 = Vector512.Create(partners.Velocity(1)[i]) - vj1;
                if (_dimension == 3)
                    (g2, z2) = (Vector512.Load(x + 2 * TileSize + at), Vector512.Create(partners.Velocity(2)[i]) - vj2);
                Vector512<double> squared = alpha * (z0 * z0 + z1 * z1 + z2 * z2), along = alpha * (z0 * g0 + z1 * g1 + z2 * g2);
                double* to = own.Flux + ((columnStrip * 2 + half) * Block + rowStrip * Rows + r) * Lanes;
                (along * z0 - squared * g0).Store(to);
                (along * z1 - squared * g1).Store(to + Block * Block);
                if (_dimension == 3)
                    (along * z2 - squared * g2).Store(to + 2 * Block * Block);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Gather(double* entry, int* offset) => Vector512.Create(
        entry[offset[0]], entry[offset[1]], entry[offset[2]], entry[offset[3]], entry[offset[4]], entry[offset[5]], entry[offset[6]], entry[offset[7]]);

    /// <summary>Adds the fluxes of a block of partners, times the test fields there, to the sums of the worker's block.</summary>
    private void Contract(PackedPairs data, Worker own, int other)
    {
        for (int strip = 0; strip < own.Strips; strip++)
        {
            for (int rows = 0; rows < Block / Rows; rows++)
            {
                for (int a = 0; a < _dimension; a++)
                {
                    double* flux = own.Flux + a * Block * Block + rows * Block * Rows;
                    BlockedProduct.Tile(flux, data.Test(0, other, strip), Block, own.Sum(a, strip) + rows * TileSize, false);
                    if (own.Images)
                        BlockedProduct.Tile(flux, data.Test(1 + a, other, strip), Block, own.Sum(_dimension, strip) + rows * TileSize, false);
                }
            }
        }
    }

    /// <summary>The sums of a block to or from the worker that adds to them.</summary>
    private void Transfer(Worker own, int block, FactorPairSums sums, bool isLoading)
    {
        int first = block * Block, count = Math.Min(Block, Points.Rows - first);
        for (int i = 0; i < count; i++)
        {
            for (int s = 0; s < own.Strips; s++)
            {
                for (int a = 0; a < _dimension; a++)
                    Copy(own.Sum(a, s) + i * Columns, sums.Fluxes[a], first + i, s, isLoading);
                if (sums.Images is not null)
                    Copy(own.Sum(_dimension, s) + i * Columns, sums.Images, first + i, s, isLoading);
            }
        }
    }

    private static void Copy(double* sum, DenseMatrix matrix, int row, int strip, bool isLoading)
    {
        Span<double> there = matrix.Values.Slice(row * matrix.Stride + strip * Columns, Columns), here = new(sum, Columns);
        if (isLoading)
            there.CopyTo(here);
        else
            here.CopyTo(there);
    }

    /// <summary>The blocks that are summed for, and some blocks of their partners.</summary>
    private readonly record struct PackedChunk(PackedPairs Blocks, PackedPairs Partners, int First, int End);

    /// <summary>The tile of fluxes and the sums of one block.</summary>
    private sealed class Worker(int dimension, int stride, bool images) : IDisposable
    {
        private readonly NativeBuffer _flux = new(dimension * Block * Block);
        private readonly NativeBuffer _sums = new((dimension + 1) * Block * stride);

        public bool Images { get; } = images;

        public int Strips { get; } = stride / Columns;

        public double* Flux => _flux.Pointer;

        public double* Sum(int output, int strip) => _sums.Pointer + (output * Strips + strip) * Block * Columns;

        public void Clear() => _sums.Span.Clear();

        public void Dispose()
        {
            _flux.Dispose();
            _sums.Dispose();
        }
    }
}

/// <summary>The box around some points and their largest density.</summary>
internal readonly record struct PointBlock(double[] Low, double[] High, double Size)
{
    public static PointBlock Of(VelocityGrid grid, ReadOnlySpan<double> density, ReadOnlySpan<int> points)
    {
        double[] low = new double[grid.Dimension], high = new double[grid.Dimension];
        Array.Fill(low, double.PositiveInfinity);
        Array.Fill(high, double.NegativeInfinity);
        double size = 0;
        foreach (int point in points)
        {
            size = Math.Max(size, Math.Abs(density[point]));
            for (int a = 0; a < low.Length; a++)
                (low[a], high[a]) = (Math.Min(low[a], grid.Velocity(point, a)), Math.Max(high[a], grid.Velocity(point, a)));
        }
        return new PointBlock(low, high, size);
    }

    /// <summary>The distance of the middles of the boxes, less half the mean extent of the two along an axis: as good as that of their points, on average.</summary>
    public double Distance(PointBlock other)
    {
        double squared = 0, extent = 0;
        for (int a = 0; a < Low.Length; a++)
        {
            double gap = 0.5 * (Low[a] + High[a] - other.Low[a] - other.High[a]);
            squared += gap * gap;
            extent += 0.5 * (High[a] - Low[a] + other.High[a] - other.Low[a]) / Low.Length;
        }
        return Math.Sqrt(squared) - 0.5 * extent;
    }
}
