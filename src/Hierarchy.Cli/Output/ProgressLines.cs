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
    private long _runStart;
    private long _shown = Stopwatch.GetTimestamp();
    private int _finished;
    private int _width;

    public void Begin(PlannedRun run) => _runStart = Stopwatch.GetTimestamp();

    public void Step(PlannedRun run, double time, in StepStatistics statistics)
    {
        double end = plan.Times[^1];
        Show(run, time / end, string.Create(CultureInfo.InvariantCulture, $"time {time:G4} of {end:G4}, {statistics.Steps} steps"));
    }

    public void Replicas(PlannedRun run, long done, long wanted) =>
        Show(run, (double)done / wanted, string.Create(CultureInfo.InvariantCulture, $"{done} of {wanted} replicas"));

    private void Show(PlannedRun run, double fraction, string progress)
    {
        double interval = terminal.IsInteractive ? SecondsOnTerminal : SecondsElsewhere;
        if (Stopwatch.GetElapsedTime(_shown).TotalSeconds < interval)
            return;
        _shown = Stopwatch.GetTimestamp();
        double left = SecondsLeft(run, fraction);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"[{_finished + 1}/{plan.Runs.Count}] {run}: {progress}, about {Figures.Duration(left)} left");
        if (terminal.IsInteractive)
            Rewrite(text);
        else
            terminal.Error.WriteLine(text);
    }

    public void End(RunRecord record)
    {
        _finished++;
        Rewrite("");
        string ending = record.Status switch
        {
            RunStatus.Completed => "done",
            RunStatus.Failed => "FAILED: " + record.Message,
            _ => string.Create(CultureInfo.InvariantCulture, $"stopped; results up to time {record.Time:G6}"),
        };
        terminal.Error.WriteLine(
            $"[{_finished}/{plan.Runs.Count}] {record.Run}: {ending}, {Work(record)}, {record.Seconds.ToString("F1", CultureInfo.InvariantCulture)} s");
        _shown = Stopwatch.GetTimestamp();
    }

    private static string Work(RunRecord record) => record.Run.IsParticles
        ? string.Create(CultureInfo.InvariantCulture, $"{record.Reports.FirstOrDefault(report => report.Name == "replicas").Value:F0} replicas")
        : $"{record.Statistics.Steps} steps, {record.Statistics.Rejected} rejected, {record.Statistics.Evaluations} evaluations";

    /// <summary>The rest of this run at its own pace, runs of the same model like this one, the others as predicted.</summary>
    private double SecondsLeft(PlannedRun run, double fraction)
    {
        double whole = Stopwatch.GetElapsedTime(_runStart).TotalSeconds / Math.Max(fraction, 1e-3);
        return whole * (1 - fraction) + plan.Runs.Skip(_finished + 1).Sum(later => later.Model == run.Model ? whole : cost[later]);
    }

    private void Rewrite(string text)
    {
        if (!terminal.IsInteractive)
            return;
        terminal.Error.Write("\r" + text.PadRight(_width) + (text.Length == 0 ? "\r" : ""));
        _width = text.Length;
    }
}
