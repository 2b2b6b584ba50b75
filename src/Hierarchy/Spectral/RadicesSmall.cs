using System.Runtime.CompilerServices;

namespace Hierarchy.Spectral;

/// <summary>Two points.</summary>
internal readonly unsafe struct Radix2 : IRadix
{
    public static int Order => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im), a1 = T.Load(re + step, im + step);
        Butterfly.Two(ref a0, ref a1);
        Outlet.First<T, TMode>(a0, outRe, outIm, scale);
        Outlet.Other<T, TMode>(a1, outRe + outStep, outIm + outStep, twiddles, scale);
    }
}

/// <summary>Three points.</summary>
internal readonly unsafe struct Radix3 : IRadix
{
    public static int Order => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im), a1 = T.Load(re + step, im + step);
        T a2 = T.Load(re + 2 * step, im + 2 * step);
        Butterfly.Three(ref a0, ref a1, ref a2);
        Outlet.First<T, TMode>(a0, outRe, outIm, scale);
        Outlet.Other<T, TMode>(a1, outRe + outStep, outIm + outStep, twiddles, scale);
        Outlet.Other<T, TMode>(a2, outRe + 2 * outStep, outIm + 2 * outStep, twiddles + 2, scale);
    }
}

/// <summary>Four points.</summary>
internal readonly unsafe struct Radix4 : IRadix
{
    public static int Order => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im), a1 = T.Load(re + step, im + step);
        T a2 = T.Load(re + 2 * step, im + 2 * step), a3 = T.Load(re + 3 * step, im + 3 * step);
        Butterfly.Four(ref a0, ref a1, ref a2, ref a3);
        Outlet.First<T, TMode>(a0, outRe, outIm, scale);
        Outlet.Other<T, TMode>(a1, outRe + outStep, outIm + outStep, twiddles, scale);
        Outlet.Other<T, TMode>(a2, outRe + 2 * outStep, outIm + 2 * outStep, twiddles + 2, scale);
        Outlet.Other<T, TMode>(a3, outRe + 3 * outStep, outIm + 3 * outStep, twiddles + 4, scale);
    }
}

/// <summary>Five points.</summary>
internal readonly unsafe struct Radix5 : IRadix
{
    public static int Order => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im), a1 = T.Load(re + step, im + step);
        T a2 = T.Load(re + 2 * step, im + 2 * step), a3 = T.Load(re + 3 * step, im + 3 * step);
        T a4 = T.Load(re + 4 * step, im + 4 * step);
        Butterfly.Five(ref a0, ref a1, ref a2, ref a3, ref a4);
        Outlet.First<T, TMode>(a0, outRe, outIm, scale);
        Outlet.Other<T, TMode>(a1, outRe + outStep, outIm + outStep, twiddles, scale);
        Outlet.Other<T, TMode>(a2, outRe + 2 * outStep, outIm + 2 * outStep, twiddles + 2, scale);
        Outlet.Other<T, TMode>(a3, outRe + 3 * outStep, outIm + 3 * outStep, twiddles + 4, scale);
        Outlet.Other<T, TMode>(a4, outRe + 4 * outStep, outIm + 4 * outStep, twiddles + 6, scale);
    }
}

/// <summary>Six points as three by two with coprime indices: no inner twiddles.</summary>
internal readonly unsafe struct Radix6 : IRadix
{
    public static int Order => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im), a1 = T.Load(re + step, im + step);
        T a2 = T.Load(re + 2 * step, im + 2 * step), a3 = T.Load(re + 3 * step, im + 3 * step);
        T a4 = T.Load(re + 4 * step, im + 4 * step), a5 = T.Load(re + 5 * step, im + 5 * step);
        Butterfly.Three(ref a0, ref a2, ref a4);
        Butterfly.Three(ref a3, ref a5, ref a1);
        Butterfly.Two(ref a0, ref a3);
        Butterfly.Two(ref a2, ref a5);
        Butterfly.Two(ref a4, ref a1);
        Outlet.First<T, TMode>(a0, outRe, outIm, scale);
        Outlet.Other<T, TMode>(a5, outRe + outStep, outIm + outStep, twiddles, scale);
        Outlet.Other<T, TMode>(a4, outRe + 2 * outStep, outIm + 2 * outStep, twiddles + 2, scale);
        Outlet.Other<T, TMode>(a3, outRe + 3 * outStep, outIm + 3 * outStep, twiddles + 4, scale);
        Outlet.Other<T, TMode>(a2, outRe + 4 * outStep, outIm + 4 * outStep, twiddles + 6, scale);
        Outlet.Other<T, TMode>(a1, outRe + 5 * outStep, outIm + 5 * outStep, twiddles + 8, scale);
    }
}

/// <summary>Eight points.</summary>
internal readonly unsafe struct Radix8 : IRadix
{
    public static int Order => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im), a1 = T.Load(re + step, im + step);
        T a2 = T.Load(re + 2 * step, im + 2 * step), a3 = T.Load(re + 3 * step, im + 3 * step);
        T a4 = T.Load(re + 4 * step, im + 4 * step), a5 = T.Load(re + 5 * step, im + 5 * step);
        T a6 = T.Load(re + 6 * step, im + 6 * step), a7 = T.Load(re + 7 * step, im + 7 * step);
        Butterfly.Eight(ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        Outlet.First<T, TMode>(a0, outRe, outIm, scale);
        Outlet.Other<T, TMode>(a1, outRe + outStep, outIm + outStep, twiddles, scale);
        Outlet.Other<T, TMode>(a2, outRe + 2 * outStep, outIm + 2 * outStep, twiddles + 2, scale);
        Outlet.Other<T, TMode>(a3, outRe + 3 * outStep, outIm + 3 * outStep, twiddles + 4, scale);
        Outlet.Other<T, TMode>(a4, outRe + 4 * outStep, outIm + 4 * outStep, twiddles + 6, scale);
        Outlet.Other<T, TMode>(a5, outRe + 5 * outStep, outIm + 5 * outStep, twiddles + 8, scale);
        Outlet.Other<T, TMode>(a6, outRe + 6 * outStep, outIm + 6 * outStep, twiddles + 10, scale);
        Outlet.Other<T, TMode>(a7, outRe + 7 * outStep, outIm + 7 * outStep, twiddles + 12, scale);
    }
}
