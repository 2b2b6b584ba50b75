using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Particles;

/// <summary>
/// y = (1 - cos theta)/2 of eight Brownian motions on the sphere of which at least one runs longer than the quantile series reaches:
/// all of them in several short steps, and those beyond by the alternating series.
/// </summary>
internal static class LongPolarSteps
{
    /// <summary>The longest time that is cut into short steps.</summary>
    private const double LongestCut = 0.5;

    /// <summary>Draws y for each lane.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> Draw(Vector512<double> time, LaneRandom random)
    {
        Vector512<double> cut = Vector512.Min(time, Vector512.Create(LongestCut));
        double longest = 0;
        for (int lane = 0; lane < LaneMath.Lanes; lane++)
            longest = Math.Max(longest, cut[lane]);
        int steps = (int)Math.Ceiling(longest / SphereQuantile.LongestTime);
        Vector512<double> part = cut / steps, cosine = Vector512<double>.One;
        for (int step = 0; step < steps; step++)
        {
            (Vector512<double> uniform, Vector512<double> turns) = random.NextUniforms();
            Vector512<double> y = SphereQuantile.At(part, -Vector512.Log(uniform));
            Vector512<double> across = 2.0 * Vector512.Sqrt(y * (Vector512<double>.One - y));
            Vector512<double> sine = Vector512.Sqrt(Vector512.Max(Vector512<double>.Zero, Vector512<double>.One - cosine * cosine));
            cosine = cosine * (Vector512<double>.One - 2.0 * y) - sine * across * LaneMath.SinCosTurns(turns).Cosine;
        }
        if (Vector512.GreaterThanAny(time, Vector512.Create(LongestCut)))
            cosine = DrawBySeries(time, cosine, random);
        Vector512<double> result = 0.5 * (Vector512<double>.One - cosine);
        return Vector512.Min(Vector512.Max(result, Vector512<double>.Zero), Vector512<double>.One);
    }

    private static Vector512<double> DrawBySeries(Vector512<double> time, Vector512<double> cosine, LaneRandom random)
    {
        (Vector512<double> first, Vector512<double> second) = random.NextUniforms();
        for (int lane = 0; lane < LaneMath.Lanes; lane++)
        {
            if (time[lane] > LongestCut)
                cosine = cosine.WithElement(lane, SphericalBrownianMotion.CosineBySeries(time[lane], first[lane], second[lane]));
        }
        return cosine;
    }
}
