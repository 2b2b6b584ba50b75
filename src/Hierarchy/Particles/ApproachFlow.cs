using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>
/// The flow of a pair in system (1.6): d_t F = (1/N) sum over both of div(A grad F -+ B F), two independent noises and the drift of both. In z = v_i - v_j and
/// s = (v_i + v_j)/2 its generator is (2/N) (A : grad_z^2 + 2 B . grad_z) + (1/2N) A(z) : grad_s^2, so that
/// r = |z| is not random, dr/dt = -(2/N) (d-1) a(r)/r; the direction of z is a Brownian motion on the sphere that runs for
/// tau = (4/N) int a(r)/r^2 dt = (2/(d-1)) log(r_0/r_1); and s, given the path of z, gains a normal number of covariance (1/N) int A(z) dt, of trace (r_0^2 - r_1^2)/4.
/// </summary>
/// <remarks>
/// z is drawn exactly for a power law; other kernels take the power law that touches theirs at r_0, to second order. The covariance of s is split in Strang's
/// way, one half of its trace across z at the start and one across z at the end: local error of third order, weak order two. Momentum and energy
/// |v_i|^2 + |v_j|^2 = 2 |s|^2 + r^2/2 hold in the mean at any step. For gamma below 0 the pair meets when r_0^|gamma| = (2/N) (d-1) |gamma| Lambda t and
/// stays together from then on: r_1 = 0, and all energy of z has become energy of s.
/// </remarks>
internal abstract unsafe class ApproachFlow<TRate>(TRate rate, int dimension) : PairFlow
    where TRate : struct, IPairRate
{
    private readonly NativeBuffer _ends = new(Chunk * (2 * dimension + 2) * LaneMath.Lanes);
    private readonly NativeBuffer _normals = new(Chunk * 2 * NormalsPerSide(dimension) * LaneMath.Lanes);
    private readonly NativeBuffer _other = new(Chunk * 2 * NormalsPerSide(dimension) * LaneMath.Lanes);

    /// <summary>For each pair the direction of z at the start and at the end, and r^2 at both.</summary>
    protected double* Ends => _ends.Pointer;

    /// <summary>For each pair the normal numbers across the direction at the start, and then at the end.</summary>
    protected double* Normals => _normals.Pointer;

    public override void Dispose()
    {
        _ends.Dispose();
        _normals.Dispose();
        _other.Dispose();
    }

    public override void ApplyBoth(double* velocity, int* pairs, int count, double time, LaneRandom random, in LaneRange first, in LaneRange second, double* drift)
    {
        random.Replay(first);
        LaneRange left = first, right = second;
        for (int start = 0; start < count; start += Chunk)
        {
            int part = Math.Min(Chunk, count - start);
            random.Replay(left);
            Spin(velocity, pairs + 2 * start, part, time, random, true);
            random.FillNormals(_normals.Pointer, 2 * NormalsPerSide(dimension) * part);
            left = left with { Start = random.Position };
            random.Replay(right);
            Spin(velocity, pairs + 2 * start, part, time, random, false);
            random.FillNormals(_other.Pointer, 2 * NormalsPerSide(dimension) * part);
            right = right with { Start = random.Position };
            JoinNormals(part);
            Kick(velocity, pairs + 2 * start, part, random, drift);
        }
    }

    protected override void ApplyChunk(double* velocity, int* pairs, int count, double time, LaneRandom random, double* drift)
    {
        Spin(velocity, pairs, count, time, random, true);
        random.FillNormals(_normals.Pointer, 2 * NormalsPerSide(dimension) * count);
        Kick(velocity, pairs, count, random, drift);
    }

    /// <summary>Moves z and records its ends; those at the start only if it begins a flow.</summary>
    protected abstract void Spin(double* velocity, int* pairs, int count, double time, LaneRandom random, bool begins);

    /// <summary>Moves s by the noise that belongs to the recorded ends, and adds the conditional means of the whole flow to the drift.</summary>
    protected abstract void Kick(double* velocity, int* pairs, int count, LaneRandom random, double* drift);

    /// <summary>tau and r_1/r_0 of a flow from r_0^2; infinity and 0 where the pair meets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected (Vector512<double> Time, Vector512<double> Ratio) Approach(Vector512<double> square, double time)
    {
        Vector512<double> one = Vector512<double>.One, frozen = Vector512.Create(0.5 * time) * rate.At(square), slope = rate.SlopeAt(square);
        // tau = frozen log(1 + x)/x; log(u)/(u - 1) with the rounded u is exact where 1 + x is not.
        Vector512<double> u = one + (0.5 * (dimension - 1)) * slope * frozen, meets = Vector512.LessThanOrEqual(u, Vector512<double>.Zero);
        Vector512<double> safe = Vector512.ConditionalSelect(meets, one, u);
        Vector512<double> part = Vector512.ConditionalSelect(Vector512.Equals(safe, one), one, Vector512.Log(safe) / (safe - one));
        Vector512<double> tau = frozen * part, ratio = Vector512.Exp((-0.5 * (dimension - 1)) * tau);
        return (Vector512.ConditionalSelect(meets, Vector512.Create(double.PositiveInfinity), tau), Vector512.ConditionalSelect(meets, Vector512<double>.Zero, ratio));
    }

    private static int NormalsPerSide(int dimension) => dimension - 1;

    /// <summary>The halves of each record become one number of the same law: those at the start from the first flow, those at the end from the second.</summary>
    private void JoinNormals(int count)
    {
        const int lanes = LaneMath.Lanes;
        int side = NormalsPerSide(dimension);
        double root = Math.Sqrt(0.5);
        for (int i = 0; i < count; i++)
        {
            double* first = _normals.Pointer + 2 * i * side * lanes, second = _other.Pointer + 2 * i * side * lanes;
            for (int a = 0; a < side; a++)
            {
                Vector512<double> start = Vector512.Load(first + a * lanes) + Vector512.Load(first + (side + a) * lanes);
                Vector512<double> end = Vector512.Load(second + a * lanes) + Vector512.Load(second + (side + a) * lanes);
                Vector512.Store(root * start, first + a * lanes);
                Vector512.Store(root * end, first + (side + a) * lanes);
            }
        }
    }
}
