using System.Globalization;
using System.Text.RegularExpressions;

namespace Hierarchy.Scenarios;

/// <summary>
/// The names of the variants of a sweep, which are names of folders and of scenarios: the last word of each key with its value, as in gamma_-3.particles_4_16.
/// A name depends on the values of its own variant alone, so that a sweep with more values finds what a smaller one left.
/// </summary>
internal static partial class SweepNames
{
    private const int Longest = 72, LongestOfScenario = 100;

    public static string[] Of(string[] keys, string[][] values)
    {
        string[] words = [.. keys.Select(key => key.Split('.')[^1])];
        for (int i = 0; i < words.Length; i++)
            words[i] = Clean(words.Count(word => word == words[i]) > 1 || words[i].Length == 0 ? keys[i] : words[i]);
        string[] names = [.. values.Select(texts => string.Join('.', texts.Select((text, a) => $"{words[a]}_{Clean(text)}")))];
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < names.Length; i++)
        {
            bool isFree = names[i].Length <= Longest && taken.Add(names[i]);
            if (!isFree)
                names[i] = string.Create(CultureInfo.InvariantCulture, $"{names[i][..Math.Min(names[i].Length, Longest)].TrimEnd('.')}-{i + 1}");
        }
        return names;
    }

    /// <summary>The name of the scenario of a variant.</summary>
    public static string OfScenario(string sweep, string variant)
    {
        string whole = $"{sweep}.{variant}";
        return whole.Length <= LongestOfScenario ? whole : variant;
    }

    /// <summary>Letters, digits, single dots between them, '-' and '_'.</summary>
    private static string Clean(string text)
    {
        string clean = Runs().Replace(Others().Replace(text.Trim(), "_"), "_").Trim('.');
        return clean.Length == 0 ? "_" : clean;
    }

    [GeneratedRegex("[^A-Za-z0-9.-]+")]
    private static partial Regex Others();

    [GeneratedRegex(@"\.{2,}|_{2,}")]
    private static partial Regex Runs();
}
