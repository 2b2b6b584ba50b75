using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using Hierarchy.Cli.Output;
using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Ranks;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>The argument SCENARIO and the options --set of several commands, and what becomes of them.</summary>
internal sealed class ScenarioInput
{
    private const int MostFaultsShown = 20;
    private const string StandardInput = "-";
    private readonly Terminal _terminal;

    public ScenarioInput(Terminal terminal)
    {
        _terminal = terminal;
        Sets.Validators.Add(CheckSets);
    }

    public Argument<string> File { get; } = new("SCENARIO") { Description = "A scenario file, the name of a shipped scenario, or - for standard input." };

    public Option<string[]> Sets { get; } = new("--set")
    {
        Description = "path=value: replaces a value of the scenario, as in --set grid.points=32 --set particles=[4,8]. May be repeated.",
        HelpName = "path=value",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Where the values of the scenario that was read last come from.</summary>
    public IReadOnlyDictionary<string, string>? Origins { get; private set; }

    /// <summary>Offered by the commands that run the scenario.</summary>
    public Option<bool> IgnoreMemory { get; } = new("--ignore-memory") { Description = "Run although the memory that is estimated is not available." };

    /// <summary>Reads the scenario that the command line names, or that of a folder of results, and plans it; prints warnings and faults.</summary>
    public bool TryPlan(ParseResult parsed, [NotNullWhen(true)] out ExperimentPlan? plan, out IReadOnlyList<string> warnings, out ExitCode code)
    {
        plan = null;
        return TryScenario(parsed, out Scenario? scenario, out warnings, out code) && TryPlan(scenario, IgnoresMemory(parsed), out plan, out code);
    }

    /// <summary>Reads a scenario and plans it; prints warnings and faults.</summary>
    public bool TryPlan(string file, string[] sets, [NotNullWhen(true)] out ExperimentPlan? plan, out IReadOnlyList<string> warnings, out ExitCode code)
    {
        plan = null;
        return TryScenario(file, sets, out Scenario? scenario, out warnings, out code) && TryPlan(scenario, false, out plan, out code);
    }

    /// <summary>Plans a scenario; says why it cannot run.</summary>
    public bool TryPlan(Scenario scenario, bool ignoreMemory, [NotNullWhen(true)] out ExperimentPlan? plan, out ExitCode code)
    {
        plan = null;
        code = ExitCode.Refused;
        if (scenario.Sweep is { } sweep)
        {
            _terminal.Error.WriteLine($"error: {scenario.Name} is a sweep of {sweep.Variants.Count} variants, and this command takes one scenario; run it, and take "
                + "the resolved.json of a variant");
            return false;
        }
        plan = new ExperimentPlan(scenario) { Origins = Origins };
        if (RankEnvironment.Current is { Size: > 1 } ranks)
            plan.Together = Spreading.Together(plan, ranks.Size, RanksPerRun);
        return Fits(plan, ignoreMemory);
    }

    /// <summary>What --ranks-per-run says.</summary>
    public int? RanksPerRun { get; set; }

    /// <summary>Whether the run is to start whatever the memory.</summary>
    public bool IgnoresMemory(ParseResult parsed) => parsed.GetResult(IgnoreMemory) is not null && parsed.GetValue(IgnoreMemory);

    /// <summary>Reads the scenario that the command line names, or that of a folder of results; prints warnings and faults.</summary>
    public bool TryScenario(ParseResult parsed, [NotNullWhen(true)] out Scenario? scenario, out IReadOnlyList<string> warnings, out ExitCode code) =>
        TryScenario(ResultFolder.ScenarioOf(parsed.GetValue(File)!) ?? parsed.GetValue(File)!, parsed.GetValue(Sets) ?? [], out scenario, out warnings, out code);

    /// <summary>Reads a scenario; prints warnings and faults.</summary>
    public bool TryScenario(string file, string[] sets, [NotNullWhen(true)] out Scenario? scenario, out IReadOnlyList<string> warnings, out ExitCode code)
    {
        scenario = null;
        warnings = [];
        if (!TryRead(file, sets, out ScenarioReading? reading))
        {
            code = ExitCode.InputOutput;
            return false;
        }
        code = ExitCode.Refused;
        warnings = reading.Warnings;
        foreach (string warning in reading.Warnings)
            _terminal.Error.WriteLine("warning: " + warning);
        if (!reading.IsValid)
        {
            PrintFaults(file, reading.Faults);
            return false;
        }
        foreach (string choice in reading.Choices)
            _terminal.Error.WriteLine(choice);
        Origins = reading.Origins;
        scenario = reading.Scenario;
        return true;
    }

    private bool TryRead(string file, string[] sets, [NotNullWhen(true)] out ScenarioReading? reading)
    {
        reading = null;
        try
        {
            if (file == StandardInput)
            {
                reading = ScenarioReader.Read(ReadInput(), sets, Environment.CurrentDirectory, "--set");
                return true;
            }
            byte[]? shipped = System.IO.File.Exists(file) ? null : ShippedScenarios.Find(file);
            reading = shipped is null ? ScenarioReader.ReadFile(file, sets, "--set") : ScenarioReader.Read(shipped, sets, called: "--set");
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException && !WantOfFiles.Is(error))
        {
            _terminal.Error.WriteLine($"error: there is no file \"{ScenarioNode.Shorten(file)}\"{Suggest(file)}");
        }
        catch (DataFileException error)
        {
            _terminal.Error.WriteLine("error: " + error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException && !WantOfFiles.Is(error))
        {
            _terminal.Error.WriteLine($"error: \"{ScenarioNode.Shorten(file)}\" cannot be read: {error.Message.ReplaceLineEndings(" ")}");
        }
        return false;
    }

    /// <summary>Standard input up to the length that a scenario file may have.</summary>
    private byte[] ReadInput()
    {
        const int longest = 16 << 20;
        using Stream input = _terminal.OpenInput();
        using var copy = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = input.Read(buffer)) > 0;)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > longest)
                throw new DataFileException("standard input is longer than 16 MB, which no scenario is");
        }
        return copy.ToArray();
    }

    private static string Suggest(string file)
    {
        string nearest = NearestName.Of(Path.GetFileNameWithoutExtension(file), ShippedScenarios.Names);
        return nearest.Length == 0 ? "" : $"; did you mean the shipped scenario {nearest}?";
    }

    private void PrintFaults(string file, IReadOnlyList<Fault> faults)
    {
        _terminal.Error.WriteLine($"error: {ScenarioNode.Shorten(file)}: {(faults.Count == 1 ? "1 fault" : $"{faults.Count} faults")}");
        foreach (Fault fault in faults.Take(MostFaultsShown))
            _terminal.Error.WriteLine("  " + fault);
        if (faults.Count > MostFaultsShown)
            _terminal.Error.WriteLine($"  and {faults.Count - MostFaultsShown} more");
    }

    /// <summary>Why the run cannot start with that many bytes available; null if it can.</summary>
    public static string? Obstacle(ExperimentPlan plan, long available)
    {
        if (plan.Obstacle is { } obstacle)
            return obstacle;
        if (plan.MemoryBytes <= available)
            return null;
        string remedy = Alternatives.Remedy(plan, available) is { Length: > 0 } would ? would + " would do" : "fewer grid.points need less";
        return $"the run needs about {Figures.Bytes(plan.MemoryBytes)} of memory, {Figures.Bytes(available)} are available; {remedy}, --ignore-memory tries all the same";
    }

    /// <summary>Whether a plan fits into this machine; says why not.</summary>
    public bool Fits(ExperimentPlan plan, bool ignoreMemory)
    {
        if (Obstacle(plan, ignoreMemory ? long.MaxValue : MachineMemory.Available()) is not { } obstacle)
            return true;
        _terminal.Error.WriteLine("error: " + obstacle);
        return false;
    }

    private static void CheckSets(OptionResult result)
    {
        foreach (Token token in result.Tokens)
        {
            if (!Overrides.IsWellFormed(token.Value))
                result.AddError($"--set {ScenarioNode.Shorten(token.Value)}: has to be path=value");
        }
    }
}
