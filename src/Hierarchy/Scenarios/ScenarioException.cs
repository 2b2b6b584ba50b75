namespace Hierarchy.Scenarios;

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
