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
            Vector512.MultiplyAddEstimate(-a._im, s, a._re * c),
            Vector512.MultiplyAddEstimate(a._re, s, a._im * c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(double* source, nint sourceStride, double* target, nint targetStride)
    {
        if (!Avx512F.IsSupported)
        {
            Quarters(source, sourceStride, target, targetStride);
            return;
        }
        Vector512<double> a = Vector512.Load(source), b = Vector512.Load(source + sourceStride);
        Vector512<double> c = Vector512.Load(source + 2 * sourceStride), d = Vector512.Load(source + 3 * sourceStride);
        Vector512<double> e = Vector512.Load(source + 4 * sourceStride), f = Vector512.Load(source + 5 * sourceStride);
        Vector512<double> g = Vector512.Load(source + 6 * sourceStride), h = Vector512.Load(source + 7 * sourceStride);
        Vector512<double> ab0 = Avx512F.UnpackLow(a, b), ab1 = Avx512F.UnpackHigh(a, b);
        Vector512<double> cd0 = Avx512F.UnpackLow(c, d), cd1 = Avx512F.UnpackHigh(c, d);
        Vector512<double> ef0 = Avx512F.UnpackLow(e, f), ef1 = Avx512F.UnpackHigh(e, f);
        Vector512<double> gh0 = Avx512F.UnpackLow(g, h), gh1 = Avx512F.UnpackHigh(g, h);
        Columns(ab0, cd0, ef0, gh0, target, targetStride);
        Columns(ab1, cd1, ef1, gh1, target + targetStride, targetStride);
    }

    /// <summary>Columns 0, 2, 4, 6 of the target from the 128-bit pairs of each two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(Vector512<double> ab, Vector512<double> cd, Vector512<double> ef, Vector512<double> gh, double* target, nint stride)
    {
        Vector512<double> abcdEven = Avx512F.Shuffle4x128(ab, cd, 0x88), abcdOdd = Avx512F.Shuffle4x128(ab, cd, 0xDD);
        Vector512<double> efghEven = Avx512F.Shuffle4x128(ef, gh, 0x88), efghOdd = Avx512F.Shuffle4x128(ef, gh, 0xDD);
        Vector512.Store(Avx512F.Shuffle4x128(abcdEven, efghEven, 0x88), target);
        Vector512.Store(Avx512F.Shuffle4x128(abcdOdd, efghOdd, 0x88), target + 2 * stride);
        Vector512.Store(Avx512F.Shuffle4x128(abcdEven, efghEven, 0xDD), target + 4 * stride);
        Vector512.Store(Avx512F.Shuffle4x128(abcdOdd, efghOdd, 0xDD), target + 6 * stride);
    }

    private static void Quarters(double* source, nint sourceStride, double* target, nint targetStride)
    {
        for (int i = 0; i < 8; i += 4)
        {
            for (int j = 0; j < 8; j += 4)
                Lanes4.Transpose(source + i * sourceStride + j, sourceStride, target + j * targetStride + i, targetStride);
        }
    }
}
