using System.Globalization;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Scenarios;

/// <summary>A shipped scenario, run at reduced size, with its quantities.</summary>
internal sealed class ScenarioRun
{
    private readonly Dictionary<(string Model, string N, double Time, string Quantity), double> _values;

    private ScenarioRun(IEnumerable<ResultRow> rows) =>
        _values = rows.ToDictionary(row => (row.Model, row.Particles.ToString(), row.Time, row.Quantity), row => row.Value);

    /// <summary>The folder scenarios/ of the sources.</summary>
    public static string Folder => Path.Combine(Repository.Root, "scenarios");

    public static ScenarioRun Of(string name, params string[] overrides)
    {
        using Hierarchy.Results.Results results = Experiment.Run(Scenario.Load(Path.Combine(Folder, name + ".json"), overrides));
        Assert.Equal(RunStatus.Completed, results.Status);
        return new ScenarioRun(results.Rows);
    }

    /// <summary>A value of a model at an N.</summary>
    public double this[string model, object n, double time, string quantity] =>
        _values[(model, Convert.ToString(n, CultureInfo.InvariantCulture)!, time, quantity)];

    /// <summary>A value of the direct solver.</summary>
    public double this[double time, string quantity] => this["landau", "infinity", time, quantity];
}
