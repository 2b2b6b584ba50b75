using Hierarchy.Densities;
using Hierarchy.Spectral;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Densities;

public sealed class DiscreteMaxwellianTests
{
    /// <summary>Coarse grids and small boxes included, where a sampled Maxwellian does not have the moments of the continuous one.</summary>
    [Theory]
    [InlineData(2, 8, 3.0, 1.0)]
    [InlineData(2, 32, 6.0, 0.3)]
    [InlineData(2, 16, 2.0, 1.1)]
    [InlineData(3, 8, 4.0, 0.7)]
    [InlineData(3, 16, 5.0, 1.0)]
    public void The_fit_has_the_given_moments(int dimension, int points, double halfWidth, double temperature)
    {
        VelocityGrid grid = new(dimension, points, halfWidth);
        double[] momentum = dimension == 2 ? [0.2, -0.1] : [0.2, -0.1, 0.05];
        const double mass = 1.3;
        double energy = mass * dimension * temperature + momentum.Sum(p => p * p) / mass;
        GridMoments fitted = GridMoments.Of(grid, DiscreteMaxwellian.Fit(grid, new GridMoments(mass, momentum, energy)));
        Assert.Equal(mass, fitted.Mass, 1e-14);
        Assert.Equal(energy, fitted.Energy, 1e-13);
        for (int a = 0; a < dimension; a++)
            Assert.Equal(momentum[a], fitted.Momentum[a], 1e-14);
    }

    [Theory]
    [InlineData(2, 24, 5.0)]
    [InlineData(2, 12, 3.0)]
    [InlineData(3, 16, 4.5)]
    public void A_sampled_maxwellian_is_its_own_fit(int dimension, int points, double halfWidth)
    {
        VelocityGrid grid = new(dimension, points, halfWidth);
        double[] sampled = ExactRates.Sample(grid, GaussianDensity.Isotropic(dimension == 2 ? [0.4, -0.2] : [0.4, -0.2, 0.1], 0.8));
        double[] fitted = DiscreteMaxwellian.Fit(grid, GridMoments.Of(grid, sampled));
        for (int i = 0; i < grid.Size; i++)
            Assert.Equal(1, fitted[i] / sampled[i], 2e-13);
    }

    [Fact]
    public void The_logarithm_is_an_invariant_everywhere()
    {
        VelocityGrid grid = new(2, 12, 4);
        double[] fitted = DiscreteMaxwellian.Fit(grid, new GridMoments(1, [0.5, 0], 3));
        double third = Math.Log(fitted[3]) - 3 * Math.Log(fitted[2]) + 3 * Math.Log(fitted[1]) - Math.Log(fitted[0]);
        Assert.Equal(0, third, 12);
    }

    [Fact]
    public void Impossible_moments_are_refused()
    {
        VelocityGrid grid = new(2, 12, 4);
        Assert.Throws<ArgumentException>(() => DiscreteMaxwellian.Fit(grid, new GridMoments(0, [0, 0], 1)));
        Assert.Throws<ArgumentException>(() => DiscreteMaxwellian.Fit(grid, new GridMoments(1, [1, 0], 0.5)));
        Assert.Throws<ArgumentException>(() => DiscreteMaxwellian.Fit(grid, new GridMoments(1, [0, 0, 0], 2)));
        Assert.Throws<ArgumentException>(() => DiscreteMaxwellian.Fit(grid, new GridMoments(1, [0, 0], 100)));
    }
}
