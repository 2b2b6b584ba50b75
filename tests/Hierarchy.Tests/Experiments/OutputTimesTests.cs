using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Experiments;

public sealed class OutputTimesTests
{
    [Fact]
    public void An_interval_that_divides_the_end_hits_it_once()
    {
        double[] times = new OutputTimes { Interval = 0.1 }.Expand(0.5);
        Assert.Equal(6, times.Length);
        Assert.Equal(0.5, times[^1]);
    }

    [Fact]
    public void An_interval_that_does_not_divide_the_end_is_followed_by_it() =>
        Assert.Equal([0, 0.3, 0.5], new OutputTimes { Interval = 0.3 }.Expand(0.5));

    [Fact]
    public void The_default_is_the_start_and_the_end() => Assert.Equal([0, 2], new OutputTimes().Expand(2));

    [Fact]
    public void A_list_is_kept_and_the_end_added() => Assert.Equal([0, 0.25, 0.5, 1], new OutputTimes { Times = [0.25, 0.5] }.Expand(1));

    [Theory]
    [InlineData(0.05, 0.5, 11)]
    [InlineData(0.1, 5, 51)]
    [InlineData(0.02, 0.1, 6)]
    [InlineData(1e-3, 1, 1001)]
    public void Times_increase_and_end_at_the_end(double interval, double end, int count)
    {
        double[] times = new OutputTimes { Interval = interval }.Expand(end);
        Assert.Equal(count, times.Length);
        Assert.Equal(end, times[^1]);
        for (int i = 1; i < times.Length; i++)
            Assert.True(times[i] - times[i - 1] > 0.5 * interval);
    }
}
