using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>How the values of a block of a state are stored, with the vector updates of the steppers for it. Ranges are given in doubles of the state.</summary>
public abstract unsafe class BlockStorage
{
    private protected BlockStorage()
    {
    }

    /// <summary>How many values a double holds.</summary>
    public abstract int ValuesPerDouble { get; }

    /// <summary>The rounding of a value over that of a double.</summary>
    public abstract double Rounding { get; }

    /// <summary>How many values a block has whose part here takes so many doubles.</summary>
    internal virtual long CountValues(int length) => (long)ValuesPerDouble * length;

    /// <summary>
    /// How many doubles the values of such a block take on all ranks when a symmetry that it has is used, whether it is or not: what decides about methods, so that both
    /// ways take the same steps.
    /// </summary>
    internal virtual long CountKept(int length) => CountValues(length) / ValuesPerDouble;

    /// <summary>How the values lie on several ranks; null if they are all here.</summary>
    internal virtual BlockSpread? Spread => null;

    /// <summary>Values of eight bytes.</summary>
    internal static BlockStorage Doubles { get; } = new BlockStorage<DoubleValues>();

    /// <summary>result = the sum of the terms.</summary>
    internal abstract void Combine(BlockTerms t, double* result, int start, int length);

    /// <summary>The sums of <see cref="MixTerms"/>.</summary>
    internal abstract void Mix(in MixTerms t, int start, int length);

    /// <summary>The sum of the squares of the sum of the terms.</summary>
    internal abstract double SumOfSquares(BlockTerms t, int start, int length);

    /// <summary>The same of a whole block, in an order of its own, for a block that has <see cref="SumsByColumns"/>.</summary>
    internal virtual double SumOfSquares(BlockTerms t) => throw new NotSupportedException("this block is summed in chunks");

    /// <summary>Whether squares are summed over the whole block, column by column.</summary>
    internal virtual bool SumsByColumns => false;

    /// <summary>The three sums of <see cref="StateAlgebra.Split"/>, in place of the first three vectors.</summary>
    internal abstract void Split(BlockTerms t, FinishingWeights w, int start, int length);

    /// <summary>result = x + a scale xi with xi the fixed rough field of <see cref="StateAlgebra.AddNoise"/>.</summary>
    internal abstract void AddNoise(BlockTerms t, double* result, double scale, int start, int length);

    /// <summary>The double with the first value that is not finite, or else the one with the largest |value|, and that.</summary>
    internal abstract (int Index, double Largest) Worst(double* x, int start, int length);
}

/// <summary>The updates for one way of storing.</summary>
internal unsafe class BlockStorage<T> : BlockStorage
    where T : struct, IStoredValues
{
    public override int ValuesPerDouble => T.ValuesPerDouble;

    public override double Rounding => T.Rounding;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Combine(BlockTerms t, double* result, int start, int length)
    {
        long i = First(start), end = First(start + length);
        for (; i <= end - Vector512<double>.Count; i += Vector512<double>.Count)
            T.Store(t.VectorAt<T>(i), result, i);
        for (; i < end; i++)
            T.Set(t.ValueAt<T>(i), result, i);
    }

    internal override void Mix(in MixTerms t, int start, int length) => t.Run<T>(First(start), First(start + length));

    internal override double SumOfSquares(BlockTerms t, int start, int length) => SumOfSquares(t, start, length, default);

    /// <summary>The sum of the squares, which goes on with the sums of eight lanes over the values before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double SumOfSquares(BlockTerms t, int start, int length, Vector512<double> sums)
    {
        long i = First(start), end = First(start + length);
        for (; i <= end - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> value = t.VectorAt<T>(i);
            sums = Vector512.FusedMultiplyAdd(value, value, sums);
        }
        double sum = Vector512.Sum(sums);
        for (; i < end; i++)
        {
            double value = t.ValueAt<T>(i);
            sum += value * value;
        }
        return sum;
    }

    /// <summary>The sums of the squares in eight lanes, added to those over the values before; whole vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Vector512<double> AddSquares(BlockTerms t, int start, int length, Vector512<double> sums)
    {
        for (long i = First(start), end = First(start + length); i < end; i += Vector512<double>.Count)
        {
            Vector512<double> value = t.VectorAt<T>(i);
            sums = Vector512.FusedMultiplyAdd(value, value, sums);
        }
        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Split(BlockTerms t, FinishingWeights w, int start, int length)
    {
        long i = First(start), end = First(start + length);
        for (; i <= end - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            (Vector512<double> value, Vector512<double> error, Vector512<double> argument) =
                (t.VectorAt<T>(i, w.Value), t.VectorAt<T>(i, w.Error), t.VectorAt<T>(i, w.Argument));
            T.Store(value, t.X, i);
            T.Store(error, t.Y, i);
            T.Store(argument, t.Z, i);
        }
        for (; i < end; i++)
        {
            (double value, double error, double argument) = (t.ValueAt<T>(i, w.Value), t.ValueAt<T>(i, w.Error), t.ValueAt<T>(i, w.Argument));
            T.Set(value, t.X, i);
            T.Set(error, t.Y, i);
            T.Set(argument, t.Z, i);
        }
    }

    internal override void AddNoise(BlockTerms t, double* result, double scale, int start, int length)
    {
        double size = t.A * scale * Math.ScaleB(1, -31);
        for (long i = First(start); i < First(start + length); i++)
            T.Set(T.Get(t.X, i) + size * Rough((uint)i), result, i);
    }

    /// <summary>The rough field at a place, a whole number of 32 bits.</summary>
    private protected static int Rough(uint place)
    {
        uint hash = place * 2654435769u;
        hash = (hash ^ (hash >> 15)) * 2246822519u;
        hash = (hash ^ (hash >> 13)) * 3266489917u;
        return (int)(hash ^ (hash >> 16));
    }

    internal override (int Index, double Largest) Worst(double* x, int start, int length)
    {
        (long worst, double largest) = (First(start), -1);
        for (long i = worst; i < First(start + length); i++)
        {
            double size = Math.Abs(T.Get(x, i));
            if (!double.IsFinite(size))
                return ((int)(i / T.ValuesPerDouble), double.NaN);
            if (size > largest)
                (worst, largest) = (i, size);
        }
        return ((int)(worst / T.ValuesPerDouble), largest);
    }

    /// <summary>The number of the first value in a double.</summary>
    private protected static long First(int start) => (long)T.ValuesPerDouble * start;
}
