using System.Diagnostics;
using System.Globalization;
using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Scenarios;

namespace Hierarchy.Benchmarks;

/// <summary>
/// estimates: the predicted memory and time of scenarios against those of a process that runs them. Without arguments all shipped scenarios and typical changes
/// of them; "estimates SCENARIO path=value..." does one.
/// </summary>
internal static class EstimateBenchmark
{
    private const double LongestRun = 300;

    private static readonly string[][] Changes =
    [
        ["quickstart", "grid.points=32"], ["quickstart", "particles=[4]", "models=[]"], ["quickstart", "particles=[4,8,16,32,64]", "models=tensorised"],
        ["coulomb-pairs-3d", "grid.points=16", "particles=[8]", "time.end=0.02", "time.output=0.02"], ["coulomb-pairs-3d", "grid.points=10", "quantities=mass"],
        ["closure-duel", "models=[\"kirkwood\"]", "particles=[4]"], ["closure-duel", "models=[{\"type\":\"kac\",\"replicas\":100000}]", "particles=[4,64]"],
        ["three-particles-2d", "grid.points=12"], ["anisotropic-coulomb-3d", "grid.points=64", "time.end=0.02", "time.output=0.02"],
    ];

    public static int Run(string[] arguments)
    {
        Console.WriteLine($"{"scenario",-60} {"MB",7} {"peak",7} {"ratio",6} {"s",8} {"wall",8} {"ratio",6}");
        IEnumerable<string[]> cases = arguments.Length > 0 ? [arguments] : [.. ShippedScenarios.Names.Select(name => new[] { name }), .. Changes];
        int missed = cases.Count(one => !Measure(one[0], one[1..]));
        Console.WriteLine($"{missed} outside 1.5 in memory or 3 in time");
        return missed == 0 ? 0 : 1;
    }

    private static bool Measure(string name, string[] changes)
    {
        Scenario scenario = ScenarioReader.Read(ShippedScenarios.Find(name), changes).Scenario
            ?? throw new ArgumentException($"{name} with {string.Join(' ', changes)} is not valid");
        var plan = new ExperimentPlan(scenario);
        double seconds = CostEstimate.Make(plan, EquationFactory.Create, CancellationToken.None).Total(plan), bytes = Estimates.Bytes(plan);
        (double peak, double wall) = RunApart(name, changes);
        // Below a second the start of the program decides.
        double memory = bytes / peak, time = Math.Max(1, seconds) / Math.Max(1, wall);
        bool holds = memory is > 1 / 1.5 and < 1.5 && time is > 1 / 3.0 and < 3;
        string label = string.Join(' ', [name, .. changes]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(label.Length > 60 ? label[..60] : label),-60} {bytes / 1e6,7:F0} {peak / 1e6,7:F0} {memory,6:F2} {seconds,8:F1} {wall,8:F1} {time,6:F2} "
                + $"{(wall > LongestRun ? "(ended early)" : holds ? "" : "MISSED")}"));
        return holds;
    }

    /// <summary>The peak of the resident memory in bytes, and the wall time in seconds.</summary>
    private static (double Peak, double Wall) RunApart(string name, string[] changes)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"hierarchy-estimates-{Environment.ProcessId}");
        string program = Path.Combine(AppContext.BaseDirectory, "Hierarchy.Cli.dll");
        var start = new ProcessStartInfo("dotnet", [program, "run", name, "--quiet", "--force", "--out", folder, .. changes.SelectMany(change => new[] { "--set", change })])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        double peak = 0;
        while (!process.WaitForExit(20))
        {
            process.Refresh();
            if (!process.HasExited)
                peak = Math.Max(peak, PeakOf(process));
            if (Stopwatch.GetElapsedTime(begin).TotalSeconds > LongestRun)
                process.Kill();
        }
        double wall = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Directory.Delete(folder, recursive: true);
        return (peak, wall);
    }

    private static double PeakOf(Process process)
    {
        try
        {
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has just ended.
            return 0;
        }
    }
}
