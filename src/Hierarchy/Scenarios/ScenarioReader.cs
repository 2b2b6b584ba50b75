using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Microsoft.Extensions.Configuration;

namespace Hierarchy.Scenarios;

/// <summary>What was read: a scenario that can run, or the faults that prevent it; warnings in either case.</summary>
internal sealed record ScenarioReading(Scenario? Scenario, IReadOnlyList<Fault> Faults, IReadOnlyList<string> Warnings)
{
    /// <summary>Where each value that was given was written; null for a scenario that a program made.</summary>
    public IReadOnlyDictionary<string, string>? Origins { get; init; }

    /// <summary>What was chosen for the scenario where it leaves the choice, and why, a line each.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    [MemberNotNullWhen(true, nameof(Scenario))]
    public bool IsValid => Scenario is not null && Faults.Count == 0;

    /// <summary>The scenario.</summary>
    /// <exception cref="ScenarioException">It cannot run.</exception>
    public Scenario Require(string name) => IsValid ? Scenario : throw new ScenarioException(name, Faults);
}

/// <summary>
/// File and overrides to a scenario: parse strictly, overlay, write short forms out, check the keys and kinds, bind, apply the rules.
/// Faults of all stages are reported together; a rule that would judge a value that an earlier stage refused keeps quiet.
/// </summary>
internal static class ScenarioReader
{
    /// <summary>What an override is called unless its reader has another word for it.</summary>
    private const string Override = "override";

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ScenarioReading ReadFile(string file, IReadOnlyList<string> overrides, string called = Override) =>
        Read(ReadBytes(file), overrides, Path.GetDirectoryName(Path.GetFullPath(file)) ?? "", called);

    /// <summary>Reads the resolved scenario of results, whose data files need not be there any more: what they left open is written out in it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ScenarioReading ReadStored(string file, IReadOnlyList<string> overrides) =>
        Read(ReadBytes(file), overrides, Path.GetDirectoryName(Path.GetFullPath(file)) ?? "", isStored: true);

    /// <summary>Holds a scenario made in code to the same rules. What is not there at all is told first, alone.</summary>
    public static ScenarioReading Check(Scenario scenario)
    {
        var faults = new List<Fault>();
        GivenRules.Apply(scenario, "", faults);
        if (scenario.Sweep?.IsOf(scenario) == false)
            faults.Add(new Fault(SweepReader.Key, "that of another scenario",
                "the scenario was changed after its variants were made; overrides, when it is read, change all of them"));
        return faults.Count > 0 ? new ScenarioReading(null, faults, []) : ApplyRules(WithFullPaths(Open(scenario), ""), faults, new Dictionary<string, string>());
    }

    /// <summary>
    /// A scenario with an accuracy and no grid, with what a file would get in place of what it leaves out: errors to hold the accuracy against, and steps that
    /// keep it.
    /// </summary>
    private static Scenario Open(Scenario scenario) => scenario is not { Accuracy: { } accuracy, Grid.IsAuto: true } ? scenario : scenario with
    {
        Errors = scenario.Errors == ErrorSettings.Auto ? ErrorSettings.On : scenario.Errors,
        Time = scenario.Time with { Tolerance = Math.Min(scenario.Time.Tolerance, OpenGrid.Tolerance(accuracy)) },
    };

    /// <summary>The bytes of a file up to a bound, which no scenario comes near.</summary>
    private static byte[] ReadBytes(string file)
    {
        const int LongestFile = 16 << 20;
        using (FileStream stream = OrdinaryFile.Open(file))
        {
            if (stream.Length > LongestFile)
                throw new DataFileException($"\"{file}\" is larger than 16 MB, which no scenario is");
        }
        return OrdinaryFile.ReadBytes(file);
    }

    /// <summary>Reads a document whose data files lie relative to a folder, by default the current one.</summary>
    public static ScenarioReading Read(ReadOnlySpan<byte> text, IReadOnlyList<string> overrides, string folder = "", string called = Override, bool isStored = false)
    {
        var faults = new List<Fault>();
        ScenarioNode? root = ScenarioParser.ParseFile(text, faults);
        if (root is null)
            return new ScenarioReading(null, faults, []);
        Shorthands.ExpandLists(root);
        Overrides.Apply(root, overrides, called, faults);
        return SweepReader.IsSweep(root) ? SweepReader.Read(root, faults, folder, variant => Read(variant, [], folder, isStored)) : Read(root, faults, folder, isStored);
    }

    private static ScenarioReading Read(ScenarioNode root, List<Fault> faults, string folder, bool isStored)
    {
        Shorthands.Expand(root);
        bool isGridOpen = OpenGrid.Fill(root);
        var schema = new ScenarioSchema(faults);
        schema.Check(root);
        if (root.Kind != System.Text.Json.JsonValueKind.Object)
            return new ScenarioReading(null, faults, []);
        Scenario scenario = WithFullPaths(Bind(schema), folder);
        return ApplyRules(isGridOpen ? OpenGrid.Mark(scenario) : scenario, faults, schema.Origins, isStored) with { Origins = schema.Origins };
    }

    private static ScenarioReading ApplyRules(Scenario scenario, List<Fault> faults, IReadOnlyDictionary<string, string> origins, bool isStored = false)
    {
        var check = new RuleContext(scenario, faults, origins) { ReadsData = !isStored };
        ScenarioRules.Apply(check);
        if (!scenario.Grid.IsAuto || faults.Count > 0)
            return new ScenarioReading(faults.Count == 0 ? Canonical.Form(check.Scenario, check.ReadsData) : null, faults, check.Warnings);
        (Scenario chosen, IReadOnlyList<string> reasons) = GridChoice.Make(scenario, MachineMemory.Available(), faults);
        return faults.Count > 0 ? new ScenarioReading(null, faults, check.Warnings) : ApplyRules(chosen, faults, origins, isStored) with { Choices = reasons };
    }

    private static Scenario WithFullPaths(Scenario scenario, string folder) => scenario with
    {
        Initial = [.. scenario.Initial.Select(component => component is DataFileSettings { File: { Length: > 0 } file } data
            ? data with { File = FullPath(file, folder) } : component)],
    };

    /// <summary>A name that is no path stays as it is; opening it says why.</summary>
    private static string FullPath(string file, string folder) => file.Contains('\0', StringComparison.Ordinal) ? file : Path.GetFullPath(Path.Combine(folder, file));

    /// <summary>
    /// The binder looks through all values for every item of a list, and knows no records that depend on a value; so components, the pair and models
    /// are bound one by one, each from its own values.
    /// </summary>
    private static Scenario Bind(ScenarioSchema schema)
    {
        List<KeyValuePair<string, string?>> rest = [], pair = [];
        SortedDictionary<int, List<KeyValuePair<string, string?>>> initial = [], models = [];
        foreach ((string key, string? value) in schema.Values)
        {
            string[] parts = key.Split(ConfigurationPath.KeyDelimiter, 3);
            if (parts[0] == nameof(Scenario.Pair))
            {
                pair.Add(new(key[(parts[0].Length + 1)..], value));
                continue;
            }
            SortedDictionary<int, List<KeyValuePair<string, string?>>>? items = parts.Length < 3 ? null : parts[0] switch
            {
                nameof(Scenario.Initial) => initial,
                nameof(Scenario.Models) => models,
                _ => null,
            };
            if (items is null)
            {
                rest.Add(new(key, value));
                continue;
            }
            int number = int.Parse(parts[1], CultureInfo.InvariantCulture);
            if (!items.TryGetValue(number, out List<KeyValuePair<string, string?>>? values))
                items[number] = values = [];
            values.Add(new(parts[2], value));
        }
        Scenario? bound = (Scenario?)BindTo(typeof(Scenario), rest);
        // The binder leaves a record without any key null, required or not; the schema has listed what is missing.
        bound ??= Activator.CreateInstance<Scenario>();
        return bound with
        {
            Name = bound.Name ?? "",
            Grid = bound.Grid ?? Activator.CreateInstance<GridSettings>(),
            Initial = [.. initial.Values.Select(BindVariant<DensitySettings>)],
            Pair = pair.Count > 0 ? BindVariant<PairSettings>(pair) : bound.Pair,
            Time = bound.Time ?? Activator.CreateInstance<TimeSettings>(),
            Models = [.. models.Values.Select(BindVariant<ModelSettings>)],
        };
    }

    private static object? BindTo(Type type, IEnumerable<KeyValuePair<string, string?>> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build().Get(type, options => options.ErrorOnUnknownConfiguration = true);

    /// <summary>The record of the type that is written.</summary>
    private static T BindVariant<T>(List<KeyValuePair<string, string?>> values)
    {
        string type = values.FirstOrDefault(pair => pair.Key.Equals(nameof(ModelSettings.Type), StringComparison.OrdinalIgnoreCase)).Value ?? "";
        return (T)BindTo(SettingKey.RecordOf(typeof(T), type), values)!;
    }
}
