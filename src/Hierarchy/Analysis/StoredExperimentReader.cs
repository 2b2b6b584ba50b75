using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>Reads a folder of results for its report. The scenario, the manifest and the diagnostics have to be there; what else is missing is told.</summary>
internal static class StoredExperimentReader
{
    private static readonly string[] Optional = [ResultFolder.NoiseName, ResultFolder.FieldsName];

    /// <summary>Opens a folder.</summary>
    /// <exception cref="IOException">A file is missing or is not what its name says; the message tells which.</exception>
    public static StoredExperiment Open(string folder)
    {
        if (!Directory.Exists(folder))
            throw new IOException($"there is no folder {folder}");
        StoredManifest manifest = StoredManifest.Read(Needed(folder, ResultFolder.ManifestName));
        var plan = new ExperimentPlan(Scenario(Needed(folder, ResultFolder.ResolvedName)));
        string noise = Path.Combine(folder, ResultFolder.NoiseName);
        ResultTable results = Results(Needed(folder, ResultFolder.DiagnosticsName), File.Exists(noise) ? noise : null);
        return new StoredExperiment(Path.GetFullPath(folder), plan, results, manifest) { Missing = [.. Optional.Where(name => !File.Exists(Path.Combine(folder, name)))] };
    }

    private static string Needed(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new IOException($"{folder} holds no complete results: it has no {name}");
    }

    private static Scenario Scenario(string path)
    {
        ScenarioReading reading = ScenarioReader.ReadFile(path, []);
        return reading.IsValid ? reading.Scenario : throw new IOException($"{path} holds no valid scenario: {reading.Faults[0]}");
    }

    private static ResultTable Results(string values, string? noise)
    {
        try
        {
            return new ResultTable(DiagnosticsFile.Read(values, noise));
        }
        catch (FormatException error)
        {
            throw new IOException($"{Path.GetDirectoryName(values)}: {error.Message}", error);
        }
    }
}
