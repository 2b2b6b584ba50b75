using Hierarchy.Densities.Files;

namespace Hierarchy.Results;

/// <summary>
/// Keeps a second run out of an output folder, and notices when the folder is no longer the one in which the run began. The lock ends with the process that
/// holds it, however it ends; the file that a killed process leaves blocks nobody.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    public const string FileName = "hierarchy.lock";
    private readonly FileStream _stream;
    private readonly string _folder, _identity;

    /// <summary>Takes the lock of a folder.</summary>
    /// <exception cref="ResultFolderExistsException">Another run has it.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public FolderLock(string folder)
    {
        _folder = Path.GetFullPath(folder);
        string path = Path.Combine(folder, FileName);
        try
        {
            _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new ResultFolderExistsException(folder, FolderObstacle.InUse);
        }
        _identity = FileKind.Identity(_folder);
    }

    /// <summary>Whether the path of the folder still leads to it: a folder that was moved has another path, and another one may have taken its own.</summary>
    public bool IsInPlace => FileKind.Identity(_folder) == _identity || ShowsItself();

    /// <summary>To be asked before anything is written by its path.</summary>
    /// <exception cref="IOException">The folder was moved, removed or replaced.</exception>
    public void RequireInPlace()
    {
        if (!IsInPlace)
            throw new IOException($"the folder {_folder} was moved, removed or replaced while its experiment ran; where it is now, its checkpoint is");
    }

    /// <summary>Removes the file, unless somebody wrote something into it, and gives the lock back.</summary>
    public void Dispose()
    {
        bool isOwn = IsInPlace && _stream.Length == 0;
        string path = Path.Combine(_folder, FileName);
        // Where an open file can be removed, nobody can take the name between the two.
        if (isOwn && !OperatingSystem.IsWindows())
            Remove(path);
        _stream.Dispose();
        if (isOwn && OperatingSystem.IsWindows())
            Remove(path);
    }

    /// <summary>Some file systems give other numbers to the same folder now and then; what is done to the open file shows at its path all the same.</summary>
    private bool ShowsItself()
    {
        if (_stream.Length != 0)
            return false;
        int length = Random.Shared.Next(1, 4096);
        _stream.SetLength(length);
        var seen = new FileInfo(Path.Combine(_folder, FileName));
        bool isSame = seen.Exists && seen.Length == length;
        _stream.SetLength(0);
        return isSame;
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A lock file without its process blocks nobody.
        }
    }
}
