namespace Hierarchy.Particles;

/// <summary>Moves eight replicas of a system of particles from one time to another. One instance a worker.</summary>
internal unsafe interface IParticleDynamics : IDisposable
{
    /// <summary>A new block of replicas begins.</summary>
    void Begin(ulong firstReplica);

    /// <summary>Advances by equal steps no longer than the step of the experiment.</summary>
    /// <param name="velocity">Component a of particle i of lane l at (i d + a) 8 + l.</param>
    /// <param name="interval">The time, positive.</param>
    /// <param name="random">The streams of the eight replicas.</param>
    /// <param name="drift">Null, or the sums of <see cref="DriftSums"/> to add to.</param>
    /// <param name="cancellation">Asked between rounds.</param>
    /// <exception cref="OperationCanceledException">The user stopped it; the velocities are worthless then.</exception>
    void Advance(double* velocity, double interval, LaneRandom random, double* drift, CancellationToken cancellation);

    /// <summary>Pair updates of one replica for an interval.</summary>
    double PairUpdates(double interval);
}

/// <summary>
/// The layout of the sums of conditional means E[change of S over a step | velocities before], S = sum_i v_a v_b without its trace and sum_i |v_i|^4, eight lanes each.
/// What S really changed by, less these, is a martingale: a control variate of known mean zero.
/// </summary>
internal static class DriftSums
{
    /// <summary>xx, xy (d = 2) or xx, yy, xy, xz, yz (d = 3), each without a third (half) of the trace, then |v|^4.</summary>
    public static int Count(int dimension) => PairFlow.TensorComponents(dimension) + 1;
}
