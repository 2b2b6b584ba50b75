using Hierarchy.Audits;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;
using Hierarchy.States;
using Hierarchy.Tests.Particles;

namespace Hierarchy.Tests.Audits;

/// <summary>Exchangeability of particle systems: what the displacements are, that all systems have it, and whom its row catches.</summary>
public unsafe class ExchangeTests
{
    private const int Particles = 6, Blocks = 800, Steps = 20;

    private static readonly CollisionKernel Kernel = new(-3, 1);

    /// <summary>Two Maxwell molecules: |V_1(t) - V_1(0)|^2 = r^2 (1 - cos)/2, E cos = exp(-(d-1) 2 t); D_2 = -D_1, and no difference between them.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Displacements_of_two_maxwell_molecules(int dimension)
    {
        double[] variances = dimension == 2 ? [1.5, 0.5] : [1.5, 0.5, 1];
        ParticleEstimates estimates = Samples.Run(Samples.Options(2, 0, 1, [GaussianDensity.Diagonal(new double[dimension], variances)], 0.3), 20_000);
        double expected = variances.Sum() * (1 - Math.Exp(-(dimension - 1) * 0.6));
        Samples.Near(expected, estimates.Quantity("displacement"));
        Samples.Near(-expected, estimates.Quantity("displacement_pair"));
        foreach (string name in (string[])["exchange_first", "exchange_halves", "exchange_first_pair", "exchange_neighbours"])
            Assert.InRange(Math.Abs(estimates.Quantity(name).Value), 0, 1e-12);
        Samples.Near(0, estimates.Quantity("exchange_fourth"));
    }

    /// <summary>(1.5), its random batches and jumps, and (1.6): no row is violated, and those of one particle hold.</summary>
    [Theory]
    [InlineData("kac", PairScheme.AllPairs, null)]
    [InlineData("kac", PairScheme.RandomBatch, null)]
    [InlineData("kac-jumps", PairScheme.AllPairs, 0.4)]
    [InlineData("kac-nonconservative", PairScheme.AllPairs, null)]
    public void Every_system_is_exchangeable(string model, PairScheme scheme, double? angle)
    {
        ParticleOptions options = Samples.Options(Particles, 0, 0.05, Samples.Beams, 0.25, 0.5) with
        {
            Scheme = scheme,
            JumpAngle = angle,
            System = model == "kac-nonconservative" ? ParticleSystem.NonConservative : ParticleSystem.Conservative,
        };
        using var experiment = new ParticleExperiment(options);
        experiment.Run(4000);
        AuditRow[] rows = Rows(new ParticleSeries(model, new ParticleNumber(Particles), [0, 0.25, 0.5], (time, name) => time == 0 ? null
            : Sampled(experiment, time - 1, name), 4000));
        Assert.Equal(5, rows.Length);
        Assert.All(rows, row => Assert.True(row.Verdict != AuditVerdict.Violated && row.IsTheorem, $"{row.Statement}: {row.Left} {row.Right} +- {row.Floor}"));
        Assert.Equal(AuditVerdict.Holds, rows[0].Verdict);
    }

    /// <summary>Systems whose pairs collide for twice the time where a particle, a pair or half of the particles takes part; momentum and energy are kept.</summary>
    [Theory]
    [InlineData("nobody", "")]
    [InlineData("particle 1", "E|V_1(t)")]
    [InlineData("pair 1, 2", "pair (1,2)")]
    [InlineData("pairs 1, 2 and 3, 4 and 5, 6", "pairs (1,2), (3,4)")]
    [InlineData("the first half", "first half")]
    public void Who_collides_more_often_than_others_is_seen(string who, string row)
    {
        AuditRow[] rows = Rows(Deformed((i, j) => who switch
        {
            "particle 1" => i == 0,
            "pair 1, 2" => (i, j) == (0, 1),
            "the first half" => j < Particles / 2,
            "nobody" => false,
            _ => i / 2 == j / 2,
        }));
        if (who == "nobody")
            Assert.All(rows, right => Assert.NotEqual(AuditVerdict.Violated, right.Verdict));
        else
            Assert.Contains(rows, wrong => wrong.Fails && wrong.Statement.Contains(row, StringComparison.Ordinal));
    }

    private static AuditRow[] Rows(ParticleSeries series) =>
        [.. new ParticleExchange().Evaluate(new AuditInput(new(2, 24, 6.5), Kernel, new Hierarchy.Collisions.CollisionOptions(), []) { Samples = [series] })];

    private static SampledValue? Sampled(ParticleExperiment experiment, int time, string name)
    {
        Estimate estimate = experiment.EstimatesAt(time).Quantity(name);
        return new SampledValue(estimate.Value, estimate.StandardError, estimate.StepError);
    }

    /// <summary>Estimates at the time 1/2 of a system in which some pairs collide for twice the time.</summary>
    private static ParticleSeries Deformed(Func<int, int, bool> twice)
    {
        ParticleOptions options = Samples.Options(Particles, -3, 0.025, Samples.Beams, 0.5);
        using var observable = new ExchangeObservable(options);
        using InitialSampler sampler = InitialSampler.Create(options);
        using PairFlow flow = PairFlow.Create(Kernel, 2);
        using LaneRandom random = new();
        double[] velocity = new double[Particles * 2 * LaneMath.Lanes];
        double[][] values = [.. Enumerable.Range(0, Blocks).Select(_ => new double[observable.Count])];
        fixed (double* v = velocity)
        {
            for (int block = 0; block < Blocks; block++)
            {
                random.Restart(11, (ulong)block * LaneMath.Lanes);
                sampler.Fill(v, (ulong)block * LaneMath.Lanes, random);
                observable.Begin(v);
                for (int step = 0; step < Steps; step++)
                    Sweep(v, flow, random, twice);
                observable.Evaluate(v, 0.5, values[block]);
            }
        }
        return new ParticleSeries("kac", new ParticleNumber(Particles), [0, 0.5], (time, name) => time == 0 ? null : Mean(values, name));
    }

    private static void Sweep(double* velocity, PairFlow flow, LaneRandom random, Func<int, int, bool> twice)
    {
        var tournament = new Tournament(Particles);
        for (int round = 0; round < tournament.Rounds; round++)
        {
            int[] pairs = tournament.Round(round);
            fixed (int* pair = pairs)
            {
                for (int p = 0; p < tournament.Pairs; p++)
                {
                    (int i, int j) = (Math.Min(pairs[2 * p], pairs[2 * p + 1]), Math.Max(pairs[2 * p], pairs[2 * p + 1]));
                    flow.Apply(velocity, pair + 2 * p, 1, (twice(i, j) ? 2 : 1) * 8 * 0.5 / Steps / Particles, random, null);
                }
            }
        }
    }

    private static SampledValue? Mean(double[][] values, string name)
    {
        int at = ExchangeObservable.Names.ToList().FindIndex(quantity => quantity.Name == name);
        if (at < 0)
            return null;
        double mean = values.Average(block => block[at]);
        return new SampledValue(mean, Math.Sqrt(values.Sum(block => (block[at] - mean) * (block[at] - mean)) / (values.Length * (values.Length - 1.0))), 0);
    }
}
