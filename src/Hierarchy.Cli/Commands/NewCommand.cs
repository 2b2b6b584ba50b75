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
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        ScenarioDraft draft = Draft(parsed, file, folder);
        string text = draft.Text();
        Fault[] faults = Faults(draft, folder);
        if (faults.Length > 0)
        {
            Tell(faults);
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

    /// <summary>The draft that the answers make, one after the other.</summary>
    private ScenarioDraft Draft(ParseResult parsed, string file, string folder)
    {
        var draft = new ScenarioDraft
        {
            Name = ScenarioDraft.NameOf(file),
            Dimension = "2",
            Gamma = "-3",
            Initial = StandardDensity,
            Models = [StandardModel],
            Particles = ["4", "16", "infinity"],
            End = "0.5",
            Accuracy = PlaneAccuracy,
        };
        ScenarioDraft Ask(Option<string?> option, string question, string standard, Func<string, ScenarioDraft> put) =>
            Answer(parsed.GetValue(option), question, standard, put, folder);
        draft = Ask(_dimension, "dimension of velocity, 2 or 3", "2", answer => draft with { Dimension = answer, Accuracy = answer == "3" ? SpaceAccuracy : PlaneAccuracy });
        draft = Ask(_gamma, "exponent of the kernel, -3 for Coulomb", "-3", answer => draft with { Gamma = answer });
        draft = Ask(_initial, $"initial density, one of {string.Join(", ", DensityRegistry.Names)}", StandardDensity, answer => draft with { Initial = answer });
        draft = Ask(_models, "models, separated by commas, or none", StandardModel,
            answer => draft with { Models = answer.Equals("none", StringComparison.OrdinalIgnoreCase) ? [] : Split(answer) });
        draft = Ask(_particles, "particle numbers, separated by commas", "4, 16, infinity", answer => draft with { Particles = Split(answer) });
        draft = Ask(_end, "time at which the runs end", "0.5", answer => draft with { End = answer });
        return Ask(_accuracy, "relative error to aim at; a smaller one takes a finer grid and longer", draft.Accuracy, answer => draft with { Accuracy = answer });
    }

    /// <summary>The draft with the value of an option, or with what somebody answers, who is asked again after a mistake, or with the default.</summary>
    private ScenarioDraft Answer(string? given, string question, string standard, Func<string, ScenarioDraft> put, string folder)
    {
        if (given is not null || _terminal.Answers is null)
            return put(given?.Trim() ?? standard);
        while (true)
        {
            _terminal.Error.Write($"{question} [{standard}]: ");
            string? answer = _terminal.Answers()?.Trim();
            ScenarioDraft draft = put(answer is { Length: > 0 } ? answer : standard);
            Fault[] faults = Faults(draft, folder);
            if (faults.Length == 0 || answer is null or "")
                return draft;
            Tell(faults);
        }
    }

    /// <summary>What is wrong with a draft; a file of data that is still to be named is no mistake of the answers.</summary>
    private static Fault[] Faults(ScenarioDraft draft, string folder) =>
        [.. ScenarioReader.Read(System.Text.Encoding.UTF8.GetBytes(draft.Text()), [], folder).Faults.Where(fault => !fault.Path.EndsWith(".file", StringComparison.Ordinal))];

    private void Tell(Fault[] faults)
    {
        foreach (Fault fault in faults)
            _terminal.Error.WriteLine($"error: {fault with { Origin = "" }}");
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
