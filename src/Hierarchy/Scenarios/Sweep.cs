namespace Hierarchy.Scenarios;

/// <summary>
/// What the key "sweep" of a scenario file stands for: one scenario for each combination of values of some keys, the last key running fastest, or with "zip"
/// one for each place in lists of equal length.
/// </summary>
public sealed class Sweep
{
    private readonly ScenarioNode _document;

    internal Sweep(IReadOnlyList<string> keys, IReadOnlyList<SweepVariant> variants, ScenarioNode document)
    {
        Keys = keys;
        Variants = variants;
        _document = document;
    }

    /// <summary>The keys that are swept, as in kernel.gamma.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The scenarios in their order.</summary>
    public IReadOnlyList<SweepVariant> Variants { get; }

    /// <summary>
    /// The text of the scenario with its sweep; reading it gives the same variants again. Data files are called by their path from the folder of the text, by
    /// default by their full one.
    /// </summary>
    internal string Text(string? folder = null) => SweepReader.Write(_document, folder);

    /// <summary>Whether the scenario is the one that was read, and not one that was made of it since.</summary>
    internal bool IsOf(Scenario scenario) => Variants[0].Scenario == scenario with { Sweep = null, Name = Variants[0].Scenario.Name, Title = Variants[0].Scenario.Title };
}

/// <summary>One scenario of a sweep.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Values">The value of each key of the sweep, as text; the items of a list are separated by blanks.</param>
/// <param name="Scenario">The scenario.</param>
public sealed record SweepVariant(string Name, IReadOnlyList<string> Values, Scenario Scenario)
{
    /// <summary>Where the values of the scenario come from.</summary>
    internal IReadOnlyDictionary<string, string>? Origins { get; init; }
}
