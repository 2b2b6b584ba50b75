using System.Globalization;
using System.Text.Json;
using Hierarchy.Densities;

namespace Hierarchy.Results;

/// <summary>One run of a manifest.</summary>
internal sealed record ManifestRun(string Model, string Particles, string Status, string Message, double Time, long Steps, long Rejected, long Evaluations,
    double Seconds, IReadOnlyList<string> DoesNotSatisfy);

/// <summary>What a report says of manifest.json. A member that is missing is empty: manifests of other versions are read as far as they go.</summary>
internal sealed record StoredManifest
{
    public string Status { get; private init; } = "";

    public IReadOnlyList<ManifestRun> Runs { get; private init; } = [];

    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>The machine, the version and the command line, each with its name.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; private init; } = [];

    /// <summary>The commands that worked on the experiment, the first one first; without what they did not come to say.</summary>
    public IReadOnlyList<RunSession> Sessions { get; private init; } = [];

    /// <summary>Where the values of the scenario come from.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sources { get; private init; } = [];

    private static readonly (string Key, string Name)[] Shown =
    [
        ("command_line", "command"), ("start", "started"), ("end", "ended"), ("tool_version", "version"), ("commit", "commit"), ("dirty", "changed since"), ("cpu", "processor"),
        ("threads", "threads"), ("transform", "transforms"),
        ("os", "system"), ("runtime", "runtime"), ("seed", "seed"), ("normalisation", "interactions"), ("scenario_sha256", "SHA-256 of the scenario"),
    ];

    /// <summary>Reads the file.</summary>
    /// <exception cref="IOException">It cannot be read, or is no manifest.</exception>
    public static StoredManifest Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(OrdinaryFile.ReadBytes(path));
            JsonElement root = document.RootElement;
            ResultFormat.Require(Number(root, ResultFormat.Key), path);
            return new StoredManifest
            {
                Status = Text(root, "status"),
                Runs = [.. Items(root, "runs").Select(Run)],
                Warnings = [.. Items(root, "warnings").Select(warning => warning.ToString())],
                Facts = [.. Shown.Select(shown => (shown.Name, Text(root, shown.Key))).Where(fact => fact.Item2.Length > 0)],
                Sessions = [.. Items(root, "sessions").Select(Session).OfType<RunSession>()],
                Sources = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("sources", out JsonElement sources) && sources.ValueKind == JsonValueKind.Object
                    ? [.. sources.EnumerateObject().Select(source => KeyValuePair.Create(source.Name, source.Value.ToString()))] : [],
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new IOException($"{path} is no manifest that can be read: {error.Message}", error);
        }
    }

    private static ManifestRun Run(JsonElement run) => new(
        Text(run, "model"), Text(run, "N"), Text(run, "status"), Text(run, "message"), Number(run, "time"), (long)Number(run, "steps"), (long)Number(run, "rejected_steps"),
        (long)Number(run, "evaluations"), Number(run, "seconds"), [.. Items(run, "does_not_satisfy").Select(item => item.ToString())]);

    private static RunSession? Session(JsonElement session)
    {
        if (!DateTimeOffset.TryParse(Text(session, "start"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset start))
            return null;
        double seconds = Number(session, "seconds");
        return new(Text(session, "command_line"), Text(session, "tool_version"), (int)Number(session, "threads"), start)
        {
            End = DateTimeOffset.TryParse(Text(session, "end"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset end) ? end : null,
            Took = new(seconds, Number(session, "processor_seconds"), seconds, Number(session, "transform_share") * seconds),
            PeakMemory = (long)Number(session, "peak_memory_bytes"),
        };
    }

    private static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";

    private static double Number(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
}
