using System.Runtime.CompilerServices;

namespace Hierarchy.Spectral;

/// <summary>One lane: what is left of an odd number of lines.</summary>
internal readonly unsafe struct Lanes1(double re, double im) : ILanes<Lanes1>
{
    private readonly double _re = re;
    private readonly double _im = im;

    public static int Count => 1;

    public static int Step => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Load(double* re, double* im) => new(*re, *im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* re, double* im)
    {
        *re = _re;
        *im = _im;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a._re + b._re, a._im + b._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator -(Lanes1 a, Lanes1 b) => new(a._re - b._re, a._im - b._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator *(Lanes1 a, double factor) => new(a._re * factor, a._im * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 MultiplyAdd(Lanes1 a, double factor, Lanes1 b)
    {
        return new(double.MultiplyAddEstimate(a._re, factor, b._re), double.MultiplyAddEstimate(a._im, factor, b._im));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 AddTurned(Lanes1 a, Lanes1 b) => new(a._re - b._im, a._im + b._re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 SubtractTurned(Lanes1 a, Lanes1 b) => new(a._re + b._im, a._im - b._re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Twiddle(Lanes1 a, double* factor)
    {
        double c = factor[0], s = factor[1];
        return new(
            double.MultiplyAddEstimate(-a._im, s, a._re * c),
            double.MultiplyAddEstimate(a._re, s, a._im * c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(double* lines, nint lineStride, double* panel, nint panelStride) => *panel = *lines;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(double* panel, nint panelStride, double* lines, nint lineStride) => *lines = *panel;
}
