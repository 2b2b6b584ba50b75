using System.Runtime.InteropServices;

namespace Hierarchy.Results;

/// <summary>The machine in words.</summary>
internal static class MachineDescription
{
    /// <summary>The name of the processor if the system tells it, else its architecture; with the number of logical processors.</summary>
    public static string Processor()
    {
        string name = RuntimeInformation.ProcessArchitecture.ToString();
        try
        {
            string? line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
            name = line?[(line.IndexOf(':') + 1)..].Trim() ?? name;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Systems without that file are named by their architecture.
        }
        return $"{name}, {Environment.ProcessorCount} logical processors";
    }
}
