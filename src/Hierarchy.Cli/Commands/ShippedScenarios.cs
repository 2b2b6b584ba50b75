using System.Reflection;

namespace Hierarchy.Cli.Commands;

/// <summary>The scenarios of the folder scenarios/, which the program carries within itself, so that they are there wherever it is installed.</summary>
internal static class ShippedScenarios
{
    private const string Prefix = "scenarios/";
    private const string Suffix = ".json";
    private static readonly Assembly Program = typeof(ShippedScenarios).Assembly;

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Program.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of the scenario with that name, in any case; null if there is none.</summary>
    public static byte[]? Find(string name)
    {
        string? known = Names.FirstOrDefault(candidate => candidate.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (known is null)
            return null;
        using Stream stream = Program.GetManifestResourceStream(Prefix + known + Suffix)!;
        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }
}
