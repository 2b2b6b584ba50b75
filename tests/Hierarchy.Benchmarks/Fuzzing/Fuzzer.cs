using System.Globalization;
using System.Text.Json;
using Hierarchy.Experiments;
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
            bool isOpen = Checkpoint.IsIn(folder);
            string command = isOpen && random.Next(4) > 0 ? "resume" : commands[random.Next(commands.Count)];
            // What is complete is not resumed.
            if (command == "resume" && File.Exists(manifest) && new FileInfo(manifest).LinkTarget is null && random.Next(4) > 0)
                File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"completed\"", "\"stopped\"", StringComparison.Ordinal));
            Note(sandbox, isOpen ? $"folder {i}, with a checkpoint" : $"folder {i}", command == "resume" ? [command, folder, "--quiet", "--no-plots"] : [command, folder]);
        }
    }

    private FuzzResult Note(FuzzSandbox sandbox, string which, params string[] arguments)
    {
        FuzzResult result = sandbox.Run(arguments);
        string key = $"{arguments[0]} {(which.Contains("checkpoint", StringComparison.Ordinal) ? "with a checkpoint " : "")}{result.Code}";
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

    /// <summary>The codes in a line.</summary>
    public string Summary() => string.Join(", ", _counts.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}")));
}
