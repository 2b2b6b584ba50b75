using System.Runtime.CompilerServices;

namespace Hierarchy.Spectral;

/// <summary>
/// Twenty points as four by five with coprime indices, which needs no inner factors: j = 5 a + 4 b and k = 5 p + 16 q (mod 20) give
/// exp(-2 pi i j k / 20) = exp(-2 pi i a p / 4) exp(-2 pi i b q / 5). Twenty points do not fit the registers. Both steps keep to the same rows of
/// the target, which holds the points between the steps.
/// </summary>
/// <remarks>Source: C. Van Loan, Computational Frameworks for the Fast Fourier Transform, SIAM 1992, section 4.1.</remarks>
internal readonly unsafe struct Radix20 : IRadix
{
    public static int Order => 20;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        for (int b = 0, r0 = 0; b < 5; b++, r0 += 4)
        {
            int r1 = Wrap(r0 + 5), r2 = Wrap(r0 + 10), r3 = Wrap(r0 + 15);
            T a0 = T.Load(re + r0 * step, im + r0 * step), a1 = T.Load(re + r1 * step, im + r1 * step);
            T a2 = T.Load(re + r2 * step, im + r2 * step), a3 = T.Load(re + r3 * step, im + r3 * step);
            Butterfly.Four(ref a0, ref a1, ref a2, ref a3);
            a0.Store(outRe + r0 * outStep, outIm + r0 * outStep);
            a1.Store(outRe + r1 * outStep, outIm + r1 * outStep);
            a2.Store(outRe + r2 * outStep, outIm + r2 * outStep);
            a3.Store(outRe + r3 * outStep, outIm + r3 * outStep);
        }
        for (int p = 0, r0 = 0; p < 4; p++, r0 += 5)
        {
            int r1 = Wrap(r0 + 4), r2 = Wrap(r0 + 8), r3 = Wrap(r0 + 12), r4 = Wrap(r0 + 16);
            T a0 = T.Load(outRe + r0 * outStep, outIm + r0 * outStep), a1 = T.Load(outRe + r1 * outStep, outIm + r1 * outStep);
            T a2 = T.Load(outRe + r2 * outStep, outIm + r2 * outStep), a3 = T.Load(outRe + r3 * outStep, outIm + r3 * outStep);
            T a4 = T.Load(outRe + r4 * outStep, outIm + r4 * outStep);
            Butterfly.Five(ref a0, ref a1, ref a2, ref a3, ref a4);
            if (r0 == 0)
                Outlet.First<T, TMode>(a0, outRe, outIm, scale);
            else
                Outlet.Other<T, TMode>(a0, outRe + r0 * outStep, outIm + r0 * outStep, twiddles + 2 * (r0 - 1), scale);
            Outlet.Other<T, TMode>(a1, outRe + r4 * outStep, outIm + r4 * outStep, twiddles + 2 * (r4 - 1), scale);
            Outlet.Other<T, TMode>(a2, outRe + r3 * outStep, outIm + r3 * outStep, twiddles + 2 * (r3 - 1), scale);
            Outlet.Other<T, TMode>(a3, outRe + r2 * outStep, outIm + r2 * outStep, twiddles + 2 * (r2 - 1), scale);
            Outlet.Other<T, TMode>(a4, outRe + r1 * outStep, outIm + r1 * outStep, twiddles + 2 * (r1 - 1), scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Wrap(int row) => row >= 20 ? row - 20 : row;
}
