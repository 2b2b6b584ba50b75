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
    private const int WorkingDirectory = -100, LinuxModeOffset = 28, AppleModeOffset = 4, AnswerBytes = 512;
    private const uint TypeOnly = 1;

    /// <summary>"a directory", "a pipe", "a socket" or "a device"; null for an ordinary file and for a name that leads nowhere. Links are followed.</summary>
    public static string? Unreadable(string path) => Directory.Exists(path) ? "a directory" : (Mode(path) & 0xf000) switch
    {
        0x1000 => "a pipe",
        0x2000 or 0x6000 => "a device",
        0x4000 => "a directory",
        0xc000 => "a socket",
        _ => null,
    };

    /// <summary>st_mode; 0 if it cannot be told.</summary>
    private static int Mode(string path)
    {
        byte* answer = stackalloc byte[AnswerBytes];
        try
        {
            if (OperatingSystem.IsLinux())
                return Statx(WorkingDirectory, path, 0, TypeOnly, answer) == 0 ? *(ushort*)(answer + LinuxModeOffset) : 0;
            if (OperatingSystem.IsMacOS())
                return (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Stat(path, answer) : StatLargeInode(path, answer)) == 0 ? *(ushort*)(answer + AppleModeOffset) : 0;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            // A system library without the call: the check after opening remains.
        }
        return 0;
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte* answer);

    [DllImport("libc", EntryPoint = "stat")]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte* answer);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    private static extern int StatLargeInode([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte* answer);
}
