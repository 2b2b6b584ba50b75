using System.Text.Json;
using Hierarchy.Densities;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>Reads a folder of results. The scenario, the manifest and the diagnostics have to be there; what else is missing is told.</summary>
internal static class ResultReader
{
    private static readonly string[] Optional = [ResultFolder.NoiseName, ResultFolder.FieldsName];

    /// <summary>Opens a folder; a field file is opened when a field is asked for.</summary>
    /// <exception cref="IOException">A file is missing or is not what its name says; the message tells which.</exception>
    public static Results Open(string folder)
    {
        if (!Directory.Exists(folder))
            throw new IOException($"there is no folder {folder}");
        StoredManifest manifest = StoredManifest.Read(Needed(folder, ResultFolder.ManifestName));
        Scenario scenario = Scenario(Needed(folder, ResultFolder.ResolvedName));
        if (scenario.Sweep is { } sweep)
            return OfSweep(folder, scenario, sweep, Status(manifest.Status), variant => new Lazy<Results>(() => Open(SweepFolder.PathOf(folder, variant))));
        var plan = new ExperimentPlan(scenario);
        string noise = Path.Combine(folder, ResultFolder.NoiseName);
        IReadOnlyList<ResultRow> rows = Rows(Needed(folder, ResultFolder.DiagnosticsName), File.Exists(noise) ? noise : null);
        return new Results(plan, scenario, [.. manifest.Runs.Select(Ending).OfType<RunEnding>()], rows, () => Fields(folder, plan))
        {
            Folder = Path.GetFullPath(folder),
            Status = Status(manifest.Status),
            Warnings = manifest.Warnings,
            Manifest = manifest,
            MissingFiles = [.. Optional.Where(name => !File.Exists(Path.Combine(folder, name)))],
        };
    }

    /// <summary>The results of a sweep, in a folder or in memory.</summary>
    public static Results OfSweep(string? folder, Scenario scenario, Sweep sweep, RunStatus status, Func<SweepVariant, Lazy<Results>> variants) =>
        new(new ExperimentPlan(sweep.Variants[0].Scenario), scenario, [], [], () => null)
        {
            Folder = folder is null ? null : Path.GetFullPath(folder),
            Status = status,
            Variants = [.. sweep.Variants.Select(variant => new VariantResults(sweep, variant, variants(variant)))],
        };

    /// <summary>The field file of a folder; null if there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FieldReader? Fields(string folder, ExperimentPlan plan)
    {
        string path = Path.Combine(folder, ResultFolder.FieldsName);
        if (!File.Exists(path))
            return null;
        try
        {
            return new FieldReader(path, plan);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or NewerFormatException))
        {
            throw new IOException($"{path} is no field file that can be read: {error.Message}", error);
        }
    }

    private static string Needed(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new IOException($"{folder} holds no complete results: it has no {name}");
    }

    private static Scenario Scenario(string path)
    {
        ScenarioReading reading = ScenarioReader.ReadStored(path, StatesOrigin(path) ? [] : ["grid.origin=" + GridOrigins.Edge]);
        return reading.IsValid ? reading.Scenario : throw new IOException($"{path} holds no valid scenario: {reading.Faults[0]}");
    }

    /// <summary>Folders of versions that knew no other origin than the edge do not state it.</summary>
    private static bool StatesOrigin(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(OrdinaryFile.ReadBytes(path));
            return document.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("grid", out JsonElement grid)
                || grid.ValueKind != JsonValueKind.Object || grid.TryGetProperty("origin", out _);
        }
        catch (JsonException)
        {
            // The reader of scenarios says what is wrong.
            return true;
        }
    }

    private static IReadOnlyList<ResultRow> Rows(string values, string? noise)
    {
        try
        {
            return DiagnosticsFile.Read(values, noise);
        }
        catch (FormatException error)
        {
            throw new IOException($"{Path.GetDirectoryName(values)}: {error.Message}", error);
        }
    }

    private static RunEnding? Ending(ManifestRun run) =>
        ScenarioNames.TryReadParticles(run.Particles, out ParticleNumber particles) ? new RunEnding(run.Model, particles, Status(run.Status), run.Message) : null;

    private static RunStatus Status(string text) => Enum.TryParse(text, ignoreCase: true, out RunStatus status) && Enum.IsDefined(status) ? status : RunStatus.Completed;
}
