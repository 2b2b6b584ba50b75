using System.Globalization;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Scenarios;

/// <summary>A shipped scenario, run at reduced size through the command line, with its diagnostics.</summary>
internal sealed class ScenarioRun
{
    private readonly Dictionary<(string Model, string N, double Time, string Quantity), double> _values = [];

    private ScenarioRun()
    {
    }

    /// <summary>The folder scenarios/ of the sources.</summary>
    public static string Folder => Path.Combine(Repository.Root, "scenarios");

    public static ScenarioRun Of(string name, params string[] sets)
    {
        using var folder = new TemporaryFolder();
        string[] options = [.. sets.SelectMany(set => new[] { "--set", set })];
        CommandLine result = CommandLine.Run(["run", Path.Combine(Folder, name + ".json"), "--out", folder.Of("results"), "--quiet", "--json", .. options]);
        Assert.True(result.Code == 0, result.Error);
        var run = new ScenarioRun();
        foreach (string line in File.ReadLines(Path.Combine(folder.Of("results"), "diagnostics.csv")).Skip(1))
        {
            string[] cells = line.Split(',');
            run._values[(cells[0], cells[1], Read(cells[2]), cells[3])] = Read(cells[4]);
        }
        return run;
    }

    /// <summary>A value of diagnostics.csv.</summary>
    public double this[string model, object n, double time, string quantity] =>
        _values[(model, Convert.ToString(n, CultureInfo.InvariantCulture)!, time, quantity)];

    /// <summary>A value of the direct solver.</summary>
    public double this[double time, string quantity] => this["landau", "infinity", time, quantity];

    private static double Read(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
