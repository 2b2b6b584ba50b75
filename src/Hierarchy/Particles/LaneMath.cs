using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Particles;

/// <summary>Elementary functions of eight numbers at once, to a few units of round-off on the ranges that the particle flows need.</summary>
internal static class LaneMath
{
    /// <summary>The replicas that travel side by side.</summary>
    public const int Lanes = 8;

    /// <summary>pi/2 in two parts: the product of the first with a whole number below 2^20 is exact.</summary>
    private const double QuarterHead = 1.570796326734125614166, QuarterTail = 6.077100506506192601475e-11;

    /// <summary>sin and cos of an angle in radians, |angle| up to 1e6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Sine, Vector512<double> Cosine) SinCos(Vector512<double> angle)
    {
        Vector512<double> quarters = Vector512.Round(angle * (2 / Math.PI));
        Vector512<double> rest = Vector512.FusedMultiplyAdd(quarters, Vector512.Create(-QuarterHead), angle);
        rest = Vector512.FusedMultiplyAdd(quarters, Vector512.Create(-QuarterTail), rest);
        return Reconstruct(quarters, rest);
    }

    /// <summary>sin and cos of 2 pi turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Sine, Vector512<double> Cosine) SinCosTurns(Vector512<double> turns)
    {
        Vector512<double> scaled = turns * 4, quarters = Vector512.Round(scaled);
        return Reconstruct(quarters, (scaled - quarters) * (Math.PI / 2));
    }

    /// <summary>Taylor polynomials on |rest| &lt;= pi/4, remainders below 3e-17, then the quadrant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Sine, Vector512<double> Cosine) Reconstruct(Vector512<double> quarters, Vector512<double> rest)
    {
        Vector512<double> x = rest * rest;
        Vector512<double> s = Step(Vector512.Create(-1.0 / 1307674368000), x, 1.0 / 6227020800);
        s = Step(Step(Step(s, x, -1.0 / 39916800), x, 1.0 / 362880), x, -1.0 / 5040);
        s = Step(Step(s, x, 1.0 / 120), x, -1.0 / 6);
        s = Vector512.FusedMultiplyAdd(s * x, rest, rest);
        Vector512<double> c = Step(Vector512.Create(1.0 / 20922789888000), x, -1.0 / 87178291200);
        c = Step(Step(Step(c, x, 1.0 / 479001600), x, -1.0 / 3628800), x, 1.0 / 40320);
        c = Step(Step(Step(c, x, -1.0 / 720), x, 1.0 / 24), x, -0.5);
        c = Step(c, x, 1);
        Vector512<long> quadrant = Vector512.ConvertToInt64(quarters);
        Vector512<double> odd = Vector512.Equals(quadrant & Vector512<long>.One, Vector512<long>.One).AsDouble();
        Vector512<long> two = Vector512.Create(2L);
        Vector512<long> sineSign = Vector512.ShiftLeft(quadrant & two, 62), cosineSign = Vector512.ShiftLeft((quadrant + Vector512<long>.One) & two, 62);
        return ((Vector512.ConditionalSelect(odd, c, s).AsInt64() ^ sineSign).AsDouble(), (Vector512.ConditionalSelect(odd, s, c).AsInt64() ^ cosineSign).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Step(Vector512<double> sum, Vector512<double> x, double coefficient) =>
        Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(coefficient));
}
