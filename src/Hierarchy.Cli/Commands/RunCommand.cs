using System.CommandLine;
using System.Globalization;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Ranks;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>run: integrates a scenario and writes the output folder and the comparison table.</summary>
internal sealed class RunCommand
{
    private readonly Terminal _terminal;
    private readonly ScenarioExecution _execution;
    private readonly ScenarioInput _input;
    private readonly Option<string?> _out = new("--out") { Description = "The output folder; runs/NAME by default.", HelpName = "DIR" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace the results in an output folder that exists." };
    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on where the output folder holds this experiment unfinished, or say that it is "
        + "complete: one line for batch systems that start a job again."
    };
    private readonly Option<bool> _elsewhere = ResumeCommand.AcceptsOtherMachine();
    private readonly Option<string?> _share = new("--share")
    {
        Description = "Run share i of k of the runs into a folder of its own, runs/NAME.shares/i-of-k by "
        + "default; slurm: the task of a job array. collect joins the shares.",
        HelpName = "i/k|slurm"
    };
    private readonly Option<bool> _ranks = new("--ranks") { Description = "Require the ranks of mpirun, and say why there are none; under mpirun they are used unasked." };
    private readonly Option<int?> _ranksPerRun = RankCommand.RanksPerRun();
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads; all processors by default. Results do not depend on it.", HelpName = "K" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the table as JSON." };
    private readonly Option<string[]> _show = ShowOption.Create();
    private readonly Option<bool> _withoutPlots = ReportCommand.Without();

    private readonly SweepCommand _sweeps;

    private RunCommand(Terminal terminal, ScenarioExecution execution)
    {
        _terminal = terminal;
        _execution = execution;
        _sweeps = new SweepCommand(terminal, execution);
        _input = new ScenarioInput(terminal);
        _threads.Validators.Add(result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) || threads is < 1 or > WorkCrew.MaximumWorkers)
                result.AddError($"--threads {ScenarioNode.Shorten(text)}: has to be a whole number from 1 to {WorkCrew.MaximumWorkers}");
        });
    }

    public static Command Create(Terminal terminal, ScenarioExecution execution)
    {
        var run = new RunCommand(terminal, execution);
        var command = new Command("run", "Integrate every model of a scenario, compare it with the direct Landau solver and store the results.")
        {
            run._input.File, run._input.Sets, run._out, run._force, run._resume, run._elsewhere, run._share, run._ranks, run._ranksPerRun, run._input.IgnoreMemory, run._threads,
                run._quiet, run._json, run._show, run._withoutPlots,
        };
        command.SetAction(parsed => (int)run.Execute(parsed));
        return command;
    }

    private ExitCode Execute(ParseResult parsed)
    {
        if (!_input.TryScenario(parsed, out Scenario? scenario, out IReadOnlyList<string> warnings, out ExitCode refused))
            return refused;
        if (parsed.GetValue(_threads) is { } threads)
            WorkCrew.Threads = threads;
        ShareFile? share = null;
        if (parsed.GetValue(_share) is { } text && (share = ShareFile.Parse(text, Environment.GetEnvironmentVariable, out string fault)) is null)
        {
            _terminal.Error.WriteLine("error: " + fault);
            return ExitCode.WrongUsage;
        }
        string path = parsed.GetValue(_out) ?? (share is null ? Path.Combine("runs", scenario.Name) : ShareCommand.DefaultFolder(scenario.Name, share));
        string commandLine = "hierarchy " + string.Join(' ', parsed.Tokens.Select(token => token.Value));
        FolderUse use = parsed.GetValue(_force) ? FolderUse.Replace : FolderUse.New;
        bool quiet = parsed.GetValue(_quiet), asJson = parsed.GetValue(_json);
        if (parsed.GetValue(_resume) && parsed.GetValue(_force))
        {
            _terminal.Error.WriteLine("error: --resume goes on and --force begins anew; only one of them can be meant");
            return ExitCode.WrongUsage;
        }
        try
        {
            if (parsed.GetValue(_resume) && Standing(scenario, path) is var standing and not FolderStanding.Nothing)
            {
                if (standing == FolderStanding.Complete)
                    return ResumeCommand.Complete(_terminal, path);
                use = ResumeCommand.Use(parsed.GetValue(_elsewhere));
            }
            using TransformEngines.EngineScope engine = TransformEngines.Use(
                TransformOption.Of(parsed) ?? (use is FolderUse.Resume or FolderUse.ResumeElsewhere ? ResultFolder.TransformOf(path) : TransformEngines.Current));
            if (parsed.GetValue(_ranks) && RankEnvironment.Current is null)
            {
                _terminal.Error.WriteLine("error: --ranks: there are no ranks, since no mpirun of Open MPI or MPICH started this process: mpirun -np 4 hierarchy run SCENARIO");
                return ExitCode.WrongUsage;
            }
            if (!RankCommand.Accepts(_terminal, parsed.GetValue(_ranksPerRun)))
                return ExitCode.WrongUsage;
            _input.RanksPerRun = parsed.GetValue(_ranksPerRun);
            if (share is not null && RankEnvironment.Current is { Size: > 1 })
            {
                _terminal.Error.WriteLine("error: --share is for processes that know nothing of each other; under mpirun the ranks share the work unasked");
                return ExitCode.WrongUsage;
            }
            if ((share is not null || RankEnvironment.Current is { Size: > 1 }) && ReplicaTarget.IsIn(scenario))
            {
                _terminal.Error.WriteLine("error: models[].error adds replicas until it is reached, and shares have to know their number before: replicas without "
                    + "error can be shared");
                return ExitCode.WrongUsage;
            }
            if (share is null && RankEnvironment.Current is { Size: > 1 } ranks)
            {
                return new RankCommand(_terminal, _execution, ranks, parsed.GetValue(_ranksPerRun)) { Shows = parsed.GetValue(_show) ?? [] }.Run(
                    _input, scenario, path, use, commandLine, parsed.GetValue(_threads), quiet, asJson, _input.IgnoresMemory(parsed), !parsed.GetValue(_withoutPlots));
            }
            if (share is not null)
                return new ShareCommand(_terminal, _execution).Run(_input, scenario, share, path, use, quiet, commandLine, _input.IgnoresMemory(parsed));
            if (scenario.Sweep is not null)
                return _sweeps.Run(_input, scenario, path, use, quiet, commandLine, _input.IgnoresMemory(parsed), asJson, !parsed.GetValue(_withoutPlots));
            if (!_input.TryPlan(scenario, _input.IgnoresMemory(parsed), out ExperimentPlan? plan, out refused))
                return refused;
            if (use is FolderUse.Resume or FolderUse.ResumeElsewhere)
                plan = Refinement.In(path, plan);
            Results.Results result = _execution.RunToAccuracy(ref plan, path, use, quiet, commandLine, warnings, _terminal.Error.WriteLine);
            ExitCode code = Conclude(_terminal, plan, result, parsed.GetValue(_show) ?? [], asJson);
            return parsed.GetValue(_withoutPlots) ? code : ReportCommand.DrawAfter(_terminal, result.Folder!, code);
        }
        catch (ResultFolderExistsException error)
        {
            _terminal.Error.WriteLine("error: " + ScenarioExecution.Advice(error));
            return ExitCode.Refused;
        }
    }

    /// <summary>What the folder holds of this very experiment; what is another one stays in the way.</summary>
    private static FolderStanding Standing(Scenario scenario, string path)
    {
        if (scenario.Sweep is { } sweep)
            return SweepFolder.IsOf(path, sweep) ? SweepFolder.StandingOf(path) : FolderStanding.Nothing;
        ResultFolder.FinishPublication(path);
        FolderStanding standing = ResultFolder.StandingOf(path);
        return standing != FolderStanding.Nothing && ResultFolder.IsOf(path, Refinement.In(path, new ExperimentPlan(scenario))) ? standing : FolderStanding.Nothing;
    }

    /// <summary>Prints the comparison table, the warnings and how it ended; gives the exit code.</summary>
    public static ExitCode Conclude(Terminal terminal, ExperimentPlan plan, Results.Results result, IReadOnlyList<string> quantities, bool asJson)
    {
        Print(terminal, plan, result, quantities, asJson);
        return Conclude(terminal, plan, result);
    }

    private static void Print(Terminal terminal, ExperimentPlan plan, Results.Results result, IReadOnlyList<string> quantities, bool asJson)
    {
        if (asJson)
        {
            terminal.Out.WriteLine(ComparisonTable.ToJson(result.Records));
        }
        else
        {
            foreach (string verdict in VerdictLines.Of(result.Runs))
                terminal.WriteSentence(verdict);
            terminal.Write(ComparisonTable.ToListing(result.Records, quantities), ComparisonTable.Title(plan));
            foreach (string line in result.Records.Count == 0 ? [] : ComparisonTable.Legend.Skip(quantities.Count > 0 ? 1 : 0))
                terminal.WriteSentence(line);
        }
        foreach (string line in result.Records.Where(record => !ReplicaTarget.IsMissed(record)).Select(ReplicaTarget.Line).OfType<string>())
            terminal.Error.WriteLine(line);
        foreach (string warning in result.RunWarnings.Where(warning => asJson || !IsVerdict(result, warning)))
            terminal.Error.WriteLine("warning: " + warning);
        foreach (IModel model in plan.Runs.Select(run => run.Definition).Where(model => model is not IParticleModel).Distinct()
            .Where(model => model.Facts.Violates != ModelProperty.None))
            terminal.Error.WriteLine($"{model.Name} does not satisfy: {string.Join(", ", model.Facts.Violates.Words())}");
        terminal.Error.WriteLine("results in " + result.Folder);
    }

    /// <summary>Whether the verdicts say it already.</summary>
    private static bool IsVerdict(Results.Results result, string warning) =>
        result.Records.Any(record => record.Status == RunStatus.Unphysical && warning == $"{record.Run}: {record.Message}");

    private static ExitCode Conclude(Terminal terminal, ExperimentPlan plan, Results.Results result)
    {
        foreach (RunRecord record in result.Records.Where(record => record.Status == RunStatus.Failed))
        {
            string time = record.Time.ToString("G6", CultureInfo.InvariantCulture);
            terminal.Error.WriteLine($"error: {record.Run} failed: {record.Message}; its results up to time {time} are kept");
        }
        if (result.Status != RunStatus.Stopped)
            return result.Status == RunStatus.Failed ? ExitCode.NumericalFailure : ExitCode.Done;
        int done = result.Records.Count(record => record.Status is RunStatus.Completed or RunStatus.Unphysical);
        terminal.Error.WriteLine($"stopped: {done} of {plan.Runs.Count} runs are complete and kept, with the output times that the stopped one reached; hierarchy "
            + $"resume {result.Folder} goes on, with the replicas that are done");
        return ExitCode.Stopped;
    }
}
