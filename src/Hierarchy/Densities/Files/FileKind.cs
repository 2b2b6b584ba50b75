using System.Runtime.InteropServices;

namespace Hierarchy.Densities.Files;

/// <summary>
/// What lies behind a name, seen without opening it: opening a pipe waits for somebody at its other end and takes what he wrote, and opening a device may start it.
/// </summary>
/// <remarks>
/// The runtime tells directories from files and nothing else, so the system is asked: statx on Linux, whose answer has one layout on every processor, and stat on
/// macOS. Where neither exists, on Windows, a name is a file or a directory.
/// </remarks>
internal static unsafe class FileKind
{
    private const int WorkingDirectory = -100, AnswerBytes = 512;
    private const int LinuxLinks = 16, LinuxMode = 28, LinuxNumber = 32, LinuxDevice = 136;
    private const int AppleDevice = 0, AppleMode = 4, AppleLinks = 6, AppleNumber = 8;
    private const uint BasicFacts = 0x7ff;

    /// <summary>"a directory", "a pipe", "a socket" or "a device"; null for an ordinary file and for a name that leads nowhere. Links are followed.</summary>
    public static string? Unreadable(string path) => Directory.Exists(path) ? "a directory" : (Mode(path) & 0xf000) switch
    {
        0x1000 => "a pipe",
        0x2000 or 0x6000 => "a device",
        0x4000 => "a directory",
        0xc000 => "a socket",
        _ => null,
    };

    /// <summary>The number of names that a content has; 0 if it cannot be told.</summary>
    public static int Links(string path)
    {
        byte* answer = stackalloc byte[AnswerBytes];
        return !Ask(path, answer) ? 0 : OperatingSystem.IsLinux() ? *(int*)(answer + LinuxLinks) : *(ushort*)(answer + AppleLinks);
    }

    /// <summary>What tells a file or a folder from all others of the machine, whatever it is called; empty if there is none or it cannot be told.</summary>
    public static string Identity(string path)
    {
        byte* answer = stackalloc byte[AnswerBytes];
        if (!Ask(path, answer))
            return "";
        return OperatingSystem.IsLinux() ? FormattableString.Invariant($"{*(ulong*)(answer + LinuxDevice)}:{*(ulong*)(answer + LinuxNumber)}")
            : FormattableString.Invariant($"{*(int*)(answer + AppleDevice)}:{*(ulong*)(answer + AppleNumber)}");
    }

    /// <summary>st_mode; 0 if it cannot be told.</summary>
    private static int Mode(string path)
    {
        byte* answer = stackalloc byte[AnswerBytes];
        return !Ask(path, answer) ? 0 : *(ushort*)(answer + (OperatingSystem.IsLinux() ? LinuxMode : AppleMode));
    }

    /// <summary>Fills in what the system says of a name; links are followed.</summary>
    private static bool Ask(string path, byte* answer)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return Statx(WorkingDirectory, path, 0, BasicFacts, answer) == 0;
            if (OperatingSystem.IsMacOS())
                return (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Stat(path, answer) : StatLargeInode(path, answer)) == 0;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            // A system library without the call: the check after opening remains.
        }
        return false;
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte* answer);

    [DllImport("libc", EntryPoint = "stat")]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte* answer);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    private static extern int StatLargeInode([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte* answer);
}
