namespace Hierarchy.Benchmarks.Performance;

/// <summary>What <c>performance</c> measures: everything, or the sections that are named.</summary>
/// <param name="Sections">Names of sections; empty for all.</param>
/// <param name="Peer">A Python file with another implementation to be measured in turns, or null.</param>
/// <param name="Python">The interpreter with numpy and scipy.</param>
/// <param name="Output">The folder of performance.md and performance.csv, or null to write neither.</param>
/// <param name="Quick">Smaller grids and fewer rounds.</param>
/// <param name="Large">The evaluation at d = 3, n = 24 as well, which takes some 6 GB.</param>
internal sealed record PerformanceOptions(string[] Sections, string? Peer, string Python, string? Output, bool Quick, bool Large)
{
    /// <summary>The rounds of measurements in turns; medians of them count.</summary>
    public int Rounds => Quick ? 5 : 9;

    /// <exception cref="ArgumentException">An argument is unknown or has no value.</exception>
    public static PerformanceOptions Parse(string[] arguments)
    {
        var options = new PerformanceOptions([], null, "python3", null, false, false);
        for (int i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with { Quick = true },
                "--large" => options with { Large = true },
                "--peer" => options with { Peer = Value(arguments, ref i) },
                "--python" => options with { Python = Value(arguments, ref i) },
                "--output" => options with { Output = Value(arguments, ref i) },
                string name when !name.StartsWith('-') => options with { Sections = [.. options.Sections, name] },
                string unknown => throw new ArgumentException($"unknown option {unknown}; known are --peer FILE, --python FILE, --output FOLDER, --quick, --large"),
            };
        }
        return options;
    }

    private static string Value(string[] arguments, ref int i) =>
        ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} takes a value");
}
