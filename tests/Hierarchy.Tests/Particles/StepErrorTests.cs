using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Particles;

/// <summary>The error of the step that stands beside estimates: it covers the true one where that is known, and does not exceed it by much.</summary>
public unsafe class StepErrorTests
{
    private static readonly IReadOnlyList<IInitialDensity> Plane = [GaussianDensity.Diagonal([0, 0], [1.5, 0.5])];

    /// <summary>gamma = 0, default steps: E[v1 v1^T] = S/N + (1 - 1/N) S_mf(t) and E[v1 v2^T] = (S - S_inf) (1 - exp(-4 d t))/N.</summary>
    [Theory]
    [InlineData(2, PairScheme.AllPairs)]
    [InlineData(3, PairScheme.AllPairs)]
    [InlineData(2, PairScheme.RandomBatch)]
    [InlineData(3, PairScheme.RandomBatch)]
    public void Exact_laws_lie_within_the_printed_errors(int d, PairScheme scheme)
    {
        const double time = 0.1;
        double[] variances = d == 2 ? [1.5, 0.5] : [1.5, 0.5, 1];
        foreach (int particles in (int[])[2, 3, 4, 8])
        {
            ParticleEstimates estimates = Samples.Run(
                Samples.Options(particles, 0, 1, [GaussianDensity.Diagonal(new double[d], variances)], time) with { Scheme = scheme, Step = null }, 4000);
            double relaxed = 1 - Math.Exp(-4 * d * time);
            Within(1.5 - (1 - 1.0 / particles) * 0.5 * relaxed, estimates.Quantity("covariance_xx"));
            Within(0.5 * relaxed / particles, estimates.Quantity("pair_covariance_xx"));
            Within(d, estimates.Quantity("energy"));
        }
    }

    /// <summary>Coarse steps, whose bias is known by the recursion of second moments: the error printed is one to ten times as large, the order being assumed.</summary>
    [Theory]
    [InlineData(ParticleSystem.Conservative, PairScheme.AllPairs, 0.2)]
    [InlineData(ParticleSystem.Conservative, PairScheme.RandomBatch, 0.025)]
    [InlineData(ParticleSystem.NonConservative, PairScheme.AllPairs, 0.2)]
    public void The_printed_error_is_a_small_multiple_of_the_bias(ParticleSystem system, PairScheme scheme, double step)
    {
        const int particles = 4;
        const double time = 0.4;
        double Anisotropy(double h)
        {
            int steps = (int)Math.Round(time / h);
            return 0.5 * (system == ParticleSystem.NonConservative ? ApproachMoments.Strang(2, particles, h, steps).Single :
                scheme == PairScheme.AllPairs ? SplittingMoments.Strang(particles, h, steps) : SplittingMoments.RandomBatch(particles, h, steps));
        }
        double bias = Math.Abs(Anisotropy(step) - Anisotropy(step / 256));
        Estimate found = Samples.Run(Samples.Options(particles, 0, step, Plane, time) with { System = system, Scheme = scheme }, 100_000).Quantity("covariance_xx");
        Assert.InRange(found.StepError / bias, 1, 10);
    }

    /// <summary>An odd number of steps to an output time has no pairs: the study takes smaller steps there and extrapolates to the step in use.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_odd_number_of_steps_is_studied_too(int steps)
    {
        const double time = 0.15;
        double bias = Math.Abs(0.5 * (SplittingMoments.Strang(3, time / steps, steps) - SplittingMoments.Strang(3, time / 512, 512)));
        Estimate found = Samples.Run(Samples.Options(3, 0, time / steps, Plane, time), 60_000).Quantity("covariance_xx");
        Assert.InRange(found.StepError / bias, 1, 10);
    }

    [Theory]
    [InlineData(PairScheme.AllPairs)]
    [InlineData(PairScheme.RandomBatch)]
    public void Two_particles_have_no_step_error_unless_there_is_noise(PairScheme scheme)
    {
        ParticleOptions options = Samples.Options(2, -3, 0.1, Plane, 0.2) with { Scheme = scheme };
        Assert.All(Samples.Run(options, 800).Quantities(), estimate => Assert.Equal(0, estimate.StepError));
        ParticleEstimates heated = Samples.Run(options with { Kernel = new CollisionKernel(-3, 1, RegularisationRegistry.Find("cutoff"), 0.3) }, 800);
        Assert.True(heated.Quantity("covariance_xx").StepError > 0);
    }

    /// <summary>
    /// Coupled paths have the laws of their own steps: at gamma = 0 the second moments of the path with h/2 and of those with h are those of the recursion for
    /// h/2 and for h, and with a viscosity the energies grow alike. Their difference spreads less than each.
    /// </summary>
    [Theory]
    [InlineData(ParticleSystem.Conservative, PairScheme.AllPairs)]
    [InlineData(ParticleSystem.Conservative, PairScheme.RandomBatch)]
    [InlineData(ParticleSystem.NonConservative, PairScheme.AllPairs)]
    public void Coupled_paths_have_the_laws_of_their_steps(ParticleSystem system, PairScheme scheme)
    {
        const int particles = 4, blocks = 4000;
        double h = scheme == PairScheme.AllPairs ? 0.1 : 0.02;
        ParticleOptions options = Samples.Options(particles, 0, h, Plane, 2 * h) with { System = system, Scheme = scheme };
        double Expected(double step, int steps) => 0.5 * (system == ParticleSystem.NonConservative ? ApproachMoments.Strang(2, particles, step, steps).Single :
            scheme == PairScheme.AllPairs ? SplittingMoments.Strang(particles, step, steps) : SplittingMoments.RandomBatch(particles, step, steps));
        (double[] fine, double[] coarse) = Coupled(options, h, 2, blocks, velocity => Anisotropy(velocity, particles));
        Samples.Near(Expected(h / 2, 4), "fine", fine);
        Samples.Near(Expected(h, 2), "coarse", coarse);
        Assert.True(Spread([.. fine.Zip(coarse, (a, b) => a - b)]) < 0.5 * Spread(fine));

        ParticleOptions noisy = options with { Kernel = new CollisionKernel(-3, 1, RegularisationRegistry.Find("cutoff"), 0.2) };
        (fine, coarse) = Coupled(noisy, h, 2, 1000, velocity => Energy(velocity, particles));
        Samples.Near(2 + 4 * 0.2 * 2 * h, "fine", fine);
        Samples.Near(2 + 4 * 0.2 * 2 * h, "coarse", coarse);
    }

    /// <summary>The fewest replicas of a scenario: every error is a number, those of the distance too.</summary>
    [Theory]
    [InlineData(24)]
    [InlineData(80)]
    [InlineData(200)]
    public void Few_replicas_have_errors(int replicas)
    {
        ParticleOptions options = Samples.Options(4, -3, 0.05, Samples.Beams, 0, 0.1) with { Modes = new FourierModes(5, 2, 1), Histograms = new VelocityHistograms(9, 32, 24) };
        ParticleEstimates estimates = Samples.Run(options, replicas);
        SampledSobolevDistance distance = estimates.DistanceTo(new double[2 * options.Modes.SingleModes(2).Count], 2);
        Assert.True(distance.StandardError > 0 && distance.StepError > 0 && double.IsFinite(distance.Squared + distance.StandardError + distance.StepError + distance.NoiseFloor));
        foreach (Estimate estimate in estimates.Quantities().Concat(estimates.RadialHistogram()).Concat(estimates.AngularHistogram()))
            Assert.True(double.IsFinite(estimate.StandardError) && estimate.StepError >= 0, $"{estimate}");
        Assert.True(estimates.SingleModes().Concat(estimates.PairModes()).All(mode => mode.RealError > 0 && mode.RealStepError > 0));
    }

    /// <summary>With few groups the jackknife still says how far the squared distance scatters: 40 runs of 80 replicas.</summary>
    [Fact]
    public void The_error_of_a_distance_from_few_blocks_is_its_spread()
    {
        var values = new List<SampledSobolevDistance>();
        var modes = new FourierModes(5, 2, 0);
        for (ulong seed = 1; seed <= 40; seed++)
            values.Add(Samples.Run(Samples.Options(4, -3, 0.05, Samples.Beams, 0.1) with { Modes = modes, Seed = seed }, 80)
                .DistanceTo(new double[2 * modes.SingleModes(2).Count], 2));
        double spread = Spread([.. values.Select(value => value.Squared)]), claimed = Math.Sqrt(values.Average(value => value.StandardError * value.StandardError));
        Assert.InRange(spread / claimed, 0.7, 1.3);
    }

    /// <summary>The rule of three: a cell that no sample fell into may hold up to 3/n, and 1/n stands for its error.</summary>
    [Fact]
    public void Cells_without_a_sample_have_an_error()
    {
        ParticleOptions options = Samples.Options(4, -3, 0.05, Samples.Beams, 0.1) with { Histograms = new VelocityHistograms(40, 20, 1) };
        ParticleEstimates estimates = Samples.Run(options, 800), mixture = Samples.Run(options with { Mixture = true }, 800);
        Assert.Equal(0, estimates.RadialHistogram()[^2].Value);
        Assert.Equal(1.0 / 3200, estimates.RadialHistogram()[^2].StandardError, 1e-15);
        Assert.True(estimates.RadialHistogram()[^2].StepError >= 1.0 / 3200);
        Assert.Equal(1.0 / 800, mixture.RadialHistogram()[^2].StandardError, 1e-15);
        Assert.Equal(1, estimates.AngularHistogram()[0].Value, 1e-12);
        Assert.Equal(0, estimates.AngularHistogram()[0].StandardError, 1e-8);
        Assert.All(estimates.RadialHistogram(), cell => Assert.True(cell.StandardError > 0));
    }

    [Fact]
    public void Quantiles_are_those_of_students_law()
    {
        foreach ((double degrees, double quantile) in ((double, double)[])[(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (1e6, 1.960)])
            Assert.InRange(StepErrors.Quantile(degrees) / quantile, 0.98, 1.02);
    }

    private static void Within(double exact, Estimate found) =>
        Assert.True(Math.Abs(found.Value - exact) <= 3 * found.StandardError + found.StepError + 1e-12, $"{found} against {exact}");

    private static double Spread(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static double Anisotropy(double* velocity, int particles)
    {
        double sum = 0;
        for (int i = 0; i < particles; i++)
        {
            for (int lane = 0; lane < 8; lane++)
                sum += 0.5 * (Math.Pow(velocity[16 * i + lane], 2) - Math.Pow(velocity[16 * i + 8 + lane], 2));
        }
        return sum / (8 * particles);
    }

    private static double Energy(double* velocity, int particles)
    {
        double sum = 0;
        for (int i = 0; i < 16 * particles; i++)
            sum += velocity[i] * velocity[i];
        return sum / (8 * particles);
    }

    private delegate double Functional(double* velocity);

    /// <summary>The values of a functional in blocks of coupled replicas, the coarse ones averaged over their paths.</summary>
    private static (double[] Fine, double[] Coarse) Coupled(ParticleOptions options, double h, int steps, int blocks, Functional functional)
    {
        int length = options.Particles * 16;
        using IParticleDynamics dynamics = options.Scheme == PairScheme.RandomBatch ? new RandomBatchDynamics(options) : new AllPairsDynamics(options);
        using InitialSampler sampler = InitialSampler.Create(options);
        using var random = new LaneRandom();
        using var fine = new NativeBuffer(length);
        using var coarse = new NativeBuffer(length * dynamics.CoarsePaths);
        double[] first = new double[blocks], second = new double[blocks];
        for (int block = 0; block < blocks; block++)
        {
            random.Restart(3, (ulong)block * 8);
            sampler.Fill(fine.Pointer, (ulong)block * 8, random);
            random.KeepSinglesApart();
            dynamics.Begin((ulong)block * 8);
            for (int path = 0; path < dynamics.CoarsePaths; path++)
                fine.Span.CopyTo(coarse.Span.Slice(path * length, length));
            dynamics.AdvanceCoupled(new CoupledPaths(fine.Pointer, coarse.Pointer, null, null, length, 0), h, steps, random, default);
            first[block] = functional(fine.Pointer);
            for (int path = 0; path < dynamics.CoarsePaths; path++)
                second[block] += functional(coarse.Pointer + path * length) / dynamics.CoarsePaths;
        }
        return (first, second);
    }
}
