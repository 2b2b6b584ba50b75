using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The last pass of an evaluation: F = S + S^T + D + D^T + sum_r (left_r x right_r + right_r x left_r), S in blocks (<see cref="PairLayout.BlockStart"/>),
/// D and F row-major, tile by tile; F is symmetric to the last bit.
/// </summary>
internal abstract unsafe class PairAssembly
{
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
    private double* _blocks;
    private double* _addition;
    private double* _result;
    private double* _left;
    private double* _right;
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
        WorkCrew.Run((_layout.Blocks + Together - 1) / Together, _row);
    }

    private void AssembleRow(int chunk, int worker)
    {
        double* buffer = stackalloc double[2 * Side * Side + Lanes];
        double* tile = (double*)(((nuint)buffer + 63) & ~(nuint)63), other = tile + Side * Side;
        int start = chunk * Together, end = Math.Min(start + Together, _layout.Blocks);
        for (int columns = start; columns < _layout.Blocks; columns += Together)
        {
            for (int i = start; i < end; i++)
            {
                for (int j = Math.Max(i, columns); j < Math.Min(columns + Together, _layout.Blocks); j++)
                    AssembleTile(i, j, tile, other);
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
