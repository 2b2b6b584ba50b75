using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Particles;

/// <summary>How far the direction of a pair in R^3 turns in the time tau, for eight pairs at once; E P_2(cos theta) = exp(-3 tau).</summary>
internal interface IPolarLaw
{
    /// <summary>(1 - cos theta)/2 by its quantile at the rank of standard exponential numbers.</summary>
    Vector512<double> Draw(Vector512<double> tau, Vector512<double> exponential, LaneRandom random);
}

/// <summary>Brownian motion: E P_l(cos theta) = exp(-l (l+1) tau/2).</summary>
internal readonly struct BrownianPolarLaw : IPolarLaw
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Draw(Vector512<double> tau, Vector512<double> exponential, LaneRandom random) =>
        Vector512.LessThanOrEqualAll(tau, Vector512.Create(SphereQuantile.LongestTime)) ? SphereQuantile.At(tau, exponential) : LongPolarSteps.Draw(tau, random);
}

/// <summary>
/// Turns by the angle h with uniform azimuths at the rate 2/sin^2 h, so that harmonic l decays with 2 (1 - P_l(cos h))/sin^2 h in place of l (l+1)/2: as under
/// Brownian motion for l = 2, hence for every quadratic function of z, and with an error of order h^2 else.
/// </summary>
internal readonly struct JumpPolarLaw(double angle) : IPolarLaw
{
    private readonly SphereJumpQuantile _quantile = new(angle);
    private readonly double _perTime = 2 / (Math.Sin(angle) * Math.Sin(angle));

    public Vector512<double> Draw(Vector512<double> tau, Vector512<double> exponential, LaneRandom random)
    {
        Span<double> turns = stackalloc double[LaneMath.Lanes];
        for (int lane = 0; lane < LaneMath.Lanes; lane++)
            turns[lane] = _quantile.At(_perTime * tau[lane], exponential[lane]);
        return Vector512.Create<double>(turns);
    }
}
