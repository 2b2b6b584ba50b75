using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary><see cref="ApproachFlow{TRate}"/> for d = 2: the angle of z grows by N(0, tau), s moves along the normals of its directions at both ends.</summary>
internal sealed unsafe class PlaneApproachFlow<TRate>(TRate rate) : ApproachFlow<TRate>(rate, 2)
    where TRate : struct, IPairRate
{
    /// <summary>The largest variance of the angle: beyond, it is uniform to every digit.</summary>
    private const double LargestVariance = 1e8;

    /// <summary>The vectors of a record: n_0, r_0^2, n_1, r_1^2.</summary>
    private const int Record = 6;
    private readonly NativeBuffer _angles = new((Chunk + 1) * LaneMath.Lanes);

    public override void Dispose()
    {
        base.Dispose();
        _angles.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Spin(double* velocity, int* pairs, int count, double time, LaneRandom random, bool begins)
    {
        const int lanes = LaneMath.Lanes;
        random.FillNormals(_angles.Pointer, count);
        Vector512<double> half = Vector512.Create(0.5);
        for (int p = 0; p < count; p++)
        {
            double* first = velocity + pairs[2 * p] * (2 * lanes), second = velocity + pairs[2 * p + 1] * (2 * lanes), ends = Ends + p * Record * lanes;
            Vector512<double> ax = Vector512.Load(first), ay = Vector512.Load(first + lanes), bx = Vector512.Load(second), by = Vector512.Load(second + lanes);
            Vector512<double> zx = ax - bx, zy = ay - by, square = Vector512.Max(zx * zx + zy * zy, Vector512.Create(PairRates.SmallestSquare));
            (Vector512<double> tau, Vector512<double> ratio) = Approach(square, time);
            Vector512<double> deviation = Vector512.Sqrt(Vector512.Min(tau, Vector512.Create(LargestVariance)));
            (Vector512<double> s, Vector512<double> c) = LaneMath.SinCos(deviation * Vector512.Load(_angles.Pointer + p * lanes));
            Vector512<double> wx = c * zx - s * zy, wy = s * zx + c * zy, inverse = Vector512<double>.One / Vector512.Sqrt(square);
            if (begins)
            {
                Vector512.Store(zx * inverse, ends);
                Vector512.Store(zy * inverse, ends + lanes);
                Vector512.Store(square, ends + 2 * lanes);
            }
            Vector512.Store(wx * inverse, ends + 3 * lanes);
            Vector512.Store(wy * inverse, ends + 4 * lanes);
            Vector512.Store(ratio * ratio * square, ends + 5 * lanes);
            Vector512<double> dx = half * (ratio * wx - zx), dy = half * (ratio * wy - zy);
            Vector512.Store(ax + dx, first);
            Vector512.Store(ay + dy, first + lanes);
            Vector512.Store(bx - dx, second);
            Vector512.Store(by - dy, second + lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Kick(double* velocity, int* pairs, int count, LaneRandom random, double* drift)
    {
        const int lanes = LaneMath.Lanes;
        for (int p = 0; p < count; p++)
        {
            double* first = velocity + pairs[2 * p] * (2 * lanes), second = velocity + pairs[2 * p + 1] * (2 * lanes), ends = Ends + p * Record * lanes;
            Vector512<double> ax = Vector512.Load(first), ay = Vector512.Load(first + lanes), bx = Vector512.Load(second), by = Vector512.Load(second + lanes);
            Vector512<double> nx = Vector512.Load(ends), ny = Vector512.Load(ends + lanes), before = Vector512.Load(ends + 2 * lanes), after = Vector512.Load(ends + 5 * lanes);
            if (drift != null)
                ApproachDrift.AddPlane(drift, (nx, ny), (0.5 * (ax + bx), 0.5 * (ay + by)), before, after);
            Vector512<double> deviation = Vector512.Sqrt(Vector512.Max(before - after, Vector512<double>.Zero) * 0.125);
            Vector512<double> start = deviation * Vector512.Load(Normals + 2 * p * lanes), end = deviation * Vector512.Load(Normals + (2 * p + 1) * lanes);
            Vector512<double> kx = -(ny * start) - Vector512.Load(ends + 4 * lanes) * end, ky = nx * start + Vector512.Load(ends + 3 * lanes) * end;
            Vector512.Store(ax + kx, first);
            Vector512.Store(ay + ky, first + lanes);
            Vector512.Store(bx + kx, second);
            Vector512.Store(by + ky, second + lanes);
        }
    }
}
