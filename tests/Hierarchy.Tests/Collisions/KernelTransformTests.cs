using Hierarchy.Kernels;
using Hierarchy.Spectral;
using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace Hierarchy.Tests.Collisions;

public sealed class KernelTransformTests
{
    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(5, 1.0)]
    [InlineData(12, 4.5)]
    [InlineData(40, 0.5)]
    public void Gauss_rule_integrates_every_monomial_of_its_degree(int count, double beta)
    {
        GaussJacobiRule rule = new(count, beta);
        for (int degree = 0; degree < 2 * count; degree++)
        {
            double sum = 0;
            for (int i = 0; i < count; i++)
                sum += rule.Weights[i] * Math.Pow(rule.Nodes[i], degree);
            Assert.Equal(1, sum * (degree + beta + 1), 12);
        }
    }

    /// <summary>Legendre's polynomial by its recurrence: a Newton step from a node goes nowhere, and the weight is 1/((1 - x^2) P'(x)^2).</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    [InlineData(380)]
    public void Nodes_are_the_roots_of_legendre_polynomials(int count)
    {
        GaussJacobiRule rule = new(count, 0);
        for (int i = 0; i < count; i++)
        {
            double x = 2 * rule.Nodes[i] - 1, before = 1, value = x;
            for (int k = 2; k <= count; k++)
                (before, value) = (value, ((2 * k - 1) * x * value - (k - 1) * before) / k);
            double slope = count * (before - x * value) / (1 - x * x);
            Assert.Equal(0, value / slope, 1e-14);
            Assert.Equal(1 / ((1 - x * x) * slope * slope), rule.Weights[i], 1e-14);
        }
    }

    [Fact]
    public void Bessel_functions_agree_with_math_net_on_all_three_branches()
    {
        for (double x = 0; x < 400; x += x < 30 ? 0.137 : 3.71)
        {
            (double j0, double j1) = SphericalMeans.Bessel(x);
            Assert.Equal(SpecialFunctions.BesselJ(0, x), j0, 13);
            Assert.Equal(SpecialFunctions.BesselJ(1, x), j1, 13);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Spherical_means_are_the_integral_over_the_sphere(int dimension)
    {
        foreach (double x in new[] { 0, 1e-9, 0.3, 1.999, 2.001, 7.5, 24.9, 25.1, 90 })
        {
            // e is the polar axis: Along = int sin^2 cos(x cos), Across = int (1 - sin^2 cos^2(azimuth)) cos(x cos).
            (double along, double across) = dimension == 2
                ? (2 * Arc(t => Square(Math.Sin(t)) * Math.Cos(x * Math.Cos(t))), 2 * Arc(t => Square(Math.Cos(t)) * Math.Cos(x * Math.Cos(t))))
                : (2 * Math.PI * Arc(t => Math.Pow(Math.Sin(t), 3) * Math.Cos(x * Math.Cos(t))),
                   2 * Math.PI * Arc(t => (1 - 0.5 * Square(Math.Sin(t))) * Math.Sin(t) * Math.Cos(x * Math.Cos(t))));
            (double p, double q) = SphericalMeans.Evaluate(dimension, x);
            Assert.Equal(across, p, 12);
            Assert.Equal(along, p + q, 12);
        }

        static double Arc(Func<double, double> integrand) => GaussLegendreRule.Integrate(integrand, 0, Math.PI, 256);
        static double Square(double y) => y * y;
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(-2)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Planar_transform_is_the_integral_over_velocity_space(double gamma) => CompareWithDirectIntegral(2, gamma);

    [Theory]
    [InlineData(-3)]
    [InlineData(-2)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Spatial_transform_is_the_integral_over_velocity_space(double gamma) => CompareWithDirectIntegral(3, gamma);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void At_zero_the_trace_is_the_integral_of_the_trace(int dimension)
    {
        foreach (double gamma in new[] { -3, -2, -1, 0, 0.5, 1 })
        {
            const double radius = 3.7, strength = 0.3;
            KernelTransform transform = new(new CollisionKernel(gamma, strength), dimension, 8, Math.PI / radius, radius);
            double sphere = dimension == 2 ? 2 * Math.PI : 4 * Math.PI;
            double exact = (dimension - 1) * strength * sphere * Math.Pow(radius, gamma + 2 + dimension) / (gamma + 2 + dimension);
            Assert.Equal(1, dimension * transform.Isotropic[0] / exact, 13);
            Assert.Equal(0, transform.Axial[0], 14);
        }
    }

    /// <summary>d = 3, gamma = -2: int_{|z| &lt; R} |z|^0 Pi exp(-ik.z) in elementary functions, at the largest wavenumbers of a padded grid of 64 points.</summary>
    [Fact]
    public void Large_wavenumbers_keep_their_accuracy()
    {
        const double radius = 10;
        KernelTransform transform = new(new CollisionKernel(-2, 1), 3, 128, Math.PI / radius, radius);
        for (int s = 4000; s < transform.Isotropic.Length; s += 613)
        {
            if (transform.Isotropic[s] == 0)
                continue;
            double x = Math.PI * Math.Sqrt(s);
            // 2 P + (P + Q) = trace of the transform = 2 times the transform of the indicator of the ball.
            double ball = 4 * Math.PI * (Math.Sin(x) - x * Math.Cos(x)) / (x * x * x) * Math.Pow(radius, 3);
            Assert.Equal(2 * ball, 3 * transform.Isotropic[s] + transform.Axial[s], 1e-13 * 4 * Math.PI / 3 * Math.Pow(radius, 3));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Twice_the_nodes_change_nothing(int dimension)
    {
        foreach (double widest in new[] { 1.0, 30, 140, 348 })
        {
            GaussJacobiRule coarse = new(KernelTransform.NodesFor(widest), dimension - 2), fine = new(2 * KernelTransform.NodesFor(widest), dimension - 2);
            (double p, double q) = Sum(coarse, widest);
            (double finerP, double finerQ) = Sum(fine, widest);
            Assert.Equal(finerP, p, 1e-13);
            Assert.Equal(finerQ, q, 1e-13);
        }

        (double, double) Sum(GaussJacobiRule rule, double x)
        {
            double isotropic = 0, axial = 0;
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                (double p, double q) = SphericalMeans.Evaluate(dimension, x * rule.Nodes[i]);
                isotropic += rule.Weights[i] * p;
                axial += rule.Weights[i] * q;
            }
            return (isotropic, axial);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Components_are_even_and_divergences_odd(int dimension)
    {
        KernelTransform transform = new(new CollisionKernel(-3, 1), dimension, 10, 1, 3);
        double[] component = new double[transform.Size], sum = new double[transform.Size], divergence = new double[transform.Size];
        for (int a = 0; a < dimension; a++)
        {
            Array.Clear(sum);
            for (int b = 0; b < dimension; b++)
            {
                transform.FillComponent(a, b, component);
                for (int flat = 0; flat < transform.Size; flat++)
                {
                    Assert.Equal(component[flat], component[Opposite(flat)], 14);
                    sum[flat] += Mode(flat, b) * component[flat];
                }
            }
            transform.FillDivergence(a, divergence);
            for (int flat = 0; flat < transform.Size; flat++)
            {
                Assert.Equal(-divergence[flat], divergence[Opposite(flat)], 14);
                if (!TouchesNyquist(flat))
                    Assert.Equal(sum[flat], divergence[flat], 12);
            }
        }

        int Index(int flat, int axis) => flat / (int)Math.Pow(10, dimension - 1 - axis) % 10;
        double Mode(int flat, int axis) => Index(flat, axis) < 5 ? Index(flat, axis) : Index(flat, axis) - 10;
        bool TouchesNyquist(int flat) => Enumerable.Range(0, dimension).Any(axis => Index(flat, axis) == 5);
        int Opposite(int flat) => Enumerable.Range(0, dimension).Aggregate(0, (sum, axis) => sum * 10 + (10 - Index(flat, axis)) % 10);
    }

    [Fact]
    public void Arguments_outside_their_ranges_are_refused()
    {
        CollisionKernel kernel = new(0, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new KernelTransform(kernel, 1, 8, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KernelTransform(kernel, 2, 7, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KernelTransform(kernel, 2, 8, double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KernelTransform(kernel, 2, 8, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussJacobiRule(4, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelTransform.Padded(kernel, new VelocityGrid(2, 8, 1)).FillComponent(0, 2, new double[256]));
    }

    /// <summary>
    /// The independent value: angles by the trapezoidal and Gauss-Legendre rules, the radius by Gauss-Legendre after r = s^4,
    /// which turns the endpoint power into a polynomial; no Bessel function enters.
    /// </summary>
    private static void CompareWithDirectIntegral(int dimension, double gamma)
    {
        const double radius = 5, strength = 0.7, unit = Math.PI / 5;
        const int points = 12;
        KernelTransform transform = new(new CollisionKernel(gamma, strength), dimension, points, unit, radius);
        double[][] components = new double[3][];
        (int A, int B)[] pairs = [(0, 0), (0, 1), (1, 1)];
        for (int c = 0; c < 3; c++)
        {
            components[c] = new double[transform.Size];
            transform.FillComponent(pairs[c].A, pairs[c].B, components[c]);
        }
        int[][] modes = [[0, 0, 0], [1, 0, 0], [2, 3, 0], [4, 5, 1], [-3, 2, 4]];
        foreach (int[] mode in modes)
        {
            int flat = 0;
            for (int axis = 0; axis < dimension; axis++)
                flat = flat * points + (mode[axis] + points) % points;
            for (int c = 0; c < 3; c++)
            {
                (int a, int b) = pairs[c];
                double direct = GaussLegendreRule.Integrate(
                    s => 4 * s * s * s * Math.Pow(s, 4 * (gamma + 1 + dimension)) * Sphere(dimension, s * s * s * s, mode, a, b, unit),
                    0, Math.Pow(radius, 0.25), 96);
                Assert.Equal(strength * direct, components[c][flat], 1e-11 * Math.Abs(transform.Isotropic[0]));
            }
        }
    }

    private static double Sphere(int dimension, double r, int[] mode, int a, int b, double unit)
    {
        const int angles = 96;
        double sum = 0;
        Span<double> direction = stackalloc double[3];
        for (int p = 0; p < (dimension == 2 ? 1 : 48); p++)
        {
            double cosine = dimension == 2 ? 0 : Polar.GetAbscissa(p), weight = dimension == 2 ? 1 : Polar.GetWeight(p);
            double sine = Math.Sqrt(1 - cosine * cosine);
            for (int j = 0; j < angles; j++)
            {
                double angle = 2 * Math.PI * j / angles;
                direction[0] = sine * Math.Cos(angle);
                direction[1] = sine * Math.Sin(angle);
                direction[2] = cosine;
                double phase = 0;
                for (int axis = 0; axis < dimension; axis++)
                    phase += unit * mode[axis] * r * direction[axis];
                sum += weight * 2 * Math.PI / angles * ((a == b ? 1 : 0) - direction[a] * direction[b]) * Math.Cos(phase);
            }
        }
        return sum;
    }

    private static readonly GaussLegendreRule Polar = new(-1, 1, 48);
}
