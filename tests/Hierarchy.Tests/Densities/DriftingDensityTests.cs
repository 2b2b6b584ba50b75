using Hierarchy.Densities;
using Hierarchy.Particles;
using Hierarchy.Spectral;
using Hierarchy.Tests.Verification;
using MathNet.Numerics.Integration;

namespace Hierarchy.Tests.Densities;

/// <summary>The families about a drift with one temperature: Maxwellian, kappa and super-Gaussian, against their published forms and against integrals of their values.</summary>
public sealed class DriftingDensityTests
{
    public static TheoryData<string, int> Cases()
    {
        TheoryData<string, int> cases = [];
        foreach (string type in new[] { "maxwellian", "kappa", "super-gaussian" })
        {
            cases.Add(type, 2);
            cases.Add(type, 3);
        }
        return cases;
    }

    private static double[] Drift(int dimension) => dimension == 2 ? [0.4, -0.3] : [0.4, -0.3, 0.2];

    private static IInitialDensity Make(string type, int dimension)
    {
        DensitySettings settings = type switch
        {
            "kappa" => new KappaSettings { Temperature = 0.7, Drift = Drift(dimension), Kappa = 6 },
            "super-gaussian" => new SuperGaussianSettings { Temperature = 0.7, Drift = Drift(dimension), Exponent = 3.5 },
            _ => new MaxwellianSettings { Temperature = 0.7, Drift = Drift(dimension) },
        };
        return settings.Density(new DensityInput(dimension, 6, 32, -3, 1));
    }

    /// <summary>int g(|v - u|) f dv over the speed from the values of the density along a ray, r = t/(1 - t).</summary>
    private static double Integral(IInitialDensity density, Func<double, double> g)
    {
        int d = density.Dimension;
        double[] velocity = new double[d];
        double Value(double r)
        {
            density.Mean.ToArray().CopyTo(velocity, 0);
            velocity[d - 1] += r;
            return density.Evaluate(velocity);
        }
        const int panels = 40;
        double sum = 0;
        for (int i = 0; i < panels; i++)
        {
            sum += GaussLegendreRule.Integrate(
                t => (d == 2 ? 2 : 4) * Math.PI * Math.Pow(t / (1 - t), d - 1) / ((1 - t) * (1 - t)) * g(t / (1 - t)) * Value(t / (1 - t)), (double)i / panels,
                    (i + 1.0) / panels, 12);
        }
        return sum;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mass_temperature_and_fourth_moment_are_integrals_of_the_values(string type, int dimension)
    {
        IInitialDensity density = Make(type, dimension);
        Assert.Equal(1, Integral(density, _ => 1), 1e-9);
        Assert.Equal(0.7 * dimension, Integral(density, r => r * r), 1e-8);
        Assert.Equal(0.7, density.Covariance[dimension + 1], 15);
        Assert.Equal(Drift(dimension), density.Mean);
        // E|w + u|^4 of an isotropic w: E|w|^4 + (2 + 4/d) |u|^2 E|w|^2 + |u|^4.
        double square = Drift(dimension).Sum(u => u * u), fourth = Integral(density, r => r * r * r * r) + (2 + 4.0 / dimension) * square * 0.7 * dimension + square * square;
        Assert.Equal(fourth, density.FourthMoment, 1e-6 * fourth);
    }

    /// <summary>The bound adds sides: exact but for corners where one axis is a known law, an upper bound for the super-Gaussian.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_mass_outside_is_bounded(string type, int dimension)
    {
        IInitialDensity density = Make(type, dimension);
        const double halfWidth = 2.2;
        GaussJacobiRule rule = new(40, 0);
        int n = rule.Nodes.Length;
        double[] values = new double[(int)Math.Pow(n, dimension)];
        InitialDensities.OnProduct(density, [.. Enumerable.Repeat(rule.Nodes.ToArray().Select(x => halfWidth * (2 * x - 1)).ToArray(), dimension)], values);
        double inside = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double weight = values[i];
            for (int a = 0, rest = i; a < dimension; a++, rest /= n)
                weight *= 2 * halfWidth * rule.Weights[rest % n];
            inside += weight;
        }
        double bound = density.MassOutside(halfWidth), outside = 1 - inside;
        Assert.InRange(bound, outside - 1e-9, (type == "super-gaussian" ? 12 : 1.1) * outside);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Samples_have_the_mean_the_covariance_and_the_tail(string type, int dimension)
    {
        IInitialDensity density = Make(type, dimension);
        const int samples = 200000;
        VelocitySampler sampler = VelocitySamplers.For(density);
        RandomStream random = new(7, 3);
        double[] velocity = new double[dimension], mean = new double[dimension];
        double energy = 0, fast = 0;
        for (int i = 0; i < samples; i++)
        {
            sampler(random, velocity);
            double square = 0;
            for (int a = 0; a < dimension; a++)
            {
                mean[a] += velocity[a] / samples;
                square += (velocity[a] - density.Mean[a]) * (velocity[a] - density.Mean[a]);
            }
            energy += square / samples;
            fast += (square > 2.25 ? 1.0 : 0) / samples;
        }
        for (int a = 0; a < dimension; a++)
            Assert.Equal(density.Mean[a], mean[a], 5 * Math.Sqrt(0.7 / samples));
        Assert.Equal(0.7 * dimension, energy, 5 * Math.Sqrt(Integral(density, r => Math.Pow(r, 4)) / samples));
        // One of the panels ends at t = 0.6, where r = 1.5, so that the step costs no digits.
        double expected = Integral(density, r => r > 1.5 ? 1 : 0);
        Assert.Equal(expected, fast, 5 * Math.Sqrt(expected / samples));
    }

    /// <summary>Vasyliunas (1968): f = (pi kappa theta^2)^(-3/2) Gamma(kappa+1)/Gamma(kappa-1/2) (1 + v^2/(kappa theta^2))^(-kappa-1), theta^2 = (2 kappa - 3) T/kappa.</summary>
    [Fact]
    public void The_kappa_density_has_its_published_form()
    {
        // kappa = 4, T = 1: kappa theta^2 = 5, Gamma(5)/Gamma(7/2) = 24/(15 sqrt(pi)/8).
        KappaDensity density = new([0, 0, 0], 1, 4);
        double expected = Math.Pow(5 * Math.PI, -1.5) * 24 / (15 * Math.Sqrt(Math.PI) / 8) * Math.Pow(1 + 2.0 / 5, -5);
        Assert.Equal(expected, density.Evaluate([1, 0, 1]), 1e-14);
    }

    /// <summary>kappa = 3 in d = 3 has five degrees of freedom: E exp(ik.v) = (1 + x + x^2/3) e^(-x), x = sqrt(3 T) k.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(1.0)]
    [InlineData(4.0)]
    public void The_spectrum_of_a_kappa_density_is_known(double wavenumber)
    {
        double x = Math.Sqrt(3 * 0.7) * wavenumber;
        Assert.Equal((1 + x + x * x / 3) * Math.Exp(-x), new KappaDensity([0, 0, 0], 0.7, 3).Mode(wavenumber), 1e-12);
    }

    [Fact]
    public void Large_kappa_and_the_exponent_two_are_maxwellians()
    {
        GaussianDensity maxwellian = GaussianDensity.Isotropic([0.2, 0, -0.1], 0.7);
        KappaDensity kappa = new([0.2, 0, -0.1], 0.7, 1e4);
        SuperGaussianDensity super = new([0.2, 0, -0.1], 0.7, 2);
        double[] velocity = [0.9, -0.4, 0.3];
        double value = maxwellian.Evaluate(velocity);
        Assert.Equal(value, super.Evaluate(velocity), 1e-14);
        Assert.Equal(1, kappa.Evaluate(velocity) / value, 1e-3);
        Assert.Equal(Math.Exp(-0.35 * 9), super.Mode(3), 1e-12);
        Assert.Equal(Math.Exp(-0.35 * 9), kappa.Mode(3), 1e-3);
    }

    /// <summary>E|v|^4/(E|v|^2)^2 = Gamma(7/5) Gamma(3/5)/Gamma(1)^2 for m = 5, d = 3, where a Maxwellian has 5/3.</summary>
    [Fact]
    public void The_flat_top_has_its_flatness()
    {
        SuperGaussianDensity density = new([0, 0, 0], 0.5, 5);
        Assert.Equal(0.88726381750 * 1.48919224882, density.FourthMoment / (1.5 * 1.5), 1e-9);
    }

    /// <summary>E cos(k v_1) as a sum over a fine grid, which has no part in the radial integral.</summary>
    [Theory]
    [InlineData(2, 1.5)]
    [InlineData(2, 4.0)]
    [InlineData(3, 3.0)]
    public void The_spectrum_of_a_flat_top_is_a_sum_over_the_grid(int dimension, double factor)
    {
        SuperGaussianDensity density = new(new double[dimension], 1, 4);
        VelocityGrid grid = new(dimension, dimension == 2 ? 96 : 48, 4.5);
        double wavenumber = Math.Round(factor * 4.5 / Math.PI) * Math.PI / 4.5, sum = 0;
        double[] values = ExactRates.Sample(grid, density);
        for (int i = 0; i < values.Length; i++)
            sum += grid.CellVolume * values[i] * Math.Cos(wavenumber * grid.Velocity(i, 0));
        Assert.Equal(Math.Abs(sum), density.Mode(wavenumber), 1e-7);
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(1.0)]
    [InlineData(6.5)]
    public void Gamma_numbers_have_mean_and_variance_of_their_shape(double shape)
    {
        const int samples = 200000;
        RandomStream random = new(11, 5);
        double mean = 0, square = 0;
        for (int i = 0; i < samples; i++)
        {
            double value = random.NextGamma(shape);
            mean += value / samples;
            square += (value - shape) * (value - shape) / samples;
        }
        Assert.Equal(shape, mean, 5 * Math.Sqrt(shape / samples));
        // The fourth central moment of the gamma law is 3 a^2 + 6 a.
        Assert.Equal(shape, square, 5 * Math.Sqrt((2 * shape * shape + 6 * shape) / samples));
    }

    [Fact]
    public void Arguments_outside_their_ranges_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new KappaDensity([0, 0, 0], 1, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KappaDensity([0, 0], 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SuperGaussianDensity([0, 0], 1, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SuperGaussianDensity([0, 0], double.NaN, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SuperGaussianDensity([0], 1, 2));
    }
}
