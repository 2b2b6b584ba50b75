using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hierarchy.Spectral;

/// <summary>Eight lanes, 512 bits.</summary>
internal readonly unsafe struct Lanes8(Vector512<double> re, Vector512<double> im) : ILanes<Lanes8>
{
    private readonly Vector512<double> _re = re;
    private readonly Vector512<double> _im = im;

    public static int Count => 8;

    public static int Step => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(double* re, double* im) => new(Vector512.Load(re), Vector512.Load(im));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* re, double* im)
    {
        Vector512.Store(_re, re);
        Vector512.Store(_im, im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 a, Lanes8 b) => new(a._re + b._re, a._im + b._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 a, Lanes8 b) => new(a._re - b._re, a._im - b._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 a, double factor) => new(a._re * factor, a._im * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 MultiplyAdd(Lanes8 a, double factor, Lanes8 b)
    {
        Vector512<double> f = Vector512.Create(factor);
        return new(Vector512.MultiplyAddEstimate(a._re, f, b._re), Vector512.MultiplyAddEstimate(a._im, f, b._im));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 AddTurned(Lanes8 a, Lanes8 b) => new(a._re - b._im, a._im + b._re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 SubtractTurned(Lanes8 a, Lanes8 b) => new(a._re + b._im, a._im - b._re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Twiddle(Lanes8 a, double* factor)
    {
        Vector512<double> c = Vector512.Create(factor[0]), s = Vector512.Create(factor[1]);
        return new(
            Avx512F.IsSupported ? Avx512F.FusedMultiplyAddNegated(a._im, s, a._re * c) : Vector512.MultiplyAddEstimate(-a._im, s, a._re * c),
            Vector512.MultiplyAddEstimate(a._re, s, a._im * c));
    }

    /// <summary>Lines l and l + 4 are joined while they are loaded, which leaves two shuffles for each result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(double* lines, nint lineStride, double* panel, nint panelStride)
    {
        if (!Avx512F.IsSupported)
        {
            ScalarTranspose.Run(lines, lineStride, Count, Step, panel, panelStride);
            return;
        }
        Vector512<double> a = Joined(lines, lineStride), b = Joined(lines + lineStride, lineStride);
        Vector512<double> c = Joined(lines + 2 * lineStride, lineStride), d = Joined(lines + 3 * lineStride, lineStride);
        Vector512<double> abEven = Avx512F.UnpackLow(a, b), abOdd = Avx512F.UnpackHigh(a, b);
        Vector512<double> cdEven = Avx512F.UnpackLow(c, d), cdOdd = Avx512F.UnpackHigh(c, d);
        Vector512<long> first = Vector512.Create(0L, 1, 8, 9, 4, 5, 12, 13), second = Vector512.Create(2L, 3, 10, 11, 6, 7, 14, 15);
        Vector512.Store(Avx512F.PermuteVar8x64x2(abEven, first, cdEven), panel);
        Vector512.Store(Avx512F.PermuteVar8x64x2(abOdd, first, cdOdd), panel + panelStride);
        Vector512.Store(Avx512F.PermuteVar8x64x2(abEven, second, cdEven), panel + 2 * panelStride);
        Vector512.Store(Avx512F.PermuteVar8x64x2(abOdd, second, cdOdd), panel + 3 * panelStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(double* panel, nint panelStride, double* lines, nint lineStride)
    {
        if (!Avx512F.IsSupported)
        {
            ScalarTranspose.Run(panel, panelStride, Step, Count, lines, lineStride);
            return;
        }
        Vector512<double> a = Vector512.Load(panel), b = Vector512.Load(panel + panelStride);
        Vector512<double> c = Vector512.Load(panel + 2 * panelStride), d = Vector512.Load(panel + 3 * panelStride);
        Spread(Avx512F.UnpackLow(a, b), Avx512F.UnpackLow(c, d), lines, 2 * lineStride);
        Spread(Avx512F.UnpackHigh(a, b), Avx512F.UnpackHigh(c, d), lines + lineStride, 2 * lineStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Joined(double* line, nint lineStride) =>
        Avx512F.InsertVector256(Vector256.Load(line).ToVector512Unsafe(), Vector256.Load(line + 4 * lineStride), 1);

    /// <summary>Four lines from their first and their second pairs of elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(Vector512<double> left, Vector512<double> right, double* line, nint stride)
    {
        Vector512<double> low = Avx512F.PermuteVar8x64x2(left, Vector512.Create(0L, 1, 8, 9, 2, 3, 10, 11), right);
        Vector512<double> high = Avx512F.PermuteVar8x64x2(left, Vector512.Create(4L, 5, 12, 13, 6, 7, 14, 15), right);
        Vector256.Store(low.GetLower(), line);
        Vector256.Store(low.GetUpper(), line + stride);
        Vector256.Store(high.GetLower(), line + 2 * stride);
        Vector256.Store(high.GetUpper(), line + 3 * stride);
    }
}
