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

/// <summary>An equation of whose state this process, the first of several ranks, has a part: fields of one particle and some columns of g.</summary>
internal interface ISpreadState
{
    /// <summary>The length of the whole state.</summary>
    long WholeLength { get; }

    /// <summary>How many of the values here begin the whole state.</summary>
    int LeadingLength { get; }

    /// <summary>Writes what follows those values.</summary>
    void WriteRest(BinaryWriter writer, ReadOnlySpan<double> state);

    /// <summary>Reads what follows those values and gives every rank its part.</summary>
    /// <param name="reader">Stands behind the values that begin the state.</param>
    /// <param name="state">The part that is here, those values restored.</param>
    /// <exception cref="InvalidDataException">A value is not finite.</exception>
    void ReadRest(BinaryReader reader, Span<double> state);
}
