namespace Hierarchy.Cli.Output;

/// <summary>Colours of a terminal; without colour a text stays as it is.</summary>
internal static class Style
{
    private const string Reset = "\u001b[0m";

    private static readonly (string Word, string Code)[] Words =
    [
        ("violated", "\u001b[31m"), ("failed", "\u001b[31m"), ("unphysical", "\u001b[31m"), ("stopped", "\u001b[33m"), ("partly", "\u001b[33m"), ("not resolved", "\u001b[33m"),
        ("below noise", "\u001b[33m"), ("resolved", "\u001b[32m"), ("holds", "\u001b[32m"),
    ];

    /// <summary>A heading.</summary>
    public static string Bold(string text, bool colour) => Painted(text, "\u001b[1m", colour);

    /// <summary>What is of less weight: rules, and values that are smaller than their errors.</summary>
    public static string Faint(string text, bool colour) => Painted(text, "\u001b[2m", colour);

    /// <summary>A verdict in the colour of the word that it begins with; any other text as it is.</summary>
    public static string OfWord(string text, bool colour)
    {
        string start = text.TrimStart();
        foreach ((string word, string code) in Words)
        {
            if (colour && start.StartsWith(word, StringComparison.Ordinal))
                return Painted(text, code, colour);
        }
        return text;
    }

    private static string Painted(string text, string code, bool colour) => colour && text.Trim().Length > 0 ? code + text + Reset : text;
}
