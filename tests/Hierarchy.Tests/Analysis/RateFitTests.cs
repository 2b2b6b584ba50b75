using Hierarchy.Analysis;

namespace Hierarchy.Tests.Analysis;

public class RateFitTests
{
    private const int Series = 200;

    /// <summary>0.95 less two and a half standard deviations of a share of 200.</summary>
    private const double LeastCoverage = 0.95 - 2.5 * 0.0154;

    private static readonly double[][] Sweeps = [[4, 16, 64], [16, 32, 64], [2, 4, 16, 64], [4, 8, 16, 32, 64], [16, 32, 64, 128, 256], [3, 4, 8, 16]];

    [Fact]
    public void A_power_law_is_found_with_its_constant()
    {
        double[] n = [8, 16, 32, 64];
        RateFit fit = RateFit.Of(n, [.. n.Select(value => 0.7 * Math.Pow(value, -1.5))], new double[4], false)!;
        Assert.Equal(-1.5, fit.Slope, 1e-9);
        Assert.Equal(0.7, fit.Constant, 1e-8);
        Assert.Equal(0, fit.Correction, 1e-8);
        Assert.Equal(SlopeInterval.Extrapolation, fit.Interval);
        Assert.All(fit.LocalSlopes, slope => Assert.Equal(-1.5, slope, 1e-12));
        Assert.InRange(-1.5, fit.Lower, fit.Upper);
    }

    /// <summary>gamma = 0, tensorised: the covariance is off by exp(-r t (1 - 1/N)) - exp(-r t) = exp(-r t)(exp(r t/N) - 1), r t/N (1 + r t/(2N) + ...).</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void The_slope_at_infinity_and_the_correction_are_those_of_a_known_series(double time)
    {
        double[] n = [16, 32, 64, 128, 256], values = [.. n.Select(value => Math.Exp(-time) * (Math.Exp(time / value) - 1))];
        RateFit fit = RateFit.Of(n, values, new double[5], false)!;
        Assert.Equal(-1, fit.Slope, 1e-3);
        Assert.InRange(-1, fit.Lower, fit.Upper);
        Assert.Equal(time / 2, fit.Correction, 0.1);
        Assert.Equal(time * Math.Exp(-time), fit.Constant, 1e-3);
        // A straight line through the same points is off by more than the interval is wide.
        Assert.True(fit.LocalSlopes.Average() < fit.Lower);
    }

    /// <summary>q = N^-p (1 + b/N + c/N^2) with unknown b, c and normal errors of known size: the interval contains p in 95 of 100 series, whatever the sweep.</summary>
    [Theory]
    [InlineData(0.003)]
    [InlineData(0.01)]
    [InlineData(0.05)]
    public void A_confidence_interval_contains_the_truth_as_often_as_it_says(double error)
    {
        var random = new Random(20);
        foreach (double[] numbers in Sweeps)
        {
            int hits = 0;
            var widths = new List<double>();
            for (int k = 0; k < Series; k++)
            {
                double slope = k % 2 == 0 ? -1 : -2;
                double[] values = Values(random, numbers, slope), sizes = [.. values.Select(value => error * value)];
                RateFit fit = RateFit.Of(numbers, [.. values.Zip(sizes, (value, size) => value + size * Normal(random))], sizes, true)!;
                Assert.Equal(SlopeInterval.Confidence, fit.Interval);
                hits += fit.Lower <= slope && slope <= fit.Upper ? 1 : 0;
                widths.Add(fit.Upper - fit.Lower);
            }
            string sweep = string.Join(' ', numbers);
            Assert.True(hits >= LeastCoverage * Series, $"N = {sweep}, error {error}: {hits} of {Series}");
            Assert.True(widths.Order().ElementAt(Series / 2) < 0.25 + 10 * error, $"N = {sweep}, error {error}: width {widths.Average()}");
        }
    }

    /// <summary>Errors that grow with N, as those of a small signal over a fixed noise.</summary>
    [Fact]
    public void It_does_so_where_the_errors_grow_with_the_number_of_particles()
    {
        var random = new Random(21);
        foreach (double[] numbers in Sweeps)
        {
            int hits = 0;
            for (int k = 0; k < Series; k++)
            {
                double[] values = Values(random, numbers, -1), sizes = [.. values.Select(_ => 0.004 * values[0])];
                sizes = [.. sizes.Zip(values, (size, value) => Math.Min(size, 0.2 * value))];
                RateFit fit = RateFit.Of(numbers, [.. values.Zip(sizes, (value, size) => value + size * Normal(random))], sizes, true)!;
                hits += fit.Lower <= -1 && -1 <= fit.Upper ? 1 : 0;
            }
            Assert.True(hits >= LeastCoverage * Series, $"N = {string.Join(' ', numbers)}: {hits} of {Series}");
        }
    }

    [Fact]
    public void The_range_of_an_extrapolation_contains_the_truth_as_well()
    {
        var random = new Random(22);
        foreach (double[] numbers in Sweeps)
        {
            int hits = 0;
            for (int k = 0; k < Series; k++)
            {
                double[] values = [.. Values(random, numbers, -1).Select(value => value * (1 + 1e-4 * Normal(random)))];
                RateFit fit = RateFit.Of(numbers, values, new double[numbers.Length], false)!;
                hits += fit.Lower <= -1 && -1 <= fit.Upper ? 1 : 0;
            }
            Assert.True(hits >= LeastCoverage * Series, $"N = {string.Join(' ', numbers)}: {hits} of {Series}");
        }
    }

    [Fact]
    public void A_wrong_slope_lies_outside()
    {
        var random = new Random(23);
        double[] numbers = [16, 32, 64, 128, 256];
        int excluded = 0;
        for (int k = 0; k < Series; k++)
        {
            double[] values = Values(random, numbers, -1.1), sizes = [.. values.Select(value => 0.01 * value)];
            RateFit fit = RateFit.Of(numbers, [.. values.Zip(sizes, (value, size) => value + size * Normal(random))], sizes, true)!;
            excluded += fit.Upper < -1 ? 1 : 0;
        }
        Assert.True(excluded > 0.95 * Series, $"{excluded} of {Series}");
    }

    [Fact]
    public void Points_with_small_errors_count_for_more()
    {
        double[] numbers = [16, 64, 256, 1024], values = [.. numbers.Select(n => 1 / n)];
        values[1] *= 1.5;
        RateFit trusted = RateFit.Of(numbers, values, [1e-3 * values[0], 0.5 * values[1], 1e-3 * values[2], 1e-3 * values[3]], true)!;
        Assert.Equal(-1, trusted.Slope, 0.02);
    }

    /// <summary>Exact values, many points and small N leave V as close to singular as it gets.</summary>
    [Theory]
    [InlineData(2, 4, true)]
    [InlineData(2, 12, true)]
    [InlineData(2, 12, false)]
    [InlineData(16, 20, true)]
    public void Errors_of_nothing_and_many_points_have_finite_intervals(int first, int count, bool areStatistical)
    {
        double[] numbers = [.. Enumerable.Range(0, count).Select(k => (double)first * (k + 1))], values = [.. numbers.Select(n => 1 / n + 0.3 / (n * n))];
        RateFit fit = RateFit.Of(numbers, values, [.. values.Select(value => 1e-15 * value)], areStatistical)!;
        Assert.InRange(-1, fit.Lower, fit.Upper);
        Assert.InRange(fit.Upper - fit.Lower, 1e-9, 0.5);
        Assert.Equal(0.3, fit.Correction, 0.1);
    }

    [Fact]
    public void One_point_is_no_rate_and_two_have_no_interval()
    {
        Assert.Null(RateFit.Of([4], [1], [0], false));
        RateFit fit = RateFit.Of([4, 8], [1, 0.5], [0.01, 0.01], true)!;
        Assert.Equal((-1, SlopeInterval.None), (Math.Round(fit.Slope, 12), fit.Interval));
        Assert.Equal(4, fit.Constant, 1e-12);
        Assert.True(double.IsNaN(fit.Lower) && double.IsNaN(fit.Upper));
    }

    /// <summary>A series whose corrections at the smallest N are at most a half and an eighth of it, and b at most 2.</summary>
    private static double[] Values(Random random, double[] numbers, double slope)
    {
        double size = Math.Min(2, numbers[0] / 2), b = size * (2 * random.NextDouble() - 1), c = size * size / 2 * (2 * random.NextDouble() - 1);
        return [.. numbers.Select(n => Math.Pow(n, slope) * (1 + b / n + c / (n * n)))];
    }

    /// <summary>A standard normal number, by Box and Muller.</summary>
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
