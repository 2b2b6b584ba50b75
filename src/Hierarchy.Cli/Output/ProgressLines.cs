using System.Diagnostics;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.TimeStepping;

namespace Hierarchy.Cli.Output;

/// <summary>Tells in plain lines what runs, for a file or a log: one when a run ends, and one every ten seconds between.</summary>
internal sealed class ProgressLines(ExperimentPlan plan, CostEstimate cost, TextWriter output) : IExperimentObserver
{
    private const double SecondsBetweenLines = 10;
    private readonly ProgressClock _clock = new(plan, cost);
    private long _shown = Stopwatch.GetTimestamp();

    public void Begin(PlannedRun run) => _clock.Begin(run);

    public void Step(PlannedRun run, double time, in StepStatistics statistics)
    {
        _clock.Step(time, statistics);
        Show(run);
    }

    public void Replicas(PlannedRun run, long done, long wanted)
    {
        _clock.Replicas(done, wanted);
        Show(run);
    }

    public void End(RunRecord record)
    {
        _clock.End(record);
        string left = _clock.Finished < plan.Runs.Count ? $", {Figures.Duration(_clock.SecondsLeft)} left" : "";
        output.WriteLine(_clock.Ending(record) + left);
        _shown = Stopwatch.GetTimestamp();
    }

    private void Show(PlannedRun run)
    {
        if (Stopwatch.GetElapsedTime(_shown).TotalSeconds < SecondsBetweenLines)
            return;
        _shown = Stopwatch.GetTimestamp();
        string work = _clock.Work.Length > 0 ? ", " + _clock.Work : "";
        string left = $"{Figures.Duration(_clock.RunSecondsLeft)} left of this run, {Figures.Duration(_clock.SecondsLeft)} in all";
        output.WriteLine($"[{_clock.Finished + 1}/{plan.Runs.Count}] {run}: {_clock.Position}{work}, {left}, peak memory {Figures.Bytes(ProgressClock.PeakMemory)}");
    }
}
