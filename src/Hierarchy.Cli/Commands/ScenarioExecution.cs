using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>What a run left.</summary>
/// <param name="Records">What each run did.</param>
/// <param name="Status">How the whole ended.</param>
/// <param name="Warnings">What deserves attention, found while it ran.</param>
/// <param name="Folder">The full path of the results.</param>
internal sealed record ExecutionResult(IReadOnlyList<RunRecord> Records, RunStatus Status, IReadOnlyList<string> Warnings, string Folder);

/// <summary>Runs a plan into an output folder and tells how it goes.</summary>
internal sealed class ScenarioExecution(Terminal terminal, EquationMaker equations, CancellationToken cancellation)
{
    /// <summary>Runs everything and completes the folder, however it ends.</summary>
    /// <param name="plan">What runs.</param>
    /// <param name="path">The output folder.</param>
    /// <param name="force">Whether the results in a folder that exists are replaced.</param>
    /// <param name="quiet">Whether progress is not shown.</param>
    /// <param name="commandLine">For the manifest.</param>
    /// <param name="known">The warnings that the reading of the scenario gave.</param>
    /// <param name="resume">Whether the experiment that was interrupted in the folder goes on.</param>
    /// <exception cref="ResultFolderExistsException">The folder exists and may not be used.</exception>
    public ExecutionResult Run(ExperimentPlan plan, string path, bool force, bool quiet, string commandLine, IReadOnlyList<string> known, bool resume = false)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow;
        using var folder = new ResultFolder(path, plan, resume ? FolderUse.Resume : force ? FolderUse.Replace : FolderUse.New, SourceVersion.Number);
        if (!quiet)
            folder.Checkpoint.OnResume = terminal.Error.WriteLine;
        try
        {
            IReadOnlyList<RunRecord> records = Integrate(plan, quiet, folder.Checkpoint, folder);
            RunStatus status = StatusOf(plan, records);
            IReadOnlyList<string> warnings = [.. folder.Checkpoint.Refused, .. RunWarnings.Of(records)];
            folder.Complete(Manifest.Write(plan, Describe(commandLine, start) with { Checkpoints = folder.Checkpoint.Cost }, records, status, [.. known, .. warnings]), status);
            return new ExecutionResult(records, status, warnings, folder.Path);
        }
        catch (Exception error) when (error.GetBaseException() is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{error.GetBaseException().Message}; once that is mended, hierarchy resume {path} goes on");
        }
    }

    /// <summary>Runs everything before observers, without a folder.</summary>
    public IReadOnlyList<RunRecord> Integrate(ExperimentPlan plan, bool quiet, IExperimentStore? store, params IReadOnlyList<IExperimentObserver> observers)
    {
        IReadOnlyList<RunRecord> Run(params IReadOnlyList<IExperimentObserver> progress) => new ExperimentRunner(plan, equations, [.. observers, .. progress], store).Run(cancellation);
        if (quiet || cancellation.IsCancellationRequested)
            return Run();
        CostEstimate cost = CostEstimate.Make(plan, equations, cancellation);
        terminal.Error.WriteLine($"{plan.Scenario.Name}: {Estimates.Sentence(plan, cost)}, {WorkCrew.Threads} threads");
        foreach (string note in PlanNotes.Of(plan))
            terminal.Error.WriteLine(note);
        return terminal.IsInteractive ? ProgressView.While(plan, cost, terminal.Screen, view => Run(view)) : Run(new ProgressLines(plan, cost, terminal.Error));
    }

    private static RunStatus StatusOf(ExperimentPlan plan, IReadOnlyList<RunRecord> records)
    {
        if (records.Count < plan.Runs.Count || records.Any(record => record.Status == RunStatus.Stopped))
            return RunStatus.Stopped;
        foreach (RunStatus worst in (RunStatus[])[RunStatus.Failed, RunStatus.Unphysical])
        {
            if (records.Any(record => record.Status == worst))
                return worst;
        }
        return RunStatus.Completed;
    }

    private static Provenance Describe(string commandLine, DateTimeOffset start) => new()
    {
        ToolVersion = SourceVersion.Number,
        Commit = SourceVersion.Commit,
        Dirty = SourceVersion.Dirty,
        CommandLine = commandLine,
        Threads = WorkCrew.Threads,
        Transform = TransformEngines.Current,
        Start = start,
        End = DateTimeOffset.UtcNow,
    };
}
