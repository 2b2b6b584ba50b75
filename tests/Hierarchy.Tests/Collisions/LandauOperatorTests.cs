using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.Tests.Verification;
using Xunit.Abstractions;

namespace Hierarchy.Tests.Collisions;

public sealed class LandauOperatorTests(ITestOutputHelper output)
{
    /// <summary>gamma = 0: Q(f,f) of the BKW solution is its time derivative. The bounds are the measured errors, doubled.</summary>
    [Theory]
    [InlineData(2, 32, 5, true, 1.1e-5)]
    [InlineData(2, 32, 6, true, 1e-7)]
    [InlineData(2, 48, 6, true, 6e-9)]
    [InlineData(2, 48, 7, true, 8e-13)]
    [InlineData(2, 64, 8, true, 1e-12)]
    [InlineData(2, 48, 6, false, 6e-4)]
    [InlineData(2, 48, 7, false, 9e-6)]
    [InlineData(3, 24, 5, true, 1.7e-5)]
    [InlineData(3, 24, 6, true, 4e-4)]
    [InlineData(3, 32, 6, true, 3e-8)]
    [InlineData(3, 32, 6, false, 5e-4)]
    public void Bkw_rate_is_reached(int dimension, int points, double halfWidth, bool padded, double bound)
    {
        double error = BkwError(dimension, points, halfWidth, padded);
        output.WriteLine(FormattableString.Invariant($"{error:E2}"));
        Assert.InRange(error, bound / 20, bound);
    }

    /// <summary>
    /// The error falls like exp(-c n^2) until the box is felt, for a density that is a Gaussian times a polynomial: each step of n gains more digits than the
    /// last.
    /// </summary>
    [Fact]
    public void Convergence_in_the_number_of_points_is_spectral()
    {
        double[] errors = [BkwError(2, 16, 7, true), BkwError(2, 24, 7, true), BkwError(2, 32, 7, true), BkwError(2, 40, 7, true)];
        output.WriteLine(string.Join(' ', errors.Select(error => error.ToString("E2", System.Globalization.CultureInfo.InvariantCulture))));
        Assert.True(errors[0] < 0.5 && errors[1] < errors[0] / 20 && errors[2] < errors[1] / 200 && errors[3] < errors[2] / 1000);
    }

    /// <summary>d/dt of the covariance at t = 0 of centred normal densities, Lambda = 1, every gamma, against an integral over the sphere.</summary>
    [Theory]
    [InlineData(-3)]
    [InlineData(-2)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Second_moments_move_as_they_should(double gamma)
    {
        CompareSlopes(2, 96, 9, gamma, [1.5, 0.5], 2e-10);
        CompareSlopes(3, 40, 7, gamma, [1, 0.6, 0.8], 1e-6);
    }

    /// <summary>
    /// Slopes computed outside this library, by one-dimensional quadrature; the product (A*f) grad f has the spectrum of f^2, so the narrow axis sets the
    /// spacing.
    /// </summary>
    [Theory]
    [InlineData(2, 96, 9, new[] { 1.5, 0.5 }, new[] { -0.25277306, 0.25277306 }, 6e-9)]
    [InlineData(2, 128, 9, new[] { 1.8, 0.2 }, new[] { -0.55076992, 0.55076992 }, 6e-9)]
    [InlineData(3, 40, 1.75, new[] { 0.07, 0.07, 0.05 }, new[] { -0.1998539705, -0.1998539705, 0.3997079409 }, 2e-9)]
    public void Coulomb_slopes_have_the_listed_digits(int dimension, int points, double halfWidth, double[] variances, double[] slopes, double bound)
    {
        VelocityGrid grid = new(dimension, points, halfWidth);
        double[] rate = Apply(grid, -3, ExactRates.Sample(grid, GaussianDensity.Diagonal(new double[dimension], variances)));
        for (int a = 0; a < dimension; a++)
        {
            double error = ExactRates.SecondMoment(grid, rate, a, a) - slopes[a];
            output.WriteLine(FormattableString.Invariant($"{slopes[a]} {error:E2}"));
            Assert.InRange(Math.Abs(error), 0, bound);
        }
    }

    [Fact]
    public void The_planar_two_beam_datum_has_the_listed_slope()
    {
        VelocityGrid grid = new(2, 64, 9);
        double[] density = ExactRates.Sample(grid, GaussianDensity.Isotropic([-2, 1], 1, 0.5), GaussianDensity.Isotropic([0, -1], 1, 0.5));
        double[] rate = Apply(grid, -3, density, 1.0 / 16);
        Assert.Equal(1.15159880e-2, ExactRates.SecondMoment(grid, rate, 0, 1), 10);
    }

    private static double BkwError(int dimension, int points, double halfWidth, bool padded)
    {
        VelocityGrid grid = new(dimension, points, halfWidth);
        using LandauOperator landau = new(grid, new CollisionKernel(0, 1), new CollisionOptions { PaddedLandau = padded });
        double constant = dimension == 2 ? 0.5 : 1, time = dimension == 2 ? 0.2 : 0.3;
        double[] density = ExactRates.Sample(grid, new BkwDensity(dimension, 1, constant, time)), rate = new double[grid.Size];
        landau.Apply(density, rate);
        return ExactRates.RelativeL2(rate, ExactRates.BkwRate(grid, 1, constant, time));
    }

    private void CompareSlopes(int dimension, int points, double halfWidth, double gamma, double[] variances, double bound)
    {
        VelocityGrid grid = new(dimension, points, halfWidth);
        double[] rate = Apply(grid, gamma, ExactRates.Sample(grid, GaussianDensity.Diagonal(new double[dimension], variances)));
        for (int a = 0; a < dimension; a++)
        {
            double exact = ExactRates.GaussianSlope(gamma, 1, variances, a, a);
            double error = (ExactRates.SecondMoment(grid, rate, a, a) - exact) / Math.Abs(ExactRates.GaussianSlope(gamma, 1, variances, 0, 0));
            output.WriteLine(FormattableString.Invariant($"d={dimension} gamma={gamma} axis {a}: exact {exact:F10}, relative error {error:E2}"));
            Assert.InRange(Math.Abs(error), 0, bound);
        }
    }

    private static double[] Apply(VelocityGrid grid, double gamma, double[] density, double strength = 1)
    {
        using LandauOperator landau = new(grid, new CollisionKernel(gamma, strength), new CollisionOptions());
        double[] rate = new double[grid.Size];
        landau.Apply(density, rate);
        return rate;
    }
}
