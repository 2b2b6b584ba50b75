using Hierarchy.Ranks;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.States;

/// <summary>
/// How a pair function g(v1, v2) that is exchange symmetric is spread over ranks: each has the columns v2 of consecutive points, with all v1, and by symmetry the
/// rows. The points are whole planes of the first velocity axis, so that derivatives along the others stay on the rank, and whole blocks of 16 columns. Of a g
/// with a symmetry (<see cref="VelocityOrbits"/>) the points are consecutive representatives, whole blocks of them.
/// </summary>
internal sealed class PairShare
{
    private const int BlockColumns = 16;
    private readonly int[] _starts;

    /// <summary>Cuts the points into parts that differ by a unit at most.</summary>
    /// <exception cref="ArgumentException">There are more ranks than units.</exception>
    public PairShare(RankGroup ranks, VelocityGrid grid, VelocityOrbits? orbits = null)
    {
        Ranks = ranks;
        Grid = grid;
        Orbits = orbits is { IsTrivial: false } ? orbits : null;
        int units = MostRanks(grid, Orbits), unit = UnitOf(grid, Orbits);
        if (ranks.Size > units)
            throw new ArgumentException($"a pair run with n = {grid.Points} can be spread over at most {units} ranks, not over {ranks.Size}");
        _starts = [.. Enumerable.Range(0, ranks.Size + 1).Select(rank => Math.Min(Columns, (int)((long)units * rank / ranks.Size) * unit))];
        Images = Orbits is null ? null : new ImageShare(Orbits, _starts);
    }

    /// <summary>The ranks.</summary>
    public RankGroup Ranks { get; }

    /// <summary>The grid of v1 and of v2.</summary>
    public VelocityGrid Grid { get; }

    /// <summary>The symmetry whose representatives the columns are; null if they are all points.</summary>
    public VelocityOrbits? Orbits { get; }

    /// <summary>The points of the orbits of every rank, where there is a symmetry.</summary>
    public ImageShare? Images { get; }

    /// <summary>The number of all columns.</summary>
    public int Columns => Orbits?.Count ?? Grid.Size;

    /// <summary>The first column of this rank.</summary>
    public int First => _starts[Ranks.Rank];

    /// <summary>The number of its columns.</summary>
    public int Count => CountOf(Ranks.Rank);

    /// <summary>The first column of every rank, and the number of all.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The columns that belong together.</summary>
    public int Unit => UnitOf(Grid, Orbits);

    /// <summary>Gets columns of other ranks, where this one may ask for them.</summary>
    public RowFetcher? Fetch { get; set; }

    /// <summary>Gets a piece of the array of another rank, where this one may ask for it.</summary>
    public PieceFetcher? FetchPiece { get; set; }

    /// <summary>Asked at every evaluation whether to stop; all ranks do if one does.</summary>
    public Func<bool>? IsStopping { get; set; }

    /// <summary>The most ranks that a grid serves.</summary>
    public static int MostRanks(VelocityGrid grid, VelocityOrbits? orbits = null)
    {
        int unit = UnitOf(grid, orbits);
        return ((orbits?.Count ?? grid.Size) + unit - 1) / unit;
    }

    /// <summary>The most columns that one of so many ranks has.</summary>
    public static int MostColumns(VelocityGrid grid, int ranks, VelocityOrbits? orbits = null) =>
        Math.Min(orbits?.Count ?? grid.Size, (MostRanks(grid, orbits) + ranks - 1) / ranks * UnitOf(grid, orbits));

    /// <summary>The number of columns of a rank.</summary>
    public int CountOf(int rank) => _starts[rank + 1] - _starts[rank];

    /// <summary>The rank of a column.</summary>
    public int RankOf(int column)
    {
        int found = Array.BinarySearch(_starts, column);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>How n^{2d} values without a symmetry lie on the ranks.</summary>
    public BlockSpread Spread() => new(Ranks, [.. _starts.Select(start => (long)start * Grid.Size)]);

    /// <summary>The storage of the columns of representatives that begin at a double of the state.</summary>
    public OrbitStorage<DoubleValues> Storage(int start) => new(Orbits!, start, OrbitShape.Representatives, Ranks, _starts);

    private static int UnitOf(VelocityGrid grid, VelocityOrbits? orbits)
    {
        if (orbits is { IsTrivial: false })
            return BlockColumns;
        int plane = grid.Size / grid.Points, common = (int)System.Numerics.BigInteger.GreatestCommonDivisor(plane, BlockColumns);
        return plane * (BlockColumns / common);
    }
}

/// <summary>Receives some neighbouring columns, n^d values each.</summary>
internal delegate void RowFetcher(int first, int count, Span<double> rows);

/// <summary>Receives neighbouring values of the array of a rank.</summary>
internal delegate void PieceFetcher(int rank, int first, Span<double> values);

/// <summary>The points of the orbits whose representatives a rank has: every point belongs to one rank, and s r to that of r for every s.</summary>
internal sealed class ImageShare
{
    /// <summary>Sorts the points by the ranks of their representatives.</summary>
    /// <param name="orbits">The symmetry.</param>
    /// <param name="starts">The first representative of every rank, and the number of all.</param>
    public ImageShare(VelocityOrbits orbits, int[] starts)
    {
        Starts = new int[starts.Length];
        Points = new int[orbits.Grid.Size];
        Places = new int[orbits.Grid.Size];
        int at = 0;
        for (int rank = 0; rank < starts.Length - 1; rank++)
        {
            Starts[rank] = at;
            for (int point = 0; point < Points.Length; point++)
            {
                if (orbits.Representative[point] < starts[rank] || orbits.Representative[point] >= starts[rank + 1])
                    continue;
                Places[point] = at - Starts[rank];
                Points[at++] = point;
            }
        }
        Starts[^1] = at;
    }

    /// <summary>Where the points of a rank begin among <see cref="Points"/>, and the number of all.</summary>
    public int[] Starts { get; }

    /// <summary>The points, rank after rank, ascending in each.</summary>
    public int[] Points { get; }

    /// <summary>The place of every point among those of its rank.</summary>
    public int[] Places { get; }
}
