namespace Hierarchy.Particles;

/// <summary>
/// Either system by splitting over the rounds of a <see cref="Tournament"/> in Strang's order:
/// R_1(h/2) ... R_{m-1}(h/2) R_m(h) R_{m-1}(h/2) ... R_1(h/2), with neighbouring halves of successive steps joined. Weak order two.
/// (1.5), d_t f_N = (1/N) sum_{i &lt; j} P_ij f_N: momentum and energy hold to round-off and N = 2 has no splitting error.
/// (1.6), dV_i = (2/N) sum_j B(V_i - V_j) dt + sqrt(2) ((1/N) sum_j A(V_i - V_j))^(1/2) dW_i: its generator too is a sum over pairs, so the sum of their flows
/// has its law to second order; momentum and energy hold in the mean at any step.
/// </summary>
/// <remarks>
/// (1.6) for gamma below 0: the drift of a pair outweighs its two independent noises, r^|gamma| falls at the rate (2/N) (d-1) |gamma| Lambda, so that two
/// particles meet in finite time and stay together while no third one parts them; those that do are drawn back at once. The system itself ends at the first
/// meeting: use a regularised kernel where more than the start is to have a meaning. For gamma below -2 the kicks of the others in a step, of size sqrt(h),
/// have to be small beside the distance from which a pair meets within it: the default step is too long for that, which shows in the error of the step.
/// </remarks>
internal sealed unsafe class AllPairsDynamics(ParticleOptions options) : IParticleDynamics
{
    private readonly PairFlow _flow = options.JumpAngle is { } angle ? PairFlow.CreateJumps(options.Kernel, options.Dimension, angle)
        : PairFlow.Create(options.Kernel, options.Dimension, options.System);

    /// <summary>The flow of fine paths: the exact one, of which jumps are an approximation.</summary>
    private readonly PairFlow _exact = PairFlow.Create(options.Kernel, options.Dimension, options.System);
    private readonly Tournament _tournament = new(options.Particles);
    private readonly ThermalNoise _noise = new(options);

    /// <summary>Where the random numbers of each visit of two small steps begin, and of the visit after.</summary>
    private readonly LanePosition[] _marks = new LanePosition[2 * (2 * (options.Particles + 1) + 2)];

    public int CoarsePaths => 1;

    /// <summary>The flows of rounds in a step, and the noises at both its ends.</summary>
    private int Visits => 2 * _tournament.Rounds - 1 + (_noise.IsActive ? 2 : 0);

    public void Dispose()
    {
        _flow.Dispose();
        _exact.Dispose();
        _noise.Dispose();
    }

    public void Begin(ulong firstReplica)
    {
    }

    public double PairUpdates(int steps)
    {
        int last = _tournament.Rounds - 1;
        return IsOneFlow ? _tournament.Pairs : last == 0 ? (double)_tournament.Pairs * steps : _tournament.Pairs * ((_noise.IsActive ? 2.0 * last + 1 : 2.0 * last) * steps + 1);
    }

    public void Advance(double* velocity, double h, int steps, LaneRandom random, double* drift, CancellationToken cancellation)
    {
        int last = _tournament.Rounds - 1;
        if (IsOneFlow)
        {
            Fly(0, steps * h);
            return;
        }
        _noise.Apply(velocity, 0.5 * h, random, drift);
        for (int step = 0; step < steps; step++)
        {
            // Without noise in between, the first round of this step was done with the last one of the step before.
            if (step == 0 || _noise.IsActive || last == 0)
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

    /// <remarks>
    /// Where pairs jump, the coarse path jumps and the fine one flows, so that their difference has the error of the jumps in it.
    /// The step is a palindrome: each visit of the coarse path but the middle one takes the numbers of both visits of its round in one of the small steps,
    /// the middle one those of the middles of both.
    /// </remarks>
    public void AdvanceCoupled(in CoupledPaths paths, double h, int steps, LaneRandom random, CancellationToken cancellation)
    {
        int visits = Visits, middle = visits / 2, row = visits + 1;
        for (int step = 0; step < steps; step++)
        {
            for (int half = 0; half < 2; half++)
            {
                for (int visit = 0; visit < visits; visit++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    _marks[half * row + visit] = random.Position;
                    Visit(visit, paths.Fine, 0.5 * h, random, paths.FineDrift);
                }
                _marks[half * row + visits] = random.Position;
            }
            LanePosition end = random.Position;
            for (int visit = 0; visit < visits; visit++)
            {
                cancellation.ThrowIfCancellationRequested();
                int mirror = visits - 1 - visit;
                (LaneRange first, LaneRange second) = visit == middle ? (Range(middle), Range(row + middle)) :
                    visit < middle ? (Range(visit), Range(mirror)) : (Range(row + mirror), Range(row + visit));
                VisitBoth(visit, paths.Coarse, 0.5 * h, random, first, second, paths.CoarseDrift);
            }
            random.GoOn(end);
        }

        LaneRange Range(int mark) => new(_marks[mark], _marks[mark + 1]);
    }

    /// <summary>A pair alone: one flow of any length, exact for (1.5).</summary>
    private bool IsOneFlow => options.System == ParticleSystem.Conservative && _tournament.Rounds == 1 && !_noise.IsActive;

    /// <summary>The round of a visit and the part of the step that it lasts; no round for a noise.</summary>
    private (int? Round, double Part) Place(int visit)
    {
        int rounds = _tournament.Rounds, inner = _noise.IsActive ? visit - 1 : visit;
        return inner < 0 || inner > 2 * rounds - 2 ? (null, 0.5) : inner == rounds - 1 ? (inner, 1) : (Math.Min(inner, 2 * rounds - 2 - inner), 0.5);
    }

    private void Visit(int visit, double* velocity, double h, LaneRandom random, double* drift)
    {
        (int? place, double part) = Place(visit);
        if (place is not { } round)
        {
            _noise.Apply(velocity, part * h, random, drift);
            return;
        }
        fixed (int* pairs = _tournament.Round(round))
        {
            _exact.Apply(velocity, pairs, _tournament.Pairs, 8 * part * h / options.Particles, random, drift);
        }
    }

    /// <summary>A visit of a step 2 h with the numbers of two visits of steps h.</summary>
    private void VisitBoth(int visit, double* velocity, double h, LaneRandom random, in LaneRange first, in LaneRange second, double* drift)
    {
        (int? place, double part) = Place(visit);
        if (place is not { } round)
        {
            _noise.ApplyBoth(velocity, part * h, random, first, second, drift);
            return;
        }
        fixed (int* pairs = _tournament.Round(round))
        {
            _flow.ApplyBoth(velocity, pairs, _tournament.Pairs, 8 * part * h / options.Particles, random, first, second, drift);
        }
    }
}
