using System.CommandLine;
using System.Globalization;
using Hierarchy.Cli.Output;
using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>new: writes a commented scenario from a few answers, given as options or asked for.</summary>
internal sealed class NewCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _file = new("FILE") { Description = "The scenario file to write." };
    private readonly Option<string?> _dimension = Text("--dimension", "d, 2 or 3.", "D");
    private readonly Option<string?> _gamma = Text("--gamma", "The exponent of the kernel: -3 is Coulomb, 0 are Maxwell molecules.", "GAMMA");
    private readonly Option<string?> _initial = Text("--initial", "The type of the initial density; hierarchy list initial has them all.", "TYPE");
    private readonly Option<string?> _models = Text("--models", "Models besides the direct Landau solver, separated by commas; \"none\" for none.", "MODELS");
    private readonly Option<string?> _particles = Text("--particles", "Particle numbers, separated by commas.", "N");
    private readonly Option<string?> _end = Text("--end", "The time at which the runs end.", "TIME");
    private readonly Option<string?> _accuracy = Text("--accuracy", "The relative error that is aimed at; it chooses the grid.", "ERROR");
    private readonly Option<bool> _force = new("--force") { Description = "Replace a file that exists." };

    /// <summary>The model of pairs that is exact to first order in 1/N: the one whose f_3 has all three bonds and that keeps g as values.</summary>
    private static string StandardModel => ModelRegistry.All.First(model => model is { Level: 2, Facts.Triplet.IsConsistent: true, StandsFor: null }).Name;

    /// <summary>What runs in seconds, in d = 2 and 3.</summary>
    private const string PlaneAccuracy = "1e-2", SpaceAccuracy = "3e-2";

    /// <summary>A density that does not stay as it is.</summary>
    private const string StandardDensity = "super-gaussian";

    private NewCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var made = new NewCommand(terminal);
        var command = new Command("new", "Write a commented scenario to begin with; what is not given as an option is asked for on a terminal, or has its default.")
        {
            made._file, made._dimension, made._gamma, made._initial, made._models, made._particles, made._end, made._accuracy, made._force,
        };
        command.SetAction(parsed => (int)made.Execute(parsed));
        return command;
    }

    private static Option<string?> Text(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    private ExitCode Execute(ParseResult parsed)
    {
        string file = parsed.GetValue(_file)!;
        if (Obstacle(file, parsed.GetValue(_force)) is { } obstacle)
        {
            _terminal.Error.WriteLine("error: " + obstacle);
            return ExitCode.InputOutput;
        }
        string dimension = Answer(parsed, _dimension, "dimension of velocity, 2 or 3", "2");
        string models = Answer(parsed, _models, "models, separated by commas, or none", StandardModel);
        var draft = new ScenarioDraft
        {
            Name = ScenarioDraft.NameOf(file),
            Dimension = dimension,
            Gamma = Answer(parsed, _gamma, "exponent of the kernel, -3 for Coulomb", "-3"),
            Initial = Answer(parsed, _initial, $"initial density, one of {string.Join(", ", DensityRegistry.Names)}", StandardDensity),
            Models = models.Equals("none", StringComparison.OrdinalIgnoreCase) ? [] : Split(models),
            Particles = Split(Answer(parsed, _particles, "particle numbers, separated by commas", "4, 16, infinity")),
            End = Answer(parsed, _end, "time at which the runs end", "0.5"),
            Accuracy = Answer(parsed, _accuracy, "relative error to aim at; a smaller one takes a finer grid and longer", dimension == "3" ? SpaceAccuracy : PlaneAccuracy),
        };
        string text = draft.Text();
        ScenarioReading reading = ScenarioReader.Read(System.Text.Encoding.UTF8.GetBytes(text), [], Path.GetDirectoryName(Path.GetFullPath(file))!);
        // A file of data that is still to be named is no mistake of the answers.
        Fault[] faults = [.. reading.Faults.Where(fault => !fault.Path.EndsWith(".file", StringComparison.Ordinal))];
        if (faults.Length > 0)
        {
            foreach (Fault fault in faults)
                _terminal.Error.WriteLine($"error: {fault with { Origin = "" }}");
            return ExitCode.Refused;
        }
        File.WriteAllText(file, text);
        _terminal.Error.WriteLine($"{file} is written; hierarchy validate {file} says what it will take, hierarchy run {file} runs it");
        _terminal.Error.WriteLine($"for more digits a smaller accuracy: hierarchy run {file} --set accuracy=1e-3");
        return ExitCode.Done;
    }

    /// <summary>Why no file can be written there; null if one can, as far as is known.</summary>
    private static string? Obstacle(string file, bool replaces)
    {
        if (file.Length == 0 || file.Contains('\0', StringComparison.Ordinal))
            return $"\"{ScenarioNode.Shorten(file)}\" is no name of a file";
        if (Directory.Exists(file) || Path.EndsInDirectorySeparator(file))
            return $"{file} is a folder; name the file in it, as in {Path.Combine(file, "my-scenario.json")}";
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (!Directory.Exists(folder))
            return $"there is no folder {folder}; make it first, or choose another";
        return File.Exists(file) && !replaces ? $"{file} exists; --force replaces it" : null;
    }

    private string Answer(ParseResult parsed, Option<string?> option, string question, string standard)
    {
        if (parsed.GetValue(option) is { } given)
            return given.Trim();
        if (!_terminal.IsInteractive || Console.IsInputRedirected)
            return standard;
        _terminal.Error.Write($"{question} [{standard}]: ");
        return Console.ReadLine()?.Trim() is { Length: > 0 } answer ? answer : standard;
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
