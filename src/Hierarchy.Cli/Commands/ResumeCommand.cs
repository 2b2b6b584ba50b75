using System.CommandLine;
using Hierarchy.Cli.Output;
using Hierarchy.Ranks;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>
/// resume: completes an experiment that was interrupted, from its last checkpoint; the results are those of a run without interruption.
/// </summary>
internal static class ResumeCommand
{
    public static Command Create(Terminal terminal, ScenarioExecution execution, Func<ExperimentPlan, Results.Results, bool, ExitCode> conclude)
    {
        var input = new ScenarioInput(terminal);
        var folder = new Argument<string>("DIR") { Description = "The output folder of the experiment." };
        var quiet = new Option<bool>("--quiet") { Description = "No progress." };
        var json = new Option<bool>("--json") { Description = "Print the table as JSON." };
        Option<bool> withoutPlots = ReportCommand.Without(), elsewhere = AcceptsOtherMachine();
        Option<int?> ranksPerRun = RankCommand.RanksPerRun();
        var command = new Command("resume", "Complete an experiment that was interrupted, or go on beyond its end: --set time.end=2.")
        {
            folder, input.Sets, quiet, json, withoutPlots, elsewhere, ranksPerRun,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(folder)!;
            FolderUse use = Use(parsed.GetValue(elsewhere));
            if (!RankCommand.Accepts(terminal, parsed.GetValue(ranksPerRun)))
                return (int)ExitCode.WrongUsage;
            input.RanksPerRun = parsed.GetValue(ranksPerRun);
            ResultFolder.FinishPublication(path);
            if (ResultFolder.ScenarioOf(path) is not { } scenario)
            {
                terminal.Error.WriteLine($"error: {path} holds no experiment: it has no {ResultFolder.ResolvedName}");
                return (int)ExitCode.InputOutput;
            }
            if (ShareFile.In(path) is { } share)
            {
                terminal.Error.WriteLine($"error: {path} holds share {share} of an experiment: its own line, run --share {share} --resume, goes on");
                return (int)ExitCode.Refused;
            }
            string[] sets = parsed.GetValue(input.Sets) ?? [];
            if (sets.Length > 0 && SweepFolder.Is(path))
            {
                terminal.Error.WriteLine($"error: {path} holds a sweep; its variants go on beyond their end one by one: hierarchy resume "
                    + $"{Path.Combine(path, "VARIANT")} --set ...");
                return (int)ExitCode.Refused;
            }
            if (SweepFolder.Is(path))
                return (int)Sweep(terminal, execution, input, path, scenario, use, parsed.GetValue(quiet), parsed.GetValue(json), !parsed.GetValue(withoutPlots));
            TransformEngine begun = ResultFolder.TransformOf(path);
            if (TransformOption.Of(parsed) is { } wanted && wanted != begun)
            {
                terminal.Error.WriteLine(
                    $"error: {path} was begun with --transform {begun.Name()} and goes on with no other; leave --transform out, or begin anew in another folder");
                return (int)ExitCode.Refused;
            }
            using TransformEngines.EngineScope engine = TransformEngines.Use(begun);
            FolderStanding standing = ResultFolder.StandingOf(path);
            if (sets.Length > 0 && standing != FolderStanding.Nothing)
                return (int)BeyondEnd(terminal, execution, input, path, scenario, sets, conclude, parsed.GetValue(quiet), parsed.GetValue(json), !parsed.GetValue(withoutPlots));
            if (standing == FolderStanding.Complete)
                return (int)Complete(terminal, path);
            if (standing == FolderStanding.Nothing)
            {
                terminal.Error.WriteLine($"error: {path} holds no experiment that could go on: it has no checkpoint of {scenario}; hierarchy run {scenario} begins anew");
                return (int)ExitCode.InputOutput;
            }
            if (!input.TryPlan(scenario, [], out ExperimentPlan? plan, out IReadOnlyList<string> warnings, out ExitCode code))
                return (int)code;
            try
            {
                if (RankEnvironment.Current is { Size: > 1 } ranks)
                    return (int)new RankCommand(terminal, execution, ranks, parsed.GetValue(ranksPerRun))
                        .Run(plan, path, use, $"hierarchy resume {path}", null, parsed.GetValue(quiet), parsed.GetValue(json), !parsed.GetValue(withoutPlots));
                Results.Results result = execution.RunToAccuracy(ref plan, path, use, parsed.GetValue(quiet), $"hierarchy resume {path}", warnings, terminal.Error.WriteLine);
                ExitCode concluded = conclude(plan, result, parsed.GetValue(json));
                return (int)(parsed.GetValue(withoutPlots) ? concluded : ReportCommand.DrawAfter(terminal, result.Folder!, concluded));
            }
            catch (ResultFolderExistsException error)
            {
                terminal.Error.WriteLine("error: " + ScenarioExecution.Advice(error));
                return (int)ExitCode.Refused;
            }
        });
        return command;
    }

    /// <summary>Goes on with an experiment whose end is set to a later time.</summary>
    private static ExitCode BeyondEnd(
        Terminal terminal, ScenarioExecution execution, ScenarioInput input, string path, string scenario, string[] sets,
        Func<ExperimentPlan, Results.Results, bool, ExitCode> conclude, bool quiet, bool asJson, bool draws)
    {
        if (!input.TryPlan(scenario, sets, out ExperimentPlan? later, out IReadOnlyList<string> warnings, out ExitCode code))
            return code;
        var before = new ExperimentPlan(ScenarioReader.ReadFile(scenario, []).Require(scenario));
        if (Continuation.Obstacle(before, later) is { } obstacle)
        {
            terminal.Error.WriteLine("error: " + obstacle);
            return ExitCode.Refused;
        }
        try
        {
            string manifest = Path.Combine(path, ResultFolder.ManifestName);
            bool goesOn = Continuation.Prepare(path, before, later);
            if (!goesOn)
                terminal.Error.WriteLine("the states at the end were not kept, which output.keep=true does; the experiment runs again from the start, to the same values");
            else if (later.Runs.FirstOrDefault(run => run.IsParticles) is { } particles)
                terminal.Error.WriteLine($"{particles.Model} runs again from the start: replicas leave no velocities behind");
            Results.Results result = execution.Run(later, path, goesOn ? FolderUse.Resume : FolderUse.Replace, quiet,
                $"hierarchy resume {path} {string.Join(' ', sets.Select(set => "--set " + set))}",
                warnings, goesOn || !File.Exists(manifest) ? null : StoredManifest.Read(manifest));
            ExitCode concluded = conclude(later, result, asJson);
            return draws ? ReportCommand.DrawAfter(terminal, result.Folder!, concluded) : concluded;
        }
        catch (ResultFolderExistsException error)
        {
            terminal.Error.WriteLine("error: " + ScenarioExecution.Advice(error));
            return ExitCode.Refused;
        }
    }

    private static ExitCode Sweep(Terminal terminal, ScenarioExecution execution, ScenarioInput input, string path, string file, FolderUse use, bool quiet,
        bool asJson, bool draws)
    {
        if (SweepFolder.StandingOf(path) == FolderStanding.Complete)
            return Complete(terminal, path);
        if (!input.TryScenario(file, [], out Scenario? scenario, out _, out ExitCode code))
            return code;
        try
        {
            if (RankEnvironment.Current is { Size: > 1 } ranks)
                return new RankCommand(terminal, execution, ranks).Run(input, scenario, path, use, $"hierarchy resume {path}", null, quiet, asJson, false, draws);
            return new SweepCommand(terminal, execution).Run(input, scenario, path, use, quiet, $"hierarchy resume {path}", false, asJson, draws);
        }
        catch (ResultFolderExistsException error)
        {
            terminal.Error.WriteLine("error: " + ScenarioExecution.Advice(error));
            return ExitCode.Refused;
        }
    }

    /// <summary>The option of the commands that go on with an experiment.</summary>
    public static Option<bool> AcceptsOtherMachine() =>
        new("--accept-other-machine")
        {
            Description = "Go on with an experiment that was begun with another runtime or other vectors of the processor; last bits may "
            + "differ, and the results say so."
        };

    /// <summary>How an experiment goes on.</summary>
    public static FolderUse Use(bool acceptsOtherMachine) => acceptsOtherMachine ? FolderUse.ResumeElsewhere : FolderUse.Resume;

    /// <summary>Says that nothing is left to do.</summary>
    public static ExitCode Complete(Terminal terminal, string path)
    {
        bool failed = Manifest.StatusIn(path) == RunStatus.Failed;
        terminal.Error.WriteLine(failed ? $"{path} is complete; the runs that failed would fail again" : $"{path} is complete");
        return failed ? ExitCode.NumericalFailure : ExitCode.Done;
    }
}
