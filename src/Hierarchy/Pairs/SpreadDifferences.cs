using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Pairs;

/// <summary>
/// The first pass of an evaluation whose columns are spread over ranks: d_{2,c} g of the columns of this rank, in blocks. Along the first axis it is d_{1,0} g of
/// the transposed place, which another rank may have; along the others every line of v2 lies on this rank, and g(v1, v2) = g(v2, v1) gives the same bits.
/// </summary>
/// <remarks>A g that is not exchange symmetric, the start of a power iteration, goes the first way along all axes.</remarks>
internal sealed unsafe class SpreadDifferences : IDisposable
{
    private const int Side = PairLayout.BlockColumns;
    private readonly PairLayout _layout;
    private readonly PairShare _share;
    private readonly TransposeExchange _exchange;
    private readonly LineDerivative _derivative;
    private readonly NativeBuffer _outgoing;
    private readonly NativeBuffer?[] _planes;
    private readonly PairWorkers _workers;
    private readonly Action<int, int> _block;
    private readonly Action<int, int> _plane;
    private readonly BlockSource _source;
    private readonly TileSink _sink;
    private double* _rows;
    private double** _seconds;
    private int _axis;
    private int _first;

    public SpreadDifferences(PairLayout layout, PairShare share, TransposeExchange exchange, PairWorkers workers)
    {
        (_layout, _share, _exchange, _workers) = (layout, share, exchange, workers);
        _derivative = new LineDerivative(layout.Grid);
        _outgoing = new NativeBuffer(TransposeExchange.Together * Side * layout.Size);
        _planes = new NativeBuffer?[WorkCrew.MaximumWorkers];
        _block = Differentiate;
        _plane = DifferentiatePlanes;
        _source = NextBlocks;
        _sink = StoreTransposed;
    }

    /// <summary>Whether what this rank can see of g is exchange symmetric: a square on the diagonal.</summary>
    public bool IsSymmetric(double* rows)
    {
        int count = Math.Min(Side, _share.Count);
        bool same = true;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
                same &= rows[(long)i * _layout.Size + _share.First + j] == rows[(long)j * _layout.Size + _share.First + i];
        }
        return same;
    }

    /// <summary>Fills d_{2,c} g for every axis c.</summary>
    /// <param name="rows">g, the columns of this rank, n^d values each.</param>
    /// <param name="isSymmetric">Whether g is exchange symmetric.</param>
    /// <param name="seconds">The d arrays in blocks.</param>
    public void Run(double* rows, bool isSymmetric, double** seconds)
    {
        _rows = rows;
        _seconds = seconds;
        int exchanged = isSymmetric ? 1 : _layout.Grid.Dimension;
        for (_axis = 0; _axis < exchanged; _axis++)
            _exchange.Run(_source, _sink);
        if (isSymmetric)
            WorkCrew.Run((_layout.Size + Side - 1) / Side * Units, _plane);
    }

    public void Dispose()
    {
        _derivative.Dispose();
        _outgoing.Dispose();
        foreach (NativeBuffer? buffer in _planes)
            buffer?.Dispose();
    }

    private int Units => (_share.Count + _share.Unit - 1) / _share.Unit;

    private double* NextBlocks(int first, int count)
    {
        _first = first;
        WorkCrew.Run(count, _block);
        return _outgoing.Pointer;
    }

    /// <summary>d_{1,c} of a block that is sent.</summary>
    private void Differentiate(int place, int worker)
    {
        PairScratch scratch = _workers[worker].Scratch;
        scratch.Load<DoubleValues>(_rows, _first + place);
        scratch.Differentiate(scratch.Re, scratch.WorkRe, _axis);
        scratch.Differentiate(scratch.Im, scratch.WorkIm, _axis);
        scratch.StoreBlock<DoubleValues>(scratch.WorkRe, scratch.WorkIm, _outgoing.Pointer, _layout.BlockStart(place), _layout.Columns(_first + place));
    }

    /// <summary>The rows j of this rank in the columns v1 of a block become rows v1 of the blocks of j.</summary>
    private void StoreTransposed(int block, double* rows, int worker)
    {
        int width = _exchange.Width(block), from = block * Side;
        for (int own = 0; own < _layout.Blocks; own++)
            StoreSquare(rows + (long)own * Side * width, width, width, own, from, _seconds[_axis]);
    }

    /// <summary>Writes a square, rows j of a block of this rank and columns v1 from some point on, as rows v1 of the block.</summary>
    private void StoreSquare(double* square, int stride, int width, int own, int from, double* blocks)
    {
        int columns = _layout.Columns(own);
        double* to = blocks + _layout.BlockStart(own) + (long)from * columns;
        if (columns == Side && width == Side)
        {
            SquareTranspose.Run(square, stride, to);
            return;
        }
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < columns; j++)
                to[i * columns + j] = square[(long)j * stride + i];
        }
    }

    /// <summary>The derivatives along v2 in some whole planes of points j, for 16 neighbouring v1.</summary>
    private void DifferentiatePlanes(int chunk, int worker)
    {
        int unit = chunk % Units, from = chunk / Units * Side, width = Math.Min(Side, _layout.Size - from);
        int start = unit * _share.Unit, count = Math.Min(_share.Unit, _share.Count - start);
        NativeBuffer buffer = _planes[worker] ??= new NativeBuffer(2 * _share.Unit * Side);
        double* values = buffer.Pointer, slopes = values + (long)_share.Unit * Side;
        for (int j = 0; j < count; j++)
        {
            double* row = _rows + (long)(start + j) * _layout.Size + from;
            for (int i = 0; i < Side; i++)
                values[j * Side + i] = i < width ? row[i] : 0;
        }
        for (int c = 1; c < _layout.Grid.Dimension; c++)
        {
            _derivative.Apply(values, slopes, c, Side, Side, add: false, count);
            for (int j = 0; j < count; j += Side)
                StoreSquare(slopes + j * Side, Side, width, (start + j) / Side, from, _seconds[c]);
        }
    }
}
