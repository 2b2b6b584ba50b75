using System.Runtime.CompilerServices;

namespace Hierarchy.Spectral;

/// <summary>
/// The discrete Fourier transforms of a few points, exponent -i, in place on registers: a_k = sum_j a_j exp(-2 pi i j k / r).
/// </summary>
internal static class Butterfly
{
    private const double Half = 0.5;
    private const double SinThird = 0.86602540378443864676;
    private const double CosFifth = 0.30901699437494742410;
    private const double SinFifth = 0.95105651629515357212;
    private const double CosTwoFifths = -0.80901699437494742410;
    private const double SinTwoFifths = 0.58778525229247312917;
    private const double SqrtHalf = 0.70710678118654752440;
    private const double CosEighth = 0.92387953251128675613;
    private const double SinEighth = 0.38268343236508977173;

    /// <summary>cos(2 pi / 9) and so on: the inner factors of nine points.</summary>
    public const double Cos1Ninth = 0.76604444311897803520;
    public const double Sin1Ninth = 0.64278760968653932632;
    public const double Cos2Ninths = 0.17364817766693034885;
    public const double Sin2Ninths = 0.98480775301220805937;
    public const double Cos4Ninths = -0.93969262078590838405;
    public const double Sin4Ninths = 0.34202014332566873304;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Two<T>(ref T a0, ref T a1)
        where T : struct, ILanes<T>
    {
        T difference = a0 - a1;
        a0 += a1;
        a1 = difference;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Three<T>(ref T a0, ref T a1, ref T a2)
        where T : struct, ILanes<T>
    {
        T sum = a1 + a2, difference = (a1 - a2) * SinThird;
        T middle = T.MultiplyAdd(sum, -Half, a0);
        a0 += sum;
        a1 = T.SubtractTurned(middle, difference);
        a2 = T.AddTurned(middle, difference);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Four<T>(ref T a0, ref T a1, ref T a2, ref T a3)
        where T : struct, ILanes<T>
    {
        T even = a0 + a2, evenDifference = a0 - a2, odd = a1 + a3, oddDifference = a1 - a3;
        a0 = even + odd;
        a2 = even - odd;
        a1 = T.SubtractTurned(evenDifference, oddDifference);
        a3 = T.AddTurned(evenDifference, oddDifference);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Five<T>(ref T a0, ref T a1, ref T a2, ref T a3, ref T a4)
        where T : struct, ILanes<T>
    {
        T sum1 = a1 + a4, sum2 = a2 + a3, difference1 = a1 - a4, difference2 = a2 - a3;
        T middle1 = T.MultiplyAdd(sum2, CosTwoFifths, T.MultiplyAdd(sum1, CosFifth, a0));
        T middle2 = T.MultiplyAdd(sum2, CosFifth, T.MultiplyAdd(sum1, CosTwoFifths, a0));
        T side1 = T.MultiplyAdd(difference2, SinTwoFifths, difference1 * SinFifth);
        T side2 = T.MultiplyAdd(difference2, -SinFifth, difference1 * SinTwoFifths);
        a0 = a0 + sum1 + sum2;
        a1 = T.SubtractTurned(middle1, side1);
        a4 = T.AddTurned(middle1, side1);
        a2 = T.SubtractTurned(middle2, side2);
        a3 = T.AddTurned(middle2, side2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Eight<T>(ref T a0, ref T a1, ref T a2, ref T a3, ref T a4, ref T a5, ref T a6, ref T a7)
        where T : struct, ILanes<T>
    {
        Four(ref a0, ref a2, ref a4, ref a6);
        Four(ref a1, ref a3, ref a5, ref a7);
        T turned1 = T.SubtractTurned(a3, a3) * SqrtHalf, turned3 = T.AddTurned(a7, a7) * SqrtHalf;
        T odd2 = a5, even2 = a4, odd0 = a1, even1 = a2, even3 = a6;
        a4 = a0 - odd0;
        a0 += odd0;
        a1 = even1 + turned1;
        a5 = even1 - turned1;
        a2 = T.SubtractTurned(even2, odd2);
        a6 = T.AddTurned(even2, odd2);
        a3 = even3 - turned3;
        a7 = even3 + turned3;
    }

    /// <summary>a (cos - i sin).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Turn<T>(T a, double cos, double sin)
        where T : struct, ILanes<T> => T.SubtractTurned(a * cos, a * sin);

    /// <summary>Sixteen points as four by four; input and output in natural order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sixteen<T>(
        ref T a0, ref T a1, ref T a2, ref T a3, ref T a4, ref T a5, ref T a6, ref T a7,
        ref T a8, ref T a9, ref T a10, ref T a11, ref T a12, ref T a13, ref T a14, ref T a15)
        where T : struct, ILanes<T>
    {
        Four(ref a0, ref a4, ref a8, ref a12);
        Four(ref a1, ref a5, ref a9, ref a13);
        Four(ref a2, ref a6, ref a10, ref a14);
        Four(ref a3, ref a7, ref a11, ref a15);
        a5 = Turn(a5, CosEighth, SinEighth);
        a9 = T.SubtractTurned(a9, a9) * SqrtHalf;
        a13 = Turn(a13, SinEighth, CosEighth);
        a6 = T.SubtractTurned(a6, a6) * SqrtHalf;
        a14 = T.AddTurned(a14, a14) * -SqrtHalf;
        a7 = Turn(a7, SinEighth, CosEighth);
        a11 = T.AddTurned(a11, a11) * -SqrtHalf;
        a15 = Turn(a15, -CosEighth, -SinEighth);
        Four(ref a0, ref a1, ref a2, ref a3);
        Four(ref a4, ref a5, ref a6, ref a7);
        FourTurned(ref a8, ref a9, ref a10, ref a11);
        Four(ref a12, ref a13, ref a14, ref a15);
        (a1, a4) = (a4, a1);
        (a2, a8) = (a8, a2);
        (a3, a12) = (a12, a3);
        (a6, a9) = (a9, a6);
        (a7, a13) = (a13, a7);
        (a11, a14) = (a14, a11);
    }

    /// <summary>Four points of which the third still has to be multiplied by -i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourTurned<T>(ref T a0, ref T a1, ref T a2, ref T a3)
        where T : struct, ILanes<T>
    {
        T even = T.SubtractTurned(a0, a2), evenDifference = T.AddTurned(a0, a2), odd = a1 + a3, oddDifference = a1 - a3;
        a0 = even + odd;
        a2 = even - odd;
        a1 = T.SubtractTurned(evenDifference, oddDifference);
        a3 = T.AddTurned(evenDifference, oddDifference);
    }
}
