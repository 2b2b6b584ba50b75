using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Ranks;
using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// A block of a state with a symmetry. The rough field of the spectral radius has the symmetry too, and sums over the columns of representatives weigh each by
/// the size of its orbit, so that a stepper takes the same steps whether a pair function lies there with all columns or with those of representatives alone.
/// </summary>
/// <remarks>Those sums are taken column by column, so that they have the same bits where several ranks have the columns.</remarks>
/// <param name="orbits">The symmetry.</param>
/// <param name="start">The first double of the block.</param>
/// <param name="shape">What lies there.</param>
/// <param name="ranks">The ranks that have the columns; null for this process alone.</param>
/// <param name="starts">The first column of every rank, and the number of all.</param>
internal sealed unsafe class OrbitStorage<T>(VelocityOrbits orbits, int start, OrbitShape shape, RankGroup? ranks = null, int[]? starts = null) : BlockStorage<T>, IHalvedBlock
    where T : struct, IStoredValues
{
    /// <summary>Into how many ranges of rows the sums over columns are cut at most.</summary>
    private const int MostRanges = 64;

    private readonly int _size = orbits.Grid.Size;
    private readonly int _firstColumn = ranks is null ? 0 : starts![ranks.Rank];
    private readonly int _columns = ranks is not null ? starts![ranks.Rank + 1] - starts[ranks.Rank] : shape == OrbitShape.Representatives ? orbits.Count : orbits.Grid.Size;

    /// <summary>For each representative the elements that leave it in place.</summary>
    private readonly int[][] _stabilisers =
        [.. orbits.Points.Select(point => Enumerable.Range(0, orbits.Order).Where(s => orbits.Map(s)[point] == point).ToArray())];

    private long[]? _halfStarts;
    private double[] _ranges = [];
    private double[] _sums = [];

    internal override bool SumsByColumns => shape == OrbitShape.Representatives;

    internal override long CountValues(int length) => SumsByColumns ? (long)_size * orbits.Count : base.CountValues(length);

    internal override long CountKept(int length) => shape == OrbitShape.Points ? length : (long)_size * orbits.Count / T.ValuesPerDouble;

    /// <summary>sum_k (|orbit of r_k| K/n^d) sum_i x(i, r_k)^2 over the K representatives.</summary>
    internal override double SumOfSquares(BlockTerms t)
    {
        int rows = (_size + MostRanges - 1) / MostRanges, ranges = (_size + rows - 1) / rows;
        if (_ranges.Length == 0)
            (_ranges, _sums) = (new double[ranges * _columns], new double[orbits.Count]);
        WorkCrew.Run(ranges, new Summing(this, t, rows));
        Span<double> own = _sums.AsSpan(_firstColumn, _columns);
        own.Clear();
        for (int range = 0; range < ranges; range++)
        {
            for (int k = 0; k < _columns; k++)
                own[k] += _ranges[range * _columns + k];
        }
        ranks?.Gather(_sums, starts);
        double sum = 0;
        for (int k = 0; k < _sums.Length; k++)
            sum += (double)orbits.Weights[k] * orbits.Count / _size * _sums[k];
        return sum;
    }

    internal override void AddNoise(BlockTerms t, double* result, double scale, int start1, int length)
    {
        double size = t.A * scale * Math.ScaleB(1, -31);
        for (long i = First(start1); i < First(start1 + length); i++)
            T.Set(T.Get(t.X, i) + size * Rough(Place(i - First(start))), result, i);
    }

    /// <summary>The sums over some rows of every column.</summary>
    private readonly struct Summing(OrbitStorage<T> owner, BlockTerms terms, int rows) : ILoopBody
    {
        public void Run(int chunk, int worker) =>
            owner.AddRows(terms, chunk * rows, Math.Min(owner._size, (chunk + 1) * rows), owner._ranges.AsSpan(chunk * owner._columns, owner._columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows(in BlockTerms t, int row, int end, Span<double> sums)
    {
        const int lanes = 8;
        sums.Clear();
        int whole = _columns - _columns % lanes;
        fixed (double* sum = sums)
        {
            for (long at = First(start) + (long)row * _columns; row < end; row++, at += _columns)
            {
                for (int k = 0; k < whole; k += lanes)
                {
                    Vector512<double> value = t.VectorAt<T>(at + k);
                    Vector512.FusedMultiplyAdd(value, value, Vector512.Load(sum + k)).Store(sum + k);
                }
                for (int k = whole; k < _columns; k++)
                {
                    double value = t.ValueAt<T>(at + k);
                    sum[k] = Math.FusedMultiplyAdd(value, value, sum[k]);
                }
            }
        }
    }

    /// <summary>Of a pair with the columns of representatives r every value but those at r' = r stands twice, at (q, r) with q = e r' and at (e^-1 r, r').</summary>
    public bool CanHalve => shape == OrbitShape.Representatives && ranks is null;

    /// <summary>The columns from r' on of all rows q = e r'.</summary>
    public int HalfLength => checked((int)((HalfStart(_size) + T.ValuesPerDouble - 1) / T.ValuesPerDouble));

    public void Halve(double* state, double* half) => WorkCrew.Run(_size, new Halving(this, orbits, state, half, First(start), false));

    public void Complete(double* half, double* state) => WorkCrew.Run(_size, new Halving(this, orbits, state, half, First(start), true));

    /// <summary>Where the values of row q begin among those that are kept.</summary>
    private long HalfStart(int row) => (_halfStarts ??= HalfStarts())[row];

    private long[] HalfStarts()
    {
        long[] starts = new long[_size + 1];
        for (int row = 0; row < _size; row++)
            starts[row + 1] = starts[row] + orbits.Count - orbits.Representative[row];
        return starts;
    }

    /// <summary>Row by row from the state to its half, or back.</summary>
    private readonly struct Halving(OrbitStorage<T> owner, VelocityOrbits orbits, double* state, double* half, long first, bool isBack) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            int own = orbits.Representative[chunk];
            long row = first + (long)chunk * orbits.Count, kept = owner.HalfStart(chunk) - own;
            for (int column = own; column < orbits.Count; column++)
            {
                if (isBack)
                    T.Set(T.Get(half, kept + column), state, row + column);
                else
                    T.Set(T.Get(state, row + column), half, kept + column);
            }
            if (!isBack)
                return;
            int[] back = orbits.InverseMap(orbits.Element[chunk]);
            for (int column = 0; column < own; column++)
                T.Set(T.Get(half, owner.HalfStart(back[orbits.Points[column]]) + own - column), state, row + column);
        }
    }

    /// <summary>One place of all those that the symmetry makes equal, in the numbers of the array with all columns.</summary>
    internal uint Place(long index)
    {
        if (shape == OrbitShape.Points)
            return (uint)(start + orbits.Points[orbits.Representative[(int)index]]);
        int first = (int)(index / _columns), second = (int)(index % _columns), column = _firstColumn + second;
        if (shape == OrbitShape.Pairs)
        {
            column = orbits.Representative[second];
            first = orbits.InverseMap(orbits.Element[second])[first];
        }
        int least = first;
        foreach (int element in _stabilisers[column])
            least = Math.Min(least, orbits.Map(element)[first]);
        return (uint)start + (uint)least * (uint)_size + (uint)orbits.Points[column];
    }
}

/// <summary>What lies in a block with a symmetry.</summary>
internal enum OrbitShape
{
    /// <summary>n^d values of one particle.</summary>
    Points,

    /// <summary>n^{2d} values of a pair, v1 slow.</summary>
    Pairs,

    /// <summary>The columns of the representatives, v1 slow.</summary>
    Representatives,
}
