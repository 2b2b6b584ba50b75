using Hierarchy.Kernels;

namespace Hierarchy.Particles;

/// <summary>
/// The exact flow of pairs under d_t F = (1/N) P F, P = 4 Lambda |z|^gamma Lap_S in the direction of z = v_i - v_j: at fixed v_i + v_j and |z| the
/// direction is a Brownian motion on the sphere that runs for tau = (8/N) Lambda |z|^gamma dt, E P_l(cos theta) = exp(-l (l+d-2) tau/2).
/// Pairs that share no particle flow independently, so a list of disjoint pairs is flown exactly.
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

    /// <summary>The independent components of a trace-free symmetric tensor: xx, xy for d = 2 and xx, yy, xy, xz, yz for d = 3.</summary>
    public static int TensorComponents(int dimension) => dimension == 2 ? 2 : 5;

    public abstract void Dispose();

    protected abstract void ApplyChunk(double* velocity, int* pairs, int count, double time, LaneRandom random, double* drift);

    /// <summary>The flow of a kernel in d dimensions.</summary>
    public static PairFlow Create(Kernels.CollisionKernel kernel, int dimension) => PairRates.Accept(kernel, new Maker(dimension));

    private sealed class Maker(int dimension) : IRateVisitor<PairFlow>
    {
        public PairFlow Visit<TRate>(TRate rate) where TRate : struct, IPairRate =>
            dimension == 2 ? new PlanePairFlow<TRate>(rate) : new SpacePairFlow<TRate>(rate);
    }
}
