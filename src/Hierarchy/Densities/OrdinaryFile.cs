using Hierarchy.Densities.Files;

namespace Hierarchy.Densities;

/// <summary>
/// Opens files and nothing else: the one place through which data files and the files of results are read. What kind of thing a name leads to is looked at first,
/// since opening a pipe may wait for ever and a device may have no end.
/// </summary>
internal static class OrdinaryFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">It does not exist, cannot be read or is no file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path)
    {
        Require(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        bool isDevice = !stream.CanSeek || (stream.Length == 0 && stream.ReadByte() >= 0);
        if (!isDevice)
            return stream;
        stream.Dispose();
        throw Refused(path, "a device");
    }

    /// <summary>Refuses a name that leads to something that is no file, without opening it; a name that leads nowhere passes.</summary>
    /// <exception cref="DataFileException">It is a directory, a pipe, a socket or a device.</exception>
    public static void Require(string path)
    {
        if (FileKind.Unreadable(path) is { } kind)
            throw Refused(path, kind);
    }

    /// <summary>All bytes; exceptions as for <see cref="Open"/>.</summary>
    public static byte[] ReadBytes(string path)
    {
        using FileStream stream = Open(path);
        if (stream.Length > Array.MaxLength)
            throw new DataFileException($"\"{path}\" is larger than 2 GB");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Line after line; exceptions as for <see cref="Open"/>.</summary>
    public static IEnumerable<string> ReadLines(string path)
    {
        using var reader = new StreamReader(Open(path));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static DataFileException Refused(string path, string kind) => new($"\"{path}\" is {kind}, no ordinary file");
}
