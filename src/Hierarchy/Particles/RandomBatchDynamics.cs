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
    private readonly int[][] _recorded = [new int[options.Particles], new int[options.Particles]];
    private readonly RandomStream _matching = new(options.Seed, 0);

    public int CoarsePaths => 2;

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
            Shuffle();
            fixed (int* pairs = _order)
            {
                _flow.Apply(velocity, pairs, n / 2, time, random, drift);
            }
            _noise.Apply(velocity, step < steps - 1 ? h : 0.5 * h, random, drift);
        }
    }

    /// <remarks>
    /// Of two small steps with matchings M_1 and M_2 one coarse path takes M_1 with the numbers of the first, the other M_2 with those of the second: to first
    /// order their mean does what the two small steps do.
    /// </remarks>
    public void AdvanceCoupled(in CoupledPaths paths, double h, int steps, LaneRandom random, CancellationToken cancellation)
    {
        int n = options.Particles;
        double time = 4 * h * (n % 2 == 0 ? n - 1 : n) / n;
        Span<LanePosition> marks = stackalloc LanePosition[8];
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int half = 0; half < 2; half++)
            {
                Shuffle();
                _order.CopyTo(_recorded[half], 0);
                marks[4 * half] = random.Position;
                _noise.Apply(paths.Fine, 0.25 * h, random, paths.FineDrift);
                marks[4 * half + 1] = random.Position;
                fixed (int* pairs = _order)
                {
                    _flow.Apply(paths.Fine, pairs, n / 2, time, random, paths.FineDrift);
                }
                marks[4 * half + 2] = random.Position;
                _noise.Apply(paths.Fine, 0.25 * h, random, paths.FineDrift);
                marks[4 * half + 3] = random.Position;
            }
            LanePosition end = random.Position;
            for (int path = 0; path < 2; path++)
            {
                double* velocity = paths.Coarse + path * paths.Length, drift = paths.CoarseDrift + path * paths.DriftLength;
                _noise.ApplyBoth(velocity, 0.25 * h, random, new(marks[0], marks[1]), new(marks[2], marks[3]), drift);
                random.Replay(new(marks[4 * path + 1], marks[4 * path + 2]));
                fixed (int* pairs = _recorded[path])
                {
                    _flow.Apply(velocity, pairs, n / 2, 2 * time, random, drift);
                }
                _noise.ApplyBoth(velocity, 0.25 * h, random, new(marks[4], marks[5]), new(marks[6], marks[7]), drift);
            }
            random.GoOn(end);
        }
    }

    private void Shuffle()
    {
        for (int i = _order.Length - 1; i > 0; i--)
        {
            int j = _matching.NextInteger(i + 1);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }
    }
}
