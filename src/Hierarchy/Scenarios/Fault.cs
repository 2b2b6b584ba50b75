namespace Hierarchy.Scenarios;

/// <summary>One thing that is wrong with a scenario.</summary>
/// <param name="Path">Where, as in grid.points or initial[0].mean; empty for the document.</param>
/// <param name="Value">What stands there, or empty.</param>
/// <param name="Rule">What is required instead.</param>
/// <param name="Suggestion">The nearest valid name, or empty.</param>
/// <param name="Origin">The line of the file or the override, or empty.</param>
public sealed record Fault(string Path, string Value, string Rule, string Suggestion = "", string Origin = "")
{
    /// <summary>path: value; rule; nearest name (origin).</summary>
    public override string ToString()
    {
        string head = Path.Length == 0 ? "scenario" : Path;
        string value = Value.Length == 0 ? "" : $" is {Value}";
        string nearest = Suggestion.Length == 0 ? "" : $"; did you mean \"{Suggestion}\"?";
        string origin = Origin.Length == 0 ? "" : $" ({Origin})";
        return $"{head}{value}: {Rule}{nearest}{origin}";
    }
}

/// <summary>A scenario that cannot run, with everything that is wrong with it.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>Makes the exception from all faults.</summary>
    /// <param name="scenario">The file or the name of the scenario.</param>
    /// <param name="faults">At least one.</param>
    public ScenarioException(string scenario, IReadOnlyList<Fault> faults)
        : base($"the scenario {ScenarioNode.Shorten(scenario)} has "
            + $"{(faults.Count == 1 ? "1 fault" : $"{faults.Count} faults")}:{string.Concat(faults.Select(fault => "\n  " + fault))}") =>
        Faults = faults;

    /// <summary>What is wrong, in the order in which it was found.</summary>
    public IReadOnlyList<Fault> Faults { get; }
}
