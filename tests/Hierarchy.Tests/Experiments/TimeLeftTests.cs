using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Experiments;

/// <summary>What is said to be left, against sequences of steps whose rest is known.</summary>
public sealed class TimeLeftTests
{
    private const double End = 10, SecondsAnEvaluation = 0.02;

    /// <summary>Step lengths up to the end, growing by a factor up to a longest one, with stages like their root.</summary>
    private static List<(double Time, long Work)> Steps(double first, double growth, double longest)
    {
        var steps = new List<(double, long)>();
        double time = 0, step = first;
        for (long work = 0; time < End * (1 - 1e-12); step = Math.Min(longest, growth * step))
        {
            time = Math.Min(End, time + step);
            work += (long)Math.Ceiling(40 * Math.Sqrt(step));
            steps.Add((time, work));
        }
        return steps;
    }

    /// <summary>Wall time passes faster than work by the load of other programs; two threads share the work.</summary>
    private static RunTime At(long work, double load)
    {
        int threads = Hierarchy.Spectral.WorkCrew.Threads;
        double alone = work * SecondsAnEvaluation;
        return new RunTime(load * alone, threads * alone, threads * load * alone, 0);
    }

    [Theory]
    [InlineData(0.05, 1, 0.05, 1)]
    [InlineData(0.001, 1.3, 1, 1)]
    [InlineData(0.001, 1.1, 0.1, 1)]
    [InlineData(0.01, 1.5, 0.2, 3)]
    [InlineData(0.001, 2, 0.02, 2)]
    public void The_bounds_hold_the_rest_with_and_without_the_present_load(double first, double growth, double longest, double load)
    {
        List<(double Time, long Work)> steps = Steps(first, growth, longest);
        var left = new WorkLeft(End);
        TimeRange last = default;
        for (int i = 0; i < steps.Count; i++)
        {
            left.Step(steps[i].Time, steps[i].Work, At(steps[i].Work, load));
            if (i == 0 || left.Seconds is not { } range)
                continue;
            last = range;
            double alone = (steps[^1].Work - steps[i].Work) * SecondsAnEvaluation;
            Assert.True(range.Least <= alone && load * alone <= range.Most, $"step {i} of {steps.Count}: {alone:G3} s and {load * alone:G3} s in {range}");
        }
        Assert.InRange(last.Most, 0, 0.2 * steps[^1].Work * SecondsAnEvaluation);
    }

    [Fact]
    public void Steps_that_stability_bounds_are_not_predicted_to_grow()
    {
        var last = new StepProgress(100, 40, 60, 0.1);
        Assert.Equal((1e6 - 100) / 40 * 60, CostTrial.Extrapolate(last, 40, [0, 1e6]), 1e-3 * 1.5e6);
        Assert.InRange(CostTrial.Extrapolate(last, 1e5, [0, 1e6]), 1, 1e5);
    }

    [Theory]
    [InlineData(3.2, 8.9, "3.2 to 8.9 s")]
    [InlineData(0.2, 0.9, "1 s")]
    [InlineData(40, 300, "40 s to 5 min")]
    [InlineData(200, 300, "3 to 5 min")]
    [InlineData(200, 7300, "3 min to 2.0 h")]
    public void A_range_reads_well(double least, double most, string text) => Assert.Equal(text, Figures.Duration(new TimeRange(least, most)));
}
