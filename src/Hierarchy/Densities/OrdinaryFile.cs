namespace Hierarchy.Densities;

/// <summary>Reads files whole or line by line. A device has no length and may have no end, so it is refused before memory is filled.</summary>
public static class OrdinaryFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">It does not exist, cannot be read or is a device.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        bool isDevice = !stream.CanSeek || (stream.Length == 0 && stream.ReadByte() >= 0);
        if (!isDevice)
            return stream;
        stream.Dispose();
        throw new IOException($"\"{path}\" is no ordinary file");
    }

    /// <summary>All bytes; exceptions as for <see cref="Open"/>.</summary>
    public static byte[] ReadBytes(string path)
    {
        using FileStream stream = Open(path);
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
}
