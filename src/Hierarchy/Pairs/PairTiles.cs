using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>The tiles of a <see cref="PairAssembly"/>, in chunks of a few blocks of rows.</summary>
/// <remarks>
/// Of arrays with a symmetry, F(s r, r') = S(s r, r') + S(s^-1 r', r), r and r' representatives and S with its part of the products (<see cref="ImageSource{T}"/>):
/// a tile for every element s and two blocks, of which the one with s^-1 and the blocks exchanged is the transpose.
/// </remarks>
/// <typeparam name="T">How S and F are stored.</typeparam>
internal unsafe struct PairTiles<T>(PairLayout layout) : ILoopBody
    where T : struct, IStoredValues
{
    private const int Side = PairLayout.BlockColumns;
    private const int Lanes = PairLayout.Lanes;

    /// <summary>Blocks whose tiles are written together, so that each row receives whole pairs of cache lines.</summary>
    private const int Together = 2;

    /// <summary>S in blocks.</summary>
    public double* Blocks;

    /// <summary>D, or null.</summary>
    public double* Addition;

    /// <summary>F.</summary>
    public double* Result;

    /// <summary>The left factors.</summary>
    public double* Left;

    /// <summary>The right factors at the points and, of arrays with a symmetry, at the columns.</summary>
    public double* Right, RightColumns;

    /// <summary>The number of products of left and right.</summary>
    public int Updates;

    private readonly PairLayout _layout = layout;

    /// <summary>The chunks of one element of the symmetry.</summary>
    public readonly int Chunks => (_layout.Blocks + Together - 1) / Together;

    public readonly void Run(int chunk, int worker)
    {
        double* buffer = stackalloc double[2 * Side * Side + Lanes];
        double* tile = (double*)(((nuint)buffer + 63) & ~(nuint)63), other = tile + Side * Side;
        int element = chunk / Chunks, inverse = _layout.Orbits?.Inverse[element] ?? 0;
        if (inverse < element)
            return;
        int start = chunk % Chunks * Together, end = Math.Min(start + Together, _layout.Blocks);
        for (int columns = inverse == element ? start : 0; columns < _layout.Blocks; columns += Together)
        {
            for (int i = start; i < end; i++)
            {
                for (int j = inverse == element ? Math.Max(i, columns) : columns; j < Math.Min(columns + Together, _layout.Blocks); j++)
                {
                    if (_layout.Orbits is not null)
                        AssembleImage(_layout.Orbits, element, inverse, i, j, tile, other);
                    else
                        AssembleTile(i, j, tile, other);
                }
            }
        }
        StreamedStores.Finish();
    }

    /// <summary>F(s r, r') of the representatives r of block i and r' of block j, and F(s^-1 r', r), its transpose.</summary>
    private readonly void AssembleImage(VelocityOrbits orbits, int element, int inverse, int i, int j, double* tile, double* other)
    {
        int[] map = orbits.Map(element), back = orbits.Map(inverse);
        ReadOnlySpan<int> rows = orbits.Points.AsSpan(i * Side, _layout.Columns(i)), columns = orbits.Points.AsSpan(j * Side, _layout.Columns(j));
        Source(orbits, i).Gather(back, columns, other);
        SquareTranspose.Run(other, Side, tile);
        Source(orbits, j).Gather(map, rows, other);
        Add(other, Side, tile);
        var target = new ImageTarget<T>(orbits, Result, _layout.ColumnCount);
        target.Scatter(element, rows, j * Side, columns.Length, tile);
        if (inverse == element && i == j)
            return;
        SquareTranspose.Run(tile, Side, other);
        target.Scatter(inverse, columns, i * Side, rows.Length, other);
    }

    private readonly ImageSource<T> Source(VelocityOrbits orbits, int block) =>
        new(orbits, Blocks, _layout.BlockStart(block), block * Side, _layout.Columns(block),
            new ImageUpdates(Left, _layout.PaddedSize, RightColumns, _layout.PaddedColumns, Updates));

    private readonly void AssembleTile(int i, int j, double* tile, double* other)
    {
        int rows = _layout.Columns(i), columns = _layout.Columns(j);
        if (rows < Side || columns < Side)
        {
            AssembleEdge(i, j, rows, columns);
            return;
        }
        SquareTranspose.Run(Tile(_layout.BlockStart(i) + (long)j * Side * Side, other), Side, tile);
        Add(Tile(_layout.BlockStart(j) + (long)i * Side * Side, other), Side, tile);
        if (Addition != null)
        {
            SquareTranspose.Run(Addition + Place(j, i), _layout.Size, other);
            Add(Addition + Place(i, j), _layout.Size, other);
            Add(other, Side, tile);
        }
        Update(i * Side, j * Side, tile);
        Write(tile, Place(i, j));
        if (i == j)
            return;
        SquareTranspose.Run(tile, Side, other);
        Write(other, Place(j, i));
    }

    /// <summary>A tile of S, in place or, from single precision, in the buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double* Tile(long start, double* buffer)
    {
        if (T.ValuesPerDouble == 1)
            return Blocks + start;
        for (int i = 0; i < Side * Side; i += Lanes)
            T.Load(Blocks, start + i).Store(buffer + i);
        return buffer;
    }

    private readonly long Place(int i, int j) => (long)i * Side * _layout.Size + j * Side;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(double* from, int stride, double* tile)
    {
        for (int r = 0; r < Side; r++, from += stride, tile += Side)
        {
            (Vector512.Load(tile) + Vector512.Load(from)).Store(tile);
            (Vector512.Load(tile + Lanes) + Vector512.Load(from + Lanes)).Store(tile + Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Update(int i, int j, double* tile)
    {
        for (int u = 0; u < Updates; u++)
        {
            double* left = Left + u * _layout.PaddedSize, right = Right + u * _layout.PaddedSize;
            Vector512<double> left0 = Vector512.Load(left + j), left1 = Vector512.Load(left + j + Lanes);
            Vector512<double> right0 = Vector512.Load(right + j), right1 = Vector512.Load(right + j + Lanes);
            double* row = tile;
            for (int r = i; r < i + Side; r++, row += Side)
            {
                Vector512<double> l = Vector512.Create(left[r]), h = Vector512.Create(right[r]);
                (Vector512.Load(row) + (l * right0 + h * left0)).Store(row);
                (Vector512.Load(row + Lanes) + (l * right1 + h * left1)).Store(row + Lanes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Write(double* tile, long to)
    {
        int size = _layout.Size;
        if (T.ValuesPerDouble == 1 && StreamedStores.Serve(_layout, Result))
        {
            for (int r = 0; r < Side; r++, tile += Side, to += size)
                StreamedStores.Write(tile, Result + to, Side);
            return;
        }
        for (int r = 0; r < Side; r++, tile += Side, to += size)
        {
            T.Store(Vector512.Load(tile), Result, to);
            T.Store(Vector512.Load(tile + Lanes), Result, to + Lanes);
        }
    }

    /// <summary>A tile at the end of the rows or columns, value by value.</summary>
    private readonly void AssembleEdge(int i, int j, int rows, int columns)
    {
        for (int r = 0; r < rows; r++)
        {
            for (int c = i == j ? r : 0; c < columns; c++)
            {
                long first = i * Side + r, second = j * Side + c, size = _layout.Size;
                double sum = T.Get(Blocks, _layout.BlockStart(j) + first * columns + c) + T.Get(Blocks, _layout.BlockStart(i) + second * rows + r);
                if (Addition != null)
                    sum += Addition[first * size + second] + Addition[second * size + first];
                for (int u = 0; u < Updates; u++)
                {
                    double* left = Left + u * _layout.PaddedSize, right = Right + u * _layout.PaddedSize;
                    sum += left[first] * right[second] + right[first] * left[second];
                }
                T.Set(sum, Result, first * size + second);
                T.Set(sum, Result, second * size + first);
            }
        }
    }
}
