using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Densities;

public sealed class SamplesDensityTests
{
    private static double[] Samples(int count, int dimension)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count * dimension).Select(i => (i % dimension == 0 ? 0.4 : -0.1) + 1.2 * (random.NextDouble() + random.NextDouble() - 1))];
    }

    /// <summary>Mean and covariance of the estimate are those of the samples, on the grid and in what is drawn, with weights and a bandwidth a direction too.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void The_moments_are_those_of_the_samples(int dimension, bool weighted)
    {
        const int count = 60;
        double[] samples = Samples(count, dimension);
        double[] weights = [.. Enumerable.Range(0, count).Select(i => weighted ? i % 5 : 2.0)];
        for (int i = 1; i < samples.Length; i += dimension)
            samples[i] = 0.5 * samples[i] + 0.6 * samples[i - 1];
        var density = new SamplesDensity(dimension, samples, weighted ? [0.22, 0.12, 0.2] : [0.15, 0.15, 0.15], weighted ? weights : [], 0.5);
        double total = weights.Sum();
        for (int a = 0; a < dimension; a++)
        {
            for (int b = 0; b < dimension; b++)
            {
                double Mean(int axis) => Enumerable.Range(0, count).Sum(i => weights[i] / total * samples[i * dimension + axis]);
                double covariance = Enumerable.Range(0, count).Sum(i => weights[i] / total * (samples[i * dimension + a] - Mean(a)) * (samples[i * dimension + b] - Mean(b)));
                Assert.Equal(Mean(a), density.Mean[a], 14);
                Assert.Equal(covariance, density.Covariance[a * dimension + b], 13);
            }
        }
        GridSums.AssertMoments(new VelocityGrid(dimension, dimension == 2 ? 120 : 60, 4), density, 1e-7);
    }

    /// <summary>With one bandwidth the samples are drawn in by (I - h^2 S^-1)^(1/2): here S is diag(4, 1), h^2 = 0.36, so by sqrt(0.91) and by 0.8.</summary>
    [Fact]
    public void Samples_are_drawn_towards_the_mean()
    {
        double[] corners = [2, 1, 2, -1, -2, 1, -2, -1];
        var density = new SamplesDensity(2, corners, 0.6);
        double x = 2 * Math.Sqrt(0.91), y = 0.8;
        double Kernel(double u) => Math.Exp(-u * u / 0.72) / Math.Sqrt(0.72 * Math.PI);
        double exact = 0.25 * (Kernel(0.3 - x) + Kernel(0.3 + x)) * (Kernel(0.5 - y) + Kernel(0.5 + y));
        Assert.Equal(exact, density.Evaluate([0.3, 0.5]), 13);
    }

    /// <summary>Means and squares of 40000 draws lie within five standard errors of those of the samples.</summary>
    [Fact]
    public void What_is_drawn_has_the_moments_of_the_samples()
    {
        double[] samples = Samples(50, 2), weights = [.. Enumerable.Range(0, 50).Select(i => i % 3 + 0.5)], velocity = new double[2];
        var density = new SamplesDensity(2, samples, [0.2, 0.3], weights);
        var random = new RandomStream(5, 0);
        const int draws = 40_000;
        double[] sums = new double[4];
        for (int i = 0; i < draws; i++)
        {
            density.Sample(random, velocity);
            for (int a = 0; a < 2; a++)
            {
                sums[a] += (velocity[a] - density.Mean[a]) / draws;
                sums[2 + a] += Math.Pow(velocity[a] - density.Mean[a], 2) / draws;
            }
        }
        for (int a = 0; a < 2; a++)
        {
            double variance = density.Covariance[3 * a];
            Assert.Equal(0, sums[a], 5 * Math.Sqrt(variance / draws));
            Assert.Equal(variance, sums[2 + a], 5 * variance * Math.Sqrt(2.0 / draws));
        }
    }

    [Fact]
    public void A_bandwidth_beyond_the_spread_is_refused_with_what_can_be()
    {
        string message = Assert.Throws<ArgumentException>(() => new SamplesDensity(2, [2, 1, 2, -1, -2, 1, -2, -1], 1.25)).Message;
        Assert.Equal("the bandwidth (1.25, 1.25) is not below the spread of the samples in every direction, so their covariance cannot be kept; less than 0.8 times "
            + "as much can be", message);
        Assert.Contains("no spread in some direction", Assert.Throws<ArgumentException>(() => new SamplesDensity(2, [1, 1, 2, 2, 3, 3], 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("lie in a line or a plane", Assert.Throws<ArgumentException>(() => SamplesDensity.Silverman([1, 1, 2, 2, 3, 3], 2)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Filling_a_grid_is_evaluating_its_points(int dimension)
    {
        var grid = new VelocityGrid(dimension, 10, 6);
        var density = new SamplesDensity(dimension, Samples(40, dimension), [0.3, 0.25, 0.2], [.. Enumerable.Range(1, 40).Select(i => (double)i)]);
        double[] values = GridSums.OnGrid(grid, density), point = new double[dimension];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int a = 0; a < dimension; a++)
                point[a] = grid.Velocity(i, a);
            double exact = density.Evaluate(point);
            Assert.Equal(exact, values[i], 1e-12 * exact + 1e-300);
        }
    }

    /// <summary>d = 2: h = s M^(-1/6); d = 3: h = s (4/(5M))^(1/7); s of each direction, M = (sum w)^2/sum w^2.</summary>
    [Fact]
    public void The_default_bandwidth_is_Silvermans()
    {
        double factor = Math.Pow(4, -1.0 / 6);
        AssertClose([factor, 3 * factor], SamplesDensity.Silverman([1, 3, -1, 3, 1, -3, -1, -3], 2));
        double[] cube = [.. Enumerable.Range(0, 24).Select(i => ((i / 3) >> (i % 3) & 1) == 0 ? 2.0 : -2.0)];
        AssertClose([.. Enumerable.Repeat(2 * Math.Pow(0.8 / 8, 1.0 / 7), 3)], SamplesDensity.Silverman(cube, 3));
        AssertClose([factor, factor], SamplesDensity.Silverman([1, 1, -1, 1, 1, -1, -1, -1, 9, 9], 2, [2, 2, 2, 2, 0]));
        Assert.Throws<ArgumentException>(() => SamplesDensity.Silverman([1, 2, 1, 2], 2));
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 14);
    }
}
