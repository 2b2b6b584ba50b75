using System.Numerics;
using System.Numerics.Tensors;
using Hierarchy.Ranks;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.LowRank;

/// <summary>
/// Tall matrices, one field of n^d values a column, that lie by rows on several ranks: each has the rows of consecutive points, so that products with small matrices stay on
/// a rank, W^T Y is a sum that goes from rank to rank in the order of the points, and whole columns, which transforms take, are exchanged some at a time.
/// </summary>
/// <remarks>
/// Rows are summed in groups that depend on n^d alone, and a rank has whole groups: the number of ranks does not show in any bit. W^T Y of r x s values sends 2 r s values
/// from each rank, an exchange of c columns n^d c (k - 1)/k^2.
/// </remarks>
internal sealed class RowTeam
{
    private const int MostGroups = 64;
    private const int FewestRows = 64;
    private const int InnerBlock = BlockedProduct.InnerBlock;
    private const int PanelColumns = 64;
    private readonly RankGroup? _ranks;
    private readonly int _groupRows;

    /// <summary>Cuts n^d rows.</summary>
    /// <param name="ranks">The ranks; null for this process alone.</param>
    /// <param name="size">n^d.</param>
    public RowTeam(RankGroup? ranks, int size)
    {
        _ranks = ranks;
        Size = size;
        int rows = Math.Max(FewestRows, (size + MostGroups - 1) / MostGroups), unit = rows > InnerBlock ? InnerBlock : BlockedProduct.TileColumns;
        _groupRows = (rows + unit - 1) / unit * unit;
        Groups = (size + _groupRows - 1) / _groupRows;
        GroupStarts = Starts(Groups);
        Exchange = new RowExchange(ranks, size, [.. GroupStarts.Select(start => Math.Min(size, start * _groupRows))], null);
        // All ranks take as many columns at a time as the one with the most threads.
        int threads = Math.Min(WorkCrew.Threads, 62);
        Threads = ranks is null ? threads : BitOperations.Log2((ulong)ranks.Or(1L << threads));
    }

    /// <summary>n^d.</summary>
    public int Size { get; }

    /// <summary>Whether this process has all rows.</summary>
    public bool IsAlone => _ranks is null;

    /// <summary>The ranks.</summary>
    public RankGroup? Ranks => _ranks;

    /// <summary>The first row of this rank.</summary>
    public int First => Exchange.First;

    /// <summary>The number of its rows.</summary>
    public int Rows => Exchange.Rows;

    /// <summary>How rows become columns.</summary>
    public RowExchange Exchange { get; }

    /// <summary>The most threads of a rank.</summary>
    public int Threads { get; }

    private int Groups { get; }

    private int[] GroupStarts { get; }

    /// <summary>The number of this rank.</summary>
    public int Rank => _ranks?.Rank ?? 0;

    /// <summary>The length of the blocks in which sums over rows are formed.</summary>
    public int Block => Math.Min(_groupRows, InnerBlock);

    private int Count => _ranks?.Size ?? 1;

    /// <summary>The rows of this rank of some columns, all zero.</summary>
    public DenseMatrix Make(int columns) => new(Rows, columns);

    /// <summary>The rows of this rank of whole fields, one column each.</summary>
    public DenseMatrix Of(IReadOnlyList<double[]> fields)
    {
        DenseMatrix result = Make(fields.Count);
        for (int k = 0; k < fields.Count; k++)
            result.SetColumn(k, Own(fields[k]));
        return result;
    }

    /// <summary>The values of a whole field at the points of this rank.</summary>
    public ReadOnlySpan<double> Own(ReadOnlySpan<double> field) => field.Slice(First, Rows);

    /// <summary>A column as a whole field, on every rank.</summary>
    public double[] Column(DenseMatrix matrix, int column)
    {
        double[] field = new double[Size];
        for (int i = 0; i < Rows; i++)
            field[First + i] = matrix[i, column];
        _ranks?.Gather(field, Exchange.Starts);
        return field;
    }

    /// <summary>The first of some pieces for every rank, and their number.</summary>
    public int[] Starts(int pieces) => [.. Enumerable.Range(0, Count + 1).Select(rank => (int)((long)pieces * rank / Count))];

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

    /// <summary>Blocks of a unit of columns, dealt out to the ranks in neighbouring ones and taken some at a time.</summary>
    public IEnumerable<ColumnWave> Waves(int columns, int unit, int together)
    {
        int blocks = (columns + unit - 1) / unit;
        return Waves([.. Enumerable.Range(0, blocks + 1).Select(block => Math.Min(columns, block * unit))], together);
    }

    /// <summary>The same for blocks that begin at given columns, and end at the last of them.</summary>
    public IEnumerable<ColumnWave> Waves(int[] bounds, int together)
    {
        int[] starts = Starts(bounds.Length - 1);
        int most = Enumerable.Range(0, Count).Max(rank => starts[rank + 1] - starts[rank]);
        for (int at = 0; at < most; at += together)
        {
            int[] first = [.. Enumerable.Range(0, Count).Select(rank => Math.Min(starts[rank] + at, starts[rank + 1]))];
            int[] end = [.. Enumerable.Range(0, Count).Select(rank => Math.Min(starts[rank] + at + together, starts[rank + 1]))];
            yield return new ColumnWave(Rank, first, end, bounds);
        }
    }

    /// <summary>left^T right.</summary>
    public DenseMatrix TransposeProduct(DenseMatrix left, DenseMatrix right) => Sum(left, right, isGram: false);

    /// <summary>columns^T columns: the half on and above the diagonal is formed, and copied.</summary>
    public DenseMatrix Gram(DenseMatrix columns)
    {
        DenseMatrix result = Sum(columns, columns, isGram: true);
        for (int i = 0; i < result.Rows; i++)
        {
            for (int j = 0; j < i; j++)
                result[i, j] = result[j, i];
        }
        return result;
    }

    /// <summary>columns^T field, for a whole field.</summary>
    public double[] TransposeTimes(DenseMatrix columns, ReadOnlySpan<double> field)
    {
        int width = columns.Columns, first = GroupStarts[Rank];
        double[] parts = new double[Groups * width], own = Own(field).ToArray();
        WorkCrew.Run(GroupStarts[Rank + 1] - first, (group, _) =>
        {
            Span<double> sum = parts.AsSpan((first + group) * width, width);
            for (int i = group * _groupRows; i < Math.Min(Rows, (group + 1) * _groupRows); i++)
                TensorPrimitives.MultiplyAdd(columns.Row(i), own[i], sum, sum);
        });
        return Join(parts, width);
    }

    /// <summary>The sum of the squares of all values.</summary>
    public double SquaredNorm(DenseMatrix matrix)
    {
        int first = GroupStarts[Rank];
        double[] parts = new double[Groups];
        for (int group = first; group < GroupStarts[Rank + 1]; group++)
        {
            int start = (group - first) * _groupRows, rows = Math.Min(_groupRows, Rows - start);
            parts[group] = TensorPrimitives.SumOfSquares<double>(matrix.Values.Slice(start * matrix.Stride, rows * matrix.Stride));
        }
        return Join(parts, 1)[0];
    }

    /// <summary>Takes its mean out of every column.</summary>
    public void RemoveMeans(DenseMatrix columns)
    {
        double[] ones = new double[Size];
        Array.Fill(ones, 1);
        double[] mean = TransposeTimes(columns, ones);
        TensorPrimitives.Divide(mean, Size, mean);
        for (int i = 0; i < columns.Rows; i++)
            TensorPrimitives.Subtract(columns.Row(i), mean, columns.Row(i));
    }

    /// <summary>Every rank adds values to the sum of those before it, and has the sum of all afterwards.</summary>
    public void Chain(Span<double> values, Action add)
    {
        if (Rank > 0)
            _ranks!.Take(Rank - 1, values);
        add();
        if (Rank < Count - 1)
            _ranks!.Put(Rank + 1, values);
        Spread(values, Count - 1);
    }

    /// <summary>The values of one rank on all of them, from each to the next.</summary>
    public void Spread(Span<double> values, int from)
    {
        if (_ranks is null || Count == 1)
            return;
        if (Rank != from)
            _ranks.Take((Rank + Count - 1) % Count, values);
        if ((Rank + 1) % Count != from)
            _ranks.Put((Rank + 1) % Count, values);
    }

    /// <summary>The sum of the parts of all groups, each of some values, in their order.</summary>
    private double[] Join(double[] parts, int width)
    {
        _ranks?.Gather(parts, [.. GroupStarts.Select(start => start * width)]);
        double[] sums = new double[width];
        for (int group = 0; group < Groups; group++)
            TensorPrimitives.Add(sums, parts.AsSpan(group * width, width), sums);
        return sums;
    }

    /// <summary>left^T right, panel after panel: while one rank adds its rows to a panel, the next one adds its own to the panel before.</summary>
    private DenseMatrix Sum(DenseMatrix left, DenseMatrix right, bool isGram)
    {
        var result = new DenseMatrix(left.Columns, right.Columns);
        if (left.Columns == 0 || right.Columns == 0)
            return result;
        int width = isGram || !IsAlone ? PanelColumns : 2 * PanelColumns, panels = (right.Columns + width - 1) / width, together = IsAlone ? panels : Threads;
        for (int at = 0; at < panels; at += together)
        {
            int from = at, some = Math.Min(together, panels - at);
            // The last panels of a Gram matrix are the longest: they come first.
            SumPanel PanelOf(int place)
            {
                int column = (isGram ? panels - 1 - from - place : from + place) * width, count = Math.Min(width, right.Columns - column);
                return new SumPanel(column, count, isGram ? column + count : left.Columns);
            }
            for (int place = 0; Rank > 0 && place < some; place++)
                PanelOf(place).Transfer(result, values => _ranks!.Take(Rank - 1, values), isPacking: false);
            WorkCrew.Run(some, (place, _) =>
            {
                SumPanel panel = PanelOf(place);
                DenseMatrix.AddTransposed(left, right, panel.Rows, panel.Column, panel.Count, Block, result);
            });
            for (int place = 0; Rank < Count - 1 && place < some; place++)
                PanelOf(place).Transfer(result, values => _ranks!.Put(Rank + 1, values), isPacking: true);
        }
        Spread(result.Values, Count - 1);
        return result;
    }

    /// <summary>The first rows of some columns of a sum.</summary>
    private readonly record struct SumPanel(int Column, int Count, int Rows)
    {
        public void Transfer(DenseMatrix matrix, Action<double[]> pass, bool isPacking)
        {
            double[] packed = new double[Rows * Count];
            if (!isPacking)
                pass(packed);
            for (int i = 0; i < Rows; i++)
            {
                Span<double> own = matrix.Row(i).Slice(Column, Count), there = packed.AsSpan(i * Count, Count);
                if (isPacking)
                    own.CopyTo(there);
                else
                    there.CopyTo(own);
            }
            if (isPacking)
                pass(packed);
        }
    }
}

/// <summary>The columns that the ranks have whole at one time.</summary>
internal readonly struct ColumnWave(int rank, int[] first, int[] end, int[] bounds)
{
    /// <summary>The first block of this rank.</summary>
    public int FirstBlock => first[rank];

    /// <summary>The end of its blocks.</summary>
    public int EndBlock => end[rank];

    /// <summary>The first column of this rank.</summary>
    public int First => FirstOf(rank);

    /// <summary>The number of its columns.</summary>
    public int Count => CountOf(rank);

    /// <summary>The first column of a rank.</summary>
    public int FirstOf(int other) => bounds[first[other]];

    /// <summary>The number of columns of a rank.</summary>
    public int CountOf(int other) => bounds[end[other]] - bounds[first[other]];
}
