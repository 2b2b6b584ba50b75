using System.Globalization;

namespace Hierarchy.Spectral;

/// <summary>The memory that a run may take.</summary>
internal static class MachineMemory
{
    /// <summary>
    /// Bytes that are free now: what the system calls available, where it does not say so what was not in use lately, within the limit that is set for the
    /// process.
    /// </summary>
    public static long Available()
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        long limit = memory.TotalAvailableMemoryBytes;
        return Math.Min(limit, ReadSystem() ?? limit - Math.Min(limit, memory.MemoryLoadBytes));
    }

    private static long? ReadSystem()
    {
        try
        {
            foreach (string line in File.ReadLines("/proc/meminfo"))
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words is ["MemAvailable:", var kilobytes, ..] && long.TryParse(kilobytes, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
                    return value * 1024;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        return null;
    }
}
