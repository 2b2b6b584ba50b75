using Hierarchy.Kernels;

namespace Hierarchy.Particles;

/// <summary>
/// The exact flow of pairs under d_t F = (1/N) P F, P = 4 Lambda |z|^gamma Lap_S in the direction of z = v_i - v_j: at fixed v_i + v_j and |z| the
/// direction is a Brownian motion on the sphere that runs for tau = (8/N) Lambda |z|^gamma dt, E P_l(cos theta) = exp(-l (l+d-2) tau/2).
/// Pairs that share no particle flow independently, so a list of disjoint pairs is flown exactly. <see cref="ApproachFlow{TRate}"/> is that of system (1.6).
/// </summary>
internal abstract unsafe class PairFlow : IDisposable
{
    /// <summary>The most pairs of one call, for the scratch that holds their random numbers.</summary>
    public const int Chunk = 64;

    /// <summary>Flows pairs that share no particle.</summary>
    /// <param name="velocity">Component a of particle i of lane l at (i d + a) 8 + l.</param>
    /// <param name="pairs">The two particles of each pair.</param>
    /// <param name="count">The number of pairs.</param>
    /// <param name="time">(8/N) dt.</param>
    /// <param name="random">The streams of the eight replicas.</param>
    /// <param name="drift">
    /// Null, or the sums to which the conditional means of the changes of sum_i v_a v_b (<see cref="TensorComponents"/> values) and of sum_i |v_i|^4
    /// given the velocities before are added, eight lanes each.
    /// </param>
    public void Apply(double* velocity, int* pairs, int count, double time, LaneRandom random, double* drift)
    {
        for (int start = 0; start < count; start += Chunk)
            ApplyChunk(velocity, pairs + 2 * start, Math.Min(Chunk, count - start), time, random, drift);
    }

    /// <summary>
    /// The flow of the law of <see cref="Apply"/> for twice the time, from the random numbers that two calls drew before: two flows one after the other where
    /// the flow is exact.
    /// </summary>
    /// <param name="velocity">As there.</param>
    /// <param name="pairs">As there.</param>
    /// <param name="count">As there.</param>
    /// <param name="time">(8/N) dt of each of the two calls.</param>
    /// <param name="random">The streams; their position is undefined afterwards.</param>
    /// <param name="first">What the first of the two calls drew.</param>
    /// <param name="second">What the second one drew.</param>
    /// <param name="drift">As there.</param>
    public virtual void ApplyBoth(double* velocity, int* pairs, int count, double time, LaneRandom random, in LaneRange first, in LaneRange second, double* drift)
    {
        random.Replay(first);
        Apply(velocity, pairs, count, time, random, drift);
        random.Replay(second);
        Apply(velocity, pairs, count, time, random, drift);
    }

    /// <summary>The independent components of a trace-free symmetric tensor: xx, xy for d = 2 and xx, yy, xy, xz, yz for d = 3.</summary>
    public static int TensorComponents(int dimension) => dimension == 2 ? 2 : 5;

    public abstract void Dispose();

    protected abstract void ApplyChunk(double* velocity, int* pairs, int count, double time, LaneRandom random, double* drift);

    /// <summary>The flow of a kernel in d dimensions, of the conservative system or of the other one.</summary>
    public static PairFlow Create(Kernels.CollisionKernel kernel, int dimension, ParticleSystem system = ParticleSystem.Conservative) =>
        PairRates.Accept(kernel, new Maker(dimension, system == ParticleSystem.NonConservative));

    /// <summary>Jumps by a fixed angle in place of the flow.</summary>
    public static PairFlow CreateJumps(Kernels.CollisionKernel kernel, int dimension, double angle) => PairRates.Accept(kernel, new JumpMaker(dimension, angle));

    private sealed class JumpMaker(int dimension, double angle) : IRateVisitor<PairFlow>
    {
        public PairFlow Visit<TRate>(TRate rate) where TRate : struct, IPairRate =>
            dimension == 2 ? new PlaneJumpFlow<TRate>(rate, angle) : new SpacePairFlow<TRate, JumpPolarLaw>(rate, new JumpPolarLaw(angle));
    }

    private sealed class Maker(int dimension, bool approaches) : IRateVisitor<PairFlow>
    {
        public PairFlow Visit<TRate>(TRate rate) where TRate : struct, IPairRate => (dimension, approaches) switch
        {
            (2, false) => new PlanePairFlow<TRate>(rate),
            (3, false) => new SpacePairFlow<TRate, BrownianPolarLaw>(rate, default),
            (2, true) => new PlaneApproachFlow<TRate>(rate),
            _ => new SpaceApproachFlow<TRate>(rate),
        };
    }
}
