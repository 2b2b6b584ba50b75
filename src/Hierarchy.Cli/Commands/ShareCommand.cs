using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>run --share: runs one share of an experiment or of a sweep into a folder of its own, which collect joins with the others.</summary>
internal sealed class ShareCommand(Terminal terminal, ScenarioExecution execution)
{
    /// <summary>Where a share goes by default.</summary>
    public static string DefaultFolder(string scenario, ShareFile share) => Path.Combine("runs", $"{scenario}.shares", $"{share.Number}-of-{share.Count}");

    /// <summary>Runs what is missing of the share.</summary>
    /// <exception cref="ResultFolderExistsException">The folder exists and may not be used.</exception>
    public ExitCode Run(ScenarioInput input, Scenario scenario, ShareFile share, string path, FolderUse use, bool quiet, string commandLine, bool ignoreMemory)
    {
        if (Plans(input, scenario, ignoreMemory) is not { } plans)
            return ExitCode.Refused;
        if (ShareFile.In(path) is { } there && there with { IsDone = false } != share && use is FolderUse.Resume or FolderUse.ResumeElsewhere)
        {
            terminal.Error.WriteLine($"error: {path} holds share {there}, not {share}; --out names another folder");
            return ExitCode.Refused;
        }
        if (ShareFile.In(path) is { IsDone: true } && use is FolderUse.Resume or FolderUse.ResumeElsewhere)
            return Complete(path, share);
        if (scenario.Sweep is not null)
            SweepFolder.Begin(path, scenario.Sweep, use);
        bool done = true;
        for (int i = 0; i < plans.Length && done; i++)
        {
            List<WorkUnit> units = UnitsOf(plans, i, share);
            string folder = scenario.Sweep is null ? path : SweepFolder.PathOf(path, scenario.Sweep.Variants[i]);
            if (units.Count == 0 && scenario.Sweep is not null)
                continue;
            done = Fill(plans[i], units, folder, UseOf(folder, use), share, quiet, commandLine);
        }
        Directory.CreateDirectory(path);
        (share with { IsDone = done }).Write(path);
        if (done)
            return Complete(path, share);
        terminal.Error.WriteLine($"stopped: the same line with --resume goes on with share {share}");
        return ExitCode.Stopped;
    }

    /// <summary>Where there are variants enough, each goes to one share as a whole; otherwise every share has a part of each.</summary>
    private static List<WorkUnit> UnitsOf(ExperimentPlan[] plans, int variant, ShareFile share)
    {
        if (plans.Length < share.Count)
            return WorkPlan.Shares(plans[variant], share.Count)[share.Number - 1];
        long[] loads = new long[share.Count], weights = [.. plans.Select(WorkPlan.Weight)];
        foreach (int i in Enumerable.Range(0, plans.Length).OrderByDescending(i => weights[i]))
        {
            int least = Array.IndexOf(loads, loads.Min());
            loads[least] += weights[i];
            if (i == variant)
                return least == share.Number - 1 ? WorkPlan.Shares(plans[variant], 1)[0] : [];
        }
        return [];
    }

    /// <summary>The plans of a scenario or of the variants of its sweep, if they fit into this machine.</summary>
    public static ExperimentPlan[]? Plans(ScenarioInput input, Scenario scenario, bool ignoreMemory)
    {
        if (scenario.Sweep is { } sweep)
            return SweepExecution.Plans(input, sweep, ignoreMemory);
        return input.TryPlan(scenario, ignoreMemory, out ExperimentPlan? plan, out _) ? [plan] : null;
    }

    private bool Fill(ExperimentPlan plan, List<WorkUnit> units, string folder, FolderUse use, ShareFile share, bool quiet, string commandLine)
    {
        if (!quiet)
            terminal.Error.WriteLine($"{plan.Scenario.Name}, share {share}: {(units.Count == 0 ? "nothing to do" : string.Join("; ", units))}");
        return ShareRun.Fill(
            plan, units, folder, use, ScenarioExecution.Describe(commandLine), execution.Equations, [],
            (unit, _) =>
            {
                if (!quiet)
                    terminal.Error.WriteLine($"{unit}: done");
            },
            execution.Cancellation);
    }

    private static FolderUse UseOf(string folder, FolderUse use) =>
        use is FolderUse.Resume or FolderUse.ResumeElsewhere && ResultFolder.StandingOf(folder) != FolderStanding.Interrupted ? FolderUse.New : use;

    private ExitCode Complete(string path, ShareFile share)
    {
        terminal.Error.WriteLine($"share {share} is complete in {path}; hierarchy collect with the folders of all shares joins them");
        return ExitCode.Done;
    }
}
