using System.Runtime.CompilerServices;

namespace Hierarchy.Spectral;

/// <summary>Two points of which the second is zero on input: the first pass of a line of which only the first half is given.</summary>
internal readonly unsafe struct RadixZeroUpper : IRadix
{
    public static int Order => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im);
        Outlet.First<T, TMode>(a0, outRe, outIm, scale);
        Outlet.Other<T, TMode>(a0, outRe + outStep, outIm + outStep, twiddles, scale);
    }
}

/// <summary>Two points of which only the first output is wanted: the last pass of a line of which only the first half is kept.</summary>
internal readonly unsafe struct RadixDropUpper : IRadix
{
    public static int Order => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im), a1 = T.Load(re + step, im + step);
        Outlet.First<T, TMode>(a0 + a1, outRe, outIm, scale);
    }
}
