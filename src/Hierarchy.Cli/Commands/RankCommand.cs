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
internal sealed class RankCommand(Terminal terminal, ScenarioExecution execution, RankEnvironment environment)
{
    /// <summary>Runs a scenario; a sweep variant by variant.</summary>
    public ExitCode Run(
        ScenarioInput input, Scenario scenario, string path, FolderUse use, string commandLine, int? threads, bool quiet, bool asJson, bool ignoreMemory, bool draws)
    {
        if (scenario.Sweep is { } sweep)
        {
            return SweepExecution.Plans(input, sweep, ignoreMemory) is { } plans
                ? Together($"{scenario.Name}, {plans.Length} variants", threads, quiet,
                    ranks => SpreadSweep(ranks, scenario, plans, path, use, commandLine, quiet, asJson, draws)) : ExitCode.Refused;
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

    private ExitCode Spread(MessagePassing ranks, ExperimentPlan plan, string path, FolderUse use, string commandLine, bool quiet, bool asJson, bool draws)
    {
        var spread = new RankRun(ranks, execution.Equations, ScenarioExecution.Describe(commandLine), execution.Cancellation) { OnUnit = quiet ? null : terminal.Error.WriteLine };
        bool complete = spread.Fill(plan, path, use);
        if (ranks.Rank > 0)
            return complete ? ExitCode.Done : ExitCode.Stopped;
        if (!complete)
        {
            terminal.Error.WriteLine($"stopped: the runs that are complete are kept; hierarchy resume {path} goes on, with any number of ranks");
            return ExitCode.Stopped;
        }
        FolderUse goesOn = use == FolderUse.ResumeElsewhere ? use : FolderUse.Resume;
        Results.Results result = execution.Run(plan, path, goesOn, quiet: true, commandLine, []);
        ExitCode code = RunCommand.Conclude(terminal, plan, result, [], asJson);
        return draws ? ReportCommand.DrawAfter(terminal, result.Folder!, code) : code;
    }

    /// <summary>Spreads one variant after the other; rank 0 completes each before the next begins.</summary>
    private ExitCode SpreadSweep(
        MessagePassing ranks, Scenario scenario, ExperimentPlan[] plans, string path, FolderUse use, string commandLine, bool quiet, bool asJson, bool draws)
    {
        Sweep sweep = scenario.Sweep!;
        Provenance provenance = ScenarioExecution.Describe(commandLine);
        RankRun Spreading() => new(ranks, execution.Equations, provenance, execution.Cancellation) { OnUnit = quiet ? null : terminal.Error.WriteLine };
        if (ranks.Rank > 0)
            return plans.Select((plan, i) => Spreading().Fill(plan, SweepFolder.PathOf(path, sweep.Variants[i]), use)).ToArray().All(complete => complete)
                ? ExitCode.Done : ExitCode.Stopped;
        SweepFolder.Begin(path, sweep, use);
        var endings = new RunStatus?[plans.Length];
        bool isStopped = false;
        for (int i = 0; i < plans.Length; i++)
        {
            string place = SweepFolder.PathOf(path, sweep.Variants[i]);
            bool goesOn = use is FolderUse.Resume or FolderUse.ResumeElsewhere, isDone = goesOn && ResultFolder.Holds(place, plans[i]);
            if (isStopped || isDone)
            {
                endings[i] = isDone ? Manifest.StatusIn(place) : null;
                Spreading().Skip(plans[i]);
                continue;
            }
            FolderUse own = goesOn && ResultFolder.StandingOf(place) != FolderStanding.Interrupted ? FolderUse.New : use;
            isStopped = !Spreading().Fill(plans[i], place, own);
            if (isStopped)
                continue;
            using Results.Results result = execution.Run(plans[i], place, own == FolderUse.ResumeElsewhere ? own : FolderUse.Resume, quiet: true, commandLine, []);
            endings[i] = result.Status;
        }
        SweepRun.Conclude(path, scenario.Name, sweep, provenance with { End = DateTimeOffset.UtcNow }, endings);
        if (SweepFolder.StatusOf(endings) != RunStatus.Stopped)
            return new SweepCommand(terminal, execution).Conclude(path, SweepFolder.StatusOf(endings), asJson, draws);
        terminal.Error.WriteLine($"stopped: the variants that are complete are kept; hierarchy resume {path} goes on, with any number of ranks");
        return ExitCode.Stopped;
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
