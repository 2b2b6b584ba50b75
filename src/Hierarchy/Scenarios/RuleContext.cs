using System.Globalization;

namespace Hierarchy.Scenarios;

/// <summary>What the rules see of a scenario, and where they leave their faults.</summary>
internal sealed class RuleContext(Scenario scenario, List<Fault> faults, IReadOnlyDictionary<string, string> origins)
{
    private readonly List<string> _warnings = [];
    private readonly FaultIndex _index = new(faults);

    public Scenario Scenario => scenario;

    /// <summary>Whether data files are read and judged.</summary>
    public bool ReadsData { get; init; } = true;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Whether nothing at, above or below the paths has been refused, so that rules about them make sense.</summary>
    public bool IsSound(params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            // A grid that is still to be chosen can be neither right nor wrong.
            if (_index.Touches(path) || (scenario.Grid.IsAuto && path.StartsWith("grid", StringComparison.Ordinal)))
                return false;
        }
        return true;
    }

    /// <summary>Refuses the value at the path unless the condition holds or the value has been refused already.</summary>
    public void Require(bool condition, string path, object value, string rule, string suggestion = "")
    {
        if (!condition && IsSound(path))
            faults.Add(new Fault(path, Print(value), rule, suggestion, origins.TryGetValue(path, out string? origin) ? origin : ""));
    }

    /// <summary>Requires a name to be one of the known ones.</summary>
    public bool RequireName(string path, string name, IReadOnlyList<string> known)
    {
        if (known.Contains(name, StringComparer.OrdinalIgnoreCase))
            return true;
        string quoted = $"\"{ScenarioNode.Shorten(name)}\"";
        Require(false, path, quoted, "is no known name; known: " + List(known), NearestName.Of(name, known));
        return false;
    }

    public void Warn(string text) => _warnings.Add(text);

    private static string List(IReadOnlyList<string> names) => string.Join(", ", names.Take(12)) + (names.Count > 12 ? $", ... ({names.Count} in all)" : "");

    private static string Print(object value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
