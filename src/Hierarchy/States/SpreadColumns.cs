namespace Hierarchy.States;

/// <summary>Columns and rows of a pair function that lies on several ranks, for the one that may ask the others.</summary>
internal static class SpreadColumns
{
    /// <summary>Some neighbouring columns, n^d values each, one after the other.</summary>
    /// <param name="share">The columns of every rank.</param>
    /// <param name="own">The array of this rank.</param>
    /// <param name="first">The first column.</param>
    /// <param name="count">How many.</param>
    /// <param name="columns">Receives them.</param>
    public static void Fill(PairShare share, ReadOnlySpan<double> own, int first, int count, Span<double> columns)
    {
        int size = share.Grid.Size;
        for (int at = 0, some; at < count; at += some)
        {
            int rank = share.RankOf(first + at);
            some = Math.Min(count - at, share.Starts[rank + 1] - first - at);
            Span<double> part = columns.Slice(at * size, some * size);
            if (rank == share.Ranks.Rank)
                Take(share, own, first + at, some, part);
            else
                (share.Fetch ?? throw new InvalidOperationException("columns of other ranks are not to be had here"))(first + at, some, part);
        }
    }

    /// <summary>Some neighbouring columns of this rank: without a symmetry they are rows of its array.</summary>
    public static void Take(PairShare share, ReadOnlySpan<double> own, int first, int count, Span<double> columns)
    {
        int size = share.Grid.Size;
        if (share.Orbits is null)
            own.Slice((first - share.First) * size, count * size).CopyTo(columns);
        else
            FromArray(own, share.Count, first - share.First, count, columns[..(count * size)]);
    }

    /// <summary>Some neighbouring columns of an array with v1 slow.</summary>
    public static void FromArray(ReadOnlySpan<double> array, int stride, int first, int count, Span<double> columns)
    {
        int size = columns.Length / count;
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = array.Slice(i * stride + first, count);
            for (int k = 0; k < count; k++)
                columns[k * size + i] = row[k];
        }
    }

    /// <summary>Some rows v1 with the columns of all ranks, where these are representatives.</summary>
    /// <param name="share">The columns of every rank.</param>
    /// <param name="own">The array of this rank.</param>
    /// <param name="first">The first v1.</param>
    /// <param name="count">How many.</param>
    /// <param name="rows">Receives them.</param>
    public static void GatherRows(PairShare share, ReadOnlySpan<double> own, int first, int count, Span<double> rows)
    {
        double[] piece = new double[Enumerable.Range(0, share.Ranks.Size).Max(share.CountOf) * count];
        for (int rank = 0; rank < share.Ranks.Size; rank++)
        {
            int width = share.CountOf(rank);
            Span<double> part = piece.AsSpan(0, width * count);
            if (rank == share.Ranks.Rank)
                own.Slice(first * width, part.Length).CopyTo(part);
            else
                (share.FetchPiece ?? throw new InvalidOperationException("rows of other ranks are not to be had here"))(rank, first * width, part);
            for (int i = 0; i < count; i++)
                part.Slice(i * width, width).CopyTo(rows[(i * share.Columns + share.Starts[rank])..]);
        }
    }

    /// <summary>The columns of one rank in some rows of all.</summary>
    public static void TakeRows(PairShare share, int rank, ReadOnlySpan<double> rows, int count, Span<double> part)
    {
        int width = share.CountOf(rank);
        for (int i = 0; i < count; i++)
            rows.Slice(i * share.Columns + share.Starts[rank], width).CopyTo(part[(i * width)..]);
    }
}
