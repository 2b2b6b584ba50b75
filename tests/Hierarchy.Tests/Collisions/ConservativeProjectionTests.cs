using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Spectral;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Collisions;

public sealed class ConservativeProjectionTests
{
    [Theory]
    [InlineData(2, 12, false)]
    [InlineData(2, 30, true)]
    [InlineData(3, 10, false)]
    [InlineData(3, 16, true)]
    public void Nothing_is_produced_after_the_correction(int dimension, int points, bool weighted)
    {
        VelocityGrid grid = new(dimension, points, 5);
        double[] rate = Noise(grid.Size, 3);
        ConservativeProjection projection = new(grid, weighted ? Weight(grid) : []);
        projection.Apply(rate);
        GridMoments moments = GridMoments.Of(grid, rate);
        double size = rate.Sum(Math.Abs) * grid.CellVolume;
        Assert.Equal(0, moments.Mass / size, 1e-14);
        Assert.Equal(0, moments.Energy / (50 * size), 1e-14);
        Assert.All(moments.Momentum, momentum => Assert.Equal(0, momentum / (5 * size), 1e-14));
    }

    [Fact]
    public void The_correction_is_a_multiple_of_the_weight_and_only_of_invariants()
    {
        VelocityGrid grid = new(2, 16, 5);
        double[] weight = Weight(grid), rate = Noise(grid.Size, 4), corrected = [.. rate];
        ConservativeProjection projection = new(grid, weight);
        projection.Apply(corrected);
        // A second correction does nothing, and a correction W phi is removed entirely.
        double[] again = [.. corrected];
        projection.Apply(again);
        Assert.True(ExactRates.RelativeMaximum(again, corrected) < 1e-14);
        for (int i = 0; i < grid.Size; i++)
            again[i] = weight[i] * (0.3 - 2 * grid.Velocity(i, 0) + grid.Velocity(i, 1) + 0.7 * grid.SpeedSquared(i));
        double size = again.Max(Math.Abs);
        projection.Apply(again);
        Assert.All(again, value => Assert.Equal(0, value / size, 1e-14));
    }

    /// <summary>Pythagoras: |q|^2 = |corrected|^2 + |correction|^2 for W = 1; and the reported norms are those of the definition.</summary>
    [Fact]
    public void Without_a_weight_the_projection_is_orthogonal()
    {
        VelocityGrid grid = new(3, 10, 4);
        double[] rate = Noise(grid.Size, 5), corrected = [.. rate];
        ConservativeProjection projection = new(grid);
        projection.Apply(corrected);
        double before = 0, after = 0, difference = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            before += grid.CellVolume * rate[i] * rate[i];
            after += grid.CellVolume * corrected[i] * corrected[i];
            difference += grid.CellVolume * (rate[i] - corrected[i]) * (rate[i] - corrected[i]);
        }
        Assert.Equal(before, after + difference, 1e-12 * before);
        Assert.Equal(Math.Sqrt(before), projection.RateNorm, 1e-13 * before);
        Assert.Equal(Math.Sqrt(difference), projection.CorrectionNorm, 1e-13 * before);
    }

    private static double[] Weight(VelocityGrid grid) =>
        ExactRates.Sample(grid, GaussianDensity.Isotropic(grid.Dimension == 2 ? [0.3, -0.5] : [0.3, -0.5, 0.2], 1.2));

    private static double[] Noise(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.3)];
    }
}
