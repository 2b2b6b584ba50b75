using Hierarchy.Ranks;

namespace Hierarchy.States;

/// <summary>The ranks over which an equation has tables of one row a point, and how the first of them gets rows of the others.</summary>
internal sealed class RowShare(RankGroup ranks)
{
    /// <summary>The ranks.</summary>
    public RankGroup Ranks => ranks;

    /// <summary>Gets rows of other ranks, where this one may ask for them.</summary>
    public RowTableFetcher? Fetch { get; set; }
}

/// <summary>Receives some rows of a table of a rank.</summary>
internal delegate void RowTableFetcher(int rank, int table, int first, int count, Span<double> rows);

/// <summary>Receives the rows of some neighbouring points.</summary>
internal delegate void RowSource(int first, int count, Span<double> rows);

/// <summary>An equation that has tables of one row a point, on several ranks the rows of neighbouring points on each. Table 0 is the end of its state.</summary>
internal interface IRowSpread
{
    /// <summary>How many tables there are.</summary>
    int TableCount { get; }

    /// <summary>The first row of every rank, and the number of all.</summary>
    ReadOnlySpan<int> RowStarts { get; }

    /// <summary>The values of the state that every rank has.</summary>
    int SharedLength { get; }

    /// <summary>The length of the state of all ranks together.</summary>
    long WholeLength { get; }

    /// <summary>The values in a row of a table; 0 where it does not exist.</summary>
    int WidthOf(int table, ReadOnlySpan<double> state);

    /// <summary>Copies some rows of this rank.</summary>
    void CopyRows(int table, ReadOnlySpan<double> state, int first, int count, Span<double> rows);

    /// <summary>Sets some rows of this rank.</summary>
    void SetRows(int table, Span<double> state, int first, int count, ReadOnlySpan<double> rows);

    /// <summary>Writes what every rank has beside the state, with the widths of tables.</summary>
    void SaveShared(BinaryWriter writer);

    /// <summary>Reads what <see cref="SaveShared"/> wrote; the rows of tables are still to come.</summary>
    void RestoreShared(BinaryReader reader);
}

/// <summary>The rows of tables in their order, some at a time, whoever has them.</summary>
internal static class RowTables
{
    /// <summary>Rows that travel together.</summary>
    private const int RowsTogether = 256;

    /// <summary>The ranges of rows in which a table is read and written: those of one rank after the other.</summary>
    public static IEnumerable<(int Rank, int First, int Count)> Pieces(int[] starts)
    {
        for (int rank = 0; rank < starts.Length - 1; rank++)
        {
            for (int first = starts[rank]; first < starts[rank + 1]; first += RowsTogether)
                yield return (rank, first, Math.Min(RowsTogether, starts[rank + 1] - first));
        }
    }
}
