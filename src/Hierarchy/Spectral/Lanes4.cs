using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hierarchy.Spectral;

/// <summary>Four lanes, 256 bits.</summary>
internal readonly unsafe struct Lanes4(Vector256<double> re, Vector256<double> im) : ILanes<Lanes4>
{
    private readonly Vector256<double> _re = re;
    private readonly Vector256<double> _im = im;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(double* re, double* im) => new(Vector256.Load(re), Vector256.Load(im));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* re, double* im)
    {
        Vector256.Store(_re, re);
        Vector256.Store(_im, im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a._re + b._re, a._im + b._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 a, Lanes4 b) => new(a._re - b._re, a._im - b._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 a, double factor) => new(a._re * factor, a._im * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MultiplyAdd(Lanes4 a, double factor, Lanes4 b)
    {
        Vector256<double> f = Vector256.Create(factor);
        return new(Vector256.MultiplyAddEstimate(a._re, f, b._re), Vector256.MultiplyAddEstimate(a._im, f, b._im));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 AddTurned(Lanes4 a, Lanes4 b) => new(a._re - b._im, a._im + b._re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 SubtractTurned(Lanes4 a, Lanes4 b) => new(a._re + b._im, a._im - b._re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Twiddle(Lanes4 a, double* factor)
    {
        Vector256<double> c = Vector256.Create(factor[0]), s = Vector256.Create(factor[1]);
        return new(
            Vector256.MultiplyAddEstimate(-a._im, s, a._re * c),
            Vector256.MultiplyAddEstimate(a._re, s, a._im * c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(double* source, nint sourceStride, double* target, nint targetStride)
    {
        if (!Avx.IsSupported)
        {
            Quarters(source, sourceStride, target, targetStride);
            return;
        }
        Vector256<double> a = Vector256.Load(source), b = Vector256.Load(source + sourceStride);
        Vector256<double> c = Vector256.Load(source + 2 * sourceStride), d = Vector256.Load(source + 3 * sourceStride);
        Vector256<double> ab0 = Avx.UnpackLow(a, b), ab1 = Avx.UnpackHigh(a, b);
        Vector256<double> cd0 = Avx.UnpackLow(c, d), cd1 = Avx.UnpackHigh(c, d);
        Vector256.Store(Avx.Permute2x128(ab0, cd0, 0x20), target);
        Vector256.Store(Avx.Permute2x128(ab1, cd1, 0x20), target + targetStride);
        Vector256.Store(Avx.Permute2x128(ab0, cd0, 0x31), target + 2 * targetStride);
        Vector256.Store(Avx.Permute2x128(ab1, cd1, 0x31), target + 3 * targetStride);
    }

    private static void Quarters(double* source, nint sourceStride, double* target, nint targetStride)
    {
        for (int i = 0; i < 4; i += 2)
        {
            for (int j = 0; j < 4; j += 2)
                Lanes2.Transpose(source + i * sourceStride + j, sourceStride, target + j * targetStride + i, targetStride);
        }
    }
}
