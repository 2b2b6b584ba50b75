using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Densities;

public sealed class PerturbedMaxwellianTests
{
    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(-1, 0.8)]
    [InlineData(1, 1.3)]
    public void Moments_are_those_of_the_grid(double amplitude, double temperature)
    {
        GridSums.AssertMoments(new VelocityGrid(2, 48, 9), new PerturbedMaxwellianDensity([1.1, -0.4], amplitude, temperature, 0.6), 1e-11);
        GridSums.AssertMoments(new VelocityGrid(3, 24, 7), new PerturbedMaxwellianDensity([0.3, 0.9, -0.5], amplitude, temperature), 1e-6);
    }

    [Fact]
    public void It_is_non_negative_at_the_largest_amplitude()
    {
        double[] values = GridSums.OnGrid(new VelocityGrid(2, 40, 6), new PerturbedMaxwellianDensity([Math.PI, 0], -1));
        Assert.True(values.Min() >= 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PerturbedMaxwellianDensity([1, 0], 1.01));
        Assert.Throws<ArgumentException>(() => new PerturbedMaxwellianDensity([0, 0], 0.5));
    }

    /// <summary>The bound of the mass outside holds and is not wasteful.</summary>
    [Fact]
    public void The_mass_outside_is_bounded()
    {
        var density = new PerturbedMaxwellianDensity([1, 0], 0.5);
        var grid = new VelocityGrid(2, 120, 8);
        double outside = GridSums.Integral(grid, GridSums.OnGrid(grid, density), v => Math.Abs(v[0]) > 2 || Math.Abs(v[1]) > 2 ? 1 : 0);
        Assert.InRange(density.MassOutside(2), outside, 3 * outside);
    }
}
