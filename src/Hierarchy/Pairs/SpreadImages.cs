using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Pairs;

/// <summary>
/// The first and the last pass of an evaluation whose columns, representatives of orbits, are spread over ranks. A rank has X(v1, r') of its r' and needs X(s r, r')
/// of its own r for all r': the rows of the points of its orbits, which the others send.
/// </summary>
/// <remarks>Every operation and its order are those of <see cref="PairScratch.StoreImages"/> and <see cref="PairTiles{T}"/>, so that the bits are.</remarks>
internal sealed unsafe class SpreadImages : IDisposable
{
    private const int Side = PairLayout.BlockColumns, Lanes = PairLayout.Lanes;
    private readonly PairLayout _layout;
    private readonly PairShare _share;
    private readonly VelocityOrbits _orbits;
    private readonly TransposeExchange _exchange;
    private readonly PairWorkers _workers;
    private readonly NativeBuffer _outgoing;
    private readonly ImageColumns _columns = new();
    private readonly Action<int, int> _block;
    private readonly BlockSource _differences, _assembled;
    private readonly TileSink _store, _assemble;
    private double* _pairs;
    private double** _seconds;
    private double* _blocks;
    private double* _result;
    private ImageUpdates _updates;
    private int _axis;
    private int _first;

    public SpreadImages(PairLayout layout, PairShare share, TransposeExchange exchange, PairWorkers workers)
    {
        (_layout, _share, _exchange, _workers, _orbits) = (layout, share, exchange, workers, share.Orbits!);
        _outgoing = new NativeBuffer(TransposeExchange.Together * Side * layout.Size);
        _block = DifferentiateBlock;
        _differences = NextBlocks;
        _assembled = (first, _) => _blocks + _layout.BlockStart(first);
        _store = StoreImages;
        _assemble = AssembleImages;
    }

    /// <summary>Fills d_{2,c} g of the columns of this rank for every axis c, in blocks.</summary>
    public void Differentiate(double* pairs, double** seconds)
    {
        _pairs = pairs;
        _seconds = seconds;
        for (_axis = 0; _axis < _layout.Grid.Dimension; _axis++)
            _exchange.Run(_differences, _store);
    }

    /// <summary>Fills F; the arguments are those of <see cref="PairAssembly.Assemble{T}"/>.</summary>
    public void Assemble(double* blocks, double* result, double* left, double* right, int updates)
    {
        _blocks = blocks;
        _result = result;
        double* columns = _columns.Take(_orbits, right, _layout.PaddedSize, _layout.PaddedWhole, updates);
        _updates = new ImageUpdates(left, _layout.PaddedSize, columns, _layout.PaddedWhole, updates);
        _exchange.Run(_assembled, _assemble);
    }

    public void Dispose()
    {
        _outgoing.Dispose();
        _columns.Dispose();
    }

    private double* NextBlocks(int first, int count)
    {
        _first = first;
        WorkCrew.Run(count, _block);
        return _outgoing.Pointer;
    }

    /// <summary>d_{1,p} of a block that is sent.</summary>
    private void DifferentiateBlock(int place, int worker)
    {
        PairScratch scratch = _workers[worker].Scratch;
        scratch.Load<DoubleValues>(_pairs, _first + place);
        scratch.Differentiate(scratch.Re, scratch.WorkRe, _axis);
        scratch.Differentiate(scratch.Im, scratch.WorkIm, _axis);
        scratch.StoreBlock<DoubleValues>(scratch.WorkRe, scratch.WorkIm, _outgoing.Pointer, _layout.BlockStart(place), _layout.Columns(_first + place));
    }

    /// <summary>The points r' of a block of all columns.</summary>
    private ReadOnlySpan<int> PointsOf(int block) => _orbits.Points.AsSpan(block * Side, _exchange.Width(block));

    /// <summary>The points r of a block of this rank.</summary>
    private ReadOnlySpan<int> OwnPoints(int block) => _orbits.Points.AsSpan(_layout.FirstColumn + block * Side, _layout.Columns(block));

    /// <summary>d_{2,c} g(s r', r) = sign_c (d_{1,p} g)(s^-1 r, r') for the r' of a block, from the rows s^-1 r of it.</summary>
    private void StoreImages(int block, double* rows, int worker)
    {
        for (int s = 0; s < _orbits.Order; s++)
        {
            for (int c = 0; c < _layout.Grid.Dimension; c++)
            {
                if (_orbits.Elements[s].Axis(c) == _axis)
                    StoreImage(block, rows, s, _orbits.Elements[s].Sign(c), _seconds[c]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StoreImage(int block, double* rows, int element, int sign, double* blocks)
    {
        double* buffer = stackalloc double[2 * Side * Side + Lanes];
        double* gathered = (double*)(((nuint)buffer + 63) & ~(nuint)63), tile = gathered + Side * Side;
        int[] map = _orbits.Map(element), inverse = _orbits.InverseMap(element), places = _share.Images!.Places;
        ReadOnlySpan<int> points = PointsOf(block);
        int near = Math.Min(points.Length, Lanes), far = Math.Max(0, points.Length - Lanes);
        Vector512<double> factor = Vector512.Create((double)sign);
        for (int own = 0; own < _layout.Blocks; own++)
        {
            ReadOnlySpan<int> columns = OwnPoints(own);
            for (int i = 0; i < columns.Length; i++)
            {
                long row = (long)places[inverse[columns[i]]] * points.Length;
                (factor * PairScratch.ReadLanes<DoubleValues>(rows, row, near)).Store(gathered + i * Side);
                (factor * PairScratch.ReadLanes<DoubleValues>(rows, row + Lanes, far)).Store(gathered + i * Side + Lanes);
            }
            SquareTranspose.Run(gathered, Side, tile);
            for (int lane = 0; lane < points.Length; lane++)
            {
                int image = map[points[lane]];
                if (_orbits.Element[image] != element)
                    continue;
                long to = _layout.BlockStart(own) + (long)image * columns.Length;
                PairScratch.WriteLanes<DoubleValues>(tile + lane * Side, blocks, to, Math.Min(columns.Length, Lanes));
                PairScratch.WriteLanes<DoubleValues>(tile + lane * Side + Lanes, blocks, to + Lanes, Math.Max(0, columns.Length - Lanes));
            }
        }
    }

    /// <summary>F(s r', r) = S(s r', r) + S(s^-1 r, r') for the r' of a block of any rank, from the rows s^-1 r of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AssembleImages(int block, double* rows, int worker)
    {
        double* buffer = stackalloc double[2 * Side * Side + Lanes];
        double* tile = (double*)(((nuint)buffer + 63) & ~(nuint)63), other = tile + Side * Side;
        ReadOnlySpan<int> points = PointsOf(block);
        var received = new ImageSource<DoubleValues>(_orbits, rows, 0, block * Side, points.Length, _updates, _share.Images!.Places);
        var target = new ImageTarget<DoubleValues>(_orbits, _result, _layout.ColumnCount);
        for (int own = 0; own < _layout.Blocks; own++)
        {
            ReadOnlySpan<int> columns = OwnPoints(own);
            var direct = new ImageSource<DoubleValues>(
                _orbits, _blocks, _layout.BlockStart(own), _layout.FirstColumn + own * Side, columns.Length, _updates);
            for (int s = 0; s < _orbits.Order; s++)
            {
                received.Gather(_orbits.InverseMap(s), columns, other);
                SquareTranspose.Run(other, Side, tile);
                direct.Gather(_orbits.Map(s), points, other);
                for (int i = 0; i < Side * Side; i += Lanes)
                    (Vector512.Load(tile + i) + Vector512.Load(other + i)).Store(tile + i);
                target.Scatter(s, points, own * Side, columns.Length, tile);
            }
        }
    }
}
