using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Results;

/// <summary>
/// The transform engine of the experiment in a folder. Until it is complete, a file of the checkpoint names it from the first moment, after that the manifest;
/// neither says anything of the default.
/// </summary>
internal static class TransformRecord
{
    private const string FileName = "transform";

    /// <summary>The engine that the experiment in a folder began with; it goes on with no other, since the last bits would differ.</summary>
    /// <exception cref="IOException">The record cannot be read or names no engine of this program.</exception>
    public static TransformEngine Of(string folder)
    {
        if (!Checkpoint.IsIn(folder))
            return Manifest.TransformIn(folder);
        string file = PathIn(folder);
        if (!File.Exists(file))
            return default;
        string name = string.Concat(OrdinaryFile.ReadLines(file).Take(1));
        return TransformEngines.TryParse(name, out TransformEngine engine) ? engine
            : throw new IOException($"{file} names no transform of this program: the first line has to be {string.Join(" or ", TransformEngines.Names)}");
    }

    /// <summary>Keeps the engine that is chosen, before anything else of an experiment is written.</summary>
    internal static void Begin(string folder)
    {
        if (TransformEngines.Current == default)
        {
            // A run that was killed in its first moment may have left one.
            if (File.Exists(PathIn(folder)))
                File.Delete(PathIn(folder));
            return;
        }
        Directory.CreateDirectory(Path.Combine(folder, Checkpoint.FolderName));
        Publication.WriteWhole(PathIn(folder), TransformEngines.Current.Name() + "\n");
    }

    /// <summary>Whether the checkpoint of a folder holds nothing else: what a run leaves that is killed in its first moment.</summary>
    internal static bool IsAlone(string folder) =>
        Directory.EnumerateFileSystemEntries(Path.Combine(folder, Checkpoint.FolderName)).All(entry => Path.GetFileName(entry) is FileName or FileName + Publication.Temporary);

    private static string PathIn(string folder) => Path.Combine(folder, Checkpoint.FolderName, FileName);
}
