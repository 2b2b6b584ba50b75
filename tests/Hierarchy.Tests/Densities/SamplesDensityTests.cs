using Hierarchy.Densities;
using Hierarchy.Spectral;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Densities;

public sealed class SamplesDensityTests
{
    private static double[] Samples(int count, int dimension)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count * dimension).Select(i => (i % dimension == 0 ? 0.4 : -0.1) + 1.2 * (random.NextDouble() + random.NextDouble() - 1))];
    }

    /// <summary>The estimate has the mean of the samples and their covariance plus h^2 I.</summary>
    [Theory]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.5)]
    public void TheCovarianceIsThatOfTheSamplesPlusTheBandwidth(int dimension, double bandwidth)
    {
        double[] samples = Samples(60, dimension);
        var density = new SamplesDensity(dimension, samples, bandwidth, 0.5);
        for (int a = 0; a < dimension; a++)
        {
            double mean = Enumerable.Range(0, 60).Average(i => samples[i * dimension + a]);
            double variance = Enumerable.Range(0, 60).Average(i => Math.Pow(samples[i * dimension + a] - mean, 2));
            Assert.Equal(mean, density.Mean[a], 14);
            Assert.Equal(variance + bandwidth * bandwidth, density.Covariance[a * dimension + a], 14);
        }
        GridSums.AssertMoments(new VelocityGrid(dimension, dimension == 2 ? 60 : 30, 5), density, 1e-8);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void FillingAGridIsEvaluatingItsPoints(int dimension)
    {
        var grid = new VelocityGrid(dimension, 10, 6);
        var density = new SamplesDensity(dimension, Samples(40, dimension), 0.3);
        double[] values = GridSums.OnGrid(grid, density), point = new double[dimension];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int a = 0; a < dimension; a++)
                point[a] = grid.Velocity(i, a);
            double exact = density.Evaluate(point);
            Assert.Equal(exact, values[i], 1e-12 * exact + 1e-300);
        }
    }

    /// <summary>d = 2: h = s M^(-1/6); d = 3: h = s (4/(5M))^(1/7).</summary>
    [Fact]
    public void TheDefaultBandwidthIsSilvermans()
    {
        Assert.Equal(Math.Pow(4, -1.0 / 6), SamplesDensity.Silverman([1, 1, -1, 1, 1, -1, -1, -1], 2), 14);
        double[] cube = [.. Enumerable.Range(0, 24).Select(i => ((i / 3) >> (i % 3) & 1) == 0 ? 2.0 : -2.0)];
        Assert.Equal(2 * Math.Pow(0.8 / 8, 1.0 / 7), SamplesDensity.Silverman(cube, 3), 14);
        Assert.Throws<ArgumentException>(() => SamplesDensity.Silverman([1, 2, 1, 2], 2));
    }

    [Theory]
    [InlineData("vx,vy\n1,2\n\n# remark\n-3.5e-1, 4\n")]
    [InlineData("1 2\n-0.35\t4")]
    [InlineData("# names\nv_x;v_y\n 1 ; 2 \n-0.35;4\n")]
    public void FilesOfSeveralKindsAreRead(string text)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal([1, 2, -0.35, 4], SampleFile.Read(folder.Write("v.csv", text), 2));
    }

    [Theory]
    [InlineData("1,2\n3\n", "line 2: 1 values, 2 are needed")]
    [InlineData("1,2\n3,x\n", "line 2: \"x\" is no finite number")]
    [InlineData("1,NaN\n", "line 1: \"NaN\" is no finite number")]
    [InlineData("# nothing\n", "holds no velocities")]
    [InlineData("vx,vy\n", "holds no velocities")]
    public void WhatIsNoSampleIsRefusedWithItsLine(string text, string message)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("v.csv", text);
        Assert.Contains(message, Assert.Throws<DataFileException>(() => SampleFile.Read(file, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no file", Assert.Throws<DataFileException>(() => SampleFile.Read(folder.Of("none.csv"), 2)).Message, StringComparison.Ordinal);
    }
}
