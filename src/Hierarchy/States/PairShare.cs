using Hierarchy.Ranks;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.States;

/// <summary>
/// How a pair function g(v1, v2) that is exchange symmetric is spread over ranks: each has the columns v2 of consecutive points, with all v1, and by symmetry the
/// rows. The points are whole planes of the first velocity axis, so that derivatives along the others stay on the rank, and whole blocks of 16 columns.
/// </summary>
internal sealed class PairShare
{
    private const int BlockColumns = 16;
    private readonly int[] _starts;

    /// <summary>Cuts the points into parts that differ by a unit at most.</summary>
    /// <exception cref="ArgumentException">There are more ranks than units.</exception>
    public PairShare(RankGroup ranks, VelocityGrid grid)
    {
        Ranks = ranks;
        Grid = grid;
        int units = (grid.Size + UnitOf(grid) - 1) / UnitOf(grid);
        if (ranks.Size > units)
            throw new ArgumentException($"a pair run with n = {grid.Points} can be spread over at most {units} ranks, not over {ranks.Size}");
        _starts = [.. Enumerable.Range(0, ranks.Size + 1).Select(rank => Math.Min(grid.Size, (int)((long)units * rank / ranks.Size) * UnitOf(grid)))];
    }

    /// <summary>The ranks.</summary>
    public RankGroup Ranks { get; }

    /// <summary>The grid of v1 and of v2.</summary>
    public VelocityGrid Grid { get; }

    /// <summary>The first point of this rank.</summary>
    public int First => _starts[Ranks.Rank];

    /// <summary>The number of its points.</summary>
    public int Count => CountOf(Ranks.Rank);

    /// <summary>The first point of every rank, and the number of points.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The points that belong together.</summary>
    public int Unit => UnitOf(Grid);

    /// <summary>Gets rows of other ranks, where this one may ask for them.</summary>
    public RowFetcher? Fetch { get; set; }

    /// <summary>Asked at every evaluation whether to stop; all ranks do if one does.</summary>
    public Func<bool>? IsStopping { get; set; }

    /// <summary>The most ranks that a grid serves.</summary>
    public static int MostRanks(VelocityGrid grid) => (grid.Size + UnitOf(grid) - 1) / UnitOf(grid);

    /// <summary>The most columns that one of so many ranks has.</summary>
    public static int MostColumns(VelocityGrid grid, int ranks) => Math.Min(grid.Size, (MostRanks(grid) + ranks - 1) / ranks * UnitOf(grid));

    /// <summary>The number of points of a rank.</summary>
    public int CountOf(int rank) => _starts[rank + 1] - _starts[rank];

    /// <summary>The rank of a point.</summary>
    public int RankOf(int point)
    {
        int found = Array.BinarySearch(_starts, point);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The row of a point, from those of this rank or from another one.</summary>
    /// <param name="point">Its number.</param>
    /// <param name="own">The rows of this rank.</param>
    /// <param name="fetched">n^d values for a row of another rank.</param>
    public ReadOnlySpan<double> Row(int point, ReadOnlySpan<double> own, Span<double> fetched)
    {
        if (RankOf(point) == Ranks.Rank)
            return own.Slice((point - First) * Grid.Size, Grid.Size);
        (Fetch ?? throw new InvalidOperationException("rows of other ranks are not to be had here"))(point, 1, fetched);
        return fetched;
    }

    /// <summary>How n^{2d} values lie on the ranks.</summary>
    public BlockSpread Spread() => new(Ranks, [.. _starts.Select(start => (long)start * Grid.Size)]);

    private static int UnitOf(VelocityGrid grid)
    {
        int plane = grid.Size / grid.Points, common = (int)System.Numerics.BigInteger.GreatestCommonDivisor(plane, BlockColumns);
        return plane * (BlockColumns / common);
    }
}

/// <summary>Receives some rows of neighbouring points, n^d values each.</summary>
internal delegate void RowFetcher(int first, int count, Span<double> rows);
