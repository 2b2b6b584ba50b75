using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Particles;

/// <summary>Reproducibility: threads, interruptions, stored sums; and what is refused.</summary>
[Collection("WorkCrew")]
public sealed class ParticleExperimentTests : IDisposable
{
    private readonly int _threads = WorkCrew.Threads;

    public void Dispose() => WorkCrew.Threads = _threads;

    [Theory]
    [InlineData(PairScheme.AllPairs, ParticleSystem.Conservative, 2)]
    [InlineData(PairScheme.AllPairs, ParticleSystem.Conservative, 3)]
    [InlineData(PairScheme.RandomBatch, ParticleSystem.Conservative, 2)]
    [InlineData(PairScheme.AllPairs, ParticleSystem.NonConservative, 3)]
    public void Results_do_not_depend_on_threads_or_interruptions(PairScheme scheme, ParticleSystem system, int d)
    {
        ParticleOptions options = Options(d) with { Scheme = scheme, System = system };
        const long replicas = 3000;
        WorkCrew.Threads = 1;
        using var straight = new ParticleExperiment(options);
        straight.Run(replicas);
        WorkCrew.Threads = 3;
        using var stopped = new ParticleExperiment(options);
        foreach (long part in (ReadOnlySpan<long>)[8, 70, 1000])
            stopped.Run(part);
        using var stored = new MemoryStream();
        stopped.Save(stored);
        stored.Position = 0;
        WorkCrew.Threads = 2;
        using var resumed = new ParticleExperiment(options);
        resumed.Restore(stored);
        Assert.Equal(1000, resumed.Replicas);
        resumed.Run(replicas);
        for (int time = 0; time < options.Times.Count; time++)
            Assert.Equal(All(straight, time), All(resumed, time));
    }

    [Fact]
    public void A_cancelled_run_keeps_its_replicas_and_goes_on()
    {
        ParticleOptions options = Options(2);
        using var straight = new ParticleExperiment(options);
        straight.Run(20_000);
        using var experiment = new ParticleExperiment(options);
        using var source = new CancellationTokenSource();
        long seen = 0;
        experiment.Run(20_000, source.Token, progress =>
        {
            seen = progress.Replicas;
            Assert.Equal(20_000, progress.Wanted);
            if (seen > 5000)
                source.Cancel();
        });
        Assert.InRange(experiment.Replicas, 5000, 19_000);
        Assert.Equal(seen, experiment.Replicas);
        experiment.Run(20_000);
        Assert.Equal(All(straight, 1), All(experiment, 1));
    }

    /// <summary>At time 0 every moment that has a control variate is exact.</summary>
    [Fact]
    public void Known_moments_have_no_error_at_the_start()
    {
        ParticleOptions options = Options(2) with { Times = [0] };
        ParticleEstimates estimates = Samples.Run(options, 4000);
        Assert.True(estimates.Regressed);
        Assert.Equal(0.6 + 1.44, estimates.Quantity("covariance_xx").Value, 1e-12);
        Assert.Equal(0, estimates.Quantity("pair_covariance_xx").Value, 1e-12);
        Assert.True(estimates.Quantity("fourth_moment").StandardError <= 1e-8);
    }

    /// <summary>All particles of a replica from one beam: E[v1x v2x] = 1.44 is kept, with and without control variates.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mixtures_put_all_particles_into_one_component(bool controls)
    {
        ParticleOptions options = Options(2) with { Mixture = true, Times = [0, 0.3], ControlVariates = controls ? ControlVariateKinds.All : ControlVariateKinds.None };
        using var experiment = new ParticleExperiment(options);
        experiment.Run(40_000);
        Samples.Near(1.44, experiment.EstimatesAt(0).Quantity("pair_covariance_xx"));
        Samples.Near(1.44, experiment.EstimatesAt(1).Quantity("pair_covariance_xx"));
        Samples.Near(0, experiment.EstimatesAt(1).Quantity("pair_energy_covariance"));
        Samples.Near(0.6 + 1.44, experiment.EstimatesAt(1).Quantity("covariance_xx"));
    }

    /// <summary>The regressed and the plain estimates agree, and the standard errors shrink by a factor that the benchmark reports.</summary>
    [Fact]
    public void Control_variates_change_the_noise_and_not_the_mean()
    {
        ParticleOptions options = Samples.Options(4, -3, 0.05, Samples.Beams, 0.5);
        ParticleEstimates with = Samples.Run(options, 40_000), without = Samples.Run(options with { ControlVariates = ControlVariateKinds.None, Seed = 9 }, 400_000);
        foreach (string name in (string[])["covariance_xx", "covariance_xy", "fourth_moment", "pair_covariance_xx", "pair_energy_covariance", "energy", "momentum_x"])
            Samples.Near(with.Quantity(name).Value, without.Quantity(name), 3 * with.Quantity(name).StandardError);
        Assert.True(with.VarianceRatio("covariance_xx") < 1 / 100.0);
        Assert.True(with.VarianceRatio("fourth_moment") < 1 / 100.0);
    }

    /// <summary>Standard errors mean what they say: of 60 independent runs the squared deviations over the claimed variances average to one.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Standard_errors_are_honest(bool controls)
    {
        const int runs = 60;
        ControlVariateKinds kinds = controls ? ControlVariateKinds.All : ControlVariateKinds.None;
        ParticleOptions options = Samples.Options(3, 0, 0.05, [GaussianDensity.Diagonal([0, 0], [1.5, 0.5])], 0.4) with { ControlVariates = kinds };
        double exact = 1 + 0.5 * SplittingMoments.Strang(3, 0.05, 8), sum = 0;
        for (int run = 0; run < runs; run++)
        {
            Estimate estimate = Samples.Run(options with { Seed = 1000 + (ulong)run }, 4000).Quantity("covariance_xx");
            sum += Math.Pow((estimate.Value - exact) / estimate.StandardError, 2);
        }
        Assert.InRange(sum / runs, 0.5, 1.7);
    }

    /// <summary>The loops over replicas allocate nothing: ten thousand more cost what ten cost.</summary>
    [Theory]
    [InlineData(PairScheme.AllPairs, ParticleSystem.Conservative)]
    [InlineData(PairScheme.RandomBatch, ParticleSystem.Conservative)]
    [InlineData(PairScheme.AllPairs, ParticleSystem.NonConservative)]
    public void Replicas_allocate_nothing(PairScheme scheme, ParticleSystem system)
    {
        WorkCrew.Threads = 1;
        using var experiment = new ParticleExperiment(Options(3) with { Scheme = scheme, System = system });
        // Sums are made while chunks double; these 64 are as many as the next 63 need.
        experiment.Run(44_000);
        // What the runtime itself allocates once falls into one of two spans at most.
        Assert.InRange(Math.Min(AllocatedUpTo(54_000), AllocatedUpTo(64_000)), 0, 1000);

        long AllocatedUpTo(long replicas)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            experiment.Run(replicas);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        ParticleOptions good = Options(2);
        foreach (ParticleOptions bad in (ParticleOptions[])[
            good with { Particles = 1 }, good with { Times = [] }, good with { Times = [1, 1] }, good with { Times = [-1] }, good with { Step = 0 },
            good with { Components = [] }, good with { Components = [Samples.Beams[0]] }, good with { Modes = new FourierModes(5, 2, 2) },
            good with { Histograms = new VelocityHistograms(0, 1, 1) },
            good with { System = ParticleSystem.NonConservative, Scheme = PairScheme.RandomBatch }])
        {
            Assert.ThrowsAny<ArgumentException>(() => new ParticleExperiment(bad));
        }
        using var one = new ParticleExperiment(good);
        using var other = new ParticleExperiment(good with { Modes = null });
        using var seed = new ParticleExperiment(good with { Seed = 5 });
        using var stored = new MemoryStream();
        one.Save(stored);
        stored.Position = 0;
        Assert.Throws<InvalidDataException>(() => other.Restore(stored));
        stored.Position = 0;
        Assert.Throws<InvalidDataException>(() => seed.Restore(stored));
    }

    private static ParticleOptions Options(int d) => new()
    {
        Particles = 5,
        Kernel = new CollisionKernel(-3, 1),
        Components = d == 2 ? Samples.Beams : [GaussianDensity.Diagonal([0, 0, 0.5], [0.7, 0.7, 0.5])],
        Times = [0.1, 0.2],
        Step = 0.05,
        Modes = new FourierModes(5, 2, 1),
        Histograms = new VelocityHistograms(5, 5, 4),
    };

    private static double[] All(ParticleExperiment experiment, int time)
    {
        ParticleEstimates estimates = experiment.EstimatesAt(time);
        return [
            .. estimates.Quantities().SelectMany(estimate => new[] { estimate.Value, estimate.StandardError }),
            .. estimates.SingleModes().Concat(estimates.PairModes()).SelectMany(mode => new[] { mode.Real, mode.Imaginary, mode.RealError, mode.ImaginaryError }),
            .. estimates.RadialHistogram().Concat(estimates.AngularHistogram()).Select(cell => cell.Value)];
    }
}
