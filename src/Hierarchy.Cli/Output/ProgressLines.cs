using System.Diagnostics;
using System.Globalization;
using Hierarchy.Experiments;
using Hierarchy.TimeStepping;

namespace Hierarchy.Cli.Output;

/// <summary>
/// Tells what runs: model, N, time, steps and an estimate of the time left, at most once a second. On a terminal one line is rewritten,
/// elsewhere lines follow one another, every ten seconds.
/// </summary>
internal sealed class ProgressLines(ExperimentPlan plan, CostEstimate cost, Terminal terminal) : IExperimentObserver
{
    private const double SecondsOnTerminal = 1;
    private const double SecondsElsewhere = 10;
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _runStart;
    private long _shown = Stopwatch.GetTimestamp();
    private int _finished;
    private double _speed = 1;
    private int _width;

    public void Begin(PlannedRun run) => _runStart = Stopwatch.GetTimestamp();

    public void Step(PlannedRun run, double time, in StepStatistics statistics)
    {
        double interval = terminal.IsInteractive ? SecondsOnTerminal : SecondsElsewhere;
        if (Stopwatch.GetElapsedTime(_shown).TotalSeconds < interval)
            return;
        _shown = Stopwatch.GetTimestamp();
        double end = plan.Times[^1], left = SecondsLeft(run, time / end);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"[{_finished + 1}/{plan.Runs.Count}] {run}: time {time:G4} of {end:G4}, {statistics.Steps} steps, about {Figures.Duration(left)} left");
        if (terminal.IsInteractive)
            Rewrite(text);
        else
            terminal.Error.WriteLine(text);
    }

    public void End(RunRecord record)
    {
        _finished++;
        double predicted = plan.Runs.Take(_finished).Sum(run => cost[run]);
        if (predicted > 0)
            _speed = Stopwatch.GetElapsedTime(_start).TotalSeconds / predicted;
        Rewrite("");
        string ending = record.Status switch
        {
            RunStatus.Completed => "done",
            RunStatus.Failed => "FAILED: " + record.Message,
            _ => string.Create(CultureInfo.InvariantCulture, $"stopped; results up to time {record.Time:G6}"),
        };
        terminal.Error.WriteLine(
            $"[{_finished}/{plan.Runs.Count}] {record.Run}: {ending}, {record.Statistics.Steps} steps, {record.Statistics.Rejected} rejected, "
            + $"{record.Statistics.Evaluations} evaluations, {Figures.Duration(record.Seconds)}");
        _shown = Stopwatch.GetTimestamp();
    }

    /// <summary>The rest of this run at its own pace, and the others as predicted, corrected by how the prediction has fared.</summary>
    private double SecondsLeft(PlannedRun run, double fraction)
    {
        double spent = Stopwatch.GetElapsedTime(_runStart).TotalSeconds;
        double others = plan.Runs.Skip(_finished + 1).Sum(later => cost[later]);
        return spent * (1 - fraction) / Math.Max(fraction, 1e-3) + others * _speed;
    }

    private void Rewrite(string text)
    {
        if (!terminal.IsInteractive)
            return;
        terminal.Error.Write("\r" + text.PadRight(_width) + (text.Length == 0 ? "\r" : ""));
        _width = text.Length;
    }
}
