using Hierarchy.Densities;

namespace Hierarchy.Particles;

/// <summary>
/// The conservative system (1.5) by random batches: in each step a uniformly random perfect matching flows for N - 1 (N odd: N) times the step,
/// O(N) a step. The matching is the same for the eight replicas of a block, which is why standard errors are taken between blocks. Weak order one.
/// </summary>
internal sealed unsafe class RandomBatchDynamics(ParticleOptions options) : IParticleDynamics
{
    /// <summary>Sets the streams of the matchings apart from those of the dynamics.</summary>
    private const ulong Purpose = 2UL << 60;
    private readonly PairFlow _flow = PairFlow.Create(options.Kernel, options.Dimension);
    private readonly ThermalNoise _noise = new(options);
    private readonly int[] _order = [.. Enumerable.Range(0, options.Particles)];
    private readonly RandomStream _matching = new(options.Seed, 0);

    public void Dispose()
    {
        _flow.Dispose();
        _noise.Dispose();
    }

    public void Begin(ulong firstReplica)
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        _matching.Restart(options.Seed, Purpose + firstReplica);
    }

    public double PairUpdates(int steps) => (double)steps * (options.Particles / 2);

    public void Advance(double* velocity, double h, int steps, LaneRandom random, double* drift, CancellationToken cancellation)
    {
        int n = options.Particles;
        double time = 8 * h * (n % 2 == 0 ? n - 1 : n) / n;
        _noise.Apply(velocity, 0.5 * h, random, drift);
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = n - 1; i > 0; i--)
            {
                int j = _matching.NextInteger(i + 1);
                (_order[i], _order[j]) = (_order[j], _order[i]);
            }
            fixed (int* pairs = _order)
            {
                _flow.Apply(velocity, pairs, n / 2, time, random, drift);
            }
            _noise.Apply(velocity, step < steps - 1 ? h : 0.5 * h, random, drift);
        }
    }
}
