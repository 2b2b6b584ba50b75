using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;

namespace Hierarchy.Tests.Particles;

/// <summary>The conservative system (1.5) against closed forms.</summary>
public class KacSystemTests
{
    /// <summary>
    /// gamma = 0, any N: E[v1 v1^T] = Sigma_0/N + (1 - 1/N) Sigma(t), Sigma(t) = Sigma_inf + (Sigma_0 - Sigma_inf) exp(-4 d Lambda t), and
    /// E[v1 v2^T] = (1/N)(Sigma_0 - Sigma_inf)(1 - exp(-4 d Lambda t)). Without noise: the splitting alone errs, at second order in the step.
    /// </summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 5)]
    [InlineData(2, 8)]
    [InlineData(3, 3)]
    [InlineData(3, 4)]
    public void Maxwell_molecules_relax_at_the_exact_rate(int d, int particles)
    {
        const double time = 0.1;
        double[] variances = d == 2 ? [1.5, 0.5] : [1.5, 0.5, 1];
        ParticleEstimates estimates = Samples.Run(Samples.Options(particles, 0, 0.0025, [GaussianDensity.Diagonal(new double[d], variances)], time), 8_000);
        double relaxed = 1 - Math.Exp(-4 * d * time);
        double single = 1.5 - (1 - 1.0 / particles) * 0.5 * relaxed, pair = 0.5 * relaxed / particles;
        const double splitting = 2e-5;
        Samples.Near(single, estimates.Quantity("covariance_xx"), splitting);
        Samples.Near(pair, estimates.Quantity("pair_covariance_xx"), splitting);
        Samples.Near(0, estimates.Quantity("pair_covariance_xy"));
        Samples.Near(d, estimates.Quantity("energy"));
        Assert.True(estimates.Quantity("covariance_xx").StandardError < 1e-3);
    }

    /// <summary>
    /// gamma = 0: the decay of E[vx^2 - vy^2] is known exactly for the equation, 1/N + (1 - 1/N) exp(-8 t), and for the splitting by a recursion.
    /// The particles follow the recursion at a coarse step, many standard errors away from the equation; the recursion has order two.
    /// </summary>
    [Fact]
    public void Splitting_is_of_second_order()
    {
        const int particles = 3;
        const double time = 0.3;
        double exact = 1.0 / particles + (1 - 1.0 / particles) * Math.Exp(-8 * time);
        double Error(int steps) => SplittingMoments.Strang(particles, time / steps, steps) - exact;
        Estimate estimate = Samples.Run(Samples.Options(particles, 0, time, [GaussianDensity.Diagonal([0, 0], [1.9, 0.1])], time), 1_000_000).Quantity("covariance_xx");
        Samples.Near(1 + 0.9 * SplittingMoments.Strang(particles, time, 1), estimate);
        Assert.True(Math.Abs(Error(1)) * 0.9 > 6 * estimate.StandardError, $"{Error(1)} {estimate}");
        Assert.InRange(Math.Log2(Error(16) / Error(32)), 1.95, 2.05);
        Assert.InRange(Math.Abs(Error(16)) / (time / 16 * time / 16), 0.01, 10);
    }

    /// <summary>N = 2: one step is exact. Harmonics of fixed |z| decay as exp(-2 Lambda |z|^gamma l (l+d-2) t), so moments agree at 1 and at 50 steps.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Two_particles_are_exact_at_any_step(int d)
    {
        IReadOnlyList<IInitialDensity> data = [GaussianDensity.Diagonal(new double[d], d == 2 ? [1.8, 0.2] : [1.8, 0.2, 1])];
        Estimate one = Samples.Run(Samples.Options(2, -3, 10, data, 0.5), 100_000).Quantity("covariance_xx");
        Estimate many = Samples.Run(Samples.Options(2, -3, 0.01, data, 0.5) with { Seed = 2 }, 30_000).Quantity("covariance_xx");
        double error = Math.Sqrt(one.StandardError * one.StandardError + many.StandardError * many.StandardError);
        Assert.True(Math.Abs(one.Value - many.Value) <= Samples.StandardErrors * error, $"{one} against {many}");
        Assert.True(error < 3e-3);
    }

    /// <summary>
    /// t = 0, gamma = -3: dE[v1 v1^T]/dt = (1 - 1/N) S, dE[v1 v2^T]/dt = -S/N with the mean-field slope S of normal data:
    /// d = 2, diag(1.5, 0.5): S_xx = -0.25277306; d = 3, diag(1.8, 0.2, 1): S = (-0.43014434, 0.56232728, -0.13218294).
    /// </summary>
    [Theory]
    [InlineData(2, -0.25277306, 0.25277306)]
    [InlineData(3, -0.43014434, 0.56232728)]
    public void Coulomb_slopes_at_time_zero(int d, double slopeX, double slopeY)
    {
        const int particles = 4;
        const double time = 1e-4;
        double[] variances = d == 2 ? [1.5, 0.5] : [1.8, 0.2, 1];
        ParticleEstimates estimates = Samples.Run(Samples.Options(particles, -3, 1, [GaussianDensity.Diagonal(new double[d], variances)], time), 400_000);
        double part = (1 - 1.0 / particles) * time;
        // The curvature over this time is below 1 % of the slope.
        Samples.Near(variances[0] + part * slopeX, estimates.Quantity("covariance_xx"), 0.01 * time);
        Samples.Near(variances[1] + part * slopeY, estimates.Quantity("covariance_yy"), 0.01 * time);
        Samples.Near(-slopeX * time / particles, estimates.Quantity("pair_covariance_xx"), 0.01 * time);
        Assert.True(estimates.Quantity("covariance_xx").StandardError < 0.01 * time);
    }

    /// <summary>
    /// Independent simulations of the same beams at t = 0.5 gave these figures; standard errors in brackets: E[vx^2 - vy^2] 1.28577(116), 1.23533(117), E|v|^4
    /// 11.88359(1029), pair covariance 0.05084(86), 0.01408(39).
    /// </summary>
    [Theory]
    [InlineData(4, 1.28577, 0.00116, 11.88359, 0.01029, 0.05084, 0.00086)]
    [InlineData(16, 1.23533, 0.00117, 11.90068, 0.01030, 0.01408, 0.00039)]
    [InlineData(2, 1.34442, 0.00114, 0, 0, 0.09800, 0.00148)]
    public void Coulomb_beams_agree_with_another_simulation(
        int particles, double anisotropy, double error, double fourth, double fourthError, double pair, double pairError)
    {
        ParticleEstimates estimates = Samples.Run(Samples.Options(particles, -3, 0.05, Samples.Beams, 0.5), 80_000 / particles * 4);
        Estimate xx = estimates.Quantity("covariance_xx"), yy = estimates.Quantity("covariance_yy");
        double own = xx.StandardError + yy.StandardError, bound = 4;
        Assert.True(Math.Abs(xx.Value - yy.Value - anisotropy) <= bound * Math.Sqrt(error * error + own * own), $"{xx.Value - yy.Value} +- {own}");
        if (fourth > 0)
            Assert.True(Math.Abs(estimates.Quantity("fourth_moment").Value - fourth) <= bound * fourthError);
        double difference = estimates.Quantity("pair_covariance_xx").Value - estimates.Quantity("pair_covariance_yy").Value;
        Assert.True(Math.Abs(difference - pair) <= bound * pairError, $"{difference}");
    }

    /// <summary>
    /// At late times the law of a replica is uniform on its sphere of momentum and energy: with U = sum |v - mean|^2 and n = d (N - 1) degrees of freedom,
    /// E[w_a w_b] = delta_ab U/(d N) for w = v - mean, and E|w|^4 = E[U^2] (1 - 1/N)^2 d (d+2)/(n (n+2)), by the moments of the uniform law on a sphere.
    /// </summary>
    [Theory]
    [InlineData(2, 3)]
    [InlineData(2, 6)]
    [InlineData(3, 4)]
    public void Equilibrium_is_microcanonical(int d, int particles)
    {
        // Identical momentum in every replica on average only, so compare what depends on U alone: mean of v is zero and iid, U/T has n degrees of freedom
        // for T = 1 data.
        double[] variances = d == 2 ? [1.7, 0.3] : [1.7, 0.3, 1];
        ParticleEstimates estimates = Samples.Run(Samples.Options(particles, 0, 0.02, [GaussianDensity.Diagonal(new double[d], variances)], 4), 20_000);
        double n = particles;
        for (int a = 0; a < 2; a++)
        {
            // The mean keeps its covariance Sigma_0/N, the rest is isotropic.
            double trace = variances.Sum(), single = variances[a] / n + (1 - 1 / n) * trace / d, pair = (variances[a] - trace / d) / n;
            Samples.Near(single, estimates.Quantity(a == 0 ? "covariance_xx" : "covariance_yy"), 1e-6);
            Samples.Near(pair, estimates.Quantity(a == 0 ? "pair_covariance_xx" : "pair_covariance_yy"), 1e-6);
        }
        Samples.Near(LateFourthMoment(variances, particles), estimates.Quantity("fourth_moment"), 1e-5);
    }

    /// <summary>
    /// E|v|^4 for v = c + w: c = mean of the particles (law N(0, Sigma_0/N)), w isotropic of given U = sum |w|^2, c and U independent for normal data.
    /// </summary>
    private static double LateFourthMoment(double[] variances, int particles)
    {
        int d = variances.Length;
        double n = particles, degrees = d * (n - 1), trace = variances.Sum(), squares = variances.Sum(v => v * v);
        double meanSquare = trace / n, meanFourth = (trace * trace + 2 * squares) / (n * n);
        double energy = (n - 1) * trace, energySquare = energy * energy + 2 * (n - 1) * squares;
        double second = energy / n, fourth = energySquare * (1 - 1 / n) * (1 - 1 / n) * d * (d + 2) / (degrees * (degrees + 2));
        return meanFourth + fourth + (2 + 4.0 / d) * meanSquare * second;
    }

    /// <summary>Random batches keep momentum and energy of every replica through many steps, and every particle takes part.</summary>
    [Theory]
    [InlineData(2, 1001)]
    [InlineData(3, 1000)]
    public void Random_batches_conserve_momentum_and_energy(int d, int particles)
    {
        ParticleOptions options = Samples.Options(particles, -3, 0.001, [GaussianDensity.Isotropic(new double[d], 1)], 1);
        options = options with { Scheme = PairScheme.RandomBatch, ControlVariates = ControlVariateKinds.None };
        ParticleEstimates estimates = Samples.Run(options, 16);
        // The invariants are (1/N) P_a P_b and (1/N) (sum |v|^2)^2 = d^2 N.
        Assert.True(estimates.Quantity("invariant_momentum").Value <= 1e-12, $"{estimates.Quantity("invariant_momentum")}");
        Assert.True(estimates.Quantity("invariant_energy").Value <= 1e-12 * d * d * particles, $"{estimates.Quantity("invariant_energy")}");
    }

    /// <summary>Random batches have weak order one, by the recursion of their second moments at gamma = 0, which the particles follow.</summary>
    [Fact]
    public void Random_batches_are_of_first_order()
    {
        const int particles = 6;
        const double time = 0.2;
        double exact = 1.0 / particles + (1 - 1.0 / particles) * Math.Exp(-8 * time);
        double Error(int steps) => SplittingMoments.RandomBatch(particles, time / steps, steps) - exact;
        ParticleOptions options = Samples.Options(particles, 0, time / 10, [GaussianDensity.Diagonal([0, 0], [1.5, 0.5])], time) with { Scheme = PairScheme.RandomBatch };
        Estimate estimate = Samples.Run(options, 100_000).Quantity("covariance_xx");
        Samples.Near(1 + 0.5 * SplittingMoments.RandomBatch(particles, time / 10, 10), estimate);
        Assert.True(Math.Abs(Error(10)) * 0.5 > 10 * estimate.StandardError, $"{Error(10)} {estimate}");
        Assert.InRange(Math.Log2(Error(64) / Error(128)), 0.95, 1.05);
    }

    /// <summary>Viscosity: E|v|^2 grows by 2 d nu t, with an isotropic part by 2 d eps (1 - 1/N) t while momentum holds.</summary>
    [Fact]
    public void Regularising_terms_heat_at_their_rate()
    {
        ParticleOptions plain = Samples.Options(3, -3, 0.05, [GaussianDensity.Isotropic([0, 0], 1)], 0.4);
        ParticleEstimates viscous = Samples.Run(plain with { Kernel = Regularised("cutoff", 0.1) }, 40_000);
        ParticleEstimates isotropic = Samples.Run(plain with { Kernel = Regularised("elliptic", 0.1) }, 40_000);
        Samples.Near(2 + 4 * 0.1 * 0.4, viscous.Quantity("energy"));
        Samples.Near(2 + 4 * 0.1 * 0.4 * 2 / 3, isotropic.Quantity("energy"));
        Samples.Near(1 + 2 * 0.1 * 0.4 * 2 / 3, isotropic.Quantity("covariance_xx"));
        Samples.Near(-2 * 0.1 * 0.4 / 3, isotropic.Quantity("pair_covariance_xx"));
        Assert.True(isotropic.Quantity("invariant_momentum").Value <= 1e-13);
    }

    /// <summary>
    /// t = 0, d = 2: dE[v1x^2]/dt = (1 - 1/N) 2 E[(a(r)/r^2) (r^2 - 2 zx^2)], z normal with the variances 3 and 1; by quadrature over the potential of a
    /// regularised kernel, for which the flow evaluates lane by lane.
    /// </summary>
    [Theory]
    [InlineData("softened")]
    [InlineData("cutoff")]
    public void Regularised_kernels_have_their_own_slopes(string name)
    {
        const double time = 1e-4;
        CollisionKernel kernel = Regularised(name, 0.5);
        double slope = 0;
        const int points = 400;
        const double halfWidth = 14, h = 2 * halfWidth / points;
        for (int i = 0; i < points * points; i++)
        {
            double x = -halfWidth + h * (i / points + 0.5), y = -halfWidth + h * (i % points + 0.5), square = x * x + y * y;
            double weight = h * h * Math.Exp(-x * x / 6 - y * y / 2) / (2 * Math.PI * Math.Sqrt(3));
            slope += 2 * weight * kernel.Potential(Math.Sqrt(square)) / square * (square - 2 * x * x);
        }
        ParticleEstimates estimates = Samples.Run(
            Samples.Options(4, -3, 1, [GaussianDensity.Diagonal([0, 0], [1.5, 0.5])], time) with { Kernel = kernel }, 200_000);
        Samples.Near(1.5 + (0.75 * slope + 2 * kernel.Viscosity) * time, estimates.Quantity("covariance_xx"), 0.01 * time);
        Assert.True(estimates.Quantity("covariance_xx").StandardError < 0.2 * time, $"{estimates.Quantity("covariance_xx")}");
    }

    private static CollisionKernel Regularised(string name, double epsilon) => new(-3, 1, RegularisationRegistry.Find(name), epsilon);
}
