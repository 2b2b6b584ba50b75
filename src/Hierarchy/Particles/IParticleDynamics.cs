namespace Hierarchy.Particles;

/// <summary>Moves eight replicas of a system of particles from one time to another. One instance a worker.</summary>
internal unsafe interface IParticleDynamics : IDisposable
{
    /// <summary>A new block of replicas begins.</summary>
    void Begin(ulong firstReplica);

    /// <summary>Advances by equal steps.</summary>
    /// <param name="velocity">Component a of particle i of lane l at (i d + a) 8 + l.</param>
    /// <param name="h">The step, positive.</param>
    /// <param name="steps">Their number, positive.</param>
    /// <param name="random">The streams of the eight replicas.</param>
    /// <param name="drift">Null, or the sums of <see cref="DriftLayout"/> to add to.</param>
    /// <param name="cancellation">Asked between rounds.</param>
    /// <exception cref="OperationCanceledException">The user stopped it; the velocities are worthless then.</exception>
    void Advance(double* velocity, double h, int steps, LaneRandom random, double* drift, CancellationToken cancellation);

    /// <summary>Pair updates of one replica in one call with so many steps.</summary>
    double PairUpdates(int steps);

    /// <summary>The coarse paths of <see cref="AdvanceCoupled"/>, over which values are averaged.</summary>
    int CoarsePaths { get; }

    /// <summary>
    /// Advances one path by steps h/2 and others by steps h, each of the law of <see cref="Advance"/> and all driven by the same noise, so that the differences
    /// of their values have a small variance.
    /// </summary>
    /// <param name="paths">The velocities and drifts.</param>
    /// <param name="h">The step of the coarse paths.</param>
    /// <param name="steps">The number of coarse steps.</param>
    /// <param name="random">The streams, with single numbers kept apart.</param>
    /// <param name="cancellation">Asked between rounds.</param>
    /// <exception cref="OperationCanceledException">The user stopped it; the velocities are worthless then.</exception>
    void AdvanceCoupled(in CoupledPaths paths, double h, int steps, LaneRandom random, CancellationToken cancellation);
}

/// <summary>The velocities and drifts of eight replicas of coupled paths; coarse paths stand one after the other.</summary>
/// <param name="fine">The velocities of the path with half the step.</param>
/// <param name="coarse">Those of the paths with the whole step.</param>
/// <param name="fineDrift">The sums of <see cref="DriftLayout"/> of the first.</param>
/// <param name="coarseDrift">Those of the others.</param>
/// <param name="length">The values between two coarse paths.</param>
/// <param name="driftLength">The values between two of their drifts.</param>
internal readonly unsafe struct CoupledPaths(double* fine, double* coarse, double* fineDrift, double* coarseDrift, int length, int driftLength)
{
    public double* Fine => fine;

    public double* Coarse => coarse;

    public double* FineDrift => fineDrift;

    public double* CoarseDrift => coarseDrift;

    public int Length => length;

    public int DriftLength => driftLength;
}

/// <summary>
/// The layout of the sums of conditional means E[change of S over a step | velocities before], eight lanes each. S is sum_i v_a v_b without its trace,
/// sum_i |v_i|^4 and, where momentum and energy fluctuate, sum_i |v_i|^2, P = sum_i v_i and P_a P_b.
/// What S really changed by, less these, is a martingale: a control variate of known mean zero.
/// </summary>
internal readonly record struct DriftLayout(int Dimension, bool Fluctuates)
{
    /// <summary>The layout of an experiment.</summary>
    public static DriftLayout Of(ParticleOptions options) => new(options.Dimension, options.System == ParticleSystem.NonConservative);

    /// <summary>xx, xy (d = 2) or xx, yy, xy, xz, yz (d = 3), each without its share of the trace, at 0; then |v|^4.</summary>
    public int Fourth => PairFlow.TensorComponents(Dimension);

    public int Energy => Fourth + 1;

    public int Momentum => Energy + 1;

    /// <summary>xx, xy, yy or xx, xy, xz, yy, yz, zz.</summary>
    public int MomentumSquares => Momentum + Dimension;

    public int Count => Fluctuates ? MomentumSquares + Dimension * (Dimension + 1) / 2 : Energy;
}
