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

    public static int Step => 2;

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
            Fma.IsSupported ? Fma.MultiplyAddNegated(a._im, s, a._re * c) : Vector256.MultiplyAddEstimate(-a._im, s, a._re * c),
            Vector256.MultiplyAddEstimate(a._re, s, a._im * c));
    }

    /// <summary>Lines l and l + 2 are joined while they are loaded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(double* lines, nint lineStride, double* panel, nint panelStride)
    {
        if (!Avx.IsSupported)
        {
            ScalarTranspose.Run(lines, lineStride, Count, Step, panel, panelStride);
            return;
        }
        Vector256<double> a = Joined(lines, lineStride), b = Joined(lines + lineStride, lineStride);
        Vector256.Store(Avx.UnpackLow(a, b), panel);
        Vector256.Store(Avx.UnpackHigh(a, b), panel + panelStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(double* panel, nint panelStride, double* lines, nint lineStride)
    {
        if (!Avx.IsSupported)
        {
            ScalarTranspose.Run(panel, panelStride, Step, Count, lines, lineStride);
            return;
        }
        Vector256<double> a = Vector256.Load(panel), b = Vector256.Load(panel + panelStride);
        Vector256<double> even = Avx.UnpackLow(a, b), odd = Avx.UnpackHigh(a, b);
        Vector128.Store(even.GetLower(), lines);
        Vector128.Store(odd.GetLower(), lines + lineStride);
        Vector128.Store(even.GetUpper(), lines + 2 * lineStride);
        Vector128.Store(odd.GetUpper(), lines + 3 * lineStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Joined(double* line, nint lineStride) =>
        Avx.InsertVector128(Vector128.Load(line).ToVector256Unsafe(), Vector128.Load(line + 2 * lineStride), 1);
}
