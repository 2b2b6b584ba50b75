using System.Text;
using Hierarchy.Densities;

namespace Hierarchy.Results;

/// <summary>
/// The end of an experiment: files that grew under temporary names get their own. A list of them, written first, says that all are whole, so that the renaming
/// can be finished after an interruption: the folder has the old set, the new one, or the list.
/// </summary>
internal static class Publication
{
    /// <summary>What <see cref="WriteWhole"/> adds to a name until the file is whole.</summary>
    public const string Temporary = ".tmp";

    private const string ListName = "publish";
    private const string KeepsCheckpoint = "stopped";
    private const string EndsCheckpoint = "complete";

    /// <summary>Whether a renaming was interrupted.</summary>
    public static bool IsPending(string folder) => File.Exists(ListOf(folder));

    /// <summary>Writes a text under a temporary name, brings it to the disk and renames it.</summary>
    public static void WriteWhole(string path, string text)
    {
        string temporary = path + Temporary;
        using (FileStream stream = File.Create(temporary))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Brings the files to the disk and writes the list.</summary>
    public static void Begin(string folder, IEnumerable<string> names, bool keepCheckpoint)
    {
        string[] present = [.. names.Where(name => File.Exists(PartOf(folder, name)))];
        foreach (string name in present)
        {
            using var stream = new FileStream(PartOf(folder, name), FileMode.Open, FileAccess.Write);
            stream.Flush(flushToDisk: true);
        }
        WriteWhole(ListOf(folder), string.Join('\n', [keepCheckpoint ? KeepsCheckpoint : EndsCheckpoint, .. present]));
    }

    /// <summary>Renames what is left of the list, removes the files of earlier results that have no successor, and the checkpoint unless it is to be kept.</summary>
    public static void Finish(string folder, IEnumerable<string> names)
    {
        string[] lines = [.. OrdinaryFile.ReadLines(ListOf(folder))];
        foreach (string name in names)
        {
            if (!lines.Skip(1).Contains(name))
                File.Delete(Path.Combine(folder, name));
            else if (File.Exists(PartOf(folder, name)))
                File.Move(PartOf(folder, name), Path.Combine(folder, name), overwrite: true);
        }
        if (lines[0] == KeepsCheckpoint)
            File.Delete(ListOf(folder));
        else
            Checkpoint.Remove(folder, last: ListName);
    }

    private static string PartOf(string folder, string name) => Path.Combine(folder, name + SealedFile.Unfinished);

    private static string ListOf(string folder) => Path.Combine(folder, Checkpoint.FolderName, ListName);
}
