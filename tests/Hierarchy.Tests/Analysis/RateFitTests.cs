using Hierarchy.Analysis;

namespace Hierarchy.Tests.Analysis;

public class RateFitTests
{
    [Fact]
    public void A_power_law_is_found_with_its_constant()
    {
        double[] n = [8, 16, 32, 64];
        RateFit fit = RateFit.Of(n, [.. n.Select(value => 0.7 * Math.Pow(value, -1.5))])!;
        Assert.Equal(-1.5, fit.Slope, 1e-12);
        Assert.Equal(0.7, fit.Constant, 1e-12);
        Assert.True(fit.HalfWidth < 1e-12);
    }

    /// <summary>A worked case: y = log q at log N = 0, 1, 2, 3 with y = 0, -1.1, -1.9, -3: slope -0.98, residual variance 0.009, t(2) = 4.302653.</summary>
    [Fact]
    public void The_confidence_interval_is_that_of_students_law()
    {
        RateFit fit = RateFit.Of([1, Math.E, Math.Exp(2), Math.Exp(3)], [1, Math.Exp(-1.1), Math.Exp(-1.9), Math.Exp(-3)])!;
        Assert.Equal(-0.98, fit.Slope, 1e-12);
        Assert.Equal(4.30265273 * Math.Sqrt(0.009 / 5), fit.HalfWidth, 1e-7);
    }

    [Fact]
    public void One_point_is_no_rate_and_two_have_no_interval()
    {
        Assert.Null(RateFit.Of([4], [1]));
        Assert.True(double.IsNaN(RateFit.Of([4, 8], [1, 0.5])!.HalfWidth));
    }
}
