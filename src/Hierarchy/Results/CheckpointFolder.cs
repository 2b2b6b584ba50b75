namespace Hierarchy.Results;

/// <summary>The folder of a <see cref="Checkpoint"/> as files: what belongs to it, which experiment it is of, and its removal.</summary>
internal static class CheckpointFolder
{
    /// <summary>Its name in an output folder.</summary>
    public const string FolderName = ".hierarchy-checkpoint";

    /// <summary>The journal, the ends of the files of particle runs, and the folder of the companion in it.</summary>
    public const string JournalName = "journal", ParticleEnd = ".bin", CompanionName = "companion";

    /// <summary>The experiment whose journal an output folder has; null if it has none.</summary>
    public static CheckpointIdentity? IdentityIn(string folder) => Journal.IdentityOf(Path.Combine(folder, FolderName, JournalName));

    /// <summary>Whether all that lies in the checkpoint of an output folder is this program's.</summary>
    public static bool IsOwn(string folder) =>
        Directory.EnumerateFileSystemEntries(Path.Combine(folder, FolderName)).All(entry => IsCompanion(entry) ? IsOwn(entry) : IsOwnFile(entry));

    /// <summary>Removes the checkpoint of an output folder, the list of a renaming last; what is not this program's stays, and the folder with it.</summary>
    public static void Remove(string folder)
    {
        string checkpoint = Path.Combine(folder, FolderName);
        if (!Directory.Exists(checkpoint))
            return;
        foreach (string companion in Directory.EnumerateDirectories(checkpoint).Where(IsCompanion).ToArray())
        {
            Remove(companion);
            if (!Directory.EnumerateFileSystemEntries(companion).Any())
                Directory.Delete(companion);
        }
        string[] own = [.. Directory.EnumerateFiles(checkpoint).Where(IsOwnFile)];
        foreach (string file in own.OrderBy(file => Path.GetFileName(file) == Publication.ListName))
            File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(checkpoint).Any())
            Directory.Delete(checkpoint);
    }

    /// <summary>Removes the list of a renaming, which what goes on makes void.</summary>
    public static void RemoveList(string folder)
    {
        string list = Path.Combine(folder, FolderName, Publication.ListName);
        if (OwnFile.IsMarked(list))
            File.Delete(list);
    }

    private static bool IsCompanion(string path) => Path.GetFileName(path) == CompanionName && Directory.Exists(Path.Combine(path, FolderName));

    private static bool IsOwnFile(string path)
    {
        string name = Path.GetFileName(path);
        foreach (string end in (string[])[OwnFile.Temporary, SealedFile.Unfinished])
            name = name.EndsWith(end, StringComparison.Ordinal) ? name[..^end.Length] : name;
        return (name is JournalName or RunHistory.FileName or Publication.ListName || StateFiles.IsName(name)
            || name.EndsWith(ParticleEnd, StringComparison.Ordinal)) && OwnFile.IsMarked(path);
    }
}
