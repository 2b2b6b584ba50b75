using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Invariant;

/// <summary>
/// Products of small dense matrices, some tens of rows and columns: C = A B or C += A B, all row-major, without packing. The order of the sums depends on the sizes alone.
/// </summary>
internal static unsafe class SmallProduct
{
    /// <summary>Columns come in whole vectors of this many values.</summary>
    public const int Width = 8;

    /// <summary>The least multiple of <see cref="Width"/> that is not below a count.</summary>
    public static int Pad(int count) => (count + Width - 1) / Width * Width;

    /// <summary>C = A B, or C += A B.</summary>
    /// <param name="a">A, <paramref name="rows"/> x <paramref name="inner"/>.</param>
    /// <param name="strideA">Values from one row of A to the next.</param>
    /// <param name="b">B, <paramref name="inner"/> x <paramref name="columns"/>.</param>
    /// <param name="strideB">Values from one row of B to the next.</param>
    /// <param name="c">C, <paramref name="rows"/> x <paramref name="columns"/>.</param>
    /// <param name="strideC">Values from one row of C to the next.</param>
    /// <param name="rows">Any number.</param>
    /// <param name="inner">Any number.</param>
    /// <param name="columns">A multiple of <see cref="Width"/>.</param>
    /// <param name="add">Whether the product is added.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(double* a, int strideA, double* b, int strideB, double* c, int strideC, int rows, int inner, int columns, bool add)
    {
        int j = 0;
        for (; j + 2 * Width <= columns; j += 2 * Width)
        {
            int i = 0;
            for (; i + 4 <= rows; i += 4)
                Wide(a + i * strideA, strideA, b + j, strideB, c + i * strideC + j, strideC, inner, add);
            for (; i < rows; i++)
                WideRow(a + i * strideA, b + j, strideB, c + i * strideC + j, inner, add);
        }
        if (j < columns)
        {
            int i = 0;
            for (; i + 4 <= rows; i += 4)
                Narrow(a + i * strideA, strideA, b + j, strideB, c + i * strideC + j, strideC, inner, add);
            for (; i < rows; i++)
                NarrowRow(a + i * strideA, b + j, strideB, c + i * strideC + j, inner, add);
        }
    }

    /// <summary>y += factor x, a multiple of <see cref="Width"/> values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(double factor, double* x, double* y, int count)
    {
        var scale = Vector512.Create(factor);
        for (int i = 0; i < count; i += Width)
            Vector512.MultiplyAddEstimate(scale, Vector512.Load(x + i), Vector512.Load(y + i)).Store(y + i);
    }

    /// <summary>y += factor x, any number of values.</summary>
    public static void AddScalars(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] += factor * x[i];
    }

    // Four rows and sixteen columns: eight sums in registers hide the latency of the additions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide(double* a, int strideA, double* b, int strideB, double* c, int strideC, int inner, bool add)
    {
        Vector512<double> p0 = default, p1 = default, q0 = default, q1 = default, r0 = default, r1 = default, s0 = default, s1 = default;
        double* second = a + strideA, third = second + strideA, fourth = third + strideA;
        for (int k = 0; k < inner; k++, b += strideB)
        {
            Vector512<double> x = Vector512.Load(b), y = Vector512.Load(b + Width);
            var f = Vector512.Create(a[k]);
            p0 = Vector512.MultiplyAddEstimate(f, x, p0);
            p1 = Vector512.MultiplyAddEstimate(f, y, p1);
            f = Vector512.Create(second[k]);
            q0 = Vector512.MultiplyAddEstimate(f, x, q0);
            q1 = Vector512.MultiplyAddEstimate(f, y, q1);
            f = Vector512.Create(third[k]);
            r0 = Vector512.MultiplyAddEstimate(f, x, r0);
            r1 = Vector512.MultiplyAddEstimate(f, y, r1);
            f = Vector512.Create(fourth[k]);
            s0 = Vector512.MultiplyAddEstimate(f, x, s0);
            s1 = Vector512.MultiplyAddEstimate(f, y, s1);
        }
        Put(p0, c, add);
        Put(p1, c + Width, add);
        c += strideC;
        Put(q0, c, add);
        Put(q1, c + Width, add);
        c += strideC;
        Put(r0, c, add);
        Put(r1, c + Width, add);
        c += strideC;
        Put(s0, c, add);
        Put(s1, c + Width, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WideRow(double* a, double* b, int strideB, double* c, int inner, bool add)
    {
        Vector512<double> p0 = default, p1 = default;
        for (int k = 0; k < inner; k++, b += strideB)
        {
            var f = Vector512.Create(a[k]);
            p0 = Vector512.MultiplyAddEstimate(f, Vector512.Load(b), p0);
            p1 = Vector512.MultiplyAddEstimate(f, Vector512.Load(b + Width), p1);
        }
        Put(p0, c, add);
        Put(p1, c + Width, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow(double* a, int strideA, double* b, int strideB, double* c, int strideC, int inner, bool add)
    {
        Vector512<double> p = default, q = default, r = default, s = default;
        double* second = a + strideA, third = second + strideA, fourth = third + strideA;
        for (int k = 0; k < inner; k++, b += strideB)
        {
            var x = Vector512.Load(b);
            p = Vector512.MultiplyAddEstimate(Vector512.Create(a[k]), x, p);
            q = Vector512.MultiplyAddEstimate(Vector512.Create(second[k]), x, q);
            r = Vector512.MultiplyAddEstimate(Vector512.Create(third[k]), x, r);
            s = Vector512.MultiplyAddEstimate(Vector512.Create(fourth[k]), x, s);
        }
        Put(p, c, add);
        Put(q, c + strideC, add);
        Put(r, c + 2 * strideC, add);
        Put(s, c + 3 * strideC, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NarrowRow(double* a, double* b, int strideB, double* c, int inner, bool add)
    {
        Vector512<double> p = default;
        for (int k = 0; k < inner; k++, b += strideB)
            p = Vector512.MultiplyAddEstimate(Vector512.Create(a[k]), Vector512.Load(b), p);
        Put(p, c, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector512<double> value, double* at, bool add) => (add ? value + Vector512.Load(at) : value).Store(at);
}
