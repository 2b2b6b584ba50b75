using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>
/// d = 2: z turns by +h or -h, either sign with probability 1/2, at the rate (8/N) Lambda |z|^gamma/sin^2 h, so that harmonic l of its direction decays with (1
/// - cos l h)/sin^2 h in place of l^2/2: as Brownian
/// motion for l = 2, hence for every quadratic function of z, and with an error of order h^2 else.
/// </summary>
/// <remarks>
/// Each flow takes one normal number a pair, as <see cref="PlanePairFlow{TRate}"/> does, and turns by the quantile at its rank: both flows of the same numbers
/// stay close.
/// </remarks>
internal sealed unsafe class PlaneJumpFlow<TRate>(TRate rate, double angle) : PairFlow
    where TRate : struct, IPairRate
{
    /// <summary>The time after which the direction is uniform to every digit that samples could show.</summary>
    private const double UniformTime = 18;

    private readonly NativeBuffer _normals = new((Chunk + 1) * LaneMath.Lanes);
    private readonly SkellamQuantile _quantile = new();
    private readonly double _perTime = 1 / (Math.Sin(angle) * Math.Sin(angle));

    public override void Dispose() => _normals.Dispose();

    protected override void ApplyChunk(double* velocity, int* pairs, int count, double time, LaneRandom random, double* drift)
    {
        const int lanes = LaneMath.Lanes;
        random.FillNormals(_normals.Pointer, count);
        for (int p = 0; p < count; p++)
        {
            double* first = velocity + pairs[2 * p] * (2 * lanes), second = velocity + pairs[2 * p + 1] * (2 * lanes);
            Vector512<double> zx = Vector512.Load(first) - Vector512.Load(second);
            Vector512<double> zy = Vector512.Load(first + lanes) - Vector512.Load(second + lanes);
            Vector512<double> rates = rate.At(Vector512.Max(zx * zx + zy * zy, Vector512.Create(PairRates.SmallestSquare)));
            for (int lane = 0; lane < lanes; lane++)
            {
                double tau = time * rates[lane];
                if (drift != null)
                    AddDrift(drift + lane, tau, zx[lane], zy[lane], first[lane] + second[lane], first[lanes + lane] + second[lanes + lane]);
                Turn(first + lane, second + lane, Math.Min(tau, UniformTime), zx[lane], zy[lane], _normals.Pointer[p * lanes + lane]);
            }
        }
    }

    private void Turn(double* first, double* second, double tau, double zx, double zy, double normal)
    {
        int jumps = _quantile.At(tau * _perTime, normal);
        if (jumps == 0)
            return;
        (double sin, double cos) = Math.SinCos(jumps * angle);
        double dx = 0.5 * ((cos - 1) * zx - sin * zy), dy = 0.5 * (sin * zx + (cos - 1) * zy);
        first[0] += dx;
        first[LaneMath.Lanes] += dy;
        second[0] -= dx;
        second[LaneMath.Lanes] -= dy;
    }

    /// <summary>E[z z^T - r^2/2 I] shrinks by exp(-2 tau), as under the exact flow.</summary>
    private static void AddDrift(double* drift, double tau, double zx, double zy, double sx, double sy)
    {
        double factor = 0.5 * (Math.Exp(-2 * tau) - 1), dxx = 0.5 * (zx - zy) * (zx + zy), dxy = zx * zy;
        drift[0] += factor * dxx;
        drift[LaneMath.Lanes] += factor * dxy;
        drift[2 * LaneMath.Lanes] += factor * ((sx - sy) * (sx + sy) * dxx + 2 * sx * sy * dxy);
    }
}
