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
}
