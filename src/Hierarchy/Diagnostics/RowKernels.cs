using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Diagnostics;

/// <summary>The vector loops of the visits to a pair correlation.</summary>
internal static class RowKernels
{
    /// <summary>
    /// Turns log u, u = fl(1 + x), into (1 + x) log(1 + x) - x: with log(1 + x) = log u + (x - (u - 1))/u up to the square of a rounding the first term is u
    /// log u + (x - (u - 1)). Where u is not above <paramref name="smallest"/> the result is -x.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FinishConvex(ReadOnlySpan<double> x, Span<double> logs, double smallest)
    {
        ref double from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(logs);
        Vector512<double> one = Vector512.Create(1.0), bound = Vector512.Create(smallest);
        int k = 0;
        for (; k <= x.Length - Vector512<double>.Count; k += Vector512<double>.Count)
        {
            Vector512<double> value = Vector512.LoadUnsafe(ref from, (nuint)k), u = one + value;
            Vector512<double> form = u * Vector512.LoadUnsafe(ref to, (nuint)k) + (value - (u - one)) - value;
            Vector512.StoreUnsafe(Vector512.ConditionalSelect(Vector512.GreaterThan(u, bound), form, -value), ref to, (nuint)k);
        }
        for (; k < x.Length; k++)
        {
            double u = 1 + x[k];
            logs[k] = u > smallest ? u * logs[k] + (x[k] - (u - 1)) - x[k] : -x[k];
        }
    }

    /// <summary>full += (derivative + density gradient)^2 and relative += (derivative - row score)^2, point by point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquares(
        ReadOnlySpan<double> derivative, double density, ReadOnlySpan<double> gradient, ReadOnlySpan<double> row, ReadOnlySpan<double> score,
        Span<double> full, Span<double> relative)
    {
        ref double first = ref MemoryMarshal.GetReference(derivative), second = ref MemoryMarshal.GetReference(gradient);
        ref double third = ref MemoryMarshal.GetReference(row), fourth = ref MemoryMarshal.GetReference(score);
        ref double all = ref MemoryMarshal.GetReference(full), part = ref MemoryMarshal.GetReference(relative);
        Vector512<double> factor = Vector512.Create(density);
        int j = 0;
        for (; j <= row.Length - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            nuint at = (nuint)j;
            Vector512<double> slope = Vector512.LoadUnsafe(ref first, at);
            Vector512<double> whole = slope + factor * Vector512.LoadUnsafe(ref second, at);
            Vector512<double> difference = slope - Vector512.LoadUnsafe(ref third, at) * Vector512.LoadUnsafe(ref fourth, at);
            Vector512.StoreUnsafe(Vector512.LoadUnsafe(ref all, at) + whole * whole, ref all, at);
            Vector512.StoreUnsafe(Vector512.LoadUnsafe(ref part, at) + difference * difference, ref part, at);
        }
        for (; j < row.Length; j++)
        {
            double whole = derivative[j] + density * gradient[j], difference = derivative[j] - row[j] * score[j];
            full[j] += whole * whole;
            relative[j] += difference * difference;
        }
    }
}
