using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The last pass of an evaluation: F = S + S^T + D + D^T + sum_r (left_r x right_r + right_r x left_r), S in blocks (<see cref="PairLayout.BlockStart"/>),
/// D and F row-major, tile by tile; F is symmetric to the last bit.
/// </summary>
/// <remarks>
/// Of arrays with a symmetry, F(s r, r') = S(s r, r') + S(s^-1 r', r) + ..., r and r' representatives: a tile for every element s and two blocks, of which the
/// one with s^-1 and the blocks exchanged is the transpose.
/// </remarks>
internal abstract unsafe class PairAssembly : IDisposable
{
    public abstract void Dispose();

    /// <summary>Fills F.</summary>
    /// <param name="blocks">S, n^{2d} values.</param>
    /// <param name="addition">D in double precision, or null.</param>
    /// <param name="result">F; may not overlap the others.</param>
    /// <param name="left">Rows of <see cref="PairLayout.PaddedSize"/> values.</param>
    /// <param name="right">The same.</param>
    /// <param name="updates">The number of r.</param>
    public abstract void Assemble(double* blocks, double* addition, double* result, double* left, double* right, int updates);
}

/// <inheritdoc/>
/// <typeparam name="T">How S and F are stored.</typeparam>
internal sealed unsafe class PairAssembly<T> : PairAssembly
    where T : struct, IStoredValues
{
    private const int Side = PairLayout.BlockColumns;
    private const int Lanes = PairLayout.Lanes;

    /// <summary>Blocks whose tiles are written together, so that each row receives whole pairs of cache lines.</summary>
    private const int Together = 2;

    private readonly PairLayout _layout;
    private readonly Action<int, int> _row;
    private NativeBuffer? _columns;
    private double* _blocks;
    private double* _addition;
    private double* _result;
    private double* _left;
    private double* _right;
    private double* _leftColumns;
    private double* _rightColumns;
    private int _updates;

    public PairAssembly(PairLayout layout)
    {
        _layout = layout;
        _row = AssembleRow;
    }

    public override void Assemble(double* blocks, double* addition, double* result, double* left, double* right, int updates)
    {
        _blocks = blocks;
        _addition = addition;
        _result = result;
        _left = left;
        _right = right;
        _updates = updates;
        _leftColumns = left;
        _rightColumns = right;
        if (_layout.Orbits is not null)
            TakeColumns();
        WorkCrew.Run(Chunks * (_layout.Orbits?.Order ?? 1), _row);
    }

    public override void Dispose() => _columns?.Dispose();

    private int Chunks => (_layout.Blocks + Together - 1) / Together;

    /// <summary>Left and right at the columns.</summary>
    private void TakeColumns()
    {
        int wide = _layout.PaddedColumns, rows = _layout.PaddedSize;
        if (_columns is null || _columns.Length < 2 * _updates * wide)
        {
            _columns?.Dispose();
            _columns = new NativeBuffer(Math.Max(1, 2 * _updates * wide));
        }
        for (int u = 0; u < _updates; u++)
        {
            _layout.GatherColumns(new ReadOnlySpan<double>(_left + u * rows, rows), _columns.Span[(u * wide)..]);
            _layout.GatherColumns(new ReadOnlySpan<double>(_right + u * rows, rows), _columns.Span[((_updates + u) * wide)..]);
        }
        _leftColumns = _columns.Pointer;
        _rightColumns = _columns.Pointer + _updates * wide;
    }

    private void AssembleRow(int chunk, int worker)
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
    }

    /// <summary>F(s r, r') of the representatives r of block i and r' of block j, and F(s^-1 r', r), its transpose.</summary>
    private void AssembleImage(VelocityOrbits orbits, int element, int inverse, int i, int j, double* tile, double* other)
    {
        int[] map = orbits.Map(element), back = orbits.Map(inverse);
        ReadOnlySpan<int> rows = orbits.Points.AsSpan(i * Side, _layout.Columns(i)), columns = orbits.Points.AsSpan(j * Side, _layout.Columns(j));
        Gather(i, back, columns, other);
        SquareTranspose.Run(other, Side, tile);
        Gather(j, map, rows, other);
        Add(other, Side, tile);
        UpdateImage(map, rows, j * Side, tile);
        Scatter(orbits, element, map, rows, j, tile);
        if (inverse == element && i == j)
            return;
        SquareTranspose.Run(tile, Side, other);
        Scatter(orbits, inverse, back, columns, i, other);
    }

    /// <summary>The rows of S that are the images of some points, in the columns of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(int block, int[] map, ReadOnlySpan<int> points, double* tile)
    {
        int width = _layout.Columns(block), first = Math.Min(width, Lanes), second = Math.Max(0, width - Lanes);
        long start = _layout.BlockStart(block);
        for (int k = 0; k < points.Length; k++, tile += Side)
        {
            long row = start + (long)map[points[k]] * width;
            PairScratch.ReadLanes<T>(_blocks, row, first).Store(tile);
            PairScratch.ReadLanes<T>(_blocks, row + Lanes, second).Store(tile + Lanes);
        }
    }

    /// <summary>Writes the rows of a tile to the images of some points, where the element is the one that the point is known by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(VelocityOrbits orbits, int element, int[] map, ReadOnlySpan<int> points, int block, double* tile)
    {
        int width = _layout.Columns(block), first = Math.Min(width, Lanes), second = Math.Max(0, width - Lanes);
        for (int k = 0; k < points.Length; k++, tile += Side)
        {
            int image = map[points[k]];
            if (orbits.Element[image] != element)
                continue;
            long row = (long)image * _layout.ColumnCount + block * Side;
            PairScratch.WriteLanes<T>(tile, _result, row, first);
            PairScratch.WriteLanes<T>(tile + Lanes, _result, row + Lanes, second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateImage(int[] map, ReadOnlySpan<int> points, int j, double* tile)
    {
        for (int u = 0; u < _updates; u++)
        {
            double* left = _left + u * _layout.PaddedSize, right = _right + u * _layout.PaddedSize;
            double* leftColumns = _leftColumns + u * _layout.PaddedColumns + j, rightColumns = _rightColumns + u * _layout.PaddedColumns + j;
            Vector512<double> left0 = Vector512.Load(leftColumns), left1 = Vector512.Load(leftColumns + Lanes);
            Vector512<double> right0 = Vector512.Load(rightColumns), right1 = Vector512.Load(rightColumns + Lanes);
            double* row = tile;
            for (int k = 0; k < points.Length; k++, row += Side)
            {
                int image = map[points[k]];
                Vector512<double> l = Vector512.Create(left[image]), h = Vector512.Create(right[image]);
                (Vector512.Load(row) + (l * right0 + h * left0)).Store(row);
                (Vector512.Load(row + Lanes) + (l * right1 + h * left1)).Store(row + Lanes);
            }
        }
    }

    private void AssembleTile(int i, int j, double* tile, double* other)
    {
        int rows = _layout.Columns(i), columns = _layout.Columns(j);
        if (rows < Side || columns < Side)
        {
            AssembleEdge(i, j, rows, columns);
            return;
        }
        SquareTranspose.Run(Tile(_layout.BlockStart(i) + (long)j * Side * Side, other), Side, tile);
        Add(Tile(_layout.BlockStart(j) + (long)i * Side * Side, other), Side, tile);
        if (_addition != null)
        {
            SquareTranspose.Run(_addition + Place(j, i), _layout.Size, other);
            Add(_addition + Place(i, j), _layout.Size, other);
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
    private double* Tile(long start, double* buffer)
    {
        if (T.ValuesPerDouble == 1)
            return _blocks + start;
        for (int i = 0; i < Side * Side; i += Lanes)
            T.Load(_blocks, start + i).Store(buffer + i);
        return buffer;
    }

    private long Place(int i, int j) => (long)i * Side * _layout.Size + j * Side;

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
    private void Update(int i, int j, double* tile)
    {
        for (int u = 0; u < _updates; u++)
        {
            double* left = _left + u * _layout.PaddedSize, right = _right + u * _layout.PaddedSize;
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
    private void Write(double* tile, long to)
    {
        int size = _layout.Size;
        for (int r = 0; r < Side; r++, tile += Side, to += size)
        {
            T.Store(Vector512.Load(tile), _result, to);
            T.Store(Vector512.Load(tile + Lanes), _result, to + Lanes);
        }
    }

    /// <summary>A tile at the end of the rows or columns, value by value.</summary>
    private void AssembleEdge(int i, int j, int rows, int columns)
    {
        for (int r = 0; r < rows; r++)
        {
            for (int c = i == j ? r : 0; c < columns; c++)
            {
                long first = i * Side + r, second = j * Side + c, size = _layout.Size;
                double sum = T.Get(_blocks, _layout.BlockStart(j) + first * columns + c) + T.Get(_blocks, _layout.BlockStart(i) + second * rows + r);
                if (_addition != null)
                    sum += _addition[first * size + second] + _addition[second * size + first];
                for (int u = 0; u < _updates; u++)
                {
                    double* left = _left + u * _layout.PaddedSize, right = _right + u * _layout.PaddedSize;
                    sum += left[first] * right[second] + right[first] * left[second];
                }
                T.Set(sum, _result, first * size + second);
                T.Set(sum, _result, second * size + first);
            }
        }
    }
}
