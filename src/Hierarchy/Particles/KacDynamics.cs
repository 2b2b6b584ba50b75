namespace Hierarchy.Particles;

/// <summary>
/// The conservative system (1.5), d_t f_N = (1/N) sum_{i &lt; j} P_ij f_N, by splitting over the rounds of a <see cref="Tournament"/> in Strang's order:
/// R_1(h/2) ... R_{m-1}(h/2) R_m(h) R_{m-1}(h/2) ... R_1(h/2), with neighbouring halves of successive steps joined. Weak order two;
/// momentum and energy hold to round-off and N = 2 has no splitting error.
/// </summary>
internal sealed unsafe class KacDynamics(ParticleOptions options) : IParticleDynamics
{
    private readonly PairFlow _flow = PairFlow.Create(options.Kernel, options.Dimension);
    private readonly Tournament _tournament = new(options.Particles);
    private readonly ThermalNoise _noise = new(options);

    public void Dispose()
    {
        _flow.Dispose();
        _noise.Dispose();
    }

    public void Begin(ulong firstReplica)
    {
    }

    public double PairUpdates(int steps)
    {
        int last = _tournament.Rounds - 1;
        return last == 0 && !_noise.IsActive ? _tournament.Pairs : _tournament.Pairs * ((_noise.IsActive ? 2.0 * last + 1 : 2.0 * last) * steps + 1);
    }

    public void Advance(double* velocity, double h, int steps, LaneRandom random, double* drift, CancellationToken cancellation)
    {
        int last = _tournament.Rounds - 1;
        if (last == 0 && !_noise.IsActive)
        {
            Fly(0, steps * h);
            return;
        }
        _noise.Apply(velocity, 0.5 * h, random, drift);
        for (int step = 0; step < steps; step++)
        {
            // Without noise in between, the first round of this step was done with the last one of the step before.
            if (step == 0 || _noise.IsActive)
                Fly(0, last == 0 ? h : 0.5 * h);
            for (int round = 1; round < last; round++)
                Fly(round, 0.5 * h);
            if (last > 0)
                Fly(last, h);
            for (int round = last - 1; round > 0; round--)
                Fly(round, 0.5 * h);
            bool joined = step < steps - 1 && !_noise.IsActive;
            if (last > 0)
                Fly(0, joined ? h : 0.5 * h);
            _noise.Apply(velocity, step < steps - 1 ? h : 0.5 * h, random, drift);
        }

        void Fly(int round, double time)
        {
            cancellation.ThrowIfCancellationRequested();
            fixed (int* pairs = _tournament.Round(round))
            {
                _flow.Apply(velocity, pairs, _tournament.Pairs, 8 * time / options.Particles, random, drift);
            }
        }
    }
}
