using System.CommandLine;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Ranks;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>
/// run and resume under mpirun: the runs are spread over the ranks, and rank 0, which alone has a console and the output folder, completes them to the bytes of
/// one process. Whatever goes wrong on a rank ends all of them.
/// </summary>
/// <param name="terminal">The console.</param>
/// <param name="execution">Runs plans.</param>
/// <param name="environment">What mpirun told.</param>
/// <param name="ranksPerRun">How many ranks integrate a run of the pair level together: 1, all of them, or null to decide by the plan.</param>
internal sealed class RankCommand(Terminal terminal, ScenarioExecution execution, RankEnvironment environment, int? ranksPerRun = null)
{
    /// <summary>The option.</summary>
    public static Option<int?> RanksPerRun() => new("--ranks-per-run")
    {
        Description = "Under mpirun: 1 gives every run a rank of its own; the number of ranks lets all of them integrate each run of the pair level together, each "
            + "with its part of the memory. By default they do if there are fewer runs than ranks.",
        HelpName = "number",
    };

    /// <summary>Whether the option can be met; if not, it is said why.</summary>
    public static bool Accepts(Terminal terminal, int? ranksPerRun)
    {
        int size = RankEnvironment.Current?.Size ?? 1;
        if (ranksPerRun is null or 1 || ranksPerRun == size)
            return true;
        terminal.Error.WriteLine(size == 1
            ? $"error: --ranks-per-run {ranksPerRun}: there are no ranks, since no mpirun of Open MPI or MPICH started this process: mpirun -np {ranksPerRun} "
                + $"hierarchy run SCENARIO"
            : $"error: --ranks-per-run {ranksPerRun}: has to be 1, a rank for every run, or {size}, all ranks for each");
        return false;
    }

    /// <summary>What else the end shows, as --show says.</summary>
    public string[] Shows { get; init; } = [];

    /// <summary>Runs a scenario or a sweep.</summary>
    public ExitCode Run(
        ScenarioInput input, Scenario scenario, string path, FolderUse use, string commandLine, int? threads, bool quiet, bool asJson, bool ignoreMemory, bool draws)
    {
        if (scenario.Sweep is { } sweep)
        {
            if (SweepExecution.Plans(input, sweep, ignoreMemory) is not { } plans)
                return ExitCode.Refused;
            // Variants that may be run once more on a finer grid follow one another.
            return Together($"{scenario.Name}, {plans.Length} variants", threads, quiet, ranks => plans.Any(plan => plan.Scenario.Accuracy is not null)
                ? new RankSweep(terminal, execution, ranks, use, commandLine, quiet).Run(scenario, plans, path, asJson, draws)
                : new RankVariants(terminal, execution, ranks, ranksPerRun ?? 1).Run(scenario, plans, path, use, commandLine, quiet, asJson, draws));
        }
        return input.TryPlan(scenario, ignoreMemory, out ExperimentPlan? plan, out ExitCode code) ? Run(plan, path, use, commandLine, threads, quiet, asJson, draws) : code;
    }

    /// <summary>Runs what is missing of a plan.</summary>
    public ExitCode Run(ExperimentPlan plan, string path, FolderUse use, string commandLine, int? threads, bool quiet, bool asJson, bool draws) =>
        Together(plan.Scenario.Name, threads, quiet, ranks => Spread(ranks, plan, path, use, commandLine, quiet, asJson, draws));

    /// <summary>Joins the ranks for some work and leaves them; whatever goes wrong ends all of them.</summary>
    private ExitCode Together(string name, int? threads, bool quiet, Func<MessagePassing, ExitCode> work)
    {
        WorkCrew.Threads = threads ?? environment.Threads(Environment.ProcessorCount, Processors());
        MessagePassing ranks;
        try
        {
            ranks = MessagePassing.Start(environment);
        }
        catch (RanksException error)
        {
            terminal.Error.WriteLine("error: " + error.Message);
            return ExitCode.InputOutput;
        }
        try
        {
            if (!quiet)
                terminal.Error.WriteLine($"{name}: {ranks.Size} ranks of {ranks.Name} with {(WorkCrew.Threads == 1 ? "one thread" : $"{WorkCrew.Threads} threads")} each");
            // A loop that ended early on one rank would leave the others waiting; what may stop sets its own scope.
            using WorkCrew.StopScope scope = WorkCrew.StopWith(CancellationToken.None);
            ExitCode code = work(ranks);
            ranks.End();
            return code;
        }
        catch (Exception error)
        {
            string message = error is ResultFolderExistsException taken ? ScenarioExecution.Advice(taken) : error.GetBaseException().Message.ReplaceLineEndings(" ");
            StandardStreams.WriteRaw($"error: rank {ranks.Rank}: {message}\n");
            ranks.Abort((int)(error is ResultFolderExistsException ? ExitCode.Refused : error.GetBaseException() is IOException or UnauthorizedAccessException
                ? ExitCode.InputOutput : ExitCode.NumericalFailure));
            throw;
        }
    }

    /// <summary>Spreads a plan, and once more on a finer grid where it misses the accuracy that it asks for.</summary>
    private ExitCode Spread(MessagePassing ranks, ExperimentPlan plan, string path, FolderUse use, string commandLine, bool quiet, bool asJson, bool draws)
    {
        var agreement = new RankAgreement(ranks);
        plan = agreement.First(plan, path, GoesOn(use), out bool isSecond);
        ExitCode code = SpreadOnce(ranks, plan, path, use, commandLine, quiet, out Results.Results? result);
        if (agreement.Second(plan, isSecond ? null : result, terminal.Error.WriteLine) is { } finer)
        {
            result?.Dispose();
            code = SpreadOnce(ranks, plan = finer, path, FolderUse.Replace, commandLine, quiet, out result);
        }
        if (ranks.Rank > 0)
            return code;
        if (result is null)
        {
            terminal.Error.WriteLine($"stopped: the runs that are complete are kept; hierarchy resume {path} goes on, with any number of ranks");
            return code;
        }
        ScenarioExecution.TellReached(plan, result, terminal.Error.WriteLine);
        code = RunCommand.Conclude(terminal, plan, result, Shows, asJson);
        return draws ? ReportCommand.DrawAfter(terminal, result.Folder!, code) : code;
    }

    /// <summary>Spreads a plan; the results are those of rank 0, null if it was stopped and on the other ranks.</summary>
    private ExitCode SpreadOnce(
        MessagePassing ranks, ExperimentPlan plan, string path, FolderUse use, string commandLine, bool quiet, out Results.Results? result)
    {
        result = null;
        PlannedRun[] together = Together(plan);
        var spread = new RankRun(ranks, execution.Equations, ScenarioExecution.Describe(commandLine), execution.Cancellation)
        {
            OnUnit = quiet ? null : terminal.Error.WriteLine,
            LeavesOut = together.Contains,
        };
        bool complete = spread.Fill(plan, path, use);
        if (ranks.Rank > 0 && together.Length > 0)
        {
            using var member = new SpreadMember(ranks, plan, execution.Cancellation);
            return (ExitCode)member.Serve();
        }
        if (ranks.Rank > 0)
            return complete ? ExitCode.Done : ExitCode.Stopped;
        // Diagnostics ask for rows on the thread that needs them.
        if (together.Length > 0 && !ranks.ServesThreads)
            WorkCrew.Threads = 1;
        var team = new SpreadRuns(ranks, plan, execution.Equations) { OnSpread = quiet ? null : terminal.Error.WriteLine };
        result = complete ? Complete(plan, path, use, commandLine, quiet, together.Length > 0 ? team.Make : execution.Equations) : null;
        ExitCode code = result is null || result.Status == RunStatus.Stopped ? ExitCode.Stopped : ExitCode.Done;
        if (together.Length == 0)
            return code;
        team.End((int)code);
        if (!quiet)
            terminal.Error.WriteLine($"rank 0 has sent {Figures.Bytes(ranks.SentBytes)}");
        return code;
    }

    private static bool GoesOn(FolderUse use) => use is FolderUse.Resume or FolderUse.ResumeElsewhere;

    /// <summary>What the ranks have done becomes a folder of results, and what all of them do together is done on the way.</summary>
    private Results.Results Complete(ExperimentPlan plan, string path, FolderUse use, string commandLine, bool quiet, EquationMaker equations)
    {
        FolderUse goesOn = use == FolderUse.ResumeElsewhere ? use : FolderUse.Resume;
        return new ScenarioExecution(terminal, equations, execution.Cancellation).Run(plan, path, goesOn, quiet: true, commandLine, []);
    }

    /// <summary>The runs that all ranks integrate together.</summary>
    private PlannedRun[] Together(ExperimentPlan plan)
    {
        plan.Together = Spreading.Together(plan, environment.Size, ranksPerRun);
        foreach (PlannedRun run in plan.Runs.Where(run => plan.Together > 1 && ranksPerRun is not null && environment.Rank == 0 && run.HasCorrelation))
        {
            if (Spreading.Obstacle(plan, run, environment.Size) is { } obstacle)
                terminal.Error.WriteLine($"{run}: on one rank: {obstacle}");
        }
        return [.. plan.Runs.Where(plan.Spreads)];
    }

    /// <summary>The processors of the machine, of which a rank may have been given some.</summary>
    private static int Processors()
    {
        try
        {
            return Math.Max(1, File.ReadLines("/proc/cpuinfo").Count(line => line.StartsWith("processor", StringComparison.Ordinal)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Environment.ProcessorCount;
        }
    }
}
