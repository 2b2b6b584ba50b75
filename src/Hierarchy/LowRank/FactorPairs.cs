using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>What one visit to all pairs gives, in rows of the active points; sums over v2 are plain sums over the grid.</summary>
internal sealed class FactorPairSums : IDisposable
{
    /// <summary>sum_{v2} J_a(v1, v2) w_k(v2) for each axis a; the last column is that of w = 1.</summary>
    public required DenseMatrix[] Fluxes { get; init; }

    /// <summary>sum_{v2} sum_a J_a(v1, v2) d_a w_k(v2), or null if it was not asked for.</summary>
    public DenseMatrix? Images { get; init; }

    /// <summary>The flux whose divergence is C[g], d columns.</summary>
    public required DenseMatrix Collisions { get; init; }

    public void Dispose()
    {
        foreach (DenseMatrix flux in Fluxes)
            flux.Dispose();
        Images?.Dispose();
        Collisions.Dispose();
    }
}

/// <summary>
/// The pair flux J = A(v1-v2) (grad_1 - grad_2)( f x f + g ) of a correlation g = sum_kl u_k(v1) C_kl u_l(v2), contracted with test fields w. Tiles of
/// pairs are formed by matrix products from the factors, turned into fluxes with the point values of A, and contracted by matrix products at once:
/// no array over pairs exists.
/// </summary>
/// <remarks>
/// A visit costs 4 d (rank of g) + 2 d (tests) floating-point operations a pair, and 2 d (tests) more for <see cref="FactorPairSums.Images"/>.
/// Points are sorted by f; pairs of blocks with f(v1) f(v2) below cutoff max f^2 are left out, which in d = 3 leaves a ball in six dimensions of the box.
/// Every block of points is summed by one thread in a fixed order. J is odd under exchange, pair by pair.
/// </remarks>
internal sealed unsafe class FactorPairs : IDisposable
{
    private const int Block = 64;
    private const int Lanes = PairLayout.Lanes;
    private const int Rows = BlockedProduct.TileRows;
    private const int Columns = BlockedProduct.TileColumns;
    private const int TileSize = Rows * Columns;

    /// <summary>alpha and the components of A at one difference, one cache line.</summary>
    private const int Entry = 8;
    private readonly PairLayout _layout;
    private readonly NativeBuffer _table;
    private readonly double _cutoff;
    private readonly int _dimension;
    private readonly int _components;
    private int[] _points = [];
    private int[] _reach = [];

    /// <summary>Tabulates the kernel.</summary>
    /// <param name="layout">The grid.</param>
    /// <param name="tables">Point values for J, band-limited values for C[g].</param>
    /// <param name="cutoff">The product of two densities, over the square of the largest, below which a pair is left out; in [0, 1).</param>
    public FactorPairs(PairLayout layout, PairKernelTables tables, double cutoff)
    {
        _layout = layout;
        _cutoff = cutoff;
        _dimension = layout.Grid.Dimension;
        _components = SymmetricIndex.Count(_dimension);
        _table = new NativeBuffer(layout.TableSize * Entry);
        for (int i = 0; i < layout.TableSize; i++)
        {
            _table.Span[i * Entry] = tables.Alpha.Span[i];
            for (int c = 0; c < _components; c++)
                _table.Span[i * Entry + 1 + c] = tables.Spectral.Span[c * tables.Stride + i];
        }
    }

    /// <summary>The points that take part, by falling f.</summary>
    public ReadOnlySpan<int> Points => _points;

    /// <summary>The share of all pairs that is visited.</summary>
    public double Share { get; private set; }

    /// <summary>Sorts the points of a density.</summary>
    public void Select(ReadOnlySpan<double> density)
    {
        double[] size = new double[_layout.Size];
        int[] order = new int[_layout.Size];
        for (int i = 0; i < size.Length; i++)
            (size[i], order[i]) = (-Math.Abs(density[i]), i);
        Array.Sort(size, order);
        double largest = size[0], level = _cutoff * largest * largest;
        int count = 0;
        while (count < size.Length && size[count] * largest >= level)
            count++;
        _points = order[..count];
        _reach = new int[(count + Block - 1) / Block];
        long pairs = 0;
        for (int i = 0; i < _reach.Length; i++)
        {
            while (_reach[i] < _reach.Length && size[i * Block] * size[_reach[i] * Block] >= level)
                _reach[i]++;
            pairs += _reach[i] * (long)Block * Block;
        }
        Share = Math.Min(1, pairs / ((double)_layout.Size * _layout.Size));
    }

    /// <summary>Visits the pairs; matrices hold all points of the grid.</summary>
    /// <param name="fields">f and its gradient, d + 1 fields of n^d values.</param>
    /// <param name="weighted">sum_l d_b u_l C_lk for each axis b.</param>
    /// <param name="factors">u_k.</param>
    /// <param name="tests">w_k.</param>
    /// <param name="slopes">d_a w_k for each axis, where images are asked for.</param>
    public FactorPairSums Visit(ReadOnlySpan<double> fields, DenseMatrix[] weighted, DenseMatrix factors, DenseMatrix tests, DenseMatrix[]? slopes)
    {
        using var data = new PackedPairs(_layout, _points, _reach.Length * Block, fields, weighted, factors, tests, slopes);
        var sums = new FactorPairSums
        {
            Fluxes = [.. weighted.Select(_ => new DenseMatrix(_points.Length, tests.Columns))],
            Images = slopes is null ? null : new DenseMatrix(_points.Length, tests.Columns),
            Collisions = new DenseMatrix(_points.Length, _dimension),
        };
        var workers = new Worker?[Math.Max(64, WorkCrew.MaximumWorkers)];
        WorkCrew.Run(_reach.Length, (block, worker) =>
        {
            Worker own = workers[worker] ??= new Worker(_dimension, tests.Stride, slopes is not null);
            own.Clear();
            for (int other = 0; other < _reach[block]; other++)
            {
                for (int tile = 0; tile < Block / Rows * (Block / Columns); tile++)
                    FillTile(data, own, block, other, tile / (Block / Columns), tile % (Block / Columns));
                Contract(data, own, other);
            }
            Collect(own, block, sums);
        });
        foreach (Worker? worker in workers)
            worker?.Dispose();
        return sums;
    }

    public void Dispose() => _table.Dispose();

    /// <summary>-J(i, j) for eight points i and sixteen points j, stored as the left factor of the contraction, and the sums of C[g] over i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillTile(PackedPairs data, Worker own, int block, int other, int rowStrip, int columnStrip)
    {
        double* x = stackalloc double[3 * TileSize];
        int rowFirst = other * Block + rowStrip * Rows, columnFirst = block * Block + columnStrip * Columns;
        for (int b = 0; b < _dimension; b++)
        {
            if (data.Inner > 0)
                BlockedProduct.Tile(data.Left(b, rowFirst), data.Right(b, columnFirst), data.Inner, x + b * TileSize, true);
            else
                new Span<double>(x + b * TileSize, TileSize).Clear();
        }
        for (int half = 0; half < 2; half++)
        {
            int j = columnFirst + half * Lanes;
            Vector512<double> fj = Vector512.Load(data.Field(0) + j), fj0 = Vector512.Load(data.Field(1) + j), fj1 = Vector512.Load(data.Field(2) + j);
            Vector512<double> vj0 = Vector512.Load(data.Velocity(0) + j), vj1 = Vector512.Load(data.Velocity(1) + j);
            Vector512<double> fj2 = default, vj2 = default, z2 = default, g2 = default;
            if (_dimension == 3)
                (fj2, vj2) = (Vector512.Load(data.Field(3) + j), Vector512.Load(data.Velocity(2) + j));
            double* collisions = own.Collisions + columnStrip * Columns + half * Lanes;
            Vector512<double> c0 = Vector512.Load(collisions), c1 = Vector512.Load(collisions + Block), c2 = Vector512.Load(collisions + 2 * Block);
            for (int r = 0; r < Rows; r++)
            {
                int i = rowFirst + r, at = r * Columns + half * Lanes;
                int* offset = data.Offset + j;
                double* entry = _table.Pointer + ((long)_layout.Origin - data.Offset[i]) * Entry;
                Vector512<double> g0 = Vector512.Load(x + at), g1 = Vector512.Load(x + TileSize + at);
                Vector512<double> axx = Gather(entry + 1, offset), axy = Gather(entry + 2, offset), third = Gather(entry + 3, offset);
                if (_dimension == 2)
                {
                    c0 -= axx * g0 + axy * g1;
                    c1 -= axy * g0 + third * g1;
                }
                else
                {
                    g2 = Vector512.Load(x + 2 * TileSize + at);
                    Vector512<double> ayz = Gather(entry + 5, offset);
                    c0 -= axx * g0 + axy * g1 + third * g2;
                    c1 -= axy * g0 + Gather(entry + 4, offset) * g1 + ayz * g2;
                    c2 -= third * g0 + ayz * g1 + Gather(entry + 6, offset) * g2;
                    g2 += data.Field(3)[i] * fj - data.Field(0)[i] * fj2;
                    z2 = Vector512.Create(data.Velocity(2)[i]) - vj2;
                }
                g0 += data.Field(1)[i] * fj - data.Field(0)[i] * fj0;
                g1 += data.Field(2)[i] * fj - data.Field(0)[i] * fj1;
                Vector512<double> z0 = Vector512.Create(data.Velocity(0)[i]) - vj0, z1 = Vector512.Create(data.Velocity(1)[i]) - vj1;
                Vector512<double> alpha = Gather(entry, offset), squared = alpha * (z0 * z0 + z1 * z1 + z2 * z2);
                Vector512<double> along = alpha * (z0 * g0 + z1 * g1 + z2 * g2);
                double* to = own.Flux + ((columnStrip * 2 + half) * Block + rowStrip * Rows + r) * Lanes;
                (along * z0 - squared * g0).Store(to);
                (along * z1 - squared * g1).Store(to + Block * Block);
                if (_dimension == 3)
                    (along * z2 - squared * g2).Store(to + 2 * Block * Block);
            }
            c0.Store(collisions);
            c1.Store(collisions + Block);
            c2.Store(collisions + 2 * Block);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Gather(double* entry, int* offset) => Vector512.Create(
        entry[offset[0] * Entry], entry[offset[1] * Entry], entry[offset[2] * Entry], entry[offset[3] * Entry],
        entry[offset[4] * Entry], entry[offset[5] * Entry], entry[offset[6] * Entry], entry[offset[7] * Entry]);

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

    private void Collect(Worker own, int block, FactorPairSums sums)
    {
        int first = block * Block, count = Math.Min(Block, _points.Length - first);
        for (int i = 0; i < count; i++)
        {
            for (int a = 0; a < _dimension; a++)
                sums.Collisions[first + i, a] = own.Collisions[a * Block + i];
            for (int s = 0; s < own.Strips; s++)
            {
                for (int a = 0; a < _dimension; a++)
                    Copy(own.Sum(a, s) + i * Columns, sums.Fluxes[a], first + i, s);
                if (sums.Images is not null)
                    Copy(own.Sum(_dimension, s) + i * Columns, sums.Images, first + i, s);
            }
        }
    }

    private static void Copy(double* from, DenseMatrix to, int row, int strip) =>
        new ReadOnlySpan<double>(from, Columns).CopyTo(to.Values.Slice(row * to.Stride + strip * Columns, Columns));

    /// <summary>The tile of fluxes and the sums of one block.</summary>
    private sealed class Worker(int dimension, int stride, bool images) : IDisposable
    {
        private readonly NativeBuffer _flux = new(dimension * Block * Block);
        private readonly NativeBuffer _sums = new((dimension + 1) * Block * stride);
        private readonly NativeBuffer _collisions = new(3 * Block);

        public bool Images { get; } = images;

        public int Strips { get; } = stride / Columns;

        public double* Flux => _flux.Pointer;

        public double* Collisions => _collisions.Pointer;

        public double* Sum(int output, int strip) => _sums.Pointer + (output * Strips + strip) * Block * Columns;

        public void Clear()
        {
            _sums.Span.Clear();
            _collisions.Span.Clear();
        }

        public void Dispose()
        {
            _flux.Dispose();
            _sums.Dispose();
            _collisions.Dispose();
        }
    }
}
