using System.Text;
using System.Text.Json;
using Hierarchy.Densities;
using Hierarchy.Scenarios;

namespace Hierarchy.Results;

/// <summary>
/// The folder of a sweep: resolved.json with the whole sweep, a folder of results for each variant, and at the end diagnostics.csv, all rows of all variants
/// with the swept keys as leading columns, and manifest.json with how each variant ended.
/// </summary>
internal static class SweepFolder
{
    /// <summary>Whether a folder is that of a sweep.</summary>
    public static bool Is(string folder)
    {
        string resolved = Path.Combine(folder, ResultFolder.ResolvedName);
        if (!File.Exists(resolved))
            return false;
        try
        {
            using JsonDocument document = JsonDocument.Parse(OrdinaryFile.ReadBytes(resolved));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(SweepReader.Key, out _);
        }
        catch (Exception error) when (error is JsonException or DataFileException)
        {
            return false;
        }
    }

    /// <summary>Whether a folder is that of this very sweep.</summary>
    public static bool IsOf(string folder, Sweep sweep)
    {
        string resolved = Path.Combine(folder, ResultFolder.ResolvedName);
        return File.Exists(resolved) && Encoding.UTF8.GetString(OrdinaryFile.ReadBytes(resolved)) == sweep.Text(folder);
    }

    /// <summary>What the folder of a sweep holds: it is complete once its variants are joined.</summary>
    public static FolderStanding StandingOf(string folder) => !Is(folder) ? FolderStanding.Nothing : HasEnded(folder) ? FolderStanding.Complete : FolderStanding.Interrupted;

    /// <summary>The folder of a variant.</summary>
    public static string PathOf(string folder, SweepVariant variant) => Path.Combine(folder, variant.Name);

    /// <summary>Makes the folder of a sweep, or finds it as it was left.</summary>
    /// <exception cref="ResultFolderExistsException">The place is taken.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Begin(string folder, Sweep sweep, FolderUse use)
    {
        if (File.Exists(folder))
            throw new ResultFolderExistsException(folder, FolderObstacle.File);
        bool isFree = !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any();
        if (!isFree && use == FolderUse.New)
            throw new ResultFolderExistsException(folder, StandingOf(folder) == FolderStanding.Interrupted ? FolderObstacle.Interrupted : FolderObstacle.Taken);
        if (!isFree && use == FolderUse.Replace && !Is(folder))
            throw new ResultFolderExistsException(folder, FolderObstacle.Taken, ": it holds no sweep that could be replaced by one");
        Directory.CreateDirectory(folder);
        FolderLinks.Refuse(folder);
        // What says that a sweep is complete goes first, so that one that is killed goes on.
        if (use is not (FolderUse.Resume or FolderUse.ResumeElsewhere) || !HasEnded(folder))
            File.Delete(Path.Combine(folder, ResultFolder.ManifestName));
        if (!IsOf(folder, sweep))
            OwnFile.Write(Path.Combine(folder, ResultFolder.ResolvedName), sweep.Text(folder));
    }

    /// <summary>Writes diagnostics.csv from those of the variants, which keep every digit; the first has the header, and its names are those of all.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Join(string folder, Sweep sweep)
    {
        string path = Path.Combine(folder, ResultFolder.DiagnosticsName);
        using (var table = new StreamWriter(OwnFile.Create(path + SealedFile.Unfinished)) { NewLine = "\n" })
        {
            bool hasHeader = false;
            foreach (SweepVariant variant in sweep.Variants)
            {
                string values = string.Join(',', variant.Values.Select(Cell)), file = Path.Combine(PathOf(folder, variant), ResultFolder.DiagnosticsName);
                if (!File.Exists(file))
                    continue;
                foreach ((int number, string line) in OrdinaryFile.ReadLines(file).Index())
                {
                    if (number > 0)
                        table.WriteLine($"{values},{line}");
                    else if (!hasHeader)
                        table.WriteLine($"{string.Join(',', sweep.Keys.Select(Cell))},{line}");
                }
                hasHeader = true;
            }
        }
        File.Move(path + SealedFile.Unfinished, path, overwrite: true);
    }

    /// <summary>Writes manifest.json, after which the sweep is complete unless it was stopped.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The name of the scenario.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="provenance">Who ran it, and when.</param>
    /// <param name="endings">How each variant ended; null for one that did not begin.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteManifest(string folder, string name, Sweep sweep, Provenance provenance, IReadOnlyList<RunStatus?> endings)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Manifest.Options))
        {
            json.WriteStartObject();
            json.WriteNumber(ResultFormat.Key, ResultFormat.Number);
            json.WriteString("scenario", name);
            Manifest.WriteTool(json, provenance);
            json.WriteString("command_line", provenance.CommandLine);
            json.WriteString("start", RunSession.Text(provenance.Start));
            json.WriteString("end", RunSession.Text(provenance.End));
            json.WriteString("status", Manifest.Name(StatusOf(endings)));
            json.WriteStartArray("variants");
            foreach ((int i, SweepVariant variant) in sweep.Variants.Index())
            {
                json.WriteStartObject();
                json.WriteString("folder", variant.Name);
                json.WriteString("status", endings[i] is { } status ? Manifest.Name(status) : "missing");
                json.WriteStartObject("values");
                for (int k = 0; k < sweep.Keys.Count; k++)
                    json.WriteString(sweep.Keys[k], variant.Values[k]);
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("runs");
            json.WriteEndArray();
            json.WriteStartArray("warnings");
            json.WriteEndArray();
            json.WriteEndObject();
        }
        OwnFile.Write(Path.Combine(folder, ResultFolder.ManifestName), Encoding.UTF8.GetString(stream.ToArray()) + "\n");
    }

    /// <summary>How a sweep ended: as the worst of its variants.</summary>
    public static RunStatus StatusOf(IReadOnlyList<RunStatus?> endings)
    {
        foreach (RunStatus worst in (RunStatus[])[RunStatus.Stopped, RunStatus.Failed, RunStatus.Unphysical])
        {
            if (endings.Contains(worst) || (worst == RunStatus.Stopped && endings.Contains(null)))
                return worst;
        }
        return RunStatus.Completed;
    }

    private static bool HasEnded(string folder) => Manifest.StatusIn(folder) is RunStatus.Completed or RunStatus.Unphysical or RunStatus.Failed;

    private static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
