using System.Globalization;
using System.Text.Json;
using Hierarchy.Results;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>
/// Feeds mutated scenarios to validate and run, and mutated folders of results to the commands that read one. What may come back: an exit code from 0 to 5 and
/// lines of text, soon; no exception, nothing written elsewhere.
/// </summary>
/// <param name="seed">The same seed gives the same cases.</param>
/// <param name="hangSeconds">See <see cref="FuzzSandbox"/>.</param>
/// <param name="enter">See <see cref="FuzzSandbox"/>.</param>
internal sealed class Fuzzer(int seed, double hangSeconds = 10, bool enter = true)
{
    private const double SecondsToRun = 3;
    private const double BytesToRun = 4e8;
    private readonly List<string> _findings = [];
    private readonly SortedDictionary<string, int> _counts = [];

    /// <summary>What must not have happened, each with the case that shows it.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>How often a command ended with which code.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>The mutated scenarios with these numbers, counted from <paramref name="first"/>.</summary>
    public void Scenarios(int first, int count)
    {
        IReadOnlyList<string> corpus = FuzzCorpus.Make();
        using var sandbox = new FuzzSandbox(hangSeconds, enter);
        for (int i = first; i < first + count; i++)
        {
            var random = new Random(unchecked((seed * 1_000_003) + i));
            var mutator = new ScenarioMutator(random);
            string file = Path.Combine(sandbox.Work, "scenario.json");
            File.WriteAllBytes(file, mutator.Mutate(corpus[random.Next(corpus.Count)]));
            string[] sets = random.Next(4) == 0 ? ["--set", mutator.Override()] : [];
            FuzzResult valid = Note(sandbox, $"scenario {i}", ["validate", file, "--json", .. sets]);
            if (valid.Code == 0 && IsSmall(valid.Out))
                Note(sandbox, $"scenario {i}", ["run", file, "--quiet", "--no-plots", "--force", "--out", Path.Combine(sandbox.Work, "out"), .. sets]);
            else if (valid.Code == 2 && random.Next(10) == 0)
                Note(sandbox, $"scenario {i}", ["run", file, "--quiet", .. sets]);
        }
    }

    /// <summary>The mutated folders with these numbers, counted from <paramref name="first"/>.</summary>
    public void Folders(int first, int count, IReadOnlyList<string> commands)
    {
        using var sandbox = new FuzzSandbox(hangSeconds, enter);
        (string[] sound, string[] faults) = FuzzFolders.Make(sandbox);
        _findings.AddRange(faults);
        for (int i = first; i < first + count; i++)
        {
            var random = new Random(unchecked((seed * 1_000_003) - i - 1));
            string folder = Path.Combine(sandbox.Work, "results");
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            new FolderMutator(random, sandbox.Outside).Mutate(sound[random.Next(sound.Length)], folder);
            string manifest = Path.Combine(folder, "manifest.json");
            string[] before = [.. FuzzBackup.Foreign(folder)];
            using FuzzBackup? backup = random.Next(4) == 0 ? FuzzBackup.Of(folder, Path.Combine(sandbox.Work, "backup")) : null;
            bool isOpen = Directory.Exists(Path.Combine(folder, CheckpointFolder.FolderName));
            string command = isOpen && random.Next(4) > 0 ? "resume" : commands[random.Next(commands.Count)];
            // What is complete is not resumed.
            if (command == "resume" && File.Exists(manifest) && new FileInfo(manifest).LinkTarget is null && random.Next(4) > 0)
                OwnFile.Write(manifest, File.ReadAllText(manifest).Replace("\"completed\"", "\"stopped\"", StringComparison.Ordinal));
            Note(sandbox, isOpen ? $"folder {i}, with a checkpoint" : $"folder {i}", command == "resume" ? [command, folder, "--quiet", "--no-plots"] : [command, folder]);
            if (random.Next(4) == 0)
                Note(sandbox, $"folder {i}, replaced", ["run", Path.Combine(sandbox.Work, "pairs.json"), "--quiet", "--no-plots", "--force", "--out", folder,
                    "--set", "models=[]"]);
            if (before.Except(FuzzBackup.Foreign(folder)).FirstOrDefault() is { } lost)
                _findings.Add($"folder {i}: {command} took {lost} away");
            if (backup?.Change() is { } changed)
                _findings.Add($"folder {i}: {command} changed the copy by links: {changed}");
        }
    }

    /// <summary>Processes with streams, limits and signals, counted from <paramref name="first"/>; they need a shell.</summary>
    public void Streams(int first, int count)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var sandbox = new FuzzSandbox(hangSeconds, enter: false);
        File.WriteAllText(Path.Combine(sandbox.Work, "scenario.json"),
            FuzzCorpus.WithDatum("""{ "type": "gaussian" }""", 2).Replace("\"points\": 40", "\"points\": 8", StringComparison.Ordinal));
        var fuzzer = new StreamFuzzer(seed, sandbox.Work);
        for (int i = first; i < first + count; i++)
        {
            (string key, string? finding) = fuzzer.Run(i);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
            if (finding is not null)
                _findings.Add($"streams {i}: {finding}");
        }
    }

    /// <summary>HDF5 files as the datum of a small scenario, counted from <paramref name="first"/>.</summary>
    public void HdfFiles(int first, int count) =>
        DataFiles("hdf", "f.h5", first, count, random => """{ "type": "grid", "file": "f.h5" """
            + (random.Next(4) == 0 ? """, "dataset": "/f1", "time": 0.1 }""" : "}"), (random, path) => new HdfGenerator(random).Write(path));

    /// <summary>Tables as velocities or as a density, counted from <paramref name="first"/>.</summary>
    public void Tables(int first, int count) =>
        DataFiles("table", "f.csv", first, count, TableComponent, (random, path) => new TableGenerator(random).Write(path));

    private static string TableComponent(Random random) => random.Next(6) switch
    {
        0 => """{ "type": "grid", "file": "f.csv", "halfWidth": 5 }""",
        1 => """{ "type": "samples", "file": "f.csv", "columns": [2, 1], "bandwidth": 0.3 }""",
        2 => """{ "type": "samples", "file": "f.csv", "columns": ["vx", "vy"], "weightColumn": "weight" }""",
        3 => """{ "type": "samples", "file": "f.csv", "bandwidth": [0.2, 0.3] }""",
        _ => """{ "type": "samples", "file": "f.csv" }""",
    };

    private void DataFiles(string kind, string name, int first, int count, Func<Random, string> component, Action<Random, string> write)
    {
        using var sandbox = new FuzzSandbox(hangSeconds, enter);
        string scenario = Path.Combine(sandbox.Work, "scenario.json");
        for (int i = first; i < first + count; i++)
        {
            var random = new Random(unchecked((seed * 1_000_003) + i + kind.Length));
            write(random, Path.Combine(sandbox.Work, name));
            File.WriteAllText(scenario, FuzzCorpus.WithDatum(component(random), random.Next(8) == 0 ? 3 : 2));
            FuzzResult valid = Note(sandbox, $"{kind} {i}", ["validate", scenario, "--json"]);
            if (valid.Code == 0 && random.Next(3) == 0)
                Note(sandbox, $"{kind} {i}", ["run", scenario, "--quiet", "--no-plots", "--force", "--out", Path.Combine(sandbox.Work, "out")]);
        }
    }

    private FuzzResult Note(FuzzSandbox sandbox, string which, params string[] arguments)
    {
        FuzzResult result = sandbox.Run(arguments);
        string kind = which.StartsWith("hdf", StringComparison.Ordinal) ? "hdf " : which.StartsWith("table", StringComparison.Ordinal) ? "table " : "";
        string key = $"{arguments[0]} {kind}{(which.Contains("checkpoint", StringComparison.Ordinal) ? "with a checkpoint " : "")}{result.Code}";
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
        if (result.Finding is { } finding)
            _findings.Add($"{which}: hierarchy {string.Join(' ', arguments)}: {finding}");
        return result;
    }

    private static bool IsSmall(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        return root.GetProperty("seconds").GetDouble() < SecondsToRun && root.GetProperty("memory_bytes").GetDouble() < BytesToRun;
    }

    /// <summary>How many commands were tried.</summary>
    public int Tried => _counts.Values.Sum();

    /// <summary>The codes in a line.</summary>
    public string Summary() => string.Join(", ", _counts.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}")));
}
