using Microsoft.Win32.SafeHandles;

namespace Hierarchy.Cli.Output;

/// <summary>
/// The system gives the program no more files. Then libraries that are there do not load, and code that is compiled finds no memory, so that the errors name
/// anything but the cause.
/// </summary>
internal static class WantOfFiles
{
    /// <summary>What is said then.</summary>
    public const string Message = "the system lets this program open too few files at a time; 256 suffice (ulimit -n)";

    private const int TooManyFiles = 24;

    /// <summary>Whether something failed since no further file could be opened.</summary>
    public static bool Is(Exception error) => error switch
    {
        IOException { HResult: TooManyFiles } => true,
        FileNotFoundException { FileName: { } name } => IsLibrary(name),
        FileLoadException { FileName: { } name } => IsLibrary(name),
        TypeInitializationException { InnerException: { } inner } => Is(inner),
        OutOfMemoryException or InvalidProgramException => !CanOpen(),
        _ => error.Message.Contains("Too many open files", StringComparison.Ordinal),
    };

    private static bool IsLibrary(string name) => name.Contains(", Version=", StringComparison.Ordinal);

    /// <summary>Some files more, as the compiler of the runtime needs.</summary>
    private static bool CanOpen()
    {
        const int Some = 8;
        var open = new List<SafeFileHandle>();
        try
        {
            for (int i = 0; i < Some; i++)
                open.Add(File.OpenHandle(Environment.ProcessPath ?? "/dev/null"));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.HResult != TooManyFiles;
        }
        finally
        {
            open.ForEach(handle => handle.Dispose());
        }
    }
}
