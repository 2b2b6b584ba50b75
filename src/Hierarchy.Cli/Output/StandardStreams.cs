using System.Runtime.InteropServices;

namespace Hierarchy.Cli.Output;

/// <summary>Standard output and standard error, as far as the program was given them.</summary>
/// <remarks>
/// Whoever starts a program may close its streams. Their numbers then go to the next files that the process opens, and a message would be written into one of
/// these: into results, or into a pipe of the runtime. A number that was inherited survives the start of another program; one that this process opened itself
/// does not, which tells them apart. Numbers that are free are taken by the null device before anything else can have them.
/// </remarks>
internal static unsafe class StandardStreams
{
    private const int Output = 1, Error = 2;
    private const int GetFlags = 1, ClosesOnStart = 1, ReadAndWrite = 2;

    /// <summary>Whether standard error was given to the program.</summary>
    public static bool HasError { get; } = IsGiven(Error);

    /// <summary>Standard output, or nothing.</summary>
    public static TextWriter Out => Lazily.Out;

    /// <summary>Standard error, or nothing.</summary>
    public static TextWriter Err => Lazily.Err;

    /// <summary>Writes to standard error without the console of the runtime, which may not load where files have run out.</summary>
    public static void WriteRaw(string text)
    {
        try
        {
            if (!IsGiven(Error))
                return;
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
            fixed (byte* start = bytes)
                WriteBytes(Error, start, bytes.Length);
        }
        catch (Exception)
        {
            // Nobody can be told; the exit code remains.
        }
    }

    private static bool IsGiven(int stream)
    {
        if (OperatingSystem.IsWindows())
            return true;
        try
        {
            int flags = Control(stream, GetFlags);
            if (flags < 0)
                TakeFreeNumbers();
            return flags >= 0 && (flags & ClosesOnStart) == 0;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return true;
        }
    }

    private static void TakeFreeNumbers()
    {
        int number;
        do
            number = Open("/dev/null", ReadAndWrite);
        while (number is >= 0 and < Error);
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(int descriptor, int command);

    [DllImport("libc", EntryPoint = "write")]
    private static extern nint WriteBytes(int descriptor, byte* bytes, nint count);

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    /// <summary>The console, which is loaded when it is asked for.</summary>
    private static class Lazily
    {
        public static TextWriter Out { get; } = IsGiven(Output) ? Console.Out : TextWriter.Null;

        public static TextWriter Err { get; } = HasError ? Console.Error : TextWriter.Null;
    }
}
