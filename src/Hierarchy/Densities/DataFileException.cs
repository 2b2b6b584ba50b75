namespace Hierarchy.Densities;

/// <summary>A data file that cannot be read as what it should be; the message names the file and what is wrong.</summary>
internal sealed class DataFileException : IOException
{
    public DataFileException(string message)
        : base(message)
    {
    }

    public DataFileException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>What is said of a file that the system does not open: the error in the words of this program.</summary>
    public static DataFileException Of(string file, Exception error) => error switch
    {
        DataFileException known => known,
        FileNotFoundException or DirectoryNotFoundException => new DataFileException($"there is no file \"{file}\"", error),
        UnauthorizedAccessException => new DataFileException($"\"{file}\" may not be read", error),
        PathTooLongException => new DataFileException($"\"{file}\" is too long a name", error),
        ArgumentException or NotSupportedException => new DataFileException($"\"{file}\" is no name of a file", error),
        OutOfMemoryException => new DataFileException($"\"{file}\" is larger than the memory", error),
        EndOfStreamException => new DataFileException($"\"{file}\" is cut short", error),
        _ => new DataFileException($"\"{file}\" cannot be read; the system says: {error.Message.ReplaceLineEndings(" ")}", error),
    };
}
