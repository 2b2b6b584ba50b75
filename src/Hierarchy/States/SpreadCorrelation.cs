namespace Hierarchy.States;

/// <summary>g of which this rank has the rows of some points; those of others it asks for.</summary>
/// <param name="share">The rows.</param>
/// <param name="values">Those of this rank, v1 slow, where they lie.</param>
internal sealed class SpreadCorrelation(PairShare share, ReadOnlyMemory<double> values) : PairCorrelation(share.Grid)
{
    [ThreadStatic]
    private static double[]? _row;

    public override PairCorrelation Copy() => new DenseCorrelation(Grid, ToArray());

    internal override int RowsHeld => share.Count;

    internal override ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch)
    {
        int own = first - share.First;
        if (own >= 0 && own + count <= share.Count)
            return values.Span.Slice(own * Grid.Size, count * Grid.Size);
        Span<double> rows = scratch[..(count * Grid.Size)];
        for (int at = 0, some; at < count; at += some)
        {
            int rank = share.RankOf(first + at);
            some = Math.Min(count - at, share.Starts[rank + 1] - first - at);
            Span<double> part = rows.Slice(at * Grid.Size, some * Grid.Size);
            if (rank == share.Ranks.Rank)
                values.Span.Slice((first + at - share.First) * Grid.Size, some * Grid.Size).CopyTo(part);
            else
                (share.Fetch ?? throw new InvalidOperationException("rows of other ranks are not to be had here"))(first + at, some, part);
        }
        return rows;
    }

    /// <summary>Every evaluation gives values that are symmetric to the last bit, and what is made of them is.</summary>
    internal override double ExchangeDefect(int first, int end) => 0;

    private protected override double Value(int i, int j) => Rows(i, 1, _row = _row?.Length >= Grid.Size ? _row : new double[Grid.Size])[j];
}

/// <summary>An equation of whose state this process, the first of several ranks, has a part: fields of one particle and the first rows of g.</summary>
internal interface ISpreadState
{
    /// <summary>The length of the whole state.</summary>
    long WholeLength { get; }

    /// <summary>Writes the rows of the other ranks, which follow those here.</summary>
    void WriteRest(BinaryWriter writer);

    /// <summary>Gives the other ranks their part of a state that was restored here.</summary>
    /// <param name="reader">Stands behind the part that is here.</param>
    /// <param name="state">That part.</param>
    /// <exception cref="InvalidDataException">A value is not finite.</exception>
    void ReadRest(BinaryReader reader, ReadOnlySpan<double> state);
}
