using System.Globalization;
using Hierarchy.Cli.Plots;
using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Report;

/// <summary>A scenario in a few lines.</summary>
internal static class ScenarioFacts
{
    /// <summary>The row with the name of the scenario.</summary>
    public const string Name = "name";

    /// <summary>The name of every part of the datum but the first.</summary>
    public const string Further = "and";

    private static readonly string[] Axes = ["x", "y", "z"];

    /// <summary>Names and values.</summary>
    public static IEnumerable<(string Name, string Value)> Of(StoredExperiment experiment)
    {
        (ExperimentPlan plan, Scenario scenario) = (experiment.Plan, experiment.Scenario);
        string regularised = scenario.Kernel.Regularisation == "none" ? "" : Invariant($", {scenario.Kernel.Regularisation} with epsilon {scenario.Kernel.Epsilon:G4}");
        yield return (Name, scenario.Name);
        string power = Minus(scenario.Kernel.Gamma + 2), gamma = Minus(scenario.Kernel.Gamma);
        yield return ("kernel", Invariant($"A(z) = {Strength(scenario.Kernel.Strength)}|z|^({power}) (I − z zᵀ/|z|²), γ = {gamma}{regularised}"));
        yield return ("velocity grid", string.Create(CultureInfo.InvariantCulture, $"d = {scenario.Dimension}, {scenario.Grid.Points} points an axis, box "
            + $"[−{scenario.Grid.HalfWidth:G4}, {scenario.Grid.HalfWidth:G4})^{scenario.Dimension}"));
        if (scenario.Units is { } units)
            yield return ("units", units.Line(scenario).Replace("units: ", "", StringComparison.Ordinal));
        foreach (DensitySettings part in scenario.Initial)
            yield return (part == scenario.Initial[0] ? "initial density" : Further, Component(part, scenario.Initial.Length, scenario.Dimension));
        if (Moments(experiment) is { Length: > 0 } moments)
            yield return ("in all", moments);
        yield return ("pairs at the start", scenario.Pair.Datum == PairDatum.Chaotic ? "independent particles" : scenario.Pair.Type);
        yield return ("particles", scenario.Particles.Length > 0 ? "N = " + string.Join(", ", scenario.Particles) : "none");
        yield return ("models", string.Join(", ", scenario.Models.Select(model => model.Name).Prepend(ModelRegistry.Landau.Name).Distinct()));
        yield return ("time", Invariant($"0 to {scenario.Time.End:G6}, {plan.Times.Length} output times, tolerance {scenario.Time.Tolerance:0e-0}"));
    }

    /// <summary>A component with its weight and its settings: mean and temperatures of a Gaussian, whatever else others are made by.</summary>
    private static string Component(DensitySettings part, int count, int dimension)
    {
        string weight = count > 1 ? Invariant($"{part.Weight:G4} × ") : "";
        string[] words = part is GaussianSettings gaussian ? [$"mean {Vector(gaussian.Mean ?? new double[dimension])}", Covariance(gaussian.Covariance, dimension)]
            : [.. SettingKey.Of(part.GetType()).Where(key => key.Name is not ("type" or "weight"))
                .Select(key => (key.Name, Text: Words(key.Property.GetValue(part)))).Where(setting => setting.Text.Length > 0)
                    .Select(setting => $"{setting.Name} {setting.Text}")];
        return $"{weight}{part.Type}{(words.Length > 0 ? ": " : "")}{string.Join(", ", words)}";
    }

    private static string Words(object? value) => value switch
    {
        double number => Minus(number),
        double[] numbers => Vector(numbers),
        string text => Path.GetFileName(text),
        _ => "",
    };

    private static string Covariance(double[][]? rows, int dimension)
    {
        if (rows is null)
            return "temperature 1";
        double[] diagonal = [.. rows.Select((row, i) => row.Length > 1 ? row[i] : row[0])];
        bool isDiagonal = rows.Select((row, i) => row.Where((value, j) => row.Length > 1 && i != j && value != 0).Any()).All(other => !other);
        string name = !isDiagonal ? "temperatures of the axes, with correlations," : diagonal.Distinct().Count() == 1 ? "temperature" : "temperatures";
        string values = diagonal.Distinct().Count() == 1 ? diagonal[0].ToString("G4", CultureInfo.InvariantCulture)
                : Vector(diagonal[..Math.Min(dimension, diagonal.Length)]);
        return $"{name} {values}";
    }

    /// <summary>Mean and temperatures of the whole datum on the grid.</summary>
    private static string Moments(StoredExperiment experiment)
    {
        double?[] Values(string quantity) => [.. Axes.Take(experiment.Scenario.Dimension)
            .Select(axis => experiment.Results.Find(ModelRegistry.Landau.Name, ParticleNumber.Infinity, 0, string.Format(CultureInfo.InvariantCulture, quantity, axis))?.Value)];
        double?[] mean = Values("momentum_{0}"), temperatures = Values("covariance_{0}{0}");
        string[] words = [.. new[] { ("mean", mean), ("temperatures", temperatures) }
            .Where(moment => moment.Item2.All(value => value is not null)).Select(moment => $"{moment.Item1} {Vector([.. moment.Item2.Select(value => value!.Value)])}")];
        return string.Join(", ", words);
    }

    private static string Vector(double[] values) => $"({string.Join(", ", values.Select(value => Minus(Math.Abs(value) < 1e-4 ? 0 : value)))})";

    /// <summary>A factor, which is not written where it is 1.</summary>
    private static string Strength(double strength) => strength == 1 ? "" : Invariant($"{strength:G4} ");

    private static string Minus(double value) => value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
