using System.Runtime.CompilerServices;

namespace Hierarchy.Spectral;

/// <summary>Nine points as three by three.</summary>
internal readonly unsafe struct Radix9 : IRadix
{
    public static int Order => 9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im), a1 = T.Load(re + step, im + step);
        T a2 = T.Load(re + 2 * step, im + 2 * step), a3 = T.Load(re + 3 * step, im + 3 * step);
        T a4 = T.Load(re + 4 * step, im + 4 * step), a5 = T.Load(re + 5 * step, im + 5 * step);
        T a6 = T.Load(re + 6 * step, im + 6 * step), a7 = T.Load(re + 7 * step, im + 7 * step);
        T a8 = T.Load(re + 8 * step, im + 8 * step);
        Butterfly.Three(ref a0, ref a3, ref a6);
        Butterfly.Three(ref a1, ref a4, ref a7);
        Butterfly.Three(ref a2, ref a5, ref a8);
        a4 = Butterfly.Turn(a4, Butterfly.Cos1Ninth, Butterfly.Sin1Ninth);
        a7 = Butterfly.Turn(a7, Butterfly.Cos2Ninths, Butterfly.Sin2Ninths);
        a5 = Butterfly.Turn(a5, Butterfly.Cos2Ninths, Butterfly.Sin2Ninths);
        a8 = Butterfly.Turn(a8, Butterfly.Cos4Ninths, Butterfly.Sin4Ninths);
        Butterfly.Three(ref a0, ref a1, ref a2);
        Butterfly.Three(ref a3, ref a4, ref a5);
        Butterfly.Three(ref a6, ref a7, ref a8);
        Outlet.First<T, TMode>(a0, outRe, outIm, scale);
        Outlet.Other<T, TMode>(a3, outRe + outStep, outIm + outStep, twiddles, scale);
        Outlet.Other<T, TMode>(a6, outRe + 2 * outStep, outIm + 2 * outStep, twiddles + 2, scale);
        Outlet.Other<T, TMode>(a1, outRe + 3 * outStep, outIm + 3 * outStep, twiddles + 4, scale);
        Outlet.Other<T, TMode>(a4, outRe + 4 * outStep, outIm + 4 * outStep, twiddles + 6, scale);
        Outlet.Other<T, TMode>(a7, outRe + 5 * outStep, outIm + 5 * outStep, twiddles + 8, scale);
        Outlet.Other<T, TMode>(a2, outRe + 6 * outStep, outIm + 6 * outStep, twiddles + 10, scale);
        Outlet.Other<T, TMode>(a5, outRe + 7 * outStep, outIm + 7 * outStep, twiddles + 12, scale);
        Outlet.Other<T, TMode>(a8, outRe + 8 * outStep, outIm + 8 * outStep, twiddles + 14, scale);
    }
}

/// <summary>Ten points as five by two with coprime indices.</summary>
internal readonly unsafe struct Radix10 : IRadix
{
    public static int Order => 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im), a1 = T.Load(re + step, im + step);
        T a2 = T.Load(re + 2 * step, im + 2 * step), a3 = T.Load(re + 3 * step, im + 3 * step);
        T a4 = T.Load(re + 4 * step, im + 4 * step), a5 = T.Load(re + 5 * step, im + 5 * step);
        T a6 = T.Load(re + 6 * step, im + 6 * step), a7 = T.Load(re + 7 * step, im + 7 * step);
        T a8 = T.Load(re + 8 * step, im + 8 * step), a9 = T.Load(re + 9 * step, im + 9 * step);
        Butterfly.Five(ref a0, ref a2, ref a4, ref a6, ref a8);
        Butterfly.Five(ref a5, ref a7, ref a9, ref a1, ref a3);
        Butterfly.Two(ref a0, ref a5);
        Butterfly.Two(ref a2, ref a7);
        Butterfly.Two(ref a4, ref a9);
        Butterfly.Two(ref a6, ref a1);
        Butterfly.Two(ref a8, ref a3);
        Outlet.First<T, TMode>(a0, outRe, outIm, scale);
        Outlet.Other<T, TMode>(a7, outRe + outStep, outIm + outStep, twiddles, scale);
        Outlet.Other<T, TMode>(a4, outRe + 2 * outStep, outIm + 2 * outStep, twiddles + 2, scale);
        Outlet.Other<T, TMode>(a1, outRe + 3 * outStep, outIm + 3 * outStep, twiddles + 4, scale);
        Outlet.Other<T, TMode>(a8, outRe + 4 * outStep, outIm + 4 * outStep, twiddles + 6, scale);
        Outlet.Other<T, TMode>(a5, outRe + 5 * outStep, outIm + 5 * outStep, twiddles + 8, scale);
        Outlet.Other<T, TMode>(a2, outRe + 6 * outStep, outIm + 6 * outStep, twiddles + 10, scale);
        Outlet.Other<T, TMode>(a9, outRe + 7 * outStep, outIm + 7 * outStep, twiddles + 12, scale);
        Outlet.Other<T, TMode>(a6, outRe + 8 * outStep, outIm + 8 * outStep, twiddles + 14, scale);
        Outlet.Other<T, TMode>(a3, outRe + 9 * outStep, outIm + 9 * outStep, twiddles + 16, scale);
    }
}

/// <summary>Twelve points as four by three with coprime indices.</summary>
internal readonly unsafe struct Radix12 : IRadix
{
    public static int Order => 12;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im), a1 = T.Load(re + step, im + step);
        T a2 = T.Load(re + 2 * step, im + 2 * step), a3 = T.Load(re + 3 * step, im + 3 * step);
        T a4 = T.Load(re + 4 * step, im + 4 * step), a5 = T.Load(re + 5 * step, im + 5 * step);
        T a6 = T.Load(re + 6 * step, im + 6 * step), a7 = T.Load(re + 7 * step, im + 7 * step);
        T a8 = T.Load(re + 8 * step, im + 8 * step), a9 = T.Load(re + 9 * step, im + 9 * step);
        T a10 = T.Load(re + 10 * step, im + 10 * step), a11 = T.Load(re + 11 * step, im + 11 * step);
        Butterfly.Four(ref a0, ref a3, ref a6, ref a9);
        Butterfly.Four(ref a4, ref a7, ref a10, ref a1);
        Butterfly.Four(ref a8, ref a11, ref a2, ref a5);
        Butterfly.Three(ref a0, ref a4, ref a8);
        Butterfly.Three(ref a3, ref a7, ref a11);
        Butterfly.Three(ref a6, ref a10, ref a2);
        Butterfly.Three(ref a9, ref a1, ref a5);
        Outlet.First<T, TMode>(a0, outRe, outIm, scale);
        Outlet.Other<T, TMode>(a7, outRe + outStep, outIm + outStep, twiddles, scale);
        Outlet.Other<T, TMode>(a2, outRe + 2 * outStep, outIm + 2 * outStep, twiddles + 2, scale);
        Outlet.Other<T, TMode>(a9, outRe + 3 * outStep, outIm + 3 * outStep, twiddles + 4, scale);
        Outlet.Other<T, TMode>(a4, outRe + 4 * outStep, outIm + 4 * outStep, twiddles + 6, scale);
        Outlet.Other<T, TMode>(a11, outRe + 5 * outStep, outIm + 5 * outStep, twiddles + 8, scale);
        Outlet.Other<T, TMode>(a6, outRe + 6 * outStep, outIm + 6 * outStep, twiddles + 10, scale);
        Outlet.Other<T, TMode>(a1, outRe + 7 * outStep, outIm + 7 * outStep, twiddles + 12, scale);
        Outlet.Other<T, TMode>(a8, outRe + 8 * outStep, outIm + 8 * outStep, twiddles + 14, scale);
        Outlet.Other<T, TMode>(a3, outRe + 9 * outStep, outIm + 9 * outStep, twiddles + 16, scale);
        Outlet.Other<T, TMode>(a10, outRe + 10 * outStep, outIm + 10 * outStep, twiddles + 18, scale);
        Outlet.Other<T, TMode>(a5, outRe + 11 * outStep, outIm + 11 * outStep, twiddles + 20, scale);
    }
}

/// <summary>Sixteen points as four by four.</summary>
internal readonly unsafe struct Radix16 : IRadix
{
    public static int Order => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        T a0 = T.Load(re, im), a1 = T.Load(re + step, im + step);
        T a2 = T.Load(re + 2 * step, im + 2 * step), a3 = T.Load(re + 3 * step, im + 3 * step);
        T a4 = T.Load(re + 4 * step, im + 4 * step), a5 = T.Load(re + 5 * step, im + 5 * step);
        T a6 = T.Load(re + 6 * step, im + 6 * step), a7 = T.Load(re + 7 * step, im + 7 * step);
        T a8 = T.Load(re + 8 * step, im + 8 * step), a9 = T.Load(re + 9 * step, im + 9 * step);
        T a10 = T.Load(re + 10 * step, im + 10 * step), a11 = T.Load(re + 11 * step, im + 11 * step);
        T a12 = T.Load(re + 12 * step, im + 12 * step), a13 = T.Load(re + 13 * step, im + 13 * step);
        T a14 = T.Load(re + 14 * step, im + 14 * step), a15 = T.Load(re + 15 * step, im + 15 * step);
        Butterfly.Sixteen(
            ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
            ref a8, ref a9, ref a10, ref a11, ref a12, ref a13, ref a14, ref a15);
        Outlet.First<T, TMode>(a0, outRe, outIm, scale);
        Outlet.Other<T, TMode>(a1, outRe + outStep, outIm + outStep, twiddles, scale);
        Outlet.Other<T, TMode>(a2, outRe + 2 * outStep, outIm + 2 * outStep, twiddles + 2, scale);
        Outlet.Other<T, TMode>(a3, outRe + 3 * outStep, outIm + 3 * outStep, twiddles + 4, scale);
        Outlet.Other<T, TMode>(a4, outRe + 4 * outStep, outIm + 4 * outStep, twiddles + 6, scale);
        Outlet.Other<T, TMode>(a5, outRe + 5 * outStep, outIm + 5 * outStep, twiddles + 8, scale);
        Outlet.Other<T, TMode>(a6, outRe + 6 * outStep, outIm + 6 * outStep, twiddles + 10, scale);
        Outlet.Other<T, TMode>(a7, outRe + 7 * outStep, outIm + 7 * outStep, twiddles + 12, scale);
        Outlet.Other<T, TMode>(a8, outRe + 8 * outStep, outIm + 8 * outStep, twiddles + 14, scale);
        Outlet.Other<T, TMode>(a9, outRe + 9 * outStep, outIm + 9 * outStep, twiddles + 16, scale);
        Outlet.Other<T, TMode>(a10, outRe + 10 * outStep, outIm + 10 * outStep, twiddles + 18, scale);
        Outlet.Other<T, TMode>(a11, outRe + 11 * outStep, outIm + 11 * outStep, twiddles + 20, scale);
        Outlet.Other<T, TMode>(a12, outRe + 12 * outStep, outIm + 12 * outStep, twiddles + 22, scale);
        Outlet.Other<T, TMode>(a13, outRe + 13 * outStep, outIm + 13 * outStep, twiddles + 24, scale);
        Outlet.Other<T, TMode>(a14, outRe + 14 * outStep, outIm + 14 * outStep, twiddles + 26, scale);
        Outlet.Other<T, TMode>(a15, outRe + 15 * outStep, outIm + 15 * outStep, twiddles + 28, scale);
    }
}
