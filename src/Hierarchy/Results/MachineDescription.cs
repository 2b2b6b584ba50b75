using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32;

namespace Hierarchy.Results;

/// <summary>The machine in words.</summary>
internal static partial class MachineDescription
{
    /// <summary>The memory of the machine in bytes, or the limit that is set for the process if that is less.</summary>
    public static long Memory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The name of the processor if the system tells it, else its architecture; with the number of logical processors.</summary>
    public static string Processor() => $"{ProcessorName()}, {Environment.ProcessorCount} logical processors";

    /// <summary>The name of the processor if the system tells it, else its architecture.</summary>
    public static string ProcessorName() => Name() ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? Name()
    {
        try
        {
            return OperatingSystem.IsWindows() ? Windows() : OperatingSystem.IsMacOS() ? Mac() : Linux("/proc/cpuinfo");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or System.Security.SecurityException or DllNotFoundException
            or EntryPointNotFoundException)
        {
            // A system that does not tell is named by its architecture.
            return null;
        }
    }

    /// <summary>x86 has a line "model name"; what ARM has in its place are numbers.</summary>
    internal static string? Linux(string file)
    {
        string? line = File.ReadLines(file).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
        return line?[(line.IndexOf(':') + 1)..].Trim();
    }

    [SupportedOSPlatform("windows")]
    private static string? Windows() =>
        Windows(Registry.GetValue(@"HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\CentralProcessor\0", "ProcessorNameString", null));

    /// <summary>The registry has a text, padded with blanks; nothing, or something else, tells no name.</summary>
    internal static string? Windows(object? value) => value is string text && text.Trim() is { Length: > 0 } name ? name : null;

    private static string? Mac()
    {
        byte[] text = new byte[256];
        nuint length = (nuint)text.Length;
        return SystemControl("machdep.cpu.brand_string", text, ref length, 0, 0) == 0 ? Mac(text.AsSpan(0, (int)length)) : null;
    }

    /// <summary>What sysctl gives ends with a zero.</summary>
    internal static string? Mac(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? text : text[..end]).Trim() is { Length: > 0 } name ? name : null;
    }

    [LibraryImport("libSystem.dylib", EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SystemControl(string name, byte[] value, ref nuint length, nint newValue, nuint newLength);
}
