using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>Runs a plan, in memory or into an output folder, and tells how it goes.</summary>
internal sealed class ScenarioExecution(Terminal terminal, EquationMaker equations, CancellationToken cancellation)
{
    /// <summary>Runs everything and completes the folder, however it ends.</summary>
    /// <param name="plan">What runs.</param>
    /// <param name="path">The output folder.</param>
    /// <param name="use">What becomes of the results in a folder that exists.</param>
    /// <param name="quiet">Whether progress is not shown.</param>
    /// <param name="commandLine">For the manifest.</param>
    /// <param name="known">The warnings that the reading of the scenario gave.</param>
    /// <param name="before">What is known of results that these replace as an experiment that goes on, for the manifest.</param>
    /// <exception cref="ResultFolderExistsException">The folder exists and may not be used.</exception>
    public Results.Results Run(ExperimentPlan plan, string path, FolderUse use, bool quiet, string commandLine, IReadOnlyList<string> known, StoredManifest? before = null)
    {
        if (Shortage(plan, use, DiskSpace.Available(path)) is { } shortage)
            throw new IOException($"{path}: {shortage}");
        using var session = new ExperimentSession(plan, path, use, Describe(commandLine) with { Sessions = before?.Sessions ?? [], Sources = before?.Sources ?? [] }, known);
        if (!quiet)
            session.OnResume = terminal.Error.WriteLine;
        try
        {
            return Run(session, plan, quiet);
        }
        catch (Exception error) when (error.GetBaseException() is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{error.GetBaseException().Message}; once that is mended, hierarchy resume {path} goes on");
        }
    }

    /// <summary>Runs a plan into a folder, and once more on a finer grid where it misses the accuracy that it asks for.</summary>
    /// <param name="plan">What runs; then what ran last.</param>
    /// <param name="path">The output folder.</param>
    /// <param name="use">What becomes of the results in a folder that exists.</param>
    /// <param name="quiet">Whether progress is not shown.</param>
    /// <param name="commandLine">For the manifest.</param>
    /// <param name="known">The warnings that the reading of the scenario gave.</param>
    /// <param name="tell">Is told what was reached.</param>
    /// <exception cref="ResultFolderExistsException">The folder exists and may not be used.</exception>
    public Results.Results RunToAccuracy(
        ref ExperimentPlan plan, string path, FolderUse use, bool quiet, string commandLine, IReadOnlyList<string> known, Action<string> tell)
    {
        bool isSecond = use is FolderUse.Resume or FolderUse.ResumeElsewhere && Refinement.IsUnderWay(path);
        Results.Results result = Run(plan, path, use, quiet, commandLine, known);
        if (!isSecond)
            return Refined(ref plan, result, path, quiet, commandLine, known, tell);
        TellReached(plan, result, tell);
        return result;
    }

    /// <summary>Results that miss the accuracy that their scenario asks for, run once more on a finer grid in their folder; others as they are.</summary>
    public Results.Results Refined(
        ref ExperimentPlan plan, Results.Results result, string path, bool quiet, string commandLine, IReadOnlyList<string> known, Action<string> tell)
    {
        if (Refinement.Next(plan, result, finer => ScenarioInput.Obstacle(finer, MachineMemory.Available()), tell) is { } next)
        {
            result.Dispose();
            result = Run(plan = next, path, FolderUse.Replace, quiet, commandLine, known);
        }
        TellReached(plan, result, tell);
        return result;
    }

    /// <summary>Tells the accuracy that was reached; what is missed is among the warnings.</summary>
    public static void TellReached(ExperimentPlan plan, Results.Results result, Action<string> tell)
    {
        if (plan.Scenario.Accuracy is { } wanted && ReachedAccuracy.Of(plan.Scenario, result.Records) is { } reached && reached.Error <= wanted)
            tell(reached.Against(wanted));
    }

    /// <summary>Why the results do not fit on a disk with so many bytes free; null if they do, or if nobody knows.</summary>
    public static string? Shortage(ExperimentPlan plan, FolderUse use, long? available)
    {
        long needed = DiskSpace.Needed(plan, use == FolderUse.Resume);
        return available is null || needed <= available ? null
            : $"the results take up to {Figures.Bytes(needed)} of the disk until they are complete, {Figures.Bytes(available.Value)} are free; output.pair=false "
                + "stores no pair correlations, and fewer output times store less";
    }

    /// <summary>Runs everything in memory.</summary>
    public Results.Results RunInMemory(ExperimentPlan plan, bool quiet)
    {
        using var session = new ExperimentSession(plan, []);
        return Run(session, plan, quiet);
    }

    /// <summary>What stands in the way of an output folder, and what can be done about it on the command line.</summary>
    public static string Advice(ResultFolderExistsException error) => error.Message + error.Obstacle switch
    {
        FolderObstacle.File or FolderObstacle.Transform => "",
        FolderObstacle.Machine => "; --accept-other-machine goes on here all the same",
        FolderObstacle.Taken => "; --force replaces the results in it, --out names another folder",
        FolderObstacle.Interrupted => $"; hierarchy resume {error.Folder} goes on, --force begins anew, --out names another folder",
        _ => "; wait for its end or choose another folder with --out",
    };

    private Results.Results Run(ExperimentSession session, ExperimentPlan plan, bool quiet)
    {
        if (quiet || cancellation.IsCancellationRequested)
            return session.Run(equations, [], cancellation);
        CostEstimate cost = CostEstimate.Make(plan, equations, cancellation);
        terminal.Error.WriteLine($"{plan.Scenario.Name}: {Estimates.Sentence(plan, cost)}, {WorkCrew.Threads} threads");
        foreach (string note in PlanNotes.Of(plan))
            terminal.Error.WriteLine(note);
        return terminal.IsInteractive
            ? ProgressView.While(plan, cost, terminal.Screen, view => session.Run(equations, [view], cancellation))
            : session.Run(equations, [new ProgressLines(plan, cost, terminal.Error)], cancellation);
    }

    /// <summary>Stops what runs between two steps.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Makes the equations.</summary>
    public EquationMaker Equations => equations;

    /// <summary>The program and this run of it, for the manifest.</summary>
    public static Provenance Describe(string commandLine) => new()
    {
        ToolVersion = SourceVersion.Number,
        Commit = SourceVersion.Commit,
        Dirty = SourceVersion.Dirty,
        CommandLine = commandLine,
        Threads = WorkCrew.Threads,
        Transform = TransformEngines.Current,
        Start = DateTimeOffset.UtcNow,
        End = DateTimeOffset.UtcNow,
    };
}
