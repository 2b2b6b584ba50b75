using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>Where and with what an experiment ran.</summary>
internal sealed record Provenance
{
    public required string ToolVersion { get; init; }

    /// <summary>The commit of the sources, or null if unknown.</summary>
    public string? Commit { get; init; }

    /// <summary>Whether the sources differed from the commit, or null if unknown.</summary>
    public bool? Dirty { get; init; }

    public required string CommandLine { get; init; }

    public required int Threads { get; init; }

    /// <summary>Who transformed; the default is not written.</summary>
    public TransformEngine Transform { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    /// <summary>The states that checkpoints wrote and the seconds it took.</summary>
    public (double Seconds, int Count) Checkpoints { get; init; }
}

/// <summary>manifest.json: provenance, what each run did, and what deserves attention.</summary>
internal static class Manifest
{
    private const string TransformKey = "transform";
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The manifest as JSON with a final line feed.</summary>
    public static string Write(ExperimentPlan plan, Provenance provenance, IReadOnlyList<RunRecord> records, RunStatus status, IReadOnlyList<string> warnings)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            WriteProvenance(json, plan, provenance);
            json.WriteString("status", Name(status));
            json.WriteNumber("memory_estimate_bytes", plan.MemoryBytes);
            WriteCompanion(json, plan.Companion);
            WriteDataFiles(json, plan);
            json.WriteStartArray("runs");
            foreach (RunRecord record in records)
                WriteRun(json, record, plan.Grid.HalfWidth);
            json.WriteEndArray();
            json.WriteStartArray("warnings");
            foreach (string warning in warnings)
                json.WriteStringValue(warning);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>How the experiment in a folder ended; null if it has no manifest that can be read.</summary>
    public static RunStatus? StatusIn(string folder) => Enum.TryParse(TextIn(folder, "status"), ignoreCase: true, out RunStatus status) ? status : null;

    /// <summary>The transform engine of the experiment in a folder: the default if its manifest names none or cannot be read.</summary>
    public static TransformEngine TransformIn(string folder) => TransformEngines.TryParse(TextIn(folder, TransformKey) ?? "", out TransformEngine engine) ? engine : default;

    private static string? TextIn(string folder, string key)
    {
        string manifest = Path.Combine(folder, ResultFolder.ManifestName);
        if (!File.Exists(manifest))
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(OrdinaryFile.ReadBytes(manifest));
            return document.RootElement.TryGetProperty(key, out JsonElement text) ? text.GetString() : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Name(RunStatus status) => status.ToString().ToLowerInvariant();

    private static void WriteProvenance(Utf8JsonWriter json, ExperimentPlan plan, Provenance provenance)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(ScenarioWriter.Write(plan.Scenario)));
        json.WriteString("scenario", plan.Scenario.Name);
        json.WriteString("scenario_sha256", Convert.ToHexStringLower(hash));
        json.WriteNumber("seed", plan.Scenario.Seed);
        json.WriteString("normalisation", "1/(2N) sum over i != j");
        json.WriteString("tool_version", provenance.ToolVersion);
        json.WriteString("commit", provenance.Commit);
        json.WritePropertyName("dirty");
        if (provenance.Dirty is { } dirty)
            json.WriteBooleanValue(dirty);
        else
            json.WriteNullValue();
        json.WriteString("runtime", System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
        json.WriteString("os", System.Runtime.InteropServices.RuntimeInformation.OSDescription);
        json.WriteString("cpu", MachineDescription.Processor());
        json.WriteNumber("threads", provenance.Threads);
        if (provenance.Transform != default)
            json.WriteString(TransformKey, provenance.Transform.Name());
        json.WriteString("command_line", provenance.CommandLine);
        json.WriteString("start", provenance.Start.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("end", provenance.End.ToString("O", CultureInfo.InvariantCulture));
        json.WriteNumber("checkpoints", provenance.Checkpoints.Count);
        json.WriteNumber("checkpoint_seconds", provenance.Checkpoints.Seconds);
    }

    /// <summary>What the discretisation errors come from.</summary>
    private static void WriteCompanion(Utf8JsonWriter json, ExperimentPlan? companion)
    {
        if (companion is null)
        {
            json.WriteNull("companion");
            return;
        }
        json.WriteStartObject("companion");
        json.WriteNumber("points", companion.Grid.Points);
        json.WriteNumber("half_width", companion.Grid.HalfWidth);
        json.WriteNumber("tolerance", companion.Scenario.Time.Tolerance);
        json.WriteEndObject();
    }

    /// <summary>The moments of each data file beside those of its density on the grid.</summary>
    private static void WriteDataFiles(Utf8JsonWriter json, ExperimentPlan plan)
    {
        json.WriteStartArray("data_files");
        foreach (DataFileMoments moments in MomentsOf(plan))
        {
            json.WriteStartObject();
            json.WriteString("component", moments.Path);
            WriteNumbers(json, "mean", moments.Mean);
            WriteNumbers(json, "covariance", moments.Covariance);
            WriteNumbers(json, "mean_on_grid", moments.GridMean);
            WriteNumbers(json, "covariance_on_grid", moments.GridCovariance);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>A data file that was removed while the experiment ran costs its moments and not the results.</summary>
    private static IReadOnlyList<DataFileMoments> MomentsOf(ExperimentPlan plan)
    {
        try
        {
            return InitialData.FileMoments(plan);
        }
        catch (Exception error) when (error is DataFileException or ArgumentException)
        {
            return [];
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void WriteRun(Utf8JsonWriter json, RunRecord record, double halfWidth)
    {
        json.WriteStartObject();
        json.WriteString("model", record.Run.Model);
        json.WriteString("N", record.Run.Particles.ToString());
        json.WriteString("status", Name(record.Status));
        if (record.Message.Length > 0)
            json.WriteString("message", record.Message);
        WriteVerdict(json, RunVerdict.Of(record.Run.IsParticles, record.Rows, halfWidth));
        if (!record.Run.IsReference)
        {
            json.WriteStartArray("does_not_satisfy");
            foreach (string property in record.Run.Definition.Facts.Violates.Words())
                json.WriteStringValue(property);
            json.WriteEndArray();
        }
        json.WriteNumber("time", record.Time);
        json.WriteNumber("steps", record.Statistics.Steps);
        json.WriteNumber("rejected_steps", record.Statistics.Rejected);
        json.WriteNumber("evaluations", record.Statistics.Evaluations);
        json.WriteNumber("spectral_radius_evaluations", record.Statistics.SpectralRadiusEvaluations);
        json.WriteNumber("fewest_stages", record.Statistics.MinimumStages);
        json.WriteNumber("most_stages", record.Statistics.MaximumStages);
        json.WriteNumber("mean_stages", record.Statistics.MeanStages);
        json.WriteNumber("smallest_step", record.Statistics.SmallestStep);
        json.WriteNumber("largest_step", record.Statistics.LargestStep);
        json.WriteNumber("seconds", record.Seconds);
        json.WriteStartObject("reports");
        foreach (Report report in record.Reports)
            WriteReport(json, report);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteVerdict(Utf8JsonWriter json, RunVerdict verdict)
    {
        json.WriteString("verdict", verdict.Words(int.MaxValue));
        if (verdict.Kind == VerdictKind.Unphysical)
            json.WriteNumber("unphysical_from", verdict.From);
        json.WriteStartArray("unresolved");
        foreach (string quantity in verdict.Unresolved)
            json.WriteStringValue(quantity);
        json.WriteEndArray();
    }

    private static void WriteReport(Utf8JsonWriter json, Report report)
    {
        json.WriteStartObject(report.Name);
        json.WritePropertyName("value");
        if (double.IsFinite(report.Value))
            json.WriteNumberValue(report.Value);
        else
            json.WriteNullValue();
        json.WriteString("meaning", report.Meaning);
        json.WriteEndObject();
    }
}
