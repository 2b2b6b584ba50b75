using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Spectral;

/// <summary>Two lanes, 128 bits.</summary>
internal readonly unsafe struct Lanes2(Vector128<double> re, Vector128<double> im) : ILanes<Lanes2>
{
    private readonly Vector128<double> _re = re;
    private readonly Vector128<double> _im = im;

    public static int Count => 2;

    public static int Step => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Load(double* re, double* im) => new(Vector128.Load(re), Vector128.Load(im));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* re, double* im)
    {
        Vector128.Store(_re, re);
        Vector128.Store(_im, im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 operator +(Lanes2 a, Lanes2 b) => new(a._re + b._re, a._im + b._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 operator -(Lanes2 a, Lanes2 b) => new(a._re - b._re, a._im - b._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 operator *(Lanes2 a, double factor) => new(a._re * factor, a._im * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 MultiplyAdd(Lanes2 a, double factor, Lanes2 b)
    {
        Vector128<double> f = Vector128.Create(factor);
        return new(Vector128.MultiplyAddEstimate(a._re, f, b._re), Vector128.MultiplyAddEstimate(a._im, f, b._im));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 AddTurned(Lanes2 a, Lanes2 b) => new(a._re - b._im, a._im + b._re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 SubtractTurned(Lanes2 a, Lanes2 b) => new(a._re + b._im, a._im - b._re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Twiddle(Lanes2 a, double* factor)
    {
        Vector128<double> c = Vector128.Create(factor[0]), s = Vector128.Create(factor[1]);
        return new(
            Vector128.MultiplyAddEstimate(-a._im, s, a._re * c),
            Vector128.MultiplyAddEstimate(a._re, s, a._im * c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(double* lines, nint lineStride, double* panel, nint panelStride)
    {
        double a = lines[0], b = lines[1], c = lines[lineStride], d = lines[lineStride + 1];
        panel[0] = a;
        panel[1] = c;
        panel[panelStride] = b;
        panel[panelStride + 1] = d;
    }

    /// <summary>Two by two: the same exchange.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(double* panel, nint panelStride, double* lines, nint lineStride) => Gather(panel, panelStride, lines, lineStride);
}
