using Hierarchy.Kernels;
using MathNet.Numerics.Integration;

namespace Hierarchy.Tests.Collisions;

public sealed class RegularisationTests
{
    public static TheoryData<string> Names => [.. RegularisationRegistry.All.Select(regularisation => regularisation.Name)];

    public static CollisionKernel Kernel(string name, double gamma, double epsilon, double strength = 1) =>
        new(gamma, strength, RegularisationRegistry.Find(name), name == "none" ? 0 : epsilon);

    [Fact]
    public void Every_regularisation_is_found() =>
        Assert.Equal(["none", "cutoff", "cutoff-inviscid", "elliptic", "softened"], RegularisationRegistry.All.Select(regularisation => regularisation.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Logarithmic_derivative_is_that_of_the_factor(string name)
    {
        IKernelRegularisation regularisation = RegularisationRegistry.Find(name)!;
        foreach (double x in new[] { 0.2, 0.9, 1.1, 1.3, 1.5, 1.9, 1.95, 3, 20 })
        {
            if (regularisation.Factor(x) == 0)
            {
                Assert.Equal(double.PositiveInfinity, regularisation.LogDerivative(x));
                continue;
            }
            const double step = 1e-5;
            double quotient = (Math.Log(regularisation.Factor(x * (1 + step))) - Math.Log(regularisation.Factor(x * (1 - step)))) / Math.Log((1 + step) / (1 - step));
            Assert.Equal(quotient, regularisation.LogDerivative(x), 1e-6 * Math.Max(1, Math.Abs(quotient)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Factors_grow_from_zero_to_one(string name)
    {
        IKernelRegularisation regularisation = RegularisationRegistry.Find(name)!;
        double before = 0;
        for (double x = 0; x < 3; x += 0.01)
        {
            double factor = regularisation.Factor(x);
            Assert.InRange(factor, before, 1);
            before = factor;
        }
        Assert.Equal(1, regularisation.Factor(1e4), 15);
    }

    [Theory]
    [InlineData("none", -3, 3, double.NaN, 1)]
    [InlineData("none", 1, 1, double.NaN, 3)]
    [InlineData("elliptic", -3, 3, double.NaN, 1)]
    [InlineData("softened", -3, 3, double.PositiveInfinity, 4)]
    [InlineData("softened", -2, 3, 0, 5)]
    [InlineData("softened", -0.5, 4.5, 0, 6.5)]
    [InlineData("softened", 0, 5, 0, 7)]
    [InlineData("cutoff", -3, double.PositiveInfinity, 0.3, double.PositiveInfinity)]
    public void The_condition_on_the_logarithmic_derivative_is_reported(string name, double gamma, double supremum, double radius, double printed)
    {
        foreach ((int d, double bound) in ((int, double)[])[(2, 4), (3, Math.Sqrt(22))])
        {
            LogDerivativeMargin margin = Kernel(name, gamma, 0.3).LogDerivativeMargin(d);
            Assert.Equal(radius, margin.Radius);
            Assert.Equal(supremum, margin.Supremum, 1e-12);
            Assert.Equal(printed, margin.AsPrinted, 1e-12);
            Assert.Equal(bound - supremum, margin.Margin, 1e-12);
            Assert.Equal(supremum <= bound, margin.Holds);
        }
    }

    /// <summary>The margins of the Coulomb kernel, plain and softened, and the value of r chi'/chi at which the cut-off leaves the condition.</summary>
    [Fact]
    public void Margins_of_the_coulomb_kernel()
    {
        foreach (string name in (string[])["none", "softened"])
        {
            Assert.Equal(1.690, Kernel(name, -3, 0.3).LogDerivativeMargin(3).Margin, 5e-4);
            Assert.Equal(1, Kernel(name, -3, 0.3).LogDerivativeMargin(2).Margin, 1e-12);
        }
        CutoffRegularisation cutoff = new();
        // The radii by difference quotients of log chi on 2e5 points.
        foreach ((int d, double slope, double at) in ((int, double, double)[])[(3, 3 + Math.Sqrt(22), 1.43207), (2, 7, 1.45628)])
        {
            double radius = Kernel("cutoff", -3, 1).LogDerivativeMargin(d).HoldsBeyond;
            Assert.Equal(at, radius, 1e-5);
            Assert.Equal(slope, cutoff.LogDerivative(radius), 1e-9);
        }
    }

    /// <summary>r |alpha'|/alpha by difference quotients of alpha = a/r^2 on either side of the radius where the condition begins to hold.</summary>
    [Theory]
    [InlineData("cutoff", -3)]
    [InlineData("cutoff", 0)]
    [InlineData("softened", 0)]
    public void Beyond_the_radius_that_is_named_the_condition_holds(string name, double gamma)
    {
        CollisionKernel kernel = Kernel(name, gamma, 0.4, 2);
        double radius = kernel.LogDerivativeMargin(3).HoldsBeyond;
        Assert.True(radius > 0);
        Assert.InRange(Slope(0.99 * radius), Math.Sqrt(22), 10);
        for (double r = 1.005 * radius; r < 100; r *= 1.01)
            Assert.InRange(Slope(r), 0, Math.Sqrt(22));

        double Slope(double r)
        {
            const double step = 1e-6;
            return Math.Abs(Math.Log(kernel.Potential(r * (1 + step)) / kernel.Potential(r * (1 - step))) / Math.Log((1 + step) / (1 - step)) - 2);
        }
    }

    /// <summary>Adaptive Gauss-Kronrod quadrature of the same radial integrals, at wavenumbers up to the largest of a padded grid of 32 points.</summary>
    [Theory]
    [InlineData("cutoff", 2, -3, 0.02)]
    [InlineData("cutoff", 3, -3, 0.3)]
    [InlineData("cutoff", 3, -0.5, 2.5)]
    [InlineData("cutoff", 2, 1, 0.5)]
    [InlineData("softened", 2, -3, 0.3)]
    [InlineData("softened", 3, -3, 0.02)]
    [InlineData("softened", 3, 0.5, 4)]
    public void Transforms_are_the_radial_integrals(string name, int dimension, double gamma, double epsilon)
    {
        const double radius = 4;
        const int points = 64;
        CollisionKernel kernel = Kernel(name, gamma, epsilon, 0.7);
        KernelTransform transform = new(kernel, dimension, points, Math.PI / radius, radius);
        double largest = Integral(kernel, dimension, 0, radius).Isotropic;
        foreach (int square in new[] { 0, 1, 4, 25, 100, 400, 1024 })
        {
            (double isotropic, double axial) = Integral(kernel, dimension, Math.PI / radius * Math.Sqrt(square), radius);
            Assert.Equal(isotropic, transform.Isotropic[square], 1e-12 * largest);
            Assert.Equal(axial, transform.Axial[square], 1e-12 * largest);
        }
    }

    /// <summary>At k = 0 what the cut-off removes is eps^(gamma+d+2) int (1 - chi) x^(gamma+d+1) dx times (d-1)/d of the sphere.</summary>
    [Theory]
    [InlineData("cutoff", 2, -3)]
    [InlineData("cutoff", 3, -3)]
    [InlineData("softened", 3, -3)]
    public void The_regularised_transform_tends_to_the_other(string name, int dimension, double gamma)
    {
        const double radius = 5;
        double power = gamma + dimension + 2, sphere = dimension == 2 ? 2 * Math.PI : 4 * Math.PI;
        double whole = new KernelTransform(Kernel("none", gamma, 0), dimension, 8, 1, radius).Isotropic[0];
        foreach (double epsilon in new[] { 0.1, 0.01, 0.001 })
        {
            IKernelRegularisation regularisation = RegularisationRegistry.Find(name)!;
            double removed = Pieces([0, 1, 1.2, 1.5, 2, 10, 100, radius / epsilon], x => (1 - regularisation.Factor(x)) * Math.Pow(x, power - 1));
            double regular = new KernelTransform(Kernel(name, gamma, epsilon), dimension, 8, 1, radius).Isotropic[0];
            Assert.Equal((dimension - 1.0) / dimension * sphere * Math.Pow(epsilon, power) * removed, whole - regular, 2e-14 * whole);
        }
    }

    [Fact]
    public void Parameters_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CollisionKernel(-3, 1, null, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CollisionKernel(-3, 1, RegularisationRegistry.Find("cutoff")));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CollisionKernel(-3, 1, RegularisationRegistry.Find("elliptic"), double.NaN));
    }

    private static (double Isotropic, double Axial) Integral(CollisionKernel kernel, int dimension, double wavenumber, double radius)
    {
        double[] cuts = [0, .. new[] { 0.5, 1, 1.1, 1.25, 1.5, 1.75, 1.9, 2, 4 }.Select(x => x * kernel.Epsilon).Where(r => r < radius), radius];
        return (Pieces(cuts, r => Integrand(r).P), Pieces(cuts, r => Integrand(r).Q));

        (double P, double Q) Integrand(double r)
        {
            if (r == 0)
                return default;
            (double p, double q) = SphericalMeans.Evaluate(dimension, wavenumber * r);
            double weight = kernel.Potential(r) * Math.Pow(r, dimension - 1);
            return (weight * p, weight * q);
        }
    }

    private static double Pieces(double[] cuts, Func<double, double> integrand)
    {
        double sum = 0;
        for (int i = 1; i < cuts.Length; i++)
            sum += GaussKronrodRule.Integrate(integrand, cuts[i - 1], cuts[i], out _, out _, 1e-13, 5, 61);
        return sum;
    }
}
