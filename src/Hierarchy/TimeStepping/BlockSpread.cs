using System.Runtime.Intrinsics;
using Hierarchy.Ranks;
using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// How the values of a block lie on several ranks: consecutive ones on each, whole vectors but for the last rank. Sums over the block are taken in the chunks of
/// the whole block and in their order, so that they have the bits of one rank.
/// </summary>
/// <param name="ranks">The ranks.</param>
/// <param name="starts">The number of the first value of every rank, and of that behind the last one.</param>
internal sealed unsafe class BlockSpread(RankGroup ranks, long[] starts)
{
    private double[] _parts = [];
    private int[] _ends = [];

    /// <summary>The number of the first value here.</summary>
    public long First => starts[ranks.Rank];

    /// <summary>The number of values in all.</summary>
    public long Total => starts[^1];

    /// <summary>What is left of the chunk in which the values here begin: its first part lies on the rank before; 0 where they begin with a chunk.</summary>
    public int Rest(int chunkLength) => (int)((chunkLength - First % chunkLength) % chunkLength);

    /// <summary>The sum of the squares of the sum of the terms over the whole block.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="start">Where the values here begin in the state.</param>
    /// <param name="chunkLength">The length of a chunk.</param>
    /// <param name="whole">The sums of the chunks here, of which those that lie on two ranks are ignored.</param>
    public double SumOfSquares(in BlockTerms terms, int start, int chunkLength, ReadOnlySpan<double> whole)
    {
        Prepare(chunkLength);
        int rank = ranks.Rank, own = _ends[rank];
        long end = starts[rank + 1];
        bool isHeadOpen = First % chunkLength != 0, isTailOpen = end % chunkLength != 0 && rank < ranks.Size - 1;
        bool isOne = First / chunkLength == (end - 1) / chunkLength;
        int tail = (int)(end % chunkLength);
        double* carry = stackalloc double[Vector512<double>.Count];
        Vector512<double> carried = default;
        if (isHeadOpen && isOne)
            carried = Receive(rank - 1, carry);
        if (isTailOpen)
        {
            int length = isOne ? (int)(end - First) : tail;
            BlockStorage<DoubleValues>.AddSquares(terms, start + (int)(end - First) - length, length, carried).Store(carry);
            ranks.Put(rank + 1, carry, Vector512<double>.Count * sizeof(double));
        }
        if (isHeadOpen && !isOne)
            carried = Receive(rank - 1, carry);
        int open = isHeadOpen ? 1 : 0, complete = _ends[rank + 1] - own;
        whole.Slice(open, complete - (complete > 0 ? open : 0)).CopyTo(_parts.AsSpan(own + (complete > 0 ? open : 0)));
        if (isHeadOpen && complete > 0)
            _parts[own] = BlockStorage<DoubleValues>.SumOfSquares(terms, start, Math.Min(Rest(chunkLength), (int)(end - First)), carried);
        ranks.Gather(_parts, _ends);
        double sum = 0;
        foreach (double part in _parts)
            sum += part;
        return sum;
    }

    /// <summary>The chunks that end on every rank.</summary>
    private void Prepare(int chunkLength)
    {
        if (_parts.Length > 0)
            return;
        _ends = [.. starts.Select((start, rank) => (int)(rank == ranks.Size ? (start + chunkLength - 1) / chunkLength : start / chunkLength))];
        _parts = new double[_ends[^1]];
    }

    private Vector512<double> Receive(int rank, double* carry)
    {
        ranks.Take(rank, carry, Vector512<double>.Count * sizeof(double));
        return Vector512.Load(carry);
    }
}
