using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Ranks;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>A sweep under mpirun: one variant after the other is spread over the ranks, and rank 0 completes each before the next begins.</summary>
/// <param name="terminal">The console.</param>
/// <param name="execution">Runs plans.</param>
/// <param name="ranks">The ranks.</param>
/// <param name="use">What becomes of the results in a folder that exists.</param>
/// <param name="commandLine">For the manifests.</param>
/// <param name="quiet">Whether nothing is said on the way.</param>
internal sealed class RankSweep(Terminal terminal, ScenarioExecution execution, MessagePassing ranks, FolderUse use, string commandLine, bool quiet)
{
    private readonly Provenance _provenance = ScenarioExecution.Describe(commandLine);
    private readonly RankAgreement _agreement = new(ranks);
    private bool _isStopped;

    private bool GoesOn => use is FolderUse.Resume or FolderUse.ResumeElsewhere;

    /// <summary>Runs what is missing of the sweep.</summary>
    public ExitCode Run(Scenario scenario, ExperimentPlan[] plans, string path, bool asJson, bool draws)
    {
        Sweep sweep = scenario.Sweep!;
        if (ranks.Rank == 0)
            SweepFolder.Begin(path, sweep, use);
        var endings = new RunStatus?[plans.Length];
        for (int i = 0; i < plans.Length; i++)
            endings[i] = Variant(plans[i], sweep.Variants[i].Name, SweepFolder.PathOf(path, sweep.Variants[i]));
        if (ranks.Rank > 0)
            return _isStopped ? ExitCode.Stopped : ExitCode.Done;
        SweepRun.Conclude(path, scenario.Name, sweep, _provenance with { End = DateTimeOffset.UtcNow }, endings);
        if (SweepFolder.StatusOf(endings) != RunStatus.Stopped)
            return new SweepCommand(terminal, execution).Conclude(path, SweepFolder.StatusOf(endings), asJson, draws);
        terminal.Error.WriteLine($"stopped: the variants that are complete are kept; hierarchy resume {path} goes on, with any number of ranks");
        return ExitCode.Stopped;
    }

    /// <summary>Runs a variant, and once more on a finer grid where it misses the accuracy that it asks for.</summary>
    /// <returns>How it ended, on rank 0; null if it was stopped.</returns>
    private RunStatus? Variant(ExperimentPlan plan, string name, string place)
    {
        plan = _agreement.First(plan, place, GoesOn, out bool isSecond);
        if (ranks.Rank == 0 && GoesOn && ResultFolder.Holds(place, plan))
        {
            Skip(plan);
            return Manifest.StatusIn(place);
        }
        FolderUse own = ranks.Rank == 0 && GoesOn && ResultFolder.StandingOf(place) != FolderStanding.Interrupted ? FolderUse.New : use;
        RunStatus? ending = Fill(plan, place, own, out Results.Results? result);
        ExperimentPlan? finer = _agreement.Second(plan, isSecond ? null : result, line => Tell($"{name}: {line}"));
        result?.Dispose();
        if (finer is null)
            return ending;
        ending = Fill(finer, place, FolderUse.Replace, out result);
        result?.Dispose();
        return ending;
    }

    /// <summary>Spreads a plan and, on rank 0, completes it; once something was stopped nothing is begun.</summary>
    private RunStatus? Fill(ExperimentPlan plan, string place, FolderUse own, out Results.Results? result)
    {
        result = null;
        if (ranks.Rank == 0 && _isStopped)
        {
            Spreading().Skip(plan);
            return null;
        }
        bool complete = Spreading().Fill(plan, place, own);
        _isStopped |= !complete;
        if (!complete || ranks.Rank > 0)
            return null;
        result = execution.Run(plan, place, own == FolderUse.ResumeElsewhere ? own : FolderUse.Resume, quiet: true, commandLine, []);
        return result.Status;
    }

    /// <summary>A variant that is complete takes the same messages as one that is not.</summary>
    private void Skip(ExperimentPlan plan)
    {
        Spreading().Skip(plan);
        _ = _agreement.Second(plan, null, Tell);
    }

    private RankRun Spreading() => new(ranks, execution.Equations, _provenance, execution.Cancellation) { OnUnit = quiet ? null : terminal.Error.WriteLine };

    private void Tell(string line)
    {
        if (!quiet)
            terminal.Error.WriteLine(line);
    }
}
