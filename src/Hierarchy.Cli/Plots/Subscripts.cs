using System.Net;
using System.Text;

namespace Hierarchy.Cli.Plots;

/// <summary>Symbols with indices: letters and digits that follow an underscore stand lower, as N in f_N.</summary>
internal static class Subscripts
{
    /// <summary>The parts of a text with whether they stand lower.</summary>
    public static IReadOnlyList<(string Text, bool IsLower)> Parts(string text)
    {
        var parts = new List<(string, bool)>();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '_' || i + 1 == text.Length || !(char.IsLetterOrDigit(text[i + 1]) || text[i + 1] is '∥' or '⊥') || !IsSymbol(text, i))
                continue;
            int end = i + 1;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '∥' or '⊥' || IsCommaBetween(text, end)))
                end++;
            if (i > start)
                parts.Add((text[start..i], false));
            parts.Add((text[(i + 1)..end], true));
            start = end;
            i = end - 1;
        }
        if (start < text.Length)
            parts.Add((text[start..], false));
        return parts;
    }

    /// <summary>As HTML.</summary>
    public static string ToHtml(string text)
    {
        var html = new StringBuilder();
        foreach ((string part, bool isLower) in Parts(text))
            html.Append(isLower ? $"<sub>{WebUtility.HtmlEncode(part)}</sub>" : WebUtility.HtmlEncode(part));
        return html.ToString();
    }

    /// <summary>Whether a comma stands between indices, as in f_N,2, and does not end a part of a sentence.</summary>
    private static bool IsCommaBetween(string text, int at) => text[at] == ',' && at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1]);

    /// <summary>Whether a symbol of one or two letters stands before the underscore, f_N or dv_1, so that names such as error_l1 stay as they are.</summary>
    private static bool IsSymbol(string text, int underscore)
    {
        int letters = 0;
        while (letters < underscore && char.IsLetterOrDigit(text[underscore - 1 - letters]))
            letters++;
        return letters is 1 or 2 && char.IsLetter(text[underscore - 1]);
    }
}
