using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Ranks;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>
/// A sweep under mpirun: some variants at a time are dealt out to the ranks, longest first and each as a whole; where there are fewer than ranks, the runs of each
/// are spread. Rank 0 completes them to the bytes of one process.
/// </summary>
/// <param name="terminal">The console.</param>
/// <param name="execution">Runs plans.</param>
/// <param name="ranks">The ranks.</param>
/// <param name="ranksPerRun">How many ranks integrate a run of the pair level together, 1 or all of them.</param>
internal sealed class RankVariants(Terminal terminal, ScenarioExecution execution, MessagePassing ranks, int ranksPerRun)
{
    /// <summary>The variants that a rank gets at a time: many, so that no rank waits, and few enough for their folders to be open at once.</summary>
    private const int VariantsTogether = 16;

    /// <summary>Runs what is not complete.</summary>
    public ExitCode Run(
        Scenario scenario, ExperimentPlan[] plans, string path, FolderUse use, string commandLine, bool quiet, bool asJson, bool draws)
    {
        Sweep sweep = scenario.Sweep!;
        Provenance provenance = ScenarioExecution.Describe(commandLine);
        long[] weights = [.. plans.Select(WorkPlan.Weight)];
        int[][] groups = [.. Enumerable.Range(0, plans.Length).OrderByDescending(i => weights[i]).Chunk(VariantsTogether * ranks.Size)];
        foreach (ExperimentPlan plan in plans)
            plan.Together = Spreading.Together(plan, ranks.Size, ranksPerRun);
        if (ranks.Rank > 0)
            return groups.Select(group => Serve(group, weights, plans, provenance)).ToArray().All(complete => complete) ? ExitCode.Done : ExitCode.Stopped;
        SweepFolder.Begin(path, sweep, use);
        var endings = new RunStatus?[plans.Length];
        bool isStopped = false;
        foreach (int[] group in groups)
        {
            (int Variant, RankRun Run, string? Folder, FolderUse Use)[] tasks = [.. Tasks(group, weights, plans, provenance, quiet).Select(task =>
            {
                string place = SweepFolder.PathOf(path, sweep.Variants[task.Variant]);
                bool goesOn = use is FolderUse.Resume or FolderUse.ResumeElsewhere;
                if (goesOn && ResultFolder.Holds(place, plans[task.Variant]))
                    endings[task.Variant] = Manifest.StatusIn(place);
                FolderUse own = goesOn && ResultFolder.StandingOf(place) != FolderStanding.Interrupted ? FolderUse.New : use;
                return (task.Variant, task.Run, isStopped || endings[task.Variant] is not null ? null : place, own);
            })];
            new RankBatch(ranks).Fill([.. tasks.Select(task => (task.Run, plans[task.Variant], task.Folder, task.Use))]);
            foreach ((int i, RankRun run, string? place, FolderUse own) in tasks)
            {
                isStopped |= !run.IsComplete;
                RunStatus? ending = Complete(plans[i], run.IsComplete ? place : null, own, commandLine, quiet);
                endings[i] ??= ending;
                isStopped |= ending == RunStatus.Stopped;
            }
        }
        SweepRun.Conclude(path, scenario.Name, sweep, provenance with { End = DateTimeOffset.UtcNow }, endings);
        if (SweepFolder.StatusOf(endings) != RunStatus.Stopped)
            return new SweepCommand(terminal, execution).Conclude(path, SweepFolder.StatusOf(endings), asJson, draws);
        terminal.Error.WriteLine($"stopped: the variants that are complete are kept; hierarchy resume {path} goes on, with any number of ranks");
        return ExitCode.Stopped;
    }

    /// <summary>A variant whose runs have been done becomes a folder of results; the runs that all ranks integrate together are done on the way.</summary>
    private RunStatus? Complete(ExperimentPlan plan, string? place, FolderUse use, string commandLine, bool quiet)
    {
        bool isTogether = plan.Runs.Any(plan.Spreads);
        // Diagnostics ask for rows on the thread that needs them.
        if (isTogether && !ranks.ServesThreads)
            WorkCrew.Threads = 1;
        var team = new SpreadRuns(ranks, plan, execution.Equations) { OnSpread = quiet ? null : terminal.Error.WriteLine };
        RunStatus? status = null;
        if (place is not null)
        {
            EquationMaker equations = isTogether ? team.Make : execution.Equations;
            using Results.Results result = new ScenarioExecution(terminal, equations, execution.Cancellation).Run(
                plan, place, use == FolderUse.ResumeElsewhere ? use : FolderUse.Resume, quiet: true, commandLine, []);
            status = result.Status;
        }
        if (isTogether)
            team.End((int)(status is RunStatus.Stopped ? ExitCode.Stopped : ExitCode.Done));
        return status;
    }

    /// <summary>What a rank other than 0 does of some variants.</summary>
    private bool Serve(int[] group, long[] weights, ExperimentPlan[] plans, Provenance provenance)
    {
        bool complete = true;
        foreach ((int variant, RankRun run) in Tasks(group, weights, plans, provenance, quiet: true))
            complete &= run.Serve(plans[variant]);
        foreach (int variant in group.Where(variant => plans[variant].Runs.Any(plans[variant].Spreads)))
        {
            using var member = new SpreadMember(ranks, plans[variant], execution.Cancellation);
            complete &= member.Serve() == (int)ExitCode.Done;
        }
        return complete;
    }

    /// <summary>The variants of a group with the ranks that do them: the least loaded one takes the next.</summary>
    private IEnumerable<(int Variant, RankRun Run)> Tasks(int[] group, long[] weights, ExperimentPlan[] plans, Provenance provenance, bool quiet)
    {
        long[] loads = new long[ranks.Size];
        foreach (int variant in group)
        {
            int least = Array.IndexOf(loads, loads.Min());
            loads[least] += weights[variant];
            yield return (variant, new RankRun(ranks, execution.Equations, provenance, execution.Cancellation)
            {
                OnUnit = quiet ? null : terminal.Error.WriteLine,
                LeavesOut = plans[variant].Spreads,
                Owner = group.Length >= ranks.Size ? least : null,
            });
        }
    }
}
