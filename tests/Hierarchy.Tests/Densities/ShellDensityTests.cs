using Hierarchy.Densities;
using Hierarchy.Spectral;
using MathNet.Numerics.Integration;

namespace Hierarchy.Tests.Densities;

public sealed class ShellDensityTests
{
    /// <summary>Radial integrals by Gauss-Legendre quadrature against mass one, the stated temperature and the stated mass outside.</summary>
    [Theory]
    [InlineData(2, 10, 0.3)]
    [InlineData(3, 10, 0.3)]
    [InlineData(3, 0.5, 1.2)]
    [InlineData(2, 40, 2)]
    public void Moments_are_those_of_radial_quadrature(int dimension, double sharpness, double sigma)
    {
        var shell = new ShellDensity(dimension, sharpness, sigma, 0.4);
        double[] point = new double[dimension];
        double sphere = dimension == 2 ? 2 * Math.PI : 4 * Math.PI, far = sigma * (1 + 7 / Math.Sqrt(sharpness));
        Assert.Equal(1, Radial(0, 0), 13);
        Assert.Equal(dimension * shell.Covariance[0], Radial(0, 2), 13);
        Assert.Equal(shell.Covariance[0], shell.Covariance[dimension + 1]);
        Assert.Equal(0, shell.Covariance[1]);
        Assert.Equal(dimension * Radial(1.4 * sigma, 0), shell.MassOutside(1.4 * sigma), 13);

        double Radial(double from, int power) => sphere * GaussLegendreRule.Integrate(r => Math.Pow(r, dimension - 1 + power) * At(r), from, far, 128);

        double At(double r)
        {
            point[0] = 0.6 * r;
            point[1] = -0.8 * r;
            return shell.Evaluate(point);
        }
    }

    /// <summary>The ratio of two values is that of the formula; S = 10, sigma = 0.3 in three dimensions is the problem of the literature.</summary>
    [Fact]
    public void The_profile_is_that_of_the_rosenbluth_problem()
    {
        var shell = new ShellDensity(3, 10, 0.3);
        Assert.Equal(Math.Exp(-10 * Math.Pow((0.5 - 0.3) / 0.3, 2)), shell.Evaluate([0, 0.5, 0]) / shell.Evaluate([0, 0, 0.3]), 14);
        Assert.Equal(Math.Exp(-10), shell.Evaluate([0, 0, 0]) / shell.Evaluate([0.3, 0, 0]), 14);
    }

    /// <summary>On a grid that resolves it; the cone at the origin leaves exp(-S) h^(d+1).</summary>
    [Fact]
    public void Sums_over_a_grid_agree() => GridSums.AssertMoments(new VelocityGrid(2, 64, 2.4), new ShellDensity(2, 10, 0.8, 0.7), 1e-6);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.PositiveInfinity)]
    public void Parameters_outside_their_range_are_refused(double sharpness, double sigma) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShellDensity(3, sharpness, sigma));
}
