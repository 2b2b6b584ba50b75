using Hierarchy.Kernels;
using Hierarchy.Ranks;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Pairs;

/// <summary>
/// Gives a rank that has the columns v2 = j of some points, X(v1, j), the values X(j, v1) of the same points j: of every block of columns on every rank the rows of
/// its points. Each rank sends the n^d values of a column but for those rows that it has itself, n^{2d} (k - 1)/k^2 values of k equal parts.
/// </summary>
/// <remarks>
/// In rounds of a few blocks a rank, so that little is held at a time; the order in which tiles arrive decides nothing. Of a g with a symmetry the points j of a
/// rank are those of the orbits of its representatives, and their rows stand in the order of <see cref="ImageShare.Points"/>.
/// </remarks>
internal sealed unsafe class TransposeExchange : IDisposable
{
    /// <summary>Blocks that a rank sends in one round.</summary>
    public const int Together = 4;

    private const int Side = PairLayout.BlockColumns;
    private readonly PairLayout _layout;
    private readonly PairShare _share;
    private readonly NativeBuffer _received;
    private readonly NativeBuffer _packed;
    private readonly int[] _rows;
    private readonly double*[] _tiles;
    private readonly int[] _blocks;
    private readonly Action<int, int> _take;
    private readonly Action<int, int> _pack;
    private double* _natural;
    private int _firstPacked;
    private readonly int _rounds;
    private TileSink _sink = (_, _, _) => { };

    public TransposeExchange(PairLayout layout, PairShare share)
    {
        _layout = layout;
        _share = share;
        _rows = share.Images?.Starts ?? share.Starts.ToArray();
        _received = new NativeBuffer(Math.Max(1, (share.Ranks.Size - 1) * Together * Side * RowsOf(share.Ranks.Rank)));
        _packed = new NativeBuffer(share.Images is null ? 1 : Together * Side * layout.Size);
        _tiles = new double*[share.Ranks.Size * Together];
        _blocks = new int[share.Ranks.Size * Together];
        _rounds = Enumerable.Range(0, share.Ranks.Size).Max(rank => (BlocksOf(rank) + Together - 1) / Together);
        _pack = Pack;
        _take = (tile, worker) =>
        {
            if (_tiles[tile] != null)
                _sink(_blocks[tile], _tiles[tile], worker);
        };
    }

    /// <summary>Exchanges an array in blocks.</summary>
    /// <param name="source">Gives the next blocks of this rank.</param>
    /// <param name="sink">Takes the tiles of this rank, on any thread, each once.</param>
    public void Run(BlockSource source, TileSink sink)
    {
        _sink = sink;
        for (int round = 0; round < _rounds; round++)
        {
            int first = round * Together, count = Math.Clamp(_layout.Blocks - first, 0, Together);
            double* own = count > 0 ? Packed(source(first, count), first, count) : null;
            for (int shift = 0; shift < _share.Ranks.Size; shift++)
                Exchange(first, own, shift);
            WorkCrew.Run(_tiles.Length, _take);
        }
    }

    public void Dispose()
    {
        _received.Dispose();
        _packed.Dispose();
    }

    /// <summary>The rows of some blocks in the order of the ranks that receive them.</summary>
    private double* Packed(double* blocks, int first, int count)
    {
        if (_share.Images is null)
            return blocks;
        _natural = blocks;
        _firstPacked = first;
        WorkCrew.Run(count, _pack);
        return _packed.Pointer;
    }

    private void Pack(int place, int worker)
    {
        int width = _layout.Columns(_firstPacked + place);
        double* from = _natural + _layout.BlockStart(place), to = _packed.Pointer + _layout.BlockStart(place);
        foreach (int point in _share.Images!.Points)
        {
            new ReadOnlySpan<double>(from + (long)point * width, width).CopyTo(new Span<double>(to, width));
            to += width;
        }
    }

    private int RowsOf(int rank) => _rows[rank + 1] - _rows[rank];

    /// <summary>Sends to the rank that follows by some numbers, and receives from that which precedes by as many.</summary>
    private void Exchange(int first, double* own, int shift)
    {
        RankGroup ranks = _share.Ranks;
        int to = (ranks.Rank + shift) % ranks.Size, from = (ranks.Rank - shift + ranks.Size) % ranks.Size;
        for (int i = 0; i < Together; i++)
        {
            int tile = shift * Together + i, block = first + i;
            bool sends = block < _layout.Blocks, receives = block < BlocksOf(from);
            double* rows = sends ? own + _layout.BlockStart(i) + (long)_rows[to] * _layout.Columns(block) : null;
            _blocks[tile] = _share.Starts[from] / Side + block;
            _tiles[tile] = !receives ? null : shift == 0 ? rows : _received.Pointer + (long)(tile - Together) * Side * RowsOf(ranks.Rank);
            if (shift == 0)
                continue;
            long sent = sends ? (long)RowsOf(to) * _layout.Columns(block) * sizeof(double) : 0;
            ranks.Exchange(to, rows, sent, from, _tiles[tile], receives ? (long)RowsOf(ranks.Rank) * Width(_blocks[tile]) * sizeof(double) : 0);
        }
    }

    private int BlocksOf(int rank) => (_share.CountOf(rank) + Side - 1) / Side;

    /// <summary>The columns of a block, numbered among those of all ranks.</summary>
    public int Width(int block) => Math.Min(Side, _share.Columns - block * Side);
}

/// <summary>Where some neighbouring blocks of this rank lie, one after the other.</summary>
internal unsafe delegate double* BlockSource(int first, int count);

/// <summary>Takes X(j, v1) of the points j of this rank, row by row, for the columns v1 of a block that is numbered among those of all ranks.</summary>
internal unsafe delegate void TileSink(int block, double* rows, int worker);
