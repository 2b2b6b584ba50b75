using Hierarchy.Equations;
using Hierarchy.Spectral;
using Hierarchy.Tests.Diagnostics;

namespace Hierarchy.Tests.Equations;

public sealed class HeatFlowTests
{
    /// <summary>Normal laws of three velocities stay normal: every variance grows by 2 t, covariances stay.</summary>
    [Fact]
    public void A_triple_of_gaussians_spreads()
    {
        var grid = new VelocityGrid(2, 12, 6);
        var law = new GaussianTriple([1.2, 1.4], [0.2, -0.15]);
        using var flow = new HeatFlow(grid, 3);
        double[] state = law.Whole(grid), exact = law.Heated(0.2).Whole(grid);
        flow.Advance(state, 0.2);
        double scale = exact.Max();
        Assert.Equal(0, state.Zip(exact, (x, y) => Math.Abs(x - y)).Max() / scale, 1e-2);
    }

    [Theory]
    [InlineData(2, 1, 32)]
    [InlineData(2, 2, 20)]
    [InlineData(3, 1, 20)]
    public void A_product_of_gaussians_spreads(int dimension, int particles, int points)
    {
        var grid = new VelocityGrid(dimension, points, 7);
        double[] variances = [1.1, 1.3, 1.2], later = [1.5, 1.7, 1.6];
        double[] start = Power(Diagnostics.Densities.Gaussian(grid, new double[dimension], variances[..dimension]), particles);
        double[] exact = Power(Diagnostics.Densities.Gaussian(grid, new double[dimension], later[..dimension]), particles);
        using var flow = new HeatFlow(grid, particles);
        double[] rate = new double[start.Length], half = [.. start];
        flow.Evaluate(start, rate);
        flow.Advance(half, 1e-4);
        double largest = rate.Max(Math.Abs);
        for (int i = 0; i < start.Length; i++)
            Assert.Equal(rate[i] / largest, (half[i] - start[i]) / 1e-4 / largest, 1e-3);
        flow.Advance(start, 0.2);
        double scale = exact.Max();
        for (int i = 0; i < start.Length; i++)
            Assert.Equal(exact[i] / scale, start[i] / scale, 1e-4);
    }

    private static double[] Power(double[] density, int particles) =>
        particles == 1 ? [.. density] : [.. density.SelectMany(x => density.Select(y => x * y))];
}
