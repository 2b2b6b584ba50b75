using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hierarchy.Scenarios;

/// <summary>
/// Takes the key "sweep" of a document apart: an object of lists, each under the path of a key, as in "kernel.gamma" or in objects within each other. Every
/// variant is the document with its values in place, read like any other; faults that only some variants have say which.
/// </summary>
internal static class SweepReader
{
    public const string Key = "sweep";

    /// <summary>What the key means, for those who ask for the keys.</summary>
    public const string Meaning =
        "one run for each combination of values: an object with a list of values for each path, as in \"kernel.gamma\": [-3, -2]; with \"zip\": true the lists have "
            + "equal lengths and run in step";

    private const string Zip = "zip";
    private const int MostVariants = 10_000;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A key that is swept and its values.</summary>
    private sealed record Axis(string Path, IReadOnlyList<ScenarioNode> Values, string Origin);

    public static bool IsSweep(ScenarioNode root) => root.Kind == JsonValueKind.Object && root.Member(Key) is not null;

    /// <summary>Reads all variants.</summary>
    /// <param name="root">The document.</param>
    /// <param name="faults">What has been found wrong with it.</param>
    /// <param name="folder">Where its data files lie.</param>
    /// <param name="read">Reads one variant.</param>
    public static ScenarioReading Read(ScenarioNode root, List<Fault> faults, string folder, Func<ScenarioNode, ScenarioReading> read)
    {
        ScenarioNode sweep = root.Member(Key)!;
        List<Axis> axes = Axes(sweep, faults);
        bool isZip = IsZip(sweep, faults);
        CheckAxes(root, axes, isZip, sweep.Origin, faults);
        if (faults.Count > 0)
            return new ScenarioReading(null, faults, []);
        ScenarioNode stored = root.Copy();
        MapPaths(stored, "", file => Path.GetFullPath(Path.Combine(folder, file)));
        root.RemoveMember(Key);
        int[][] places = [.. Places(axes, isZip)];
        string[] names = SweepNames.Of([.. axes.Select(axis => axis.Path)], [.. places.Select(place => Texts(axes, place))]);
        ScenarioReading[] readings = [.. places.Select((place, i) => read(Variant(root, axes, place, names[i])))];
        string[][] values = [.. places.Select(place => Texts(axes, place))];
        string[] labels = [.. values.Select(texts => string.Join(", ", axes.Select((axis, a) => $"{axis.Path} = {texts[a]}")))];
        Fault[] found = SweepFaults.Of([.. readings.Select(reading => reading.Faults)], labels);
        string[] warnings = SweepFaults.Of([.. readings.Select(reading => reading.Warnings)], labels);
        if (found.Length > 0)
            return new ScenarioReading(null, found, warnings);
        SweepVariant[] variants = [.. readings.Select((reading, i) => new SweepVariant(names[i], values[i], reading.Scenario!) { Origins = reading.Origins })];
        string name = root.Member("name")!.Text, title = root.Member("title")?.Text ?? "";
        Scenario first = variants[0].Scenario with { Name = name, Title = title, Sweep = new Sweep([.. axes.Select(axis => axis.Path)], variants, stored) };
        return new ScenarioReading(first, [], warnings);
    }

    private static List<Axis> Axes(ScenarioNode sweep, List<Fault> faults)
    {
        var axes = new List<Axis>();
        if (sweep.Kind != JsonValueKind.Object)
            faults.Add(new Fault(Key, sweep.Describe(), "has to be an object with a list of values for each path, as in { \"kernel.gamma\": [-3, -2] }", "", sweep.Origin));
        else
            Collect(sweep, "", axes);
        if (sweep.Kind == JsonValueKind.Object && axes.Count == 0)
            faults.Add(new Fault(Key, "empty", "needs at least one path with a list of values, as in \"kernel.gamma\": [-3, -2]", "", sweep.Origin));
        return axes;
    }

    /// <summary>Objects within each other are paths, so that an option may set one; of two values of one path the later one counts.</summary>
    private static void Collect(ScenarioNode node, string path, List<Axis> axes)
    {
        foreach ((string name, ScenarioNode value) in node.Members)
        {
            string place = path.Length == 0 ? name : $"{path}.{name}";
            if (place.Equals(Zip, StringComparison.OrdinalIgnoreCase))
                continue;
            if (value.Kind == JsonValueKind.Object)
            {
                Collect(value, place, axes);
                continue;
            }
            axes.RemoveAll(axis => axis.Path.Equals(place, StringComparison.OrdinalIgnoreCase));
            axes.Add(new Axis(place, value.Kind == JsonValueKind.Array ? value.Items : [value], value.Origin));
        }
    }

    private static bool IsZip(ScenarioNode sweep, List<Fault> faults)
    {
        if (sweep.Kind != JsonValueKind.Object || sweep.Member(Zip) is not { } zip)
            return false;
        if (zip.Kind is not (JsonValueKind.True or JsonValueKind.False))
            faults.Add(new Fault($"{Key}.{Zip}", zip.Describe(), "has to be true or false", "", zip.Origin));
        return zip.Kind == JsonValueKind.True;
    }

    private static void CheckAxes(ScenarioNode root, List<Axis> axes, bool isZip, string origin, List<Fault> faults)
    {
        foreach (Axis axis in axes)
        {
            void Refuse(string value, string rule, string from) => faults.Add(new Fault($"{Key}.{axis.Path}", value, rule, "", from));
            if (axis.Values.Count == 0)
                Refuse("an empty list", "must not be empty", axis.Origin);
            if (axis.Path.Equals("name", StringComparison.OrdinalIgnoreCase))
                Refuse("", "cannot be swept: the variants get names of their own", axis.Origin);
            foreach (IGrouping<string, ScenarioNode> same in axis.Values.GroupBy(Text).Where(group => group.Count() > 1))
                Refuse(same.Key, "stands twice in the list", axis.Origin);
            if (Find(root, axis.Path) is { } given && !given.Origin.StartsWith("line ", StringComparison.Ordinal))
                Refuse("given", $"is swept, so one value for all says nothing; {Key}.{axis.Path} is the list that can be changed", given.Origin);
        }
        if (isZip && axes.Select(axis => axis.Values.Count).Distinct().Count() > 1)
            faults.Add(new Fault($"{Key}.{Zip}", "true", $"needs lists of one length; there are "
                + $"{string.Join(", ", axes.Select(axis => $"{axis.Values.Count} of {axis.Path}"))}", "", origin));
        double count = isZip ? axes.Select(axis => axis.Values.Count).DefaultIfEmpty().Max() : axes.Aggregate(1.0, (product, axis) => product * axis.Values.Count);
        if (count > MostVariants)
            faults.Add(new Fault(Key, $"a sweep of {count.ToString("R", CultureInfo.InvariantCulture)} variants", $"has to have at most {MostVariants}", "", origin));
    }

    private static ScenarioNode? Find(ScenarioNode root, string path)
    {
        ScenarioNode? node = root;
        foreach (string part in path.Split('.'))
            node = node is { Kind: JsonValueKind.Object } ? node.Member(part) : null;
        return node;
    }

    /// <summary>The number of the value of each axis, for every variant.</summary>
    private static IEnumerable<int[]> Places(List<Axis> axes, bool isZip)
    {
        if (isZip)
            return Enumerable.Range(0, axes[0].Values.Count).Select(i => axes.Select(_ => i).ToArray());
        IEnumerable<int[]> places = [[]];
        foreach (Axis axis in axes)
            places = places.SelectMany(place => Enumerable.Range(0, axis.Values.Count).Select(i => (int[])[.. place, i]));
        return places;
    }

    private static ScenarioNode Variant(ScenarioNode root, List<Axis> axes, int[] place, string name)
    {
        ScenarioNode variant = root.Copy();
        var faults = new List<Fault>();
        for (int a = 0; a < axes.Count; a++)
            Overrides.Place(variant, axes[a].Path, axes[a].Values[place[a]].Copy(), axes[a].Values[place[a]].Origin, faults);
        // A path that leads nowhere becomes a key that the reading of the variant refuses.
        foreach (Fault fault in faults)
            variant.SetMember(fault.Path, ScenarioNode.String("", fault.Origin));
        if (variant.Member("name") is { Kind: JsonValueKind.String } given)
        {
            string title = variant.Member("title")?.Text ?? "", values = string.Join(", ", Texts(axes, place).Select((text, a) => $"{axes[a].Path} = {text}"));
            variant.SetMember("name", ScenarioNode.String(SweepNames.OfScenario(given.Text, name), given.Origin));
            variant.SetMember("title", ScenarioNode.String($"{(title.Length > 0 ? title : given.Text)}: {values}", given.Origin));
        }
        return variant;
    }

    private static string[] Texts(List<Axis> axes, int[] place) => [.. axes.Select((axis, a) => Text(axis.Values[place[a]]))];

    /// <summary>A value as a table shows it.</summary>
    private static string Text(ScenarioNode node) => node.Kind switch
    {
        JsonValueKind.Array when node.Items.All(item => item.Kind is not (JsonValueKind.Array or JsonValueKind.Object)) => string.Join(' ', node.Items.Select(Text)),
        JsonValueKind.Array or JsonValueKind.Object => Write(node, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
        _ => node.Text,
    };

    /// <summary>A document with its data files called by their path from a folder, or by their full one.</summary>
    public static string Write(ScenarioNode document, string? folder)
    {
        ScenarioNode copy = document.Copy();
        if (folder is not null)
            MapPaths(copy, "", file => Path.GetRelativePath(Path.GetFullPath(folder), file).Replace(Path.DirectorySeparatorChar, '/'));
        return Write(copy, Indented) + "\n";
    }

    private static string Write(ScenarioNode node, JsonWriterOptions options)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, options))
        {
            node.WriteTo(json);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Changes the paths of the data files of a document.</summary>
    private static void MapPaths(ScenarioNode node, string key, Func<string, string> map)
    {
        for (int i = 0; i < node.Items.Count; i++)
            node.Items[i] = Mapped(node.Items[i], key, map);
        for (int i = 0; i < node.Members.Count; i++)
            node.Members[i] = new(node.Members[i].Key, Mapped(node.Members[i].Value, node.Members[i].Key, map));
    }

    private static ScenarioNode Mapped(ScenarioNode value, string key, Func<string, string> map)
    {
        bool isFile = key.Split('.')[^1].Equals("file", StringComparison.OrdinalIgnoreCase);
        if (isFile && value is { Kind: JsonValueKind.String, Text.Length: > 0 } && !value.Text.Contains('\0', StringComparison.Ordinal))
            return ScenarioNode.String(map(value.Text), value.Origin);
        MapPaths(value, key, map);
        return value;
    }
}
