using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// A block of a function of three particles with a symmetry: slices of fixed v1, n^d x n^d values each, of all points or of representatives. As for pairs
/// (<see cref="OrbitStorage{T}"/>) the rough field has the symmetry and sums weigh each slice by the size of its orbit, so that a stepper takes the same steps with
/// either.
/// </summary>
/// <param name="orbits">The symmetry.</param>
/// <param name="start">The first double of the block.</param>
/// <param name="isReduced">Whether there are the slices of representatives alone.</param>
internal sealed unsafe class TripleStorage(VelocityOrbits orbits, int start, bool isReduced) : BlockStorage<DoubleValues>
{
    private readonly int _size = orbits.Grid.Size;
    private readonly int _slice = orbits.Grid.Size * orbits.Grid.Size;
    private readonly double[] _sums = new double[orbits.Count];

    internal override bool SumsByColumns => isReduced;

    internal override long CountKept(int length) => (long)_slice * orbits.Count;

    /// <summary>sum_k (|orbit of r_k| K/n^d) sum over the slice of r_k, of the K representatives.</summary>
    internal override double SumOfSquares(BlockTerms t)
    {
        WorkCrew.Run(orbits.Count, new Summing(this, t));
        double sum = 0;
        for (int k = 0; k < _sums.Length; k++)
            sum += (double)orbits.Weights[k] * orbits.Count / _size * _sums[k];
        return sum;
    }

    internal override void AddNoise(BlockTerms t, double* result, double scale, int start1, int length)
    {
        double size = t.A * scale * Math.ScaleB(1, -31);
        for (long i = start1; i < start1 + length; i++)
            result[i] = t.X[i] + size * Rough(Place(i - start));
    }

    private readonly struct Summing(TripleStorage owner, BlockTerms terms) : ILoopBody
    {
        public void Run(int chunk, int worker) => owner._sums[chunk] = SumOfSquares(terms, owner.Start + chunk * owner._slice, owner._slice, default);
    }

    private int Start => start;

    /// <summary>One place of all those that the symmetry makes equal, in the numbers of the state with all columns of g and all slices.</summary>
    private uint Place(long index)
    {
        int first = (int)(index / _slice), second = (int)(index % _slice / _size), third = (int)(index % _size);
        int row = isReduced ? first : orbits.Representative[first];
        int[] back = orbits.InverseMap(isReduced ? 0 : orbits.Element[first]);
        long place = (long)back[second] * _size + back[third];
        foreach (int element in orbits.Stabilisers.Elements(row) ?? [])
        {
            int[] map = orbits.Map(element);
            place = Math.Min(place, (long)map[back[second]] * _size + map[back[third]]);
        }
        return (uint)(_size + _slice) + (uint)(orbits.Points[row] * (long)_slice + place);
    }
}
