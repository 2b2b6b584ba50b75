using System.Diagnostics;
using System.Security.Cryptography;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>A copy of a folder by hard links, as backups make it, which must keep its content whatever becomes of the folder.</summary>
internal sealed class FuzzBackup : IDisposable
{
    private readonly string _copy;
    private readonly string[] _before;

    private FuzzBackup(string copy)
    {
        _copy = copy;
        _before = Picture();
    }

    /// <summary>Makes the copy; null where the system has no such links.</summary>
    public static FuzzBackup? Of(string folder, string copy)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        using Process made = Process.Start(new ProcessStartInfo("cp", ["-al", folder, copy]) { RedirectStandardError = true })!;
        made.WaitForExit();
        return new FuzzBackup(copy);
    }

    /// <summary>The files in a folder that are a user's, by their paths.</summary>
    public static IEnumerable<string> Foreign(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(FolderMutator.IsForeign).ToArray() : [];

    /// <summary>A file of the copy that is not what it was; null if all are.</summary>
    public string? Change() => _before.Except(Picture()).FirstOrDefault();

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    private string[] Picture() =>
        [.. Directory.EnumerateFiles(_copy, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).LinkTarget is null)
            .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
}
