using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;

namespace Hierarchy.Pairs;

/// <summary>
/// The last pass of an evaluation whose columns are spread over ranks: F(v1, j) = S(v1, j) + S(j, v1) + sum_r (left_r x right_r + right_r x left_r) of the points j of
/// this rank, S(j, v1) from the rank that has v1; F is written by rows, which by symmetry are its columns.
/// </summary>
/// <remarks>Every operation and its order are those of <see cref="PairAssembly"/>, so that the bits are.</remarks>
internal sealed unsafe class SpreadAssembly
{
    private const int Side = PairLayout.BlockColumns, Lanes = PairLayout.Lanes;
    private readonly PairLayout _layout;
    private readonly TransposeExchange _exchange;
    private readonly BlockSource _source;
    private readonly TileSink _sink;
    private double* _blocks;
    private double* _result;
    private double* _left;
    private double* _right;
    private int _updates;

    public SpreadAssembly(PairLayout layout, TransposeExchange exchange)
    {
        _layout = layout;
        _exchange = exchange;
        _source = (first, _) => _blocks + _layout.BlockStart(first);
        _sink = AssembleTiles;
    }

    /// <summary>Fills F; the arguments are those of <see cref="PairAssembly.Assemble{T}"/>.</summary>
    public void Assemble(double* blocks, double* result, double* left, double* right, int updates)
    {
        _blocks = blocks;
        _result = result;
        _left = left;
        _right = right;
        _updates = updates;
        _exchange.Run(_source, _sink);
    }

    /// <summary>The columns v1 of a block of any rank in the rows of this one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AssembleTiles(int block, double* rows, int worker)
    {
        int width = _exchange.Width(block), from = block * Side;
        double* buffer = stackalloc double[Side * Side + Lanes];
        double* tile = (double*)(((nuint)buffer + 63) & ~(nuint)63);
        for (int own = 0; own < _layout.Blocks; own++)
        {
            int columns = _layout.Columns(own);
            double* direct = _blocks + _layout.BlockStart(own) + (long)from * columns, transposed = rows + (long)own * Side * width;
            double* to = _result + (long)own * Side * _layout.Size + from;
            int first = _layout.FirstColumn + own * Side;
            if (width == Side && columns == Side)
            {
                SquareTranspose.Run(direct, Side, tile);
                for (int j = 0; j < Side; j++)
                    AddRow(tile + j * Side, transposed + j * Side, first + j, from, to + (long)j * _layout.Size);
            }
            else
            {
                AddEdge(direct, columns, transposed, width, first, from, to);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddRow(double* one, double* other, int row, int column, double* to)
    {
        Vector512<double> near = Vector512.Load(one) + Vector512.Load(other), far = Vector512.Load(one + Lanes) + Vector512.Load(other + Lanes);
        for (int u = 0; u < _updates; u++)
        {
            double* left = _left + u * _layout.PaddedSize, right = _right + u * _layout.PaddedSize;
            Vector512<double> l = Vector512.Create(left[row]), h = Vector512.Create(right[row]);
            near += l * Vector512.Load(right + column) + h * Vector512.Load(left + column);
            far += l * Vector512.Load(right + column + Lanes) + h * Vector512.Load(left + column + Lanes);
        }
        near.Store(to);
        far.Store(to + Lanes);
    }

    private void AddEdge(double* direct, int columns, double* transposed, int width, int first, int from, double* to)
    {
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < width; i++)
            {
                double sum = direct[i * columns + j] + transposed[j * width + i];
                for (int u = 0; u < _updates; u++)
                {
                    double* left = _left + u * _layout.PaddedSize, right = _right + u * _layout.PaddedSize;
                    sum += left[first + j] * right[from + i] + right[first + j] * left[from + i];
                }
                to[(long)j * _layout.Size + i] = sum;
            }
        }
    }
}
