using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>
/// d = 3: the direction of z is a Brownian motion on the sphere, or turns by jumps; its polar angle about the old direction from a <see cref="IPolarLaw"/>, its
/// azimuth uniform.
/// </summary>
/// <remarks>Coupled paths take a frame that jumps in one direction only, so that those close to each other turn alike.</remarks>
internal sealed unsafe class SpacePairFlow<TRate, TLaw>(TRate rate, TLaw law) : PairFlow
    where TRate : struct, IPairRate
    where TLaw : struct, IPolarLaw
{
    private readonly NativeBuffer _randoms = new(2 * Chunk * LaneMath.Lanes);

    public override void Dispose() => _randoms.Dispose();

    /// <summary>
    /// One loop over the pairs, long because its values stay in registers. E[z z^T - r^2/3 I] shrinks by exp(-3 tau), hence the drift.
    /// The frame across z is that of Duff et al. (2017), without a branch.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void ApplyChunk(double* velocity, int* pairs, int count, double time, LaneRandom random, double* drift)
    {
        const int lanes = LaneMath.Lanes;
        double* randoms = _randoms.Pointer;
        random.FillExponentialsAndTurns(randoms, count);
        Vector512<double> half = Vector512.Create(0.5), one = Vector512<double>.One;
        for (int p = 0; p < count; p++)
        {
            double* first = velocity + pairs[2 * p] * (3 * lanes), second = velocity + pairs[2 * p + 1] * (3 * lanes);
            Vector512<double> ax = Vector512.Load(first), ay = Vector512.Load(first + lanes), az = Vector512.Load(first + 2 * lanes);
            Vector512<double> bx = Vector512.Load(second), by = Vector512.Load(second + lanes), bz = Vector512.Load(second + 2 * lanes);
            Vector512<double> zx = ax - bx, zy = ay - by, zz = az - bz;
            Vector512<double> square = zx * zx + zy * zy + zz * zz;
            square = Vector512.Max(square, Vector512.Create(PairRates.SmallestSquare));
            Vector512<double> tau = Vector512.Min(Vector512.Create(time) * rate.At(square), Vector512.Create(SphericalBrownianMotion.UniformTime));
            if (drift != null)
                AddDrift(drift, tau, square, (zx, zy, zz), (ax + bx, ay + by, az + bz));
            Vector512<double> y = law.Draw(tau, Vector512.Load(randoms + 2 * p * lanes), random);
            Vector512<double> radius = Vector512.Sqrt(square), inverse = one / radius;
            Vector512<double> nx = zx * inverse, ny = zy * inverse, nz = zz * inverse;
            Vector512<double> sign = random.IsApart ? Space.CoupledSign(nz) : Vector512.CopySign(one, nz), a = -one / (sign + nz), b = nx * ny * a;
            (Vector512<double> s, Vector512<double> c) = LaneMath.SinCosTurns(Vector512.Load(randoms + (2 * p + 1) * lanes));
            Vector512<double> across = 2.0 * Vector512.Sqrt(y * (one - y)), along = one - 2.0 * y;
            c *= across;
            s *= across;
            Vector512<double> wx = along * nx + c * (one + sign * nx * nx * a) + s * b;
            Vector512<double> wy = along * ny + c * sign * b + s * (sign + ny * ny * a);
            Vector512<double> wz = along * nz - c * sign * nx - s * ny;
            // The new direction is normed once more, so that energy does not drift by its rounding.
            Vector512<double> scale = radius * (Vector512.Create(1.5) - half * (wx * wx + wy * wy + wz * wz));
            Vector512<double> dx = half * (scale * wx - zx), dy = half * (scale * wy - zy), dz = half * (scale * wz - zz);
            Vector512.Store(ax + dx, first);
            Vector512.Store(ay + dy, first + lanes);
            Vector512.Store(az + dz, first + 2 * lanes);
            Vector512.Store(bx - dx, second);
            Vector512.Store(by - dy, second + lanes);
            Vector512.Store(bz - dz, second + 2 * lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddDrift(
        double* drift,
        Vector512<double> tau,
        Vector512<double> square,
        (Vector512<double> X, Vector512<double> Y, Vector512<double> Z) z,
        (Vector512<double> X, Vector512<double> Y, Vector512<double> Z) s)
    {
        const int lanes = LaneMath.Lanes;
        Vector512<double> factor = 0.5 * (Vector512.Exp(-3.0 * tau) - Vector512<double>.One), third = square * (1.0 / 3);
        Add(drift, factor * (z.X * z.X - third));
        Add(drift + lanes, factor * (z.Y * z.Y - third));
        Add(drift + 2 * lanes, factor * z.X * z.Y);
        Add(drift + 3 * lanes, factor * z.X * z.Z);
        Add(drift + 4 * lanes, factor * z.Y * z.Z);
        Vector512<double> product = s.X * z.X + s.Y * z.Y + s.Z * z.Z;
        Add(drift + 5 * lanes, factor * (product * product - third * (s.X * s.X + s.Y * s.Y + s.Z * s.Z)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double* sum, Vector512<double> value) => Vector512.Store(Vector512.Load(sum) + value, sum);
}
