using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// A block of a state with a symmetry. The rough field of the spectral radius has the symmetry too, and sums over the columns of representatives weigh each by
/// the size of its orbit, so that a stepper takes the same steps whether a pair function lies there with all columns or with those of representatives alone.
/// </summary>
/// <remarks>
/// A representative r that some elements u leave in place makes its column hold values twice, F(u q, r) = F(q, r), and with q = e r' also F(q, r) = F(w e^-1 r,
/// r') for the w that leave r' in place.
/// The derivative makes them equal but for rounding, and what they differ by is no part of a function of a pair: nothing damps it, and it was seen to grow a
/// hundredfold in a unit of time (leading order, gamma = 1). So after
/// every step the value that comes first in memory is given to all of them, and F stays exchange symmetric to the last bit.
/// </remarks>
/// <param name="orbits">The symmetry.</param>
/// <param name="start">The first double of the block.</param>
/// <param name="shape">What lies there.</param>
internal sealed unsafe class OrbitStorage<T>(VelocityOrbits orbits, int start, OrbitShape shape) : BlockStorage<T>, IHalvedBlock
    where T : struct, IStoredValues
{
    private readonly int _size = orbits.Grid.Size;
    private long[]? _halfStarts;
    private readonly int _columns = shape == OrbitShape.Representatives ? orbits.Count : orbits.Grid.Size;
    private readonly double[] _weights = shape == OrbitShape.Representatives ? Weights(orbits) : [];

    /// <summary>For each representative the elements that leave it in place.</summary>
    private readonly int[][] _stabilisers =
        [.. orbits.Points.Select(point => Enumerable.Range(0, orbits.Order).Where(s => orbits.Map(s)[point] == point).ToArray())];

    /// <summary>The representatives that other elements than the identity leave in place.</summary>
    private readonly int[] _fixed = [.. Enumerable.Range(0, orbits.Count).Where(k => orbits.Weights[k] < orbits.Order)];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override double SumOfSquares(BlockTerms t, int start1, int length)
    {
        if (_weights.Length == 0)
            return base.SumOfSquares(t, start1, length);
        long i = First(start1), end = First(start1 + length);
        int column = (int)((i - First(start)) % _columns);
        Vector512<double> sums = Vector512<double>.Zero;
        fixed (double* weights = _weights)
        {
            for (; i <= end - Vector512<double>.Count; i += Vector512<double>.Count)
            {
                Vector512<double> value = t.VectorAt<T>(i);
                sums = Vector512.FusedMultiplyAdd(value * Vector512.Load(weights + column), value, sums);
                column = (column + Vector512<double>.Count) % _columns;
            }
        }
        double sum = Vector512.Sum(sums);
        for (; i < end; i++, column = (column + 1) % _columns)
        {
            double value = t.ValueAt<T>(i);
            sum += _weights[column] * value * value;
        }
        return sum;
    }

    internal override void AddNoise(BlockTerms t, double* result, double scale, int start1, int length)
    {
        double size = t.A * scale * Math.ScaleB(1, -31);
        for (long i = First(start1); i < First(start1 + length); i++)
            T.Set(T.Get(t.X, i) + size * Rough(Place(i - First(start))), result, i);
    }

    internal override void Settle(double* x)
    {
        if (shape == OrbitShape.Representatives && _fixed.Length > 0)
            WorkCrew.Run(_size, new Settling(this, orbits, x, First(start)));
    }

    /// <summary>The values at a point q in the columns of representatives that some elements leave in place, and at e^-1 r in other columns, q = e r'.</summary>
    private readonly struct Settling(OrbitStorage<T> owner, VelocityOrbits orbits, double* x, long first) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            int other = orbits.Representative[chunk], stride = orbits.Count;
            int[] back = orbits.InverseMap(orbits.Element[chunk]), stabiliser = owner._stabilisers[other];
            foreach (int column in owner._fixed)
            {
                int image = back[orbits.Points[column]];
                long own = (long)chunk * stride + column, exchanged = (long)image * stride + other, least = Math.Min(own, exchanged);
                foreach (int element in owner._stabilisers[column])
                    least = Math.Min(least, (long)orbits.Map(element)[chunk] * stride + column);
                foreach (int element in stabiliser)
                    least = Math.Min(least, (long)orbits.Map(element)[image] * stride + other);
                double value = T.Get(x, first + least);
                if (own != least)
                    T.Set(value, x, first + own);
                if (exchanged != least && stabiliser.Length == 1)
                    T.Set(value, x, first + exchanged);
            }
        }
    }

    /// <summary>Of a pair with the columns of representatives r every value but those at r' = r stands twice, at (q, r) with q = e r' and at (e^-1 r, r').</summary>
    public bool CanHalve => shape == OrbitShape.Representatives;

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
        if (shape == OrbitShape.Triples)
            return PlaceOfTriple(index);
        int first = (int)(index / _columns), second = (int)(index % _columns), column = second;
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

    private uint PlaceOfTriple(long index)
    {
        long pairs = (long)_size * _size, place = long.MaxValue;
        int first = (int)(index / pairs), second = (int)(index % pairs / _size), third = (int)(index % _size), row = orbits.Representative[first];
        int[] back = orbits.InverseMap(orbits.Element[first]);
        foreach (int element in _stabilisers[row])
        {
            int[] map = orbits.Map(element);
            place = Math.Min(place, (long)map[back[second]] * _size + map[back[third]]);
        }
        return (uint)start + (uint)(orbits.Points[row] * pairs + place);
    }

    /// <summary>The sizes of the orbits over their mean, and the first eight of them again.</summary>
    private static double[] Weights(VelocityOrbits orbits)
    {
        double[] weights = new double[orbits.Count + Vector512<double>.Count];
        for (int k = 0; k < weights.Length; k++)
            weights[k] = (double)orbits.Weights[k % orbits.Count] * orbits.Count / orbits.Grid.Size;
        return weights;
    }
}

/// <summary>What lies in a block with a symmetry.</summary>
internal enum OrbitShape
{
    /// <summary>n^d values of one particle.</summary>
    Points,

    /// <summary>n^{2d} values of a pair, v1 slow.</summary>
    Pairs,

    /// <summary>n^{3d} values of three particles, v1 slowest.</summary>
    Triples,

    /// <summary>The columns of the representatives, v1 slow.</summary>
    Representatives,
}
