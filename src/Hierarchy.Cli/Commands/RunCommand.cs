using System.CommandLine;
using System.Globalization;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Scenarios;
using Hierarchy.Experiments;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>run: integrates a scenario and writes the output folder and the comparison table.</summary>
internal sealed class RunCommand
{
    private readonly Terminal _terminal;
    private readonly EquationMaker _equations;
    private readonly CancellationToken _cancellation;
    private readonly ScenarioInput _input;
    private readonly Option<string?> _out = new("--out") { Description = "The output folder; runs/NAME by default.", HelpName = "DIR" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace the results in an output folder that exists." };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads; all processors by default. Results do not depend on it.", HelpName = "K" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the table as JSON." };

    private RunCommand(Terminal terminal, EquationMaker equations, CancellationToken cancellation)
    {
        _terminal = terminal;
        _equations = equations;
        _cancellation = cancellation;
        _input = new ScenarioInput(terminal);
        _threads.Validators.Add(result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) || threads is < 1 or > 1024)
                result.AddError($"--threads {ScenarioNode.Shorten(text)}: has to be a whole number from 1 to 1024");
        });
    }

    public static Command Create(Terminal terminal, EquationMaker equations, CancellationToken cancellation)
    {
        var run = new RunCommand(terminal, equations, cancellation);
        var command = new Command("run", "Integrate every model of a scenario, compare it with the direct Landau solver and store the results.")
        {
            run._input.File, run._input.Sets, run._out, run._force, run._threads, run._quiet, run._json,
        };
        command.SetAction(parsed => (int)run.Execute(parsed));
        return command;
    }

    private ExitCode Execute(ParseResult parsed)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow;
        if (!_input.TryPlan(parsed, out ExperimentPlan? plan, out IReadOnlyList<string> warnings, out ExitCode code))
            return code;
        if (parsed.GetValue(_threads) is { } threads)
            WorkCrew.Threads = threads;
        string path = parsed.GetValue(_out) ?? Path.Combine("runs", plan.Scenario.Name);
        try
        {
            using var folder = new ResultFolder(path, plan, parsed.GetValue(_force), SourceVersion.Number);
            IReadOnlyList<RunRecord> records = Integrate(plan, folder, parsed.GetValue(_quiet));
            RunStatus status = StatusOf(plan, records);
            IReadOnlyList<string> all = [.. warnings, .. RunWarnings.Of(records)];
            folder.Complete(Manifest.Write(plan, Describe(parsed, start), records, status, all));
            Print(plan, records, all.Skip(warnings.Count), folder.Path, parsed.GetValue(_json));
            return Conclude(plan, records, status);
        }
        catch (ResultFolderExistsException error)
        {
            _terminal.Error.WriteLine("error: " + error.Message);
            return ExitCode.Refused;
        }
    }

    private IReadOnlyList<RunRecord> Integrate(ExperimentPlan plan, ResultFolder folder, bool quiet)
    {
        var observers = new List<IExperimentObserver> { folder };
        if (!quiet && !_cancellation.IsCancellationRequested)
        {
            CostEstimate cost = CostEstimate.Make(plan, _equations, _cancellation);
            _terminal.Error.WriteLine($"{plan.Scenario.Name}: {Estimates.Sentence(plan, cost)}, {WorkCrew.Threads} threads");
            _terminal.Error.WriteLine(KernelSentence.Of(plan));
            observers.Add(new ProgressLines(plan, cost, _terminal));
        }
        return new ExperimentRunner(plan, _equations, observers).Run(_cancellation);
    }

    private static RunStatus StatusOf(ExperimentPlan plan, IReadOnlyList<RunRecord> records)
    {
        if (records.Count < plan.Runs.Count || records.Any(record => record.Status == RunStatus.Stopped))
            return RunStatus.Stopped;
        return records.Any(record => record.Status == RunStatus.Failed) ? RunStatus.Failed : RunStatus.Completed;
    }

    private static Provenance Describe(ParseResult parsed, DateTimeOffset start) => new()
    {
        ToolVersion = SourceVersion.Number,
        Commit = SourceVersion.Commit,
        Dirty = SourceVersion.Dirty,
        CommandLine = "hierarchy " + string.Join(' ', parsed.Tokens.Select(token => token.Value)),
        Threads = WorkCrew.Threads,
        Start = start,
        End = DateTimeOffset.UtcNow,
    };

    private void Print(ExperimentPlan plan, IReadOnlyList<RunRecord> records, IEnumerable<string> warnings, string folder, bool asJson)
    {
        if (asJson)
        {
            _terminal.Out.WriteLine(ComparisonTable.ToJson(records));
        }
        else
        {
            _terminal.Write(ComparisonTable.ToTable(plan, records));
            foreach (string line in ComparisonTable.Legend)
                _terminal.Out.WriteLine(line);
        }
        foreach (string warning in warnings)
            _terminal.Error.WriteLine("warning: " + warning);
        _terminal.Error.WriteLine("results in " + folder);
    }

    private ExitCode Conclude(ExperimentPlan plan, IReadOnlyList<RunRecord> records, RunStatus status)
    {
        foreach (RunRecord record in records.Where(record => record.Status == RunStatus.Failed))
        {
            string time = record.Time.ToString("G6", CultureInfo.InvariantCulture);
            _terminal.Error.WriteLine($"error: {record.Run} failed: {record.Message}; its results up to time {time} are kept");
        }
        if (status != RunStatus.Stopped)
            return status == RunStatus.Failed ? ExitCode.NumericalFailure : ExitCode.Done;
        int done = records.Count(record => record.Status == RunStatus.Completed);
        _terminal.Error.WriteLine($"stopped: {done} of {plan.Runs.Count} runs are complete and kept, with the output times that the stopped one reached; the state itself is not kept");
        return ExitCode.Stopped;
    }
}
