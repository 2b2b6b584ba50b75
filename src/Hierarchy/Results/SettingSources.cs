using System.Text.Json;
using Hierarchy.Scenarios;

namespace Hierarchy.Results;

/// <summary>Where each value of a resolved scenario comes from: a line of the file, an option of the command line, or the default.</summary>
internal static class SettingSources
{
    private const string Default = "default", Line = "line ", File = "file, ";

    /// <summary>The values in the order of the resolved scenario, lists of values as one; empty if nobody knows, since a program made the scenario.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(ExperimentPlan plan)
    {
        if (plan.Origins is not { } origins)
            return [];
        using JsonDocument document = JsonDocument.Parse(ScenarioWriter.Write(plan.Scenario));
        var found = new List<KeyValuePair<string, string>>();
        Walk(document.RootElement, "", origins, found);
        return found;
    }

    /// <summary>The sources of an experiment that goes on: what its first command said, but for what a later one has set.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Joined(
        IReadOnlyList<KeyValuePair<string, string>> first, IReadOnlyList<KeyValuePair<string, string>> later)
    {
        Dictionary<string, string> set = later.Where(source => source.Value != Default && !source.Value.StartsWith(File, StringComparison.Ordinal)).ToDictionary();
        return [.. first.Select(source => KeyValuePair.Create(source.Key, set.GetValueOrDefault(source.Key, source.Value)))];
    }

    private static void Walk(JsonElement value, string path, IReadOnlyDictionary<string, string> origins, List<KeyValuePair<string, string>> found)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in value.EnumerateObject())
                Walk(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", origins, found);
            return;
        }
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object))
        {
            int number = 0;
            foreach (JsonElement item in value.EnumerateArray())
                Walk(item, $"{path}[{number++}]", origins, found);
            return;
        }
        found.Add(new(path, origins.TryGetValue(path, out string? origin) ? Name(origin) : Default));
    }

    private static string Name(string origin) => origin.StartsWith(Line, StringComparison.Ordinal) ? File + origin : origin;
}
