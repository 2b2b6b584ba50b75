using Hierarchy.Ranks;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>
/// Ranks that all hold the factors of g and share the work on columns, panels of columns or blocks of points, which need nothing from one another: each does some
/// neighbouring ones and all have the results, so that the number of ranks does not show in any bit.
/// </summary>
/// <param name="ranks">The ranks; null for this process alone.</param>
internal sealed class ColumnTeam(RankGroup? ranks)
{
    /// <summary>Rows that are exchanged at a time.</summary>
    private const int RowsTogether = 4096;

    private double[] _packed = [];

    /// <summary>The first of some pieces for every rank, and their number.</summary>
    public int[] Starts(int pieces) => ranks is null ? [0, pieces] : [.. Enumerable.Range(0, ranks.Size + 1).Select(rank => (int)((long)pieces * rank / ranks.Size))];

    /// <summary>The same with pieces of different weights.</summary>
    public int[] Starts(ReadOnlySpan<long> weights)
    {
        int[] starts = Starts(weights.Length);
        long whole = 0, sum = 0;
        foreach (long weight in weights)
            whole += weight;
        for (int i = 0, rank = 1; i < weights.Length && rank < starts.Length - 1; i++)
        {
            for (sum += weights[i]; rank < starts.Length - 1 && sum * (starts.Length - 1) >= whole * rank; rank++)
                starts[rank] = i + 1;
        }
        return starts;
    }

    /// <summary>The pieces of this rank.</summary>
    public (int First, int End) Own(int[] starts) => ranks is null ? (0, starts[^1]) : (starts[ranks.Rank], starts[ranks.Rank + 1]);

    /// <summary>Every rank has done some columns of a matrix, pieces of a width, and has all of them afterwards.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="from">The first column of the first piece.</param>
    /// <param name="count">The columns of all pieces.</param>
    /// <param name="starts">The first piece of every rank.</param>
    /// <param name="width">The columns of a piece.</param>
    public void GatherColumns(DenseMatrix matrix, int from, int count, int[] starts, int width)
    {
        if (ranks is null)
            return;
        int[] columns = [.. starts.Select(start => Math.Min(count, start * width))];
        for (int first = 0; first < matrix.Rows; first += RowsTogether)
        {
            int rows = Math.Min(RowsTogether, matrix.Rows - first);
            if (_packed.Length < rows * count)
                _packed = new double[rows * count];
            Copy(matrix, from, first, rows, columns, ranks.Rank, isPacking: true);
            ranks.Gather(_packed, [.. columns.Select(column => column * rows)]);
            for (int rank = 0; rank < ranks.Size; rank++)
                Copy(matrix, from, first, rows, columns, rank, isPacking: false);
        }
    }

    /// <summary>Every rank has done some rows of a matrix, and has all of them afterwards.</summary>
    public void GatherRows(DenseMatrix matrix, int[] starts)
    {
        if (ranks is not null)
            ranks.Gather(matrix.Values, [.. starts.Select(start => Math.Min(matrix.Rows, start) * matrix.Stride)]);
    }

    /// <summary>Every rank has filled some arrays of one length, and has all of them afterwards.</summary>
    public void Gather(double[][] arrays, int[] starts)
    {
        for (int i = 0, rank = 0; ranks is not null && i < arrays.Length; i++)
        {
            while (i >= starts[rank + 1])
                rank++;
            int length = arrays[i].Length;
            ranks.Gather(arrays[i], [.. Enumerable.Range(0, ranks.Size + 1).Select(other => other <= rank ? 0 : length)]);
        }
    }

    /// <summary>The columns of a rank in some rows, to or from the place that they have among those that are exchanged.</summary>
    private void Copy(DenseMatrix matrix, int from, int first, int rows, int[] columns, int rank, bool isPacking)
    {
        int width = columns[rank + 1] - columns[rank], start = columns[rank] * rows;
        for (int i = 0; i < rows; i++)
        {
            Span<double> own = matrix.Row(first + i).Slice(from + columns[rank], width), packed = _packed.AsSpan(start + i * width, width);
            if (isPacking)
                own.CopyTo(packed);
            else
                packed.CopyTo(own);
        }
    }
}
