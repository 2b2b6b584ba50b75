using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>d = 2: the angle of z grows by N(0, tau).</summary>
internal sealed unsafe class PlanePairFlow<TRate>(TRate rate) : PairFlow
    where TRate : struct, IPairRate
{
    /// <summary>The largest standard deviation of the angle: beyond, it is uniform to every digit.</summary>
    private const double LargestDeviation = 1e4;
    private readonly NativeBuffer _normals = new((Chunk + 1) * LaneMath.Lanes);

    public override void Dispose() => _normals.Dispose();

    /// <summary>
    /// One loop over the pairs, long because its values stay in registers. E[z z^T - r^2/2 I] shrinks by exp(-2 tau), hence the drift.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void ApplyChunk(double* velocity, int* pairs, int count, double time, LaneRandom random, double* drift)
    {
        const int lanes = LaneMath.Lanes;
        double* normals = _normals.Pointer;
        random.FillNormals(normals, count);
        Vector512<double> half = Vector512.Create(0.5), xx = Vector512<double>.Zero, xy = Vector512<double>.Zero, fourth = Vector512<double>.Zero;
        for (int p = 0; p < count; p++)
        {
            double* first = velocity + pairs[2 * p] * (2 * lanes), second = velocity + pairs[2 * p + 1] * (2 * lanes);
            Vector512<double> ax = Vector512.Load(first), ay = Vector512.Load(first + lanes), bx = Vector512.Load(second), by = Vector512.Load(second + lanes);
            Vector512<double> zx = ax - bx, zy = ay - by;
            Vector512<double> square = Vector512.Max(Vector512.FusedMultiplyAdd(zx, zx, zy * zy), Vector512.Create(PairRates.SmallestSquare));
            Vector512<double> deviation = Vector512.Min(Vector512.Sqrt(Vector512.Create(time) * rate.At(square)), Vector512.Create(LargestDeviation));
            (Vector512<double> s, Vector512<double> c) = LaneMath.SinCos(deviation * Vector512.Load(normals + p * lanes));
            if (drift != null)
            {
                Vector512<double> factor = half * (Vector512.Exp(-2.0 * deviation * deviation) - Vector512<double>.One);
                Vector512<double> sx = ax + bx, sy = ay + by, dxx = half * (zx - zy) * (zx + zy), dxy = zx * zy;
                xx += factor * dxx;
                xy += factor * dxy;
                fourth += factor * ((sx - sy) * (sx + sy) * dxx + 2.0 * sx * sy * dxy);
            }
            // s and c are normed once more, so that energy does not drift by their rounding.
            Vector512<double> norm = Vector512.Create(1.5) - half * Vector512.FusedMultiplyAdd(s, s, c * c);
            s *= norm;
            c = Vector512.FusedMultiplyAdd(c, norm, Vector512.Create(-1.0));
            Vector512<double> dx = half * Vector512.FusedMultiplyAdd(c, zx, -(s * zy)), dy = half * Vector512.FusedMultiplyAdd(s, zx, c * zy);
            Vector512.Store(ax + dx, first);
            Vector512.Store(ay + dy, first + lanes);
            Vector512.Store(bx - dx, second);
            Vector512.Store(by - dy, second + lanes);
        }
        if (drift != null)
        {
            Vector512.Store(Vector512.Load(drift) + xx, drift);
            Vector512.Store(Vector512.Load(drift + lanes) + xy, drift + lanes);
            Vector512.Store(Vector512.Load(drift + 2 * lanes) + fourth, drift + 2 * lanes);
        }
    }
}
