using System.CommandLine;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>collect: joins the folders of shares to the results of one run, or says what is missing.</summary>
internal sealed class CollectCommand(Terminal terminal, ScenarioExecution execution)
{
    private const int MostMissingShown = 20;

    public static Command Create(Terminal terminal, ScenarioExecution execution)
    {
        var collect = new CollectCommand(terminal, execution);
        var folders = new Argument<string[]>("FOLDERS") { Description = "The folders of the shares, in any order.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--out") { Description = "The folder of the results; runs/NAME by default.", HelpName = "DIR" };
        var quiet = new Option<bool>("--quiet") { Description = "No progress." };
        var json = new Option<bool>("--json") { Description = "Print the table as JSON." };
        Option<bool> withoutPlots = ReportCommand.Without();
        Option<string[]> show = ShowOption.Create();
        var command = new Command("collect", "Join what run --share left in several folders to the results of one run.") { folders, output, quiet, json, show, withoutPlots };
        command.SetAction(parsed => (int)collect.Guarded(
            parsed.GetValue(show) ?? [],
            parsed.GetValue(folders)!, parsed.GetValue(output), parsed.GetValue(quiet), parsed.GetValue(json), !parsed.GetValue(withoutPlots),
            "hierarchy " + string.Join(' ', parsed.Tokens.Select(token => token.Value))));
        return command;
    }

    private ExitCode Guarded(string[] shows, string[] folders, string? output, bool quiet, bool asJson, bool draws, string commandLine)
    {
        try
        {
            return Collect(shows, folders, output, quiet, asJson, draws, commandLine);
        }
        catch (ResultFolderExistsException error)
        {
            terminal.Error.WriteLine("error: " + ScenarioExecution.Advice(error));
            return ExitCode.Refused;
        }
    }

    private ExitCode Collect(string[] shows, string[] folders, string? output, bool quiet, bool asJson, bool draws, string commandLine)
    {
        var input = new ScenarioInput(terminal);
        if (folders.FirstOrDefault(folder => ShareFile.In(folder) is null) is { } none)
        {
            terminal.Error.WriteLine($"error: {none} holds no share: it has no {ShareFile.Name}, which run --share writes");
            return ExitCode.InputOutput;
        }
        string file = folders.Select(ScenarioIn).FirstOrDefault(found => found is not null)
            ?? throw new IOException($"{folders[0]} holds no share: it has no {ResultFolder.ResolvedName}");
        if (!input.TryScenario(file, [], out Scenario? scenario, out IReadOnlyList<string> warnings, out ExitCode code))
            return code;
        if (ShareCommand.Plans(input, scenario, false) is not { } plans)
            return ExitCode.Refused;
        string[] missing = [.. MissingShares(folders), .. plans.SelectMany((plan, i) => Missing(plan, scenario, i, folders))];
        if (missing.Length > 0)
            return Refuse(missing);
        string path = output ?? Path.Combine("runs", scenario.Name);
        using TransformEngines.EngineScope engine = TransformEngines.Use(ResultFolder.TransformOf(SourcesOf(scenario, 0, folders)[0]));
        Join(scenario, plans, folders, path, commandLine);
        if (scenario.Sweep is not null)
            return new SweepCommand(terminal, execution).Run(input, scenario, path, FolderUse.Resume, quiet, commandLine, false, asJson, draws);
        ExperimentPlan plan = plans[0];
        Results.Results result = execution.Run(plan, path, FolderUse.Resume, quiet: true, commandLine, warnings);
        // Only what is whole tells whether an accuracy was reached.
        result = execution.Refined(ref plan, result, path, quiet, commandLine, warnings, terminal.Error.WriteLine);
        ExitCode concluded = RunCommand.Conclude(terminal, plan, result, shows, asJson);
        return draws ? ReportCommand.DrawAfter(terminal, result.Folder!, concluded) : concluded;
    }

    private static void Join(Scenario scenario, ExperimentPlan[] plans, string[] folders, string path, string commandLine)
    {
        if (scenario.Sweep is not null)
            SweepFolder.Begin(path, scenario.Sweep, SweepFolder.StandingOf(path) == FolderStanding.Interrupted && SweepFolder.IsOf(path, scenario.Sweep)
                ? FolderUse.Resume : FolderUse.New);
        for (int i = 0; i < plans.Length; i++)
        {
            string place = scenario.Sweep is null ? path : SweepFolder.PathOf(path, scenario.Sweep.Variants[i]);
            FolderUse use = ResultFolder.StandingOf(place) == FolderStanding.Interrupted && ResultFolder.IsOf(place, plans[i]) ? FolderUse.Resume : FolderUse.New;
            if (scenario.Sweep is null || !ResultFolder.Holds(place, plans[i]))
                ShareRun.Join(plans[i], SourcesOf(scenario, i, folders), place, use, ScenarioExecution.Describe(commandLine));
        }
    }

    private static string? ScenarioIn(string folder) => SweepFolder.Is(folder) ? Path.Combine(folder, ResultFolder.ResolvedName) : ResultFolder.ScenarioOf(folder);

    /// <summary>The folders that hold something of a variant.</summary>
    private static string[] SourcesOf(Scenario scenario, int variant, string[] folders) =>
        [.. folders.Select(folder => scenario.Sweep is null ? folder : SweepFolder.PathOf(folder, scenario.Sweep.Variants[variant]))
            .Where(folder => CheckpointFolder.IdentityIn(folder) is not null)];

    private static IEnumerable<string> Missing(ExperimentPlan plan, Scenario scenario, int variant, string[] folders)
    {
        string prefix = scenario.Sweep is null ? "" : scenario.Sweep.Variants[variant].Name + ": ";
        return ShareRun.Missing(plan, SourcesOf(scenario, variant, folders)).Select(words => prefix + words);
    }

    private static IEnumerable<string> MissingShares(string[] folders)
    {
        ShareFile[] shares = [.. folders.Select(folder => ShareFile.In(folder)!)];
        foreach (ShareFile share in shares.Where(share => !share.IsDone))
            yield return $"share {share} is not complete: its line with --resume goes on";
        foreach (IGrouping<int, ShareFile> set in shares.GroupBy(share => share.Count).Take(1).Where(_ => shares.Select(share => share.Count).Distinct().Count() == 1))
        {
            foreach (int number in Enumerable.Range(1, set.Key).Except(set.Select(share => share.Number)))
                yield return $"share {number}/{set.Key} is not among the folders: run --share {number}/{set.Key} makes it";
        }
    }

    private ExitCode Refuse(string[] missing)
    {
        terminal.Error.WriteLine("error: the shares do not make up the whole experiment");
        foreach (string line in missing.Take(MostMissingShown))
            terminal.Error.WriteLine("  missing: " + line);
        if (missing.Length > MostMissingShown)
            terminal.Error.WriteLine($"  and {missing.Length - MostMissingShown} more");
        return ExitCode.Stopped;
    }
}
