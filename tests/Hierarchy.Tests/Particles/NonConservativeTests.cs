using Hierarchy.Densities;
using Hierarchy.Particles;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Particles;

/// <summary>The system (1.6) against the closed moment equations at gamma = 0 and the slopes at time 0.</summary>
public unsafe class NonConservativeTests
{
    /// <summary>
    /// gamma = 0, S = E[v1 v1^T], C = E[v1 v2^T], D = S - C: dS/dt = 4 (1 - 1/N) (tr D I - d D), dC/dt = (4 (d-1)/N) D. Hence tr D decays at the rate
    /// a = 4 (d-1)/N and the trace-free part of D at b = 4 d (1 - 1/N) + a; tr S is constant, and the covariance of the mean velocity grows.
    /// The error of the method is of first order in the step.
    /// </summary>
    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    public void Maxwell_molecules_follow_the_moment_equations(int d, int particles)
    {
        const double time = 0.1;
        double n = particles, a = 4 * (d - 1) / n, b = 4 * d * (1 - 1 / n) + a;
        double[] variances = d == 2 ? [1.5, 0.5] : [1.5, 0.5, 1];
        double pair = 4 * (d - 1) / n * ((1 - Math.Exp(-a * time)) / a + 0.5 * (1 - Math.Exp(-b * time)) / b);
        double single = 1.5 - 4 * d * (1 - 1 / n) * 0.5 * (1 - Math.Exp(-b * time)) / b;
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++)
        {
            double step = i == 0 ? 0.01 : 0.005;
            ParticleOptions options = Samples.Options(particles, 0, step, [GaussianDensity.Diagonal(new double[d], variances)], time);
            options = options with { System = ParticleSystem.NonConservative };
            ParticleEstimates estimates = Samples.Run(options, 100_000);
            Samples.Near(single, estimates.Quantity("covariance_xx"), 4 * step);
            Samples.Near(pair, estimates.Quantity("pair_covariance_xx"), 4 * step);
            Samples.Near(0, estimates.Quantity("momentum_x"));
            Estimate energy = estimates.Quantity("energy");
            errors[i] = energy.Value - d;
            Assert.True(errors[i] > 10 * energy.StandardError, $"the energy grows with the step: {energy}");
            Assert.True(estimates.Quantity("invariant_momentum").Value > 1e-3);
        }
        Assert.InRange(errors[0] / errors[1], 1.7, 2.3);
    }

    /// <summary>
    /// t = 0, gamma = -3, N = 4: the law of one particle has the slope (1 - 1/N) S of the conservative system, the pair covariance grows as (4/N) E[|z|^gamma
    /// z z^T] (d-1)/2 &gt; 0.
    /// </summary>
    [Fact]
    public void Coulomb_slopes_at_time_zero()
    {
        const double time = 2e-4;
        ParticleOptions options = Samples.Options(4, -3, 1e-4, [GaussianDensity.Diagonal([0, 0], [1.5, 0.5])], time) with { System = ParticleSystem.NonConservative };
        ParticleEstimates estimates = Samples.Run(options, 400_000);
        Samples.Near(1.5 - 0.75 * 0.25277306 * time, estimates.Quantity("covariance_xx"), 0.03 * time);
        Samples.Near(0.5 + 0.75 * 0.25277306 * time, estimates.Quantity("covariance_yy"), 0.03 * time);
        Assert.True(estimates.Quantity("covariance_xx").StandardError < 0.02 * time);
    }

    /// <summary>
    /// N = 2: the noises are normal to z, so r = |z| is not random: r^|gamma| = r_0^|gamma| - |gamma| (2/N) (d-1) Lambda t, up to the order of the step.
    /// Two Coulomb particles meet in finite time.
    /// </summary>
    [Theory]
    [InlineData(2, -3)]
    [InlineData(3, -3)]
    [InlineData(2, -1)]
    public void Two_particles_approach_at_the_exact_rate(int d, double gamma)
    {
        const double radius = 1.5, time = 0.2;
        double exact = Math.Pow(Math.Pow(radius, -gamma) + gamma * (d - 1) * time, -1 / gamma);
        double coarse = Distance(d, gamma, radius, time, 200) - exact, fine = Distance(d, gamma, radius, time, 800) - exact;
        Assert.True(Math.Abs(fine) <= 0.002, $"{coarse} {fine}");
        Assert.True(exact < radius - 0.08);
    }

    /// <summary>
    /// Coulomb at N = 4: close pairs stick at the radius of the cut, which shows as a gain of energy that halving the step does not remove; it stays small
    /// here.
    /// </summary>
    [Fact]
    public void Close_encounters_cost_energy()
    {
        ParticleOptions options = Samples.Options(4, -3, 0.02, Samples.Beams, 0.2) with { System = ParticleSystem.NonConservative };
        double[] gains = [.. new[] { 0.02, 0.0025 }.Select(step => Samples.Run(options with { Step = step }, 30_000).Quantity("energy").Value - 2.64)];
        Assert.All(gains, gain => Assert.InRange(gain, 0.002, 0.03));
    }

    /// <summary>The mean over 800 replicas of |v_1 - v_2|.</summary>
    private static double Distance(int d, double gamma, double radius, double time, int steps)
    {
        ParticleOptions options = Samples.Options(2, gamma, time / steps, [GaussianDensity.Isotropic(new double[d], 1)], time);
        using var dynamics = new NonConservativeDynamics<PowerRate>(options, new PowerRate(1, gamma));
        using var random = new LaneRandom();
        using var velocity = new NativeBuffer(2 * d * 8);
        double sum = 0;
        for (int block = 0; block < 100; block++)
        {
            velocity.Span.Clear();
            velocity.Span[..8].Fill(radius);
            random.Restart(1, (ulong)block * 8);
            dynamics.Advance(velocity.Pointer, time / steps, steps, random, null, default);
            for (int lane = 0; lane < 8; lane++)
                sum += Math.Sqrt(Enumerable.Range(0, d).Sum(a => Math.Pow(velocity.Span[8 * a + lane] - velocity.Span[8 * (d + a) + lane], 2)));
        }
        return sum / 800;
    }
}
