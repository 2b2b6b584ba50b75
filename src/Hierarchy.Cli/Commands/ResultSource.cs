using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>The argument SCENARIO|DIR of the analyses: a folder of results is read; a scenario is run first unless its folder holds the same experiment.</summary>
internal sealed class ResultSource(Terminal terminal, ScenarioExecution execution)
{
    private readonly ScenarioInput _input = new(terminal);
    private readonly Argument<string[]> _source = new("SCENARIO|DIR")
    {
        Description = "A scenario file, the name of a shipped scenario, or a folder of results; several folders are looked at together.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "The folder of the results when a scenario is given, runs/NAME by default, or of the tables of several folders, runs/overlay by default.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Run again, and replace what the folder holds." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress." };

    /// <summary>Adds the argument and the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_source);
        command.Add(_input.Sets);
        command.Add(_out);
        command.Add(_force);
        command.Add(_quiet);
    }

    /// <summary>What the command line names.</summary>
    public string[] Folders(ParseResult parsed) => parsed.GetValue(_source)!;

    /// <summary>Where the tables of several folders go.</summary>
    public string OverlayFolder(ParseResult parsed) => parsed.GetValue(_out) ?? AnalysisCommand.DefaultOverlay;

    /// <summary>Finds or makes the results; says on standard error why not.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="suffix">What the name of the default folder of a scenario ends in.</param>
    /// <param name="adapt">Changes the plan of a scenario before it runs; null leaves it.</param>
    /// <param name="results">The results.</param>
    /// <param name="code">How it ended.</param>
    public bool TryOpen(ParseResult parsed, string suffix, Func<ExperimentPlan, ExperimentPlan>? adapt, [NotNullWhen(true)] out ResultSet? results, out ExitCode code)
    {
        string[] sources = Folders(parsed), sets = parsed.GetValue(_input.Sets) ?? [];
        results = null;
        code = ExitCode.WrongUsage;
        if (sources.All(Directory.Exists) && sets.Length == 0)
            return TryRead(sources, out results, out code);
        if (sources.Any(Directory.Exists) && sets.Length > 0)
        {
            terminal.Error.WriteLine("error: --set changes a scenario, not the results in a folder");
            return false;
        }
        if (sources.Length > 1)
        {
            terminal.Error.WriteLine($"error: {ScenarioNode.Shorten(sources.First(source => !Directory.Exists(source)))} is no folder; several sources have to be "
                + "folders of results, a scenario stands alone");
            return false;
        }
        if (!_input.TryScenario(sources[0], sets, out Scenario? scenario, out IReadOnlyList<string> warnings, out code))
            return false;
        if (scenario.Sweep is not null)
            return TrySweep(parsed, scenario, parsed.GetValue(_out) ?? Path.Combine("runs", scenario.Name + suffix), adapt, out results, out code);
        if (!_input.TryPlan(scenario, false, out ExperimentPlan? plan, out code))
            return false;
        plan = adapt?.Invoke(plan) ?? plan;
        string folder = parsed.GetValue(_out) ?? Path.Combine("runs", plan.Scenario.Name + suffix);
        plan = Refinement.In(folder, plan);
        if (!parsed.GetValue(_force) && Holds(folder, plan, TransformOption.Of(parsed), out string how))
        {
            terminal.Error.WriteLine($"{folder} holds this experiment already{how}; --force runs it again");
            return TryRead([folder], out results, out code);
        }
        return TryRun(parsed, plan, folder, warnings, out results, out code);
    }

    private bool TryRun(
        ParseResult parsed, ExperimentPlan plan, string folder, IReadOnlyList<string> warnings, [NotNullWhen(true)] out ResultSet? results, out ExitCode code)
    {
        results = null;
        string commandLine = "hierarchy " + string.Join(' ', parsed.Tokens.Select(token => token.Value));
        try
        {
            Results.Results result = execution.RunToAccuracy(
                ref plan, folder, parsed.GetValue(_force) ? FolderUse.Replace : FolderUse.New, parsed.GetValue(_quiet), commandLine, warnings, terminal.Error.WriteLine);
            foreach (string warning in result.RunWarnings)
                terminal.Error.WriteLine("warning: " + warning);
            code = CodeOf(result.Status);
            if (code == ExitCode.Stopped)
            {
                terminal.Error.WriteLine($"stopped: hierarchy resume {folder} completes the results, then {parsed.CommandResult.Command.Name} {folder} analyses them");
                return false;
            }
            result.Dispose();
            return TryRead([folder], out results, out _);
        }
        catch (ResultFolderExistsException error)
        {
            terminal.Error.WriteLine("error: " + ScenarioExecution.Advice(error));
            code = ExitCode.Refused;
            return false;
        }
    }

    /// <summary>Runs what is missing of a sweep, and opens it.</summary>
    private bool TrySweep(
        ParseResult parsed, Scenario scenario, string folder, Func<ExperimentPlan, ExperimentPlan>? adapt, [NotNullWhen(true)] out ResultSet? results, out ExitCode code)
    {
        results = null;
        code = ExitCode.Refused;
        if (SweepExecution.Plans(_input, scenario.Sweep!, false) is not { } plans)
            return false;
        string commandLine = "hierarchy " + string.Join(' ', parsed.Tokens.Select(token => token.Value));
        FolderUse use = parsed.GetValue(_force) ? FolderUse.Replace : SweepFolder.IsOf(folder, scenario.Sweep!) ? FolderUse.Resume : FolderUse.New;
        try
        {
            RunStatus status = new SweepExecution(terminal, execution)
                .Run(scenario, [.. plans.Select(plan => adapt?.Invoke(plan) ?? plan)], folder, use, parsed.GetValue(_quiet), commandLine);
            code = CodeOf(status);
            return status != RunStatus.Stopped && TryRead([folder], out results, out code);
        }
        catch (ResultFolderExistsException error)
        {
            terminal.Error.WriteLine("error: " + ScenarioExecution.Advice(error));
            return false;
        }
    }

    /// <summary>
    /// Whether a folder holds the complete results of the same scenario, by the engine that is asked for if one is; and how they were made, unless by the default.
    /// </summary>
    private static bool Holds(string folder, ExperimentPlan plan, TransformEngine? wanted, out string how)
    {
        how = "";
        if (!ResultFolder.Holds(folder, plan))
            return false;
        TransformEngine engine = Manifest.TransformIn(folder);
        how = engine == default ? "" : $", with --transform {engine.Name()}";
        return wanted is null || wanted == engine;
    }

    private bool TryRead(string[] folders, [NotNullWhen(true)] out ResultSet? results, out ExitCode code)
    {
        results = null;
        try
        {
            results = ResultSet.Open(folders);
            code = CodeOf(results.Status);
            return true;
        }
        catch (IOException error)
        {
            terminal.Error.WriteLine("error: " + error.Message);
            code = ExitCode.InputOutput;
            return false;
        }
    }

    private static ExitCode CodeOf(RunStatus status) =>
        status switch { RunStatus.Completed or RunStatus.Unphysical => ExitCode.Done, RunStatus.Failed => ExitCode.NumericalFailure, _ => ExitCode.Stopped };
}
