using Hierarchy.Audits;

namespace Hierarchy.Tests.Audits;

public class TimeQuadratureTests
{
    [Theory]
    [InlineData(new[] { 0, 0.1, 0.35, 0.4, 0.8, 1 })]
    [InlineData(new[] { 0, 0.5, 0.6, 1 })]
    public void Exact_for_cubics_whatever_the_times(double[] times)
    {
        (double value, double floor) = TimeQuadrature.Integrate(times, [.. times.Select(t => 4 * t * t * t - 3 * t * t + 2)]);
        Assert.Equal(2, value, 1e-13);
        Assert.InRange(floor, 1e-6, 1);
    }

    [Fact]
    public void Exact_for_parabolas_from_three_times_and_lines_from_two()
    {
        Assert.Equal(1.0 / 3, TimeQuadrature.Integrate([0, 0.3, 1], [0, 0.09, 1]).Value, 1e-14);
        Assert.Equal(1.5, TimeQuadrature.Integrate([0, 1], [1, 2]).Value, 1e-14);
    }

    /// <summary>int_0^1 exp(-3t) dt: the error falls like the fourth power of the spacing and lies below the floor, which falls like the third.</summary>
    [Fact]
    public void Fourth_order()
    {
        double[] errors = new double[2], floors = new double[2];
        for (int level = 0; level < 2; level++)
        {
            int steps = 40 << level;
            double[] times = [.. Enumerable.Range(0, steps + 1).Select(k => (double)k / steps)];
            (double value, floors[level]) = TimeQuadrature.Integrate(times, [.. times.Select(t => Math.Exp(-3 * t))]);
            errors[level] = Math.Abs(value - (1 - Math.Exp(-3)) / 3);
            Assert.True(errors[level] < floors[level]);
            Assert.InRange(errors[level] * Math.Pow(steps, 4), 0.2, 0.4);
        }
        Assert.InRange(Math.Log2(errors[0] / errors[1]), 3.7, 4.4);
        Assert.InRange(Math.Log2(floors[0] / floors[1]), 2.7, 4);
    }
}
