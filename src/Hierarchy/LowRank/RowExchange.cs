using Hierarchy.Ranks;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>How rows of some points, of which every rank has its own, become whole columns, and back.</summary>
/// <param name="ranks">The ranks; null for this process alone.</param>
/// <param name="size">n^d, the length of a column.</param>
/// <param name="starts">The first row of every rank, and the number of all.</param>
/// <param name="points">The points that the rows belong to; null for all in their order.</param>
internal sealed unsafe class RowExchange(RankGroup? ranks, int size, int[] starts, int[]? points)
{
    private double[] _sent = [];
    private double[] _received = [];

    /// <summary>The first row of every rank, and the number of all.</summary>
    public int[] Starts => starts;

    /// <summary>The first row of this rank.</summary>
    public int First => starts[Rank];

    /// <summary>The number of its rows.</summary>
    public int Rows => starts[Rank + 1] - starts[Rank];

    private int Rank => ranks?.Rank ?? 0;

    private int Count => ranks?.Size ?? 1;

    /// <summary>Whole columns: those of this rank of a wave. Points without a row, and columns that the rows do not have, are zero.</summary>
    /// <param name="rows">The rows of this rank.</param>
    /// <param name="wave">Which columns.</param>
    /// <param name="offset">The column of the rows that the first one of all waves stands for.</param>
    public DenseMatrix ToColumns(DenseMatrix rows, ColumnWave wave, int offset = 0)
    {
        var columns = new DenseMatrix(size, wave.Count);
        int own = Shared(rows, wave, Rank, offset);
        for (int i = 0; i < Rows; i++)
            rows.Row(i).Slice(offset + wave.First, own).CopyTo(columns.Row(PointOf(First + i)));
        for (int shift = 1; shift < Count; shift++)
        {
            int to = (Rank + shift) % Count, from = (Rank - shift + Count) % Count, width = Shared(rows, wave, to, offset);
            Reserve(Rows * width, (starts[from + 1] - starts[from]) * own);
            for (int i = 0; i < Rows; i++)
                rows.Row(i).Slice(offset + wave.FirstOf(to), width).CopyTo(_sent.AsSpan(i * width));
            Pass(to, Rows * width, from, (starts[from + 1] - starts[from]) * own);
            for (int i = starts[from]; i < starts[from + 1]; i++)
                _received.AsSpan((i - starts[from]) * own, own).CopyTo(columns.Row(PointOf(i)));
        }
        return columns;
    }

    /// <summary>Writes whole columns to the rows of all ranks.</summary>
    /// <param name="columns">Those of this rank of a wave.</param>
    /// <param name="wave">Which columns.</param>
    /// <param name="rows">Receives the values at the points of this rank.</param>
    /// <param name="offset">The column of the rows that the first one of all waves stands for.</param>
    public void ToRows(DenseMatrix columns, ColumnWave wave, DenseMatrix rows, int offset = 0)
    {
        int own = Shared(rows, wave, Rank, offset);
        for (int i = 0; i < Rows; i++)
            columns.Row(PointOf(First + i))[..own].CopyTo(rows.Row(i)[(offset + wave.First)..]);
        for (int shift = 1; shift < Count; shift++)
        {
            int to = (Rank + shift) % Count, from = (Rank - shift + Count) % Count, width = Shared(rows, wave, from, offset), there = starts[to + 1] - starts[to];
            Reserve(there * own, Rows * width);
            for (int i = 0; i < there; i++)
                columns.Row(PointOf(starts[to] + i))[..own].CopyTo(_sent.AsSpan(i * own));
            Pass(to, there * own, from, Rows * width);
            for (int i = 0; i < Rows; i++)
                _received.AsSpan(i * width, width).CopyTo(rows.Row(i)[(offset + wave.FirstOf(from))..]);
        }
    }

    /// <summary>The columns of a rank that the rows have.</summary>
    private static int Shared(DenseMatrix rows, ColumnWave wave, int rank, int offset) => Math.Clamp(rows.Columns - offset - wave.FirstOf(rank), 0, wave.CountOf(rank));

    private int PointOf(int row) => points is null ? row : points[row];

    private void Reserve(int sent, int received)
    {
        if (_sent.Length < sent)
            _sent = new double[sent];
        if (_received.Length < received)
            _received = new double[received];
    }

    private void Pass(int to, int sent, int from, int received)
    {
        fixed (double* one = _sent, other = _received)
            ranks!.Exchange(to, one, (long)sent * sizeof(double), from, other, (long)received * sizeof(double));
    }
}
