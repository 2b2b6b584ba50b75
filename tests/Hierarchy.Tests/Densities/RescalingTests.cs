using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Densities;

public sealed class RescalingTests
{
    public static TheoryData<int> Data => [0, 1, 2, 3];

    [Theory]
    [MemberData(nameof(Data))]
    public void The_datum_has_the_normalisation_of_the_assumption(int which)
    {
        var grid = new VelocityGrid(which == 1 ? 3 : 2, 24, 5);
        var values = GridSums.OnGrid(new VelocityGrid(2, 20, 7), new GaussianDensity([1, 0.5], [2, 0.3, 0.3, 1.5]));
        IInitialDensity[] components = which switch
        {
            0 => [GaussianDensity.Diagonal([3, 0], [4, 2], 0.25), GaussianDensity.Diagonal([-1, 0.5], [1, 3], 0.75)],
            1 => [new ShellDensity(3, 2, 0.3)],
            2 => [new SamplesDensity(2, [1, 2, 3, 4, 0.5, -1, 2, 2, 3, 1], 0.5)],
            _ => [new GridDensity(new VelocityGrid(2, 20, 7), [.. values.Select(value => 1.7 * value)])],
        };
        double[] density = GridSums.OnGrid(grid, [.. Rescaling.Apply(grid, components)]);
        Assert.Equal(1, GridSums.Integral(grid, density, _ => 1), 1e-12);
        Assert.Equal(grid.Dimension, GridSums.Integral(grid, density, v => v.Sum(x => x * x)), 1e-12);
        for (int a = 0; a < grid.Dimension; a++)
            Assert.Equal(0, GridSums.Integral(grid, density, v => v[a]), 1e-12);
    }

    /// <summary>A Gaussian becomes the Gaussian of the same shape with trace d.</summary>
    [Fact]
    public void A_gaussian_keeps_its_shape()
    {
        var grid = new VelocityGrid(2, 40, 8);
        double[] rescaled = GridSums.OnGrid(grid, [.. Rescaling.Apply(grid, [new GaussianDensity([5, -2], [6, 1, 1, 3])])]);
        double[] exact = GridSums.OnGrid(grid, new GaussianDensity([0, 0], [6 / 4.5, 1 / 4.5, 1 / 4.5, 3 / 4.5]));
        for (int i = 0; i < grid.Size; i++)
            Assert.Equal(exact[i], rescaled[i], 1e-9);
    }

    [Fact]
    public void Changes_of_units_map_the_moments()
    {
        var density = new AffineDensity(new GaussianDensity([5, -2], [6, 1, 1, 3], 0.3), 2, [4.5, -2.2]);
        GridSums.AssertMoments(new VelocityGrid(2, 60, 9), density, 1e-10);
        Assert.Equal(new GaussianDensity([0.25, 0.1], [1.5, 0.25, 0.25, 0.75]).MassOutside(3), density.MassOutside(3), 14);
    }

    [Fact]
    public void A_box_that_cannot_hold_the_datum_is_refused() =>
        Assert.Throws<ArgumentException>(() => Rescaling.Apply(new VelocityGrid(2, 16, 1.2), [GaussianDensity.Isotropic([0, 0], 1)]));
}
