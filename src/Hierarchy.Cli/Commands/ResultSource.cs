using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hierarchy.Analysis;
using Hierarchy.Cli.Output;
using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>The results that an analysis looks at.</summary>
/// <param name="Plan">What ran.</param>
/// <param name="Results">Its results.</param>
/// <param name="Folder">Where they are.</param>
/// <param name="Code">How the run that made them ended.</param>
internal sealed record AnalysedExperiment(ExperimentPlan Plan, ResultTable Results, string Folder, ExitCode Code);

/// <summary>The argument SCENARIO|DIR of the analyses: a folder of results is read; a scenario is run first unless its folder holds the same experiment.</summary>
internal sealed class ResultSource(Terminal terminal, ScenarioExecution execution)
{
    private readonly ScenarioInput _input = new(terminal);
    private readonly Argument<string> _source = new("SCENARIO|DIR") { Description = "A scenario file, the name of a shipped scenario, or a folder of results." };
    private readonly Option<string?> _out = new("--out") { Description = "The folder of the results when a scenario is given; runs/NAME by default.", HelpName = "DIR" };
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

    /// <summary>Finds or makes the results; says on standard error why not.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="suffix">What the name of the default folder of a scenario ends in.</param>
    /// <param name="adapt">Changes the plan of a scenario before it runs; null leaves it.</param>
    /// <param name="experiment">The results.</param>
    /// <param name="code">How it ended.</param>
    public bool TryOpen(ParseResult parsed, string suffix, Func<ExperimentPlan, ExperimentPlan>? adapt, [NotNullWhen(true)] out AnalysedExperiment? experiment, out ExitCode code)
    {
        string source = parsed.GetValue(_source)!;
        string[] sets = parsed.GetValue(_input.Sets) ?? [];
        experiment = null;
        code = ExitCode.WrongUsage;
        if (Directory.Exists(source) && sets.Length == 0)
            return TryRead(source, out experiment, out code);
        if (Directory.Exists(source))
        {
            terminal.Error.WriteLine("error: --set changes a scenario, not the results in a folder");
            return false;
        }
        if (!_input.TryPlan(source, sets, out ExperimentPlan? plan, out IReadOnlyList<string> warnings, out code))
            return false;
        plan = adapt?.Invoke(plan) ?? plan;
        string folder = parsed.GetValue(_out) ?? Path.Combine("runs", plan.Scenario.Name + suffix);
        if (!parsed.GetValue(_force) && Holds(folder, plan, TransformOption.Of(parsed), out string how))
        {
            terminal.Error.WriteLine($"{folder} holds this experiment already{how}; --force runs it again");
            return TryRead(folder, out experiment, out code);
        }
        return TryRun(parsed, plan, folder, warnings, out experiment, out code);
    }

    private bool TryRun(
        ParseResult parsed, ExperimentPlan plan, string folder, IReadOnlyList<string> warnings, [NotNullWhen(true)] out AnalysedExperiment? experiment, out ExitCode code)
    {
        experiment = null;
        string commandLine = "hierarchy " + string.Join(' ', parsed.Tokens.Select(token => token.Value));
        try
        {
            ExecutionResult result = execution.Run(plan, folder, parsed.GetValue(_force), parsed.GetValue(_quiet), commandLine, warnings);
            foreach (string warning in result.Warnings)
                terminal.Error.WriteLine("warning: " + warning);
            code = result.Status switch { RunStatus.Completed or RunStatus.Unphysical => ExitCode.Done, RunStatus.Failed => ExitCode.NumericalFailure, _ => ExitCode.Stopped };
            if (code == ExitCode.Stopped)
            {
                terminal.Error.WriteLine($"stopped: hierarchy resume {folder} completes the results, then {parsed.CommandResult.Command.Name} {folder} analyses them");
                return false;
            }
            experiment = new AnalysedExperiment(plan, new ResultTable(result.Records.SelectMany(record => record.Rows)), result.Folder, code);
            return true;
        }
        catch (ResultFolderExistsException error)
        {
            terminal.Error.WriteLine("error: " + error.Message);
            code = ExitCode.Refused;
            return false;
        }
    }

    /// <summary>
    /// Whether a folder holds the complete results of the same scenario, by the engine that is asked for if one is; and how they were made, unless by the default.
    /// </summary>
    private static bool Holds(string folder, ExperimentPlan plan, TransformEngine? wanted, out string how)
    {
        how = "";
        string resolved = Path.Combine(folder, ResultFolder.ResolvedName);
        bool isSame = File.Exists(resolved) && Encoding.UTF8.GetString(OrdinaryFile.ReadBytes(resolved)) == ScenarioWriter.Write(plan.Scenario);
        if (!isSame || Manifest.StatusIn(folder) is not (RunStatus.Completed or RunStatus.Unphysical))
            return false;
        TransformEngine engine = Manifest.TransformIn(folder);
        how = engine == default ? "" : $", with --transform {engine.Name()}";
        return wanted is null || wanted == engine;
    }

    private bool TryRead(string folder, [NotNullWhen(true)] out AnalysedExperiment? experiment, out ExitCode code)
    {
        experiment = null;
        code = ExitCode.InputOutput;
        if (Manifest.StatusIn(folder) is not { } status)
        {
            terminal.Error.WriteLine($"error: {folder} holds no complete results: it has no manifest that can be read");
            return false;
        }
        if (!_input.TryPlan(Path.Combine(folder, ResultFolder.ResolvedName), [], out ExperimentPlan? plan, out _, out code))
            return false;
        try
        {
            IReadOnlyList<ResultRow> rows = DiagnosticsFile.Read(Path.Combine(folder, ResultFolder.DiagnosticsName), Path.Combine(folder, ResultFolder.NoiseName));
            code = status switch { RunStatus.Failed => ExitCode.NumericalFailure, RunStatus.Stopped => ExitCode.Stopped, _ => ExitCode.Done };
            experiment = new AnalysedExperiment(plan, new ResultTable(rows), Path.GetFullPath(folder), code);
            return true;
        }
        catch (FormatException error)
        {
            terminal.Error.WriteLine($"error: {folder}: {error.Message}");
            code = ExitCode.InputOutput;
            return false;
        }
    }
}
