using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>
/// <see cref="ApproachFlow{TRate}"/> for d = 3: the polar angle of z about its old direction from <see cref="SphereQuantile"/>, its azimuth uniform; s moves in
/// the planes across its directions at both ends.
/// </summary>
internal sealed unsafe class SpaceApproachFlow<TRate>(TRate rate) : ApproachFlow<TRate>(rate, 3)
    where TRate : struct, IPairRate
{
    /// <summary>The vectors of a record: n_0, r_0^2, n_1, r_1^2.</summary>
    private const int Record = 8;
    private readonly NativeBuffer _randoms = new(2 * Chunk * LaneMath.Lanes);

    public override void Dispose()
    {
        base.Dispose();
        _randoms.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Spin(double* velocity, int* pairs, int count, double time, LaneRandom random, bool begins)
    {
        const int lanes = LaneMath.Lanes;
        random.FillExponentialsAndTurns(_randoms.Pointer, count);
        for (int p = 0; p < count; p++)
        {
            double* first = velocity + pairs[2 * p] * (3 * lanes), second = velocity + pairs[2 * p + 1] * (3 * lanes), ends = Ends + p * Record * lanes;
            Space z = Space.Load(first) - Space.Load(second);
            Vector512<double> square = Vector512.Max(z.Dot(z), Vector512.Create(PairRates.SmallestSquare));
            (Vector512<double> tau, Vector512<double> ratio) = Approach(square, time);
            tau = Vector512.Min(tau, Vector512.Create(SphericalBrownianMotion.UniformTime));
            Vector512<double> y = Vector512.LessThanOrEqualAll(tau, Vector512.Create(SphereQuantile.LongestTime))
                ? SphereQuantile.At(tau, Vector512.Load(_randoms.Pointer + 2 * p * lanes))
                : LongPolarSteps.Draw(tau, random);
            Vector512<double> radius = Vector512.Sqrt(square);
            Space n = (Vector512<double>.One / radius) * z;
            (Vector512<double> s, Vector512<double> c) = LaneMath.SinCosTurns(Vector512.Load(_randoms.Pointer + (2 * p + 1) * lanes));
            Vector512<double> across = 2.0 * Vector512.Sqrt(y * (Vector512<double>.One - y));
            (Space e, Space f) = n.Frame(Sign(n, random));
            Space w = (Vector512<double>.One - 2.0 * y) * n + (across * c) * e + (across * s) * f;
            if (begins)
            {
                n.Store(ends);
                Vector512.Store(square, ends + 3 * lanes);
            }
            w.Store(ends + 4 * lanes);
            Vector512.Store(ratio * ratio * square, ends + 7 * lanes);
            Space shift = Vector512.Create(0.5) * ((ratio * radius) * w - z);
            (Space.Load(first) + shift).Store(first);
            (Space.Load(second) - shift).Store(second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Kick(double* velocity, int* pairs, int count, LaneRandom random, double* drift)
    {
        const int lanes = LaneMath.Lanes;
        for (int p = 0; p < count; p++)
        {
            double* first = velocity + pairs[2 * p] * (3 * lanes), second = velocity + pairs[2 * p + 1] * (3 * lanes), ends = Ends + p * Record * lanes;
            double* normals = Normals + 4 * p * lanes;
            Space a = Space.Load(first), b = Space.Load(second), n = Space.Load(ends);
            Vector512<double> before = Vector512.Load(ends + 3 * lanes), after = Vector512.Load(ends + 7 * lanes);
            if (drift != null)
                ApproachDrift.AddSpace(drift, n, Vector512.Create(0.5) * (a + b), before, after);
            Vector512<double> deviation = Vector512.Sqrt(Vector512.Max(before - after, Vector512<double>.Zero) * 0.0625);
            (Space e, Space f) = n.Frame(Sign(n, random));
            Space kick = Vector512.Load(normals) * e + Vector512.Load(normals + lanes) * f;
            Space turned = Space.Load(ends + 4 * lanes);
            (e, f) = turned.Frame(Sign(turned, random));
            kick = deviation * (kick + Vector512.Load(normals + 2 * lanes) * e + Vector512.Load(normals + 3 * lanes) * f);
            (a + kick).Store(first);
            (b + kick).Store(second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Sign(Space n, LaneRandom random) => random.IsApart ? Space.CoupledSign(n.Z) : Vector512.CopySign(Vector512<double>.One, n.Z);
}
