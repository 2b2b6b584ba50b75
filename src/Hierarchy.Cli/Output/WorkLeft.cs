using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Output;

/// <summary>
/// What is left of an integration, from the work of its last steps. At the most every unit of time takes as much work as it did last, in the wall time that
/// work took last, since steps grow on the way to equilibrium; at the least steps still grow to a tenth of the span, with stages like their root, and work
/// takes its processor time on all threads. The last steps are cut to land on the end, which may take one more.
/// </summary>
internal sealed class WorkLeft(double end)
{
    /// <summary>The steps that count, those of two or three spectral radii.</summary>
    private const int Window = 24;

    /// <summary>Work and time of steps scatter by so much.</summary>
    private const double Margin = 1.3;

    private readonly Queue<(double Time, long Work, RunTime At)> _marks = new();
    private (double Time, long Work, RunTime At) _last;
    private double _lastStep;

    /// <summary>Takes a step.</summary>
    /// <param name="time">The time reached.</param>
    /// <param name="work">The evaluations so far.</param>
    /// <param name="at">The time that has passed and that of the processor.</param>
    public void Step(double time, long work, RunTime at)
    {
        _lastStep = _marks.Count > 0 ? at.Seconds - _last.At.Seconds : 0;
        _last = (time, work, at);
        _marks.Enqueue(_last);
        if (_marks.Count > Window)
            _marks.Dequeue();
    }

    /// <summary>The seconds left; null before there are two steps.</summary>
    public TimeRange? Seconds
    {
        get
        {
            (double time, long work, RunTime at) = _marks.Count > 1 ? _marks.Peek() : _last;
            double span = _last.Time - time, left = Math.Max(0, end - _last.Time);
            if (!(span > 0) || _last.Work <= work)
                return null;
            RunTime took = _last.At - at;
            double wall = took.Seconds / span * left, step = span / (_marks.Count - 1);
            double growth = Math.Sqrt(Math.Min(1, step / (0.1 * end)));
            return new TimeRange(wall * growth * CostEstimate.ShareOf(took) / Margin, (wall + Math.Sign(left) * _lastStep) * Margin);
        }
    }
}

/// <summary>What a run will take, in a sentence.</summary>
internal static class Estimates
{
    /// <summary>What figures and a report take beside the arrays of a run; --no-plots spares it.</summary>
    private const long DrawingBytes = 32_000_000;

    /// <summary>The memory of a run with its figures.</summary>
    public static long Bytes(ExperimentPlan plan) => plan.MemoryBytes + DrawingBytes;

    public static string Sentence(ExperimentPlan plan, CostEstimate cost) =>
        $"{(plan.Runs.Count == 1 ? "1 run" : $"{plan.Runs.Count} runs")}, about {Figures.Bytes(Bytes(plan))} of memory, {Figures.Bytes(plan.FieldBytes)} of fields, "
        + $"{Figures.Duration(cost.Range(plan))}";
}
