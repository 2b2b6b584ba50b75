namespace Hierarchy.Results;

/// <summary>Keeps a second run out of an output folder. The lock ends with the process that holds it, however it ends; the file that a killed process leaves blocks nobody.</summary>
internal sealed class FolderLock : IDisposable
{
    public const string FileName = "hierarchy.lock";
    private readonly FileStream _stream;

    /// <summary>Takes the lock of a folder.</summary>
    /// <exception cref="ResultFolderExistsException">Another run has it.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public FolderLock(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new ResultFolderExistsException(folder, FolderObstacle.InUse);
        }
    }

    public void Dispose() => _stream.Dispose();
}
