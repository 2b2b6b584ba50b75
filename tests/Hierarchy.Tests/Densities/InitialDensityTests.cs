using Hierarchy.Densities;
using Hierarchy.Spectral;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Densities;

public sealed class InitialDensityTests
{
    public static TheoryData<int, string> Cases()
    {
        TheoryData<int, string> cases = [];
        foreach (int dimension in new[] { 2, 3 })
        {
            foreach (string name in new[] { "gaussian", "bkw", "lemou" })
                cases.Add(dimension, name);
        }
        return cases;
    }

    /// <summary>The trapezoidal rule is spectrally accurate, so mass, mean and covariance on the grid are those of the formula.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Moments_on_the_grid_are_the_analytic_ones(int dimension, string name)
    {
        IInitialDensity density = Make(dimension, name);
        VelocityGrid grid = new(dimension, 40, 9);
        double[] values = ExactRates.Sample(grid, density);
        GridMoments moments = GridMoments.Of(grid, values);
        Assert.Equal(density.Weight, moments.Mass, 1e-9);
        for (int a = 0; a < dimension; a++)
        {
            Assert.Equal(density.Weight * density.Mean[a], moments.Momentum[a], 1e-9);
            for (int b = 0; b < dimension; b++)
            {
                double second = density.Weight * (density.Covariance[a * dimension + b] + density.Mean[a] * density.Mean[b]);
                Assert.Equal(second, ExactRates.SecondMoment(grid, values, a, b), 1e-8);
            }
        }
    }

    /// <summary>On a box that cuts the density off, the mass left out is counted on a larger grid; the bound exceeds it by the corners only.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_mass_outside_is_bounded_tightly(int dimension, string name)
    {
        IInitialDensity density = Make(dimension, name);
        // A cell-centred sum would do, but the integral over the box is taken by Gauss-Legendre on each axis.
        const double halfWidth = 3;
        double inside = MassInside(density, halfWidth), bound = density.MassOutside(halfWidth);
        Assert.InRange(bound - (1 - inside), -1e-12, 0.25 * bound);
    }

    [Fact]
    public void The_mass_outside_the_grid_adds_the_components()
    {
        VelocityGrid grid = new(2, 16, 3);
        GaussianDensity wide = GaussianDensity.Isotropic([1, 0], 2, 0.25), narrow = GaussianDensity.Isotropic([-1, 0], 0.5, 0.75);
        Assert.Equal(0.25 * wide.MassOutside(3) + 0.75 * narrow.MassOutside(3), InitialDensities.MassOutside(grid, [wide, narrow]), 15);
    }

    [Fact]
    public void A_correlated_normal_density_has_its_formula()
    {
        double[] covariance = [2, 0.6, 0.6, 0.5];
        GaussianDensity density = new([0.3, -0.2], covariance);
        double determinant = 2 * 0.5 - 0.36, x = 1.1 - 0.3, y = 0.4 + 0.2;
        double exponent = (0.5 * x * x - 1.2 * x * y + 2 * y * y) / determinant;
        Assert.Equal(Math.Exp(-0.5 * exponent) / (2 * Math.PI * Math.Sqrt(determinant)), density.Evaluate([1.1, 0.4]), 15);
    }

    [Fact]
    public void The_bkw_density_vanishes_at_the_origin_at_its_first_time()
    {
        BkwDensity density = new(2, 1.0 / 16, 0.5, 0);
        Assert.Equal(0, density.Evaluate([0, 0]), 15);
        Assert.Equal(0.5, density.Scale, 15);
        Assert.True(density.Evaluate([1, 0]) > 0.1);
    }

    /// <summary>E|v|^4 = 8 K (2 - K) in d = 2 and 15 K (2 - K) in d = 3.</summary>
    [Theory]
    [InlineData(2, 8)]
    [InlineData(3, 15)]
    public void The_fourth_moment_of_the_bkw_density_is_known(int dimension, double factor)
    {
        VelocityGrid grid = new(dimension, 40, 9);
        BkwDensity density = new(dimension, 1, dimension == 2 ? 0.4 : 0.3, 0.1);
        double[] values = ExactRates.Sample(grid, density);
        double fourth = 0;
        for (int i = 0; i < grid.Size; i++)
            fourth += grid.CellVolume * values[i] * grid.SpeedSquared(i) * grid.SpeedSquared(i);
        Assert.Equal(factor * density.Scale * (2 - density.Scale), fourth, 1e-8);
    }

    /// <summary>d = 3, Lambda = 1: M(v) (1 + e^(-8t) (|v|^4/120 - |v|^2/12 + 1/8)).</summary>
    [Fact]
    public void The_lemou_datum_has_its_published_form()
    {
        LemouDensity density = new(3, 1, 0.1);
        const double s = 0.4 * 0.4 + 1.3 * 1.3 + 0.7 * 0.7;
        double expected = Math.Pow(2 * Math.PI, -1.5) * Math.Exp(-0.5 * s) * (1 + Math.Exp(-0.8) * (s * s / 120 - s / 12 + 0.125));
        Assert.Equal(expected, density.Evaluate([0.4, 1.3, -0.7]), 15);
    }

    [Fact]
    public void Components_are_added_with_their_weights()
    {
        VelocityGrid grid = new(2, 12, 4);
        GaussianDensity one = GaussianDensity.Isotropic([1, 0], 1, 0.3), other = GaussianDensity.Diagonal([-1, 0.5], [0.5, 0.8], 0.7);
        double[] values = ExactRates.Sample(grid, one, other);
        double[] velocity = [grid.Velocity(77, 0), grid.Velocity(77, 1)];
        Assert.Equal(0.3 * one.Evaluate(velocity) + 0.7 * other.Evaluate(velocity), values[77], 15);
    }

    [Fact]
    public void Arguments_outside_their_ranges_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new GaussianDensity([0, 0], [1, 2, 2, 1]));
        Assert.Throws<ArgumentException>(() => new GaussianDensity([0, 0], [1, 0.1, 0.2, 1]));
        Assert.Throws<ArgumentException>(() => new GaussianDensity([0, double.NaN], [1, 0, 0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianDensity.Isotropic([0, 0, 0, 0], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianDensity.Isotropic([0, 0], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BkwDensity(3, 1.0 / 24, 1, 5.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BkwDensity(2, 0, 0.5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LemouDensity(3, 1, -1));
        VelocityGrid grid = new(2, 8, 4);
        Assert.Throws<ArgumentException>(() => InitialDensities.OnGrid(grid, [], new double[64]));
        Assert.Throws<ArgumentException>(() => InitialDensities.OnGrid(grid, [new LemouDensity(3, 1, 0)], new double[64]));
        Assert.Throws<ArgumentException>(() => InitialDensities.OnGrid(grid, [new LemouDensity(2, 1, 0)], new double[63]));
    }

    private static IInitialDensity Make(int dimension, string name) => name switch
    {
        "gaussian" when dimension == 2 => new GaussianDensity([0.4, -0.3], [1.1, 0.3, 0.3, 0.8], 0.6),
        "gaussian" => new GaussianDensity([0.4, -0.3, 0.1], [1.1, 0.3, -0.2, 0.3, 0.8, 0.1, -0.2, 0.1, 1], 0.6),
        "bkw" => new BkwDensity(dimension, 1, dimension == 2 ? 0.5 : 0.4, 0.05),
        _ => new LemouDensity(dimension, 1, 0.02),
    };

    private static double MassInside(IInitialDensity density, double halfWidth)
    {
        Hierarchy.Spectral.GaussJacobiRule rule = new(40, 0);
        int count = rule.Nodes.Length, d = density.Dimension;
        double[] velocity = new double[d];
        double sum = 0;
        for (int flat = 0; flat < (int)Math.Pow(count, d); flat++)
        {
            double weight = 1;
            for (int a = 0, rest = flat; a < d; a++, rest /= count)
            {
                velocity[a] = halfWidth * (2 * rule.Nodes[rest % count] - 1);
                weight *= 2 * halfWidth * rule.Weights[rest % count];
            }
            sum += weight * density.Evaluate(velocity);
        }
        return sum;
    }
}
