using System.Diagnostics;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.TimeStepping;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hierarchy.Cli.Output;

/// <summary>Shows what runs on a terminal: a few lines that are redrawn in place, with the runs that have ended above them.</summary>
internal sealed class ProgressView : IExperimentObserver
{
    private const double SecondsBetweenPictures = 0.25;
    private const int BarWidth = 30;
    private readonly ExperimentPlan _plan;
    private readonly ProgressClock _clock;
    private readonly IAnsiConsole _console;
    private LiveDisplayContext? _display;
    private long _shown;

    private ProgressView(ExperimentPlan plan, CostEstimate cost, TextWriter output)
    {
        _plan = plan;
        _clock = new ProgressClock(plan, cost);
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
    }

    /// <summary>Runs something before the view and gives its result.</summary>
    public static T While<T>(ExperimentPlan plan, CostEstimate cost, TextWriter output, Func<ProgressView, T> work)
    {
        var view = new ProgressView(plan, cost, output);
        return view._console.Live(view.Picture()).AutoClear(true).Start(display =>
        {
            view._display = display;
            return work(view);
        });
    }

    public void Begin(PlannedRun run)
    {
        _clock.Begin(run);
        Show(now: true);
    }

    public void Step(PlannedRun run, double time, in StepStatistics statistics)
    {
        _clock.Step(time, statistics);
        Show(now: false);
    }

    public void Replicas(PlannedRun run, long done, long wanted)
    {
        _clock.Replicas(done, wanted);
        Show(now: false);
    }

    public void End(RunRecord record)
    {
        _clock.End(record);
        _console.WriteLine(VisibleText.Of(_clock.Ending(record)));
        Show(now: true);
    }

    private void Show(bool now)
    {
        if (!now && Stopwatch.GetElapsedTime(_shown).TotalSeconds < SecondsBetweenPictures)
            return;
        _shown = Stopwatch.GetTimestamp();
        _display?.UpdateTarget(Picture());
    }

    private Grid Picture()
    {
        int filled = (int)Math.Round(BarWidth * _clock.Share);
        string bar = new string('#', filled) + new string('.', BarWidth - filled);
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) }).AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        grid.AddRow(Cells($"run {Math.Min(_clock.Finished + 1, _plan.Runs.Count)} of {_plan.Runs.Count}", _clock.Run?.ToString() ?? ""));
        grid.AddRow(Cells("progress", $"{bar} {_clock.Position}"));
        grid.AddRow(Cells("work", _clock.Work));
        grid.AddRow(Cells("left", $"{Figures.Duration(_clock.RunSecondsLeft)} of this run, {Figures.Duration(_clock.SecondsLeft)} in all; "
            + $"{Figures.Duration(_clock.Elapsed)} passed"));
        grid.AddRow(Cells("memory", $"{Figures.Bytes(ProgressClock.PeakMemory)} at the most, {Figures.Bytes(Estimates.Bytes(_plan))} estimated"));
        return grid;
    }

    private static IRenderable[] Cells(string name, string value) => [new Text(name), new Text(value)];
}
