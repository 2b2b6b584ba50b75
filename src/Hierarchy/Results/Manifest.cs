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

    /// <summary>The data files, as they were when the experiment began.</summary>
    public IReadOnlyList<DataFileContent> DataFiles { get; init; } = [];

    /// <summary>The commands that worked on the experiment, the first one first.</summary>
    public IReadOnlyList<RunSession> Sessions { get; init; } = [];

    /// <summary>Where the values of the scenario come from; empty if nobody knows.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sources { get; init; } = [];

    /// <summary>The output folder, from which data files are called.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The states that checkpoints wrote and the seconds it took.</summary>
    public (double Seconds, int Count) Checkpoints { get; init; }
}

/// <summary>manifest.json: provenance, what each run did, and what deserves attention.</summary>
internal static class Manifest
{
    private const string TransformKey = "transform";
    public static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The manifest as JSON with a final line feed.</summary>
    public static string Write(ExperimentPlan plan, Provenance provenance, IReadOnlyList<RunRecord> records, RunStatus status, IReadOnlyList<string> warnings)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteNumber(ResultFormat.Key, ResultFormat.Number);
            WriteProvenance(json, plan, provenance);
            json.WriteString("status", Name(status));
            json.WriteNumber("memory_estimate_bytes", plan.MemoryBytes);
            WriteSymmetry(json, plan);
            WriteCompanion(json, plan.Companion);
            WriteDataFiles(json, plan, provenance);
            WriteSources(json, provenance.Sources);
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

    /// <summary>The name of a status in a manifest.</summary>
    public static string Name(RunStatus status) => status.ToString().ToLowerInvariant();

    private static void WriteProvenance(Utf8JsonWriter json, ExperimentPlan plan, Provenance provenance)
    {
        json.WriteString("scenario", plan.Scenario.Name);
        json.WriteString("scenario_sha256", ResolvedScenario.Hash(plan.Scenario, provenance.DataFiles));
        json.WriteNumber("seed", plan.Scenario.Seed);
        json.WriteString("normalisation", "1/(2N) sum over i != j");
        WriteTool(json, provenance);
        WriteSessions(json, provenance);
        json.WriteNumber("checkpoints", provenance.Checkpoints.Count);
        json.WriteNumber("checkpoint_seconds", provenance.Checkpoints.Seconds);
    }

    /// <summary>Program, machine and time.</summary>
    public static void WriteTool(Utf8JsonWriter json, Provenance provenance)
    {
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
        json.WriteNumber("memory_bytes", MachineDescription.Memory);
        json.WriteNumber("threads", provenance.Threads);
        if (provenance.Transform != default)
            json.WriteString(TransformKey, provenance.Transform.Name());
    }

    /// <summary>What the discretisation errors come from.</summary>
    /// <summary>The signed permutations that leave the datum alone, as the images of (x, y, z), and the runs that keep one column of each orbit.</summary>
    private static void WriteSymmetry(Utf8JsonWriter json, ExperimentPlan plan)
    {
        if (plan.Orbits is not { } orbits)
        {
            json.WriteNull("symmetry");
            return;
        }
        json.WriteStartObject("symmetry");
        json.WriteNumber("order", orbits.Order);
        json.WriteStartArray("elements");
        foreach (AxisSymmetry element in orbits.Elements)
            json.WriteStringValue(element.ToString());
        json.WriteEndArray();
        json.WriteNumber("columns", plan.Runs.Any(plan.Reduces) ? orbits.Count : plan.Grid.Size);
        json.WriteStartArray("reduced");
        foreach (string model in plan.Runs.Where(plan.Reduces).Select(run => run.Model).Distinct())
            json.WriteStringValue(model);
        json.WriteEndArray();
        json.WriteEndObject();
    }

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
    private static void WriteDataFiles(Utf8JsonWriter json, ExperimentPlan plan, Provenance provenance)
    {
        json.WriteStartArray("data_files");
        IReadOnlyList<DataFileMoments> all = MomentsOf(plan, provenance.DataFiles);
        for (int i = 0; i < provenance.DataFiles.Count; i++)
        {
            DataFileContent file = provenance.DataFiles[i];
            json.WriteStartObject();
            json.WriteString("component", file.Component);
            json.WriteString("file", ResolvedScenario.RelativePath(provenance.Folder, file.File));
            json.WriteNumber("bytes", file.Length);
            json.WriteString("sha256", file.Sha256);
            if (i < all.Count)
                WriteMoments(json, all[i]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteMoments(Utf8JsonWriter json, DataFileMoments moments)
    {
        WriteNumbers(json, "mean", moments.Mean);
        WriteNumbers(json, "covariance", moments.Covariance);
        WriteNumbers(json, "mean_on_grid", moments.GridMean);
        WriteNumbers(json, "covariance_on_grid", moments.GridCovariance);
    }

    private static void WriteSources(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> sources)
    {
        json.WriteStartObject("sources");
        foreach ((string key, string source) in sources)
            json.WriteString(key, source);
        json.WriteEndObject();
    }

    /// <summary>The first command, and each one that went on. What a command that was killed took is not known and not counted.</summary>
    private static void WriteSessions(Utf8JsonWriter json, Provenance provenance)
    {
        IReadOnlyList<RunSession> sessions = provenance.Sessions;
        json.WriteString("command_line", sessions[0].CommandLine);
        json.WriteString("start", RunSession.Text(sessions[0].Start));
        json.WriteString("end", RunSession.Text(provenance.End));
        WriteTook(json, sessions.Aggregate(default(RunTime), (sum, session) => sum + session.Took), sessions.Max(session => session.PeakMemory));
        json.WriteStartArray("sessions");
        foreach (RunSession session in sessions)
        {
            json.WriteStartObject();
            json.WriteString("command_line", session.CommandLine);
            json.WriteString("tool_version", session.ToolVersion);
            json.WriteNumber("threads", session.Threads);
            json.WriteString("start", RunSession.Text(session.Start));
            json.WriteString("end", session.End is { } end ? RunSession.Text(end) : null);
            WriteTook(json, session.Took, session.PeakMemory);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTook(Utf8JsonWriter json, RunTime took, long peakMemory)
    {
        json.WriteNumber("seconds", took.Seconds);
        json.WriteNumber("processor_seconds", took.Processor);
        json.WriteNumber("transform_share", took.TransformShare);
        json.WriteNumber("peak_memory_bytes", peakMemory);
    }

    /// <summary>A data file that was removed or changed while the experiment ran costs its moments and not the results.</summary>
    private static IReadOnlyList<DataFileMoments> MomentsOf(ExperimentPlan plan, IReadOnlyList<DataFileContent> files)
    {
        try
        {
            return files.SequenceEqual(DataFileContent.Of(plan)) ? InitialData.FileMoments(plan) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
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
        json.WriteNumber("explicit_steps", record.Statistics.ExplicitSteps);
        json.WriteNumber("switches_of_method", record.Statistics.Switches);
        json.WriteNumber("seconds", record.Seconds);
        json.WriteNumber("processor_seconds", record.Took.Processor);
        json.WriteNumber("transform_share", record.Took.TransformShare);
        WriteThroughput(json, record);
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

    /// <summary>The work a second of wall time: evaluations of an equation, or exact flows of single pairs of particles.</summary>
    private static void WriteThroughput(Utf8JsonWriter json, RunRecord record)
    {
        bool isParticles = record.Run.IsParticles;
        double work = isParticles ? record.Reports.FirstOrDefault(report => report.Name == "pair_updates").Value : record.Statistics.Evaluations;
        json.WriteNumber(isParticles ? "pair_updates_per_second" : "evaluations_per_second", record.Seconds > 0 && double.IsFinite(work) ? work / record.Seconds : 0);
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
