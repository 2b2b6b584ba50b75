using System.Diagnostics;
using System.Globalization;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Benchmarks;

/// <summary>
/// Kills runs of all models at random times, while a checkpoint is written and while results get their names, resumes them to their end and compares all files
/// but the manifest with those of a straight run. --times is the number of kills of each scenario, --seed that of the times, --only names one scenario.
/// </summary>
internal static class KillLoop
{
    private const int KillsPerTrial = 5;
    private const string Sweep = "sweep";
    private const string Initial = """
        "initial": [{ "type": "gaussian", "weight": 0.5, "mean": [0.8, 0], "covariance": [0.7, 0.7] },
        { "type": "gaussian", "weight": 0.5, "mean": [-0.8, 0], "covariance": [0.7, 0.7] }],
        """;

    private enum Aim
    {
        AnyTime,
        WhileStateIsWritten,
        WhileFilesAreNamed,
    }

    /// <summary>The scenarios: every model on the grid, models of rotation-invariant pairs, particles and a sweep.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Texts().Keys];

    /// <summary>1 if a file differs or a resumed run fails.</summary>
    public static int Run(string[] arguments)
    {
        int times = Argument(arguments, "--times", 50);
        var random = new Random(Argument(arguments, "--seed", 1));
        string folder = Directory.CreateTempSubdirectory("hierarchy-kill-").FullName;
        var tally = new Dictionary<string, int>();
        int only = Array.IndexOf(arguments, "--only");
        int trials = 0, differing = 0;
        try
        {
            Dictionary<string, string> scenarios = Scenarios(folder);
            List<Case> cases = [.. scenarios.Where(pair => only < 0 || pair.Key == arguments[only + 1]).Select(pair => Prepare(pair.Key, pair.Value))];
            for (int i = 0; cases.Exists(one => one.Kills < times); i++)
            {
                Case one = cases[i % cases.Count];
                if (one.Kills >= times)
                    continue;
                string results = Path.Combine(folder, $"trial-{trials++}");
                one.Kills += Interrupt(one, results, random, tally);
                bool same = Same(one.Straight, results, out string difference);
                differing += same ? 0 : 1;
                Console.WriteLine($"{one.Name,-16} {one.Kills,4} kills so far: {(same ? "identical" : difference)}");
                if (same)
                    Directory.Delete(results, recursive: true);
            }
        }
        finally
        {
            if (differing == 0)
                Directory.Delete(folder, recursive: true);
        }
        foreach ((string what, int count) in tally.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Console.WriteLine($"{count,5}  {what}");
        Console.WriteLine($"{tally.Values.Sum()} kills in {trials} experiments, {differing} with other results than a straight run");
        return differing == 0 ? 0 : 1;
    }

    /// <summary>All closures in small, particles beside models, and a run that fails; with a checkpoint after every step, often, and seldom.</summary>
    private static Dictionary<string, string> Texts()
    {
        string[] level1 = ["tensorised", "mixture"], solvers = ["liouville", "leading-order"], single = ["cluster", "pair-tensorised", "tensorised2"];
        string[] rest = [.. ModelRegistry.All.OfType<IGridModel>().Select(closure => closure.Name).Except(level1).Except(solvers).Except(["cluster-lowrank"])];
        string particles = """{ "type": "kac", "replicas": 20000, "modes": 2 }, { "type": "kac-nonconservative", "replicas": 4000, "modes": 2 }""";
        string[] radial = [.. ModelRegistry.All.OfType<IRadialModel>().Where(model => !model.IsReference).Select(model => model.Name).Take(2)];
        return new Dictionary<string, string>
        {
            ["level-1"] = Scenario(NamesOf(level1), "chaotic", 16, 0),
            ["mixture"] = Scenario(NamesOf(["mixture", "cluster"]), "mixture", 10, 0),
            ["solvers"] = Scenario(NamesOf(solvers), "chaotic", 8, 0),
            ["low-rank"] = Scenario(NamesOf(["cluster-lowrank"]), "chaotic", 10, 0),
            ["low-rank-paced"] = Scenario(NamesOf(["cluster-lowrank"]), "chaotic", 10, 0.2),
            ["mixed-precision"] = Scenario(NamesOf(single), "chaotic", 10, 0, "mixed"),
            ["closures"] = Scenario(NamesOf(rest), "chaotic", 10, 0),
            ["closures-paced"] = Scenario(NamesOf(rest), "chaotic", 10, 0.2),
            ["particles"] = Scenario(particles + "," + NamesOf(["cluster"]), "chaotic", 10, 0),
            ["particles-paced"] = Scenario(particles + "," + NamesOf(["tensorised"]), "chaotic", 10, 60),
            ["radial"] = Radial(NamesOf(radial)),
            [Sweep] = Scenario(NamesOf(["tensorised", "cluster"]), "chaotic", 10, 0, "double", """, "sweep": { "kernel.gamma": [-3, 0], "time.tolerance": [1e-6, 1e-4] }"""),
        };
    }

    private static Dictionary<string, string> Scenarios(string folder) =>
        Texts().ToDictionary(pair => pair.Key, pair =>
        {
            string file = Path.Combine(folder, pair.Key + ".json");
            File.WriteAllText(file, pair.Value);
            return file;
        });

    /// <summary>Isotropic data in three dimensions, beside a closure on the grid.</summary>
    private static string Radial(string models) => $$"""
        { "name": "kill", "dimension": 3, "grid": { "halfWidth": 4.5, "points": 8 }, "initial": [{ "type": "gaussian", "weight": 0.5, "covariance": [0.8, 0.8, 0.8] },
        { "type": "gaussian", "weight": 0.5, "covariance": [1.2, 1.2, 1.2] }],
          "particles": [4], "models": ["tensorised", {{models}}], "time": { "end": 0.1, "output": 0.05 }, "output": { "checkpoint": 0 } }
        """;

    private static string NamesOf(string[] models) => string.Join(", ", models.Select(model => $"\"{model}\""));

    private static string Scenario(string models, string pair, int points, double interval, string precision = "double", string more = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        { "name": "kill", "dimension": 2, "kernel": { "gamma": -3 }, "grid": { "halfWidth": 5, "points": {{points}} }, {{Initial}}
          "pair": "{{pair}}", "particles": [3, 8, "infinity"], "models": [{{models}}],
          "time": { "end": 0.4, "tolerance": 1e-6, "output": 0.1 }, "output": { "pair": true, "checkpoint": {{interval}} },
          "collisions": { "precision": "{{precision}}" }{{more}} }
        """);

    private static Case Prepare(string name, string file)
    {
        string straight = Path.ChangeExtension(file, null) + "-straight";
        var watch = Stopwatch.StartNew();
        using Process process = Start("run", file, "--out", straight, "--quiet", "--no-plots");
        process.WaitForExit();
        Require(process, name);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-16} {watch.Elapsed.TotalSeconds:F1} s without interruption"));
        return new Case(name, file, straight, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Runs with several kills, then to the end; returns the kills.</summary>
    private static int Interrupt(Case one, string results, Random random, Dictionary<string, int> tally)
    {
        int kills = 0;
        for (int attempt = 0; attempt < KillsPerTrial; attempt++)
        {
            using Process process = Begin(one, results);
            Aim aim = random.Next(7) switch { < 3 => Aim.AnyTime, < 6 => Aim.WhileStateIsWritten, _ => Aim.WhileFilesAreNamed };
            if (!Await(process, aim, results, random.NextDouble() * one.Seconds))
                break;
            process.Kill();
            process.WaitForExit();
            kills++;
            string what = Under(results);
            tally[what] = tally.GetValueOrDefault(what) + 1;
        }
        using Process last = Begin(one, results);
        last.WaitForExit();
        Require(last, one.Name);
        return kills;
    }

    /// <summary>Starts a run or goes on with it; a sweep, whose folder holds those of its variants, by the one command that does either.</summary>
    private static Process Begin(Case one, string results) => one.Name == Sweep
        ? Start("run", one.File, "--out", results, "--resume", "--quiet", "--no-plots")
        : ResultFolder.StandingOf(results) == FolderStanding.Nothing
            ? Start("run", one.File, "--out", results, "--quiet", "--no-plots")
            : Start("resume", results, "--quiet", "--no-plots");

    /// <summary>Waits for the moment to kill; false if the process ends before.</summary>
    private static bool Await(Process process, Aim aim, string results, double seconds)
    {
        if (process.WaitForExit(TimeSpan.FromSeconds(aim == Aim.WhileFilesAreNamed ? 0 : seconds)))
            return false;
        while (aim != Aim.AnyTime && !process.HasExited)
        {
            bool now = Checkpoints(results).Any(checkpoint => aim == Aim.WhileFilesAreNamed ? File.Exists(Path.Combine(checkpoint, "publish")) : Parts(checkpoint).Any());
            if (now)
                return true;
        }
        return !process.HasExited;
    }

    private static string Under(string results)
    {
        string[] checkpoints = Checkpoints(results);
        if (checkpoints.Length == 0)
            return ResultFolder.StandingOf(results) == FolderStanding.Complete ? "after the end" : "while there was no checkpoint";
        if (checkpoints.Any(checkpoint => File.Exists(Path.Combine(checkpoint, "publish"))))
            return "while results got their names";
        return checkpoints.Any(checkpoint => Parts(checkpoint).Any()) ? "while a state was written" : "between two states";
    }

    /// <summary>The checkpoint of a run, or those of the variants of a sweep.</summary>
    private static string[] Checkpoints(string results) => Directory.Exists(results)
        ? [.. Directory.EnumerateDirectories(results).Prepend(results).Select(folder => Path.Combine(folder, CheckpointFolder.FolderName)).Where(Directory.Exists)] : [];

    private static IEnumerable<string> Parts(string checkpoint)
    {
        try
        {
            return Directory.GetFiles(checkpoint, "*.part");
        }
        catch (DirectoryNotFoundException)
        {
            // The run has come to its end in this moment.
            return [];
        }
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Hierarchy.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        Process process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Require(Process process, string name)
    {
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{name} ended with code {process.ExitCode}");
    }

    private static bool Same(string straight, string results, out string difference)
    {
        static string[] Files(string folder) =>
            [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];
        string[] names = Files(straight), found = Files(results);
        difference = names.SequenceEqual(found) ? "" : $"{results} holds {string.Join(", ", found)}";
        foreach (string name in names.Intersect(found).Where(name => Path.GetFileName(name) != ResultFolder.ManifestName))
        {
            if (!File.ReadAllBytes(Path.Combine(straight, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(results, name))))
                difference += $" {Path.Combine(results, name)} differs";
        }
        return difference.Length == 0;
    }

    private static int Argument(string[] arguments, string name, int otherwise) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : otherwise;

    private sealed record Case(string Name, string File, string Straight, double Seconds)
    {
        public int Kills { get; set; }
    }
}
