using Hierarchy.Analysis;
using Hierarchy.States;

namespace Hierarchy.Tests.Analysis;

/// <summary>Orders of rules whose error is C h^p by construction.</summary>
public class ConvergenceTests
{
    private static readonly int[] Close = [20, 22, 24], Far = [8, 16, 64];

    /// <summary>q = 2 + 0.7 h^p at h = 10/n.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(3.5)]
    public void Three_levels_at_any_distance_have_the_order_of_their_rule(double order)
    {
        foreach (int[] points in new[] { Close, Far, [20, 22, 48], [18, 20, 24, 30] })
        {
            ConvergenceRow row = Row([.. points.Select(n => 10.0 / n)], h => 2 + 0.7 * Math.Pow(h, order));
            Assert.Equal(points.Length - 2, row.Orders.Count);
            Assert.All(row.Orders, found => Assert.Equal(order, found, 1e-6));
            double left = 0.7 * Math.Pow(10.0 / points[^1], order), finest = 2 + left;
            Assert.Equal(0.7 / finest, row.Constant, 1e-5);
            Assert.Equal(left / finest, row.FinestError, 1e-6);
            Assert.False(row.IsOutsideAsymptoticRange);
        }
    }

    /// <summary>The trapezoidal rule for int_0^1 e^x dx has order 2, and its error is h^2 (e - 1)/12 up to h^4.</summary>
    [Fact]
    public void The_trapezoidal_rule_has_order_two_at_close_levels()
    {
        double[] spacings = [.. Close.Select(n => 1.0 / n)];
        ConvergenceRow row = Row(spacings, Trapezoid);
        Assert.Equal(2, Assert.Single(row.Orders), 1e-3);
        Assert.Equal(1.0 / 24 / 24 / 12, row.FinestError, 1e-7);

        static double Trapezoid(double h)
        {
            int n = (int)Math.Round(1 / h);
            return h * Enumerable.Range(0, n + 1).Sum(k => Math.Exp(k * h) * (k == 0 || k == n ? 0.5 : 1));
        }
    }

    [Fact]
    public void Levels_that_no_order_fits_are_said_to_lie_outside_of_the_asymptotic_range()
    {
        double[] spacings = [0.5, 0.4, 0.32];
        foreach (double[] values in new[] { new[] { 1, 1.1, 1.05 }, [1, 1.001, 1.1], [1, 1, 1.1], [1.1, 1, 1] })
        {
            ConvergenceRow row = Row(spacings, h => values[Array.IndexOf(spacings, h)]);
            Assert.True(row.IsOutsideAsymptoticRange);
            Assert.True(double.IsNaN(row.Constant));
            Assert.True(double.IsNaN(row.FinestError));
            Assert.Equal(3 * Math.Abs(values[1] - values[2]) / values[2], row.ErrorBound, 1e-12);
        }
    }

    [Fact]
    public void Two_levels_have_no_order_without_the_truth_and_one_with_it()
    {
        Assert.Empty(Row([0.5, 0.4], h => 1 + h).Orders);
        Assert.False(Row([0.5, 0.4], h => 1 + h).IsOutsideAsymptoticRange);
        ConvergenceRow exact = new("landau", ParticleNumber.Infinity, "f_1", "exact", [0.5, 0.4], [0.25, 0.16]);
        Assert.Equal(2, Assert.Single(exact.Orders), 1e-12);
        Assert.Equal(0.16, exact.FinestError);
    }

    private static ConvergenceRow Row(double[] spacings, Func<double, double> value)
    {
        double[] values = [.. spacings.Select(value)];
        return new("cluster", new ParticleNumber(4), "covariance_xx", "finest level", spacings, [.. values[..^1].Select(one => Math.Abs(one / values[^1] - 1))])
        {
            Steps = [.. values[..^1].Zip(values[1..], (coarse, fine) => (coarse - fine) / values[^1])],
        };
    }
}
