using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>Runs the variants of a sweep into their folders, a line each, and joins them.</summary>
internal sealed class SweepExecution(Terminal terminal, ScenarioExecution execution)
{
    /// <summary>Runs what is not complete.</summary>
    /// <param name="scenario">The scenario with its sweep.</param>
    /// <param name="plans">The plans of its variants.</param>
    /// <param name="path">The folder of the sweep.</param>
    /// <param name="use">What becomes of the results in a folder that exists.</param>
    /// <param name="quiet">Whether nothing is said on the way.</param>
    /// <param name="commandLine">For the manifests.</param>
    /// <returns>How the sweep ended.</returns>
    /// <exception cref="ResultFolderExistsException">The folder exists and may not be used.</exception>
    public RunStatus Run(Scenario scenario, IReadOnlyList<ExperimentPlan> plans, string path, FolderUse use, bool quiet, string commandLine)
    {
        Sweep sweep = scenario.Sweep!;
        SweepFolder.Begin(path, sweep, use);
        using var taken = new FolderLock(path);
        Provenance provenance = ScenarioExecution.Describe(commandLine);
        if (!quiet)
            terminal.Error.WriteLine($"{scenario.Name}: {sweep.Variants.Count} variants, {plans.Sum(plan => plan.Runs.Count)} runs, {WorkCrew.Threads} threads");
        var endings = new RunStatus?[plans.Count];
        for (int i = 0; i < plans.Count && !execution.Cancellation.IsCancellationRequested; i++)
        {
            endings[i] = RunVariant(plans[i], SweepFolder.PathOf(path, sweep.Variants[i]), use, commandLine, out string how);
            if (!quiet)
                terminal.Error.WriteLine($"variant {i + 1} of {plans.Count}, {sweep.Variants[i].Name}: {how}");
        }
        SweepRun.Conclude(path, scenario.Name, sweep, provenance with { End = DateTimeOffset.UtcNow }, endings);
        RunStatus status = SweepFolder.StatusOf(endings);
        if (status == RunStatus.Stopped)
            terminal.Error.WriteLine($"stopped: {endings.Count(ending => ending is not (null or RunStatus.Stopped))} of {plans.Count} variants are complete and "
                + $"kept; hierarchy resume {path} goes on");
        return status;
    }

    /// <summary>The plans of all variants, if each of them fits into this machine.</summary>
    public static ExperimentPlan[]? Plans(ScenarioInput input, Sweep sweep, bool ignoreMemory)
    {
        ExperimentPlan[] plans = [.. sweep.Variants.Select(variant => new ExperimentPlan(variant.Scenario) { Origins = variant.Origins })];
        return input.Fits(plans.MaxBy(plan => plan.Obstacle is null ? plan.MemoryBytes : double.PositiveInfinity)!, ignoreMemory) ? plans : null;
    }

    private RunStatus RunVariant(ExperimentPlan plan, string path, FolderUse use, string commandLine, out string how)
    {
        ResultFolder.FinishPublication(path);
        bool goesOn = use is FolderUse.Resume or FolderUse.ResumeElsewhere;
        if (goesOn)
            plan = Refinement.In(path, plan);
        if (goesOn && ResultFolder.Holds(path, plan))
        {
            how = "complete";
            return Manifest.StatusIn(path)!.Value;
        }
        FolderUse own = goesOn && ResultFolder.StandingOf(path) != FolderStanding.Interrupted ? FolderUse.New : use;
        string accuracy = "";
        using Results.Results result = execution.RunToAccuracy(ref plan, path, own, quiet: true, commandLine, [], line => accuracy = ", " + line);
        foreach (RunRecord record in result.Records.Where(record => record.Status == RunStatus.Failed))
            terminal.Error.WriteLine($"error: {Path.GetFileName(path)}: {record.Run} failed: {record.Message}");
        string seconds = Figures.Duration(result.Records.Sum(record => record.Seconds));
        // A line for each warning of each variant would bury everything else.
        string warnings = result.RunWarnings.Count == 0 ? "" : $", {result.RunWarnings.Count} {(result.RunWarnings.Count == 1 ? "warning" : "warnings")} in its "
            + $"{ResultFolder.ManifestName}";
        how = $"{result.Status.ToString().ToLowerInvariant()}, {result.Records.Count} runs, {seconds}{accuracy}{warnings}";
        return result.Status;
    }
}
