using Hierarchy.Densities;

namespace Hierarchy.Results;

/// <summary>
/// Keeps writing within an output folder: a link that lies where a file or a folder of results is made would lead elsewhere, and a pipe there would wait for a reader.
/// </summary>
internal static class FolderLinks
{
    private const string Plots = "plots", Temporary = ".tmp";

    /// <summary>Refuses a folder in which a name that is written to is a link or no file; nothing if the folder does not exist. The folder itself may be a link.</summary>
    /// <exception cref="IOException">There is a link, a pipe, a socket or a device.</exception>
    public static void Refuse(string folder)
    {
        RefuseIn(folder, name => name is CheckpointFolder.FolderName or Plots or FolderLock.FileName || IsUnfinished(name));
        RefuseIn(Path.Combine(folder, CheckpointFolder.FolderName), _ => true);
        RefuseIn(Path.Combine(folder, Plots), IsUnfinished);
    }

    private static bool IsUnfinished(string name) => name.EndsWith(SealedFile.Unfinished, StringComparison.Ordinal) || name.EndsWith(Temporary, StringComparison.Ordinal);

    private static void RefuseIn(string folder, Func<string, bool> isWritten)
    {
        var directory = new DirectoryInfo(folder);
        if (!directory.Exists)
            return;
        foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos().Where(entry => isWritten(entry.Name)))
        {
            if (entry.LinkTarget is not null)
                throw new IOException($"{entry.FullName} is a link; results are written within their folder only");
            if (entry is FileInfo)
                OrdinaryFile.Require(entry.FullName);
        }
    }
}
