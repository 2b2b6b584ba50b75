using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Particles;

/// <summary>The system (1.6) against the closed moment equations at gamma = 0, the exact distance of two particles and the slopes at time 0.</summary>
public unsafe class NonConservativeTests
{
    /// <summary>
    /// gamma = 0, S = E[v1 v1^T], C = E[v1 v2^T], D = S - C: dS/dt = 4 (1 - 1/N) (tr D I - d D), dC/dt = (4 (d-1)/N) D. Hence tr D decays at the rate
    /// a = 4 (d-1)/N and the trace-free part of D at b = 4 d (1 - 1/N) + a; tr S is constant, and the covariance of the mean velocity grows.
    /// </summary>
    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    [InlineData(2, 2)]
    public void Maxwell_molecules_follow_the_moment_equations(int d, int particles)
    {
        const double time = 0.1;
        (double single, double pair) = Exact(d, particles, time);
        ParticleEstimates estimates = Samples.Run(Options(d, particles, 0, null, time), 40_000);
        foreach ((string name, double exact) in ((string, double)[])[("covariance_xx", single), ("pair_covariance_xx", pair), ("momentum_x", 0)])
        {
            Estimate found = estimates.Quantity(name);
            Assert.True(Math.Abs(found.Value - exact) <= 3 * found.StandardError + found.StepError + 1e-9, $"{found} against {exact}");
            Assert.InRange(found.StepError, 0, 1e-3);
        }
        Assert.True(estimates.Quantity("invariant_momentum").Value > 1e-3);
    }

    /// <summary>Energy holds in the mean of every flow, whatever the step; with it as a control variate it holds to round-off.</summary>
    [Theory]
    [InlineData(2, 3, 0, 0.1)]
    [InlineData(3, 5, 0, 0.05)]
    [InlineData(2, 4, -3, 0.1)]
    [InlineData(3, 3, -3, 0.2)]
    [InlineData(2, 4, 1, 0.1)]
    public void Energy_holds_in_the_mean_at_any_step(int d, int particles, double gamma, double step)
    {
        ParticleOptions options = Options(d, particles, gamma, step, 0.2);
        // One block of eight in sixteen is accompanied by coupled replicas, and every control variate needs some blocks.
        Estimate energy = Samples.Run(options, 20_000).Quantity("energy");
        Assert.Equal(d, energy.Value, 1e-11);
        Assert.InRange(energy.StepError, 1e-14, 1e-8);
        Samples.Near(d, Samples.Run(options with { ControlVariates = ControlVariateKinds.None }, 8_000).Quantity("energy"));
    }

    /// <summary>The second moments of the chain are known by a recursion: it has order two, and the particles follow it at a coarse step.</summary>
    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    public void The_splitting_is_of_second_order(int d, int particles)
    {
        const double time = 0.8;
        (double exact, double exactPair) = Exact(d, particles, time);
        (double Single, double Pair) Error(int steps)
        {
            (double free, double pair, double trace, double pairTrace) = ApproachMoments.Strang(d, particles, time / steps, steps);
            return (trace + 0.5 * free - exact, pairTrace + 0.5 * pair - exactPair);
        }
        Assert.InRange(Math.Log2(Error(32).Single / Error(64).Single), 1.9, 2.1);
        Assert.InRange(Math.Log2(Error(32).Pair / Error(64).Pair), 1.9, 2.1);
        ParticleEstimates estimates = Samples.Run(Options(d, particles, 0, time / 2, time), 200_000);
        Estimate found = estimates.Quantity("pair_covariance_xx");
        Samples.Near(exact + Error(2).Single, estimates.Quantity("covariance_xx"));
        Samples.Near(exactPair + Error(2).Pair, found);
        Assert.True(Math.Abs(Error(2).Pair) > 10 * found.StandardError, $"{Error(2)} {found}");
    }

    /// <summary>
    /// t = 0, gamma = -3, N = 4: the law of one particle has the slope (1 - 1/N) S of the conservative system, the pair covariance grows as (4/N) E[|z|^gamma
    /// z z^T] (d-1)/2 &gt; 0.
    /// </summary>
    [Fact]
    public void Coulomb_slopes_at_time_zero()
    {
        const double time = 2e-4;
        ParticleEstimates estimates = Samples.Run(Options(2, 4, -3, 1e-4, time), 400_000);
        Samples.Near(1.5 - 0.75 * 0.25277306 * time, estimates.Quantity("covariance_xx"), 0.03 * time);
        Samples.Near(0.5 + 0.75 * 0.25277306 * time, estimates.Quantity("covariance_yy"), 0.03 * time);
        Assert.True(estimates.Quantity("covariance_xx").StandardError < 0.02 * time);
    }

    /// <summary>
    /// N = 2: the noises are normal to z, so r = |z| is not random: r^|gamma| = r_0^|gamma| - |gamma| (2/N) (d-1) Lambda t, exactly at any step; two particles
    /// meet in finite time for gamma below 0 and stay together.
    /// </summary>
    [Theory]
    [InlineData(2, -3, 1.5)]
    [InlineData(3, -3, 1.5)]
    [InlineData(2, -1, 1.5)]
    [InlineData(3, 1, 1.5)]
    [InlineData(2, -3, 0.7)]
    [InlineData(3, -3, 0.7)]
    public void Two_particles_approach_at_the_exact_rate(int d, double gamma, double radius)
    {
        const double time = 0.2;
        double left = Math.Pow(radius, -gamma) + gamma * (d - 1) * time, exact = left <= 0 ? 0 : Math.Pow(left, -1 / gamma);
        foreach (int steps in (int[])[1, 7])
        {
            foreach (double distance in Distances(Options(2, d, gamma), time, radius, steps))
                Assert.Equal(exact, distance, 1e-11);
        }
    }

    /// <summary>A kernel that is no power: dr/dt = -(2/N) (d-1) a(r)/r by a fine integration, which the flow meets to second order.</summary>
    [Fact]
    public void Two_particles_with_a_softened_kernel_approach_to_second_order()
    {
        const double time = 0.4, radius = 0.8;
        ParticleOptions options = Options(2, 2, -3) with { Kernel = new CollisionKernel(-3, 1, RegularisationRegistry.Find("softened"), 0.5) };
        double exact = radius;
        for (int i = 0; i < 4000; i++)
        {
            double Rate(double r) => -options.Kernel.Potential(r) / r;
            double middle = exact + 0.5 * time / 4000 * Rate(exact);
            exact += time / 4000 * Rate(middle);
        }
        double coarse = Distances(options, time, radius, 4)[0] - exact, fine = Distances(options, time, radius, 8)[0] - exact;
        Assert.InRange(coarse / fine, 3, 5.5);
        Assert.True(Math.Abs(fine) < 5e-3 && exact < radius - 0.1, $"{fine} {exact}");
    }

    /// <summary>The conditional means of the flow are those that it has: regressed and plain estimates agree, also with a viscosity and an isotropic part.</summary>
    [Theory]
    [InlineData(2, -3, "none")]
    [InlineData(3, -1, "none")]
    [InlineData(2, -3, "cutoff")]
    [InlineData(3, -3, "elliptic")]
    public void Control_variates_change_the_noise_and_not_the_mean(int d, double gamma, string regularisation)
    {
        ParticleOptions options = Options(d, 3, gamma, 0.05, 0.2)
            with
        { Kernel = new CollisionKernel(gamma, 1, RegularisationRegistry.Find(regularisation), regularisation == "none" ? 0 : 0.1) };
        ParticleEstimates with = Samples.Run(options, 20_000), without = Samples.Run(options with { ControlVariates = ControlVariateKinds.None, Seed = 9 }, 80_000);
        foreach (string name in (string[])["energy", "covariance_xx", "covariance_xy", "fourth_moment", "pair_covariance_xx", "pair_covariance_xy", "pair_energy_covariance"])
            Samples.Near(with.Quantity(name).Value, without.Quantity(name), 3 * with.Quantity(name).StandardError);
        double heat = regularisation switch { "cutoff" => 2 * d * 0.1 * 0.2, "elliptic" => 2 * d * 0.1 * 0.2 * 2 / 3, _ => 0 };
        Assert.Equal(d + heat, with.Quantity("energy").Value, 1e-11);
    }

    private static (double Single, double Pair) Exact(int d, int particles, double time)
    {
        double n = particles, a = 4 * (d - 1) / n, b = 4 * d * (1 - 1 / n) + a, fast = 0.5 * (1 - Math.Exp(-b * time)) / b;
        return (1.5 - 4 * d * (1 - 1 / n) * fast, 4 * (d - 1) / n * ((1 - Math.Exp(-a * time)) / a + fast));
    }

    private static ParticleOptions Options(int particles, int d, double gamma) => Options(d, particles, gamma, null, 1);

    private static ParticleOptions Options(int d, int particles, double gamma, double? step, double time) =>
        Samples.Options(particles, gamma, 1, [GaussianDensity.Diagonal(new double[d], d == 2 ? [1.5, 0.5] : [1.5, 0.5, 1])], time)
            with
        { System = ParticleSystem.NonConservative, Step = step };

    /// <summary>|v_1 - v_2| in eight replicas that start with the same z.</summary>
    private static double[] Distances(ParticleOptions options, double time, double radius, int steps)
    {
        int d = options.Dimension;
        using var dynamics = new AllPairsDynamics(options);
        using var random = new LaneRandom();
        using var velocity = new NativeBuffer(2 * d * 8);
        velocity.Span.Clear();
        velocity.Span[..8].Fill(radius);
        random.Restart(1, 0);
        dynamics.Advance(velocity.Pointer, time / steps, steps, random, null, default);
        double[] distances = new double[8];
        for (int lane = 0; lane < 8; lane++)
        {
            for (int a = 0; a < d; a++)
                distances[lane] += Math.Pow(velocity.Span[8 * a + lane] - velocity.Span[8 * (d + a) + lane], 2);
            distances[lane] = Math.Sqrt(distances[lane]);
        }
        return distances;
    }
}
