using Hierarchy.Densities;

namespace Hierarchy.Results;

/// <summary>
/// Files that this program makes. It overwrites nothing in place, since a name may be one of several that a content has (hard links), and takes away nothing
/// that does not begin as its own files do.
/// </summary>
internal static class OwnFile
{
    /// <summary>What <see cref="Write(string, string)"/> adds to a name until the file is whole.</summary>
    public const string Temporary = ".tmp";

    /// <summary>The journal has its mark behind the length of its beginning.</summary>
    private const int JournalOffset = sizeof(int);

    /// <summary>What the files of a checkpoint begin with.</summary>
    public static ReadOnlySpan<byte> Mark => "HIERCHK\n"u8;

    /// <summary>Begins a file with a content of its own; one that had the name keeps its content under its other names.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static FileStream Create(string path)
    {
        File.Delete(path);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Writes a text under a temporary name, brings it to the disk and renames it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes under a temporary name, brings them to the disk and renames the file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using (FileStream stream = Create(path + Temporary))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        File.Move(path + Temporary, path, overwrite: true);
    }

    /// <summary>Whether a file begins with the mark, or ends within it because its writing was cut off.</summary>
    public static bool IsMarked(string path)
    {
        Span<byte> start = stackalloc byte[JournalOffset + Mark.Length];
        int count;
        try
        {
            using FileStream stream = OrdinaryFile.Open(path);
            count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        return count == 0 || Begins(start[..count]) || (count >= JournalOffset && Begins(start[JournalOffset..count]));
    }

    /// <summary>Refuses to replace what is not this program's.</summary>
    /// <exception cref="IOException">The file does not begin with the mark.</exception>
    public static void RequireReplaceable(string path)
    {
        if (Path.Exists(path) && !IsMarked(path))
            throw new IOException($"{path} is no file of this program, which needs the name; move it elsewhere");
    }

    private static bool Begins(ReadOnlySpan<byte> start)
    {
        int length = Math.Min(start.Length, Mark.Length);
        return start[..length].SequenceEqual(Mark[..length]);
    }
}
