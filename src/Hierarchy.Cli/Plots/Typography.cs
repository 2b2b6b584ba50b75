using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Hierarchy.Cli.Plots;

/// <summary>Where a part of a text stands.</summary>
internal enum TextLevel
{
    /// <summary>On the line.</summary>
    Line,

    /// <summary>An index.</summary>
    Lower,

    /// <summary>An exponent.</summary>
    Upper,
}

/// <summary>
/// Formulas as they are printed, from the way in which they are typed: what follows an underscore stands lower and what follows a circumflex higher (f_N, f_{N,2},
/// |z|^(gamma+2)), and typed signs are replaced by printed ones (int, &lt;=, a hyphen before a digit). Code names such as error_l1 stay as they are.
/// </summary>
internal static partial class Typography
{
    /// <summary>What is typed and what is printed, in this order.</summary>
    private static readonly (Regex Typed, string Printed)[] Signs =
    [
        (IntegralTwice(), "∫"), (Integral(), "∫ "), (SumOver(), "Σ_"), (TimeDerivative(), "∂_"), (AtMost(), "≤"), (AtLeast(), "≥"), (Unequal(), "≠"), (PlusMinus(), "±"),
        (Arrow(), " → "),
        (Times(), " × "), (Difference(), " − "), (Negative(), "−"), (Alpha(), "α"), (Gamma(), "γ"), (Delta(), "δ"), (Lambda(), "Λ"),
        (Phi(), "φ"), (Psi(), "ψ"), (Root(), "√("),
    ];

    /// <summary>The parts of a text with the level at which each stands.</summary>
    public static IReadOnlyList<(string Text, TextLevel Level)> Parts(string typed)
    {
        string text = Printed(typed);
        var parts = new List<(string, TextLevel)>();
        int start = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (Script(text, i) is not { } script)
                continue;
            if (i > start)
                parts.Add((text[start..i], TextLevel.Line));
            parts.Add((script.Text, text[i] == '_' ? TextLevel.Lower : TextLevel.Upper));
            start = script.End;
            i = start - 1;
        }
        if (start < text.Length)
            parts.Add((text[start..], TextLevel.Line));
        return parts;
    }

    /// <summary>As HTML, powers of ten included.</summary>
    public static string ToHtml(string text)
    {
        var html = new StringBuilder();
        foreach ((string part, TextLevel level) in Parts(PowerOfTen().Replace(text, WithPower)))
            html.Append(level switch
            {
                TextLevel.Lower => $"<sub>{WebUtility.HtmlEncode(part)}</sub>",
                TextLevel.Upper => $"<sup>{WebUtility.HtmlEncode(part)}</sup>",
                _ => WebUtility.HtmlEncode(part),
            });
        return html.ToString();
    }

    /// <summary>A text with printed signs, indices and exponents still typed.</summary>
    private static string Printed(string text)
    {
        foreach ((Regex typed, string printed) in Signs)
            text = typed.Replace(text, printed);
        return text;
    }

    /// <summary>The index or the exponent that begins here, without its sign and its brackets, and where it ends; null if none does.</summary>
    private static (string Text, int End)? Script(string text, int at)
    {
        if (!(text[at] == '_' ? IsSymbol(text, at) : text[at] == '^' && at > 0 && !char.IsWhiteSpace(text[at - 1])))
            return null;
        char close = text[at + 1] switch { '{' => '}', '(' when text[at] == '^' => ')', _ => '\0' };
        if (close != '\0')
        {
            int end = text.IndexOf(close, at);
            return end > at + 2 ? (text[(at + 2)..end], end + 1) : null;
        }
        int stop = at + 1;
        if (text[at] == '^' && text[stop] is '−' or '+')
            stop++;
        int first = stop;
        while (stop < text.Length && (char.IsLetterOrDigit(text[stop]) || text[stop] is '∥' or '⊥' || (stop > first && IsCommaBetween(text, stop))))
            stop++;
        return stop > first ? (text[(at + 1)..stop], stop) : null;
    }

    /// <summary>Whether a comma stands between indices, as in f_N,2, and does not end a part of a sentence.</summary>
    private static bool IsCommaBetween(string text, int at) => text[at] == ',' && at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1]);

    /// <summary>
    /// Whether what stands before the underscore has an index: a symbol of one or two letters, f_N, dv_1 or J'_in, so that names such as error_l1 stay as they are, or
    /// any word before braces.
    /// </summary>
    private static bool IsSymbol(string text, int underscore)
    {
        int end = underscore;
        while (end > 0 && text[end - 1] == '\'')
            end--;
        int letters = 0;
        while (letters < end && (char.IsLetterOrDigit(text[end - 1 - letters]) || text[end - 1 - letters] == '_'))
            letters++;
        return letters == 0 ? end > 0 && text[end - 1] == '∂' : char.IsLetter(text[end - 1]) && (letters <= 2 || text[underscore + 1] == '{');
    }

    private static string WithPower(Match match)
    {
        string power = (match.Groups[2].Value == "-" ? "−" : "") + match.Groups[3].Value;
        return match.Groups[1].Value == "1" ? $"10^{{{power}}}" : $"{match.Groups[1].Value} × 10^{{{power}}}";
    }

    [GeneratedRegex(@"\bint (?=int\b)")]
    private static partial Regex IntegralTwice();

    [GeneratedRegex(@"\bint (?=[\w(|{\[])")]
    private static partial Regex Integral();

    [GeneratedRegex(@"\bsum_")]
    private static partial Regex SumOver();

    [GeneratedRegex(@"\bd_(?=t\b)")]
    private static partial Regex TimeDerivative();

    [GeneratedRegex("<=")]
    private static partial Regex AtMost();

    [GeneratedRegex(">=")]
    private static partial Regex AtLeast();

    [GeneratedRegex("!=")]
    private static partial Regex Unequal();

    [GeneratedRegex(@"\+-")]
    private static partial Regex PlusMinus();

    [GeneratedRegex(" -> ")]
    private static partial Regex Arrow();

    /// <summary>An x between two symbols or a number and a symbol: f x f, 1 + 1 x T, N x error.</summary>
    [GeneratedRegex(@"(?<=(?:^|[\s(|=+−])(?:[A-Za-z0-9]|phi|[A-Za-z]{1,2}_\{?[\w,]+\}?)|\)) x (?=(?:[A-Za-z0-9]|phi|[A-Za-z]{1,2}_\{?[\w,]+\}?)(?:[\s),|.;:/\]=]|$))|(?<=\bN) x ")]
    private static partial Regex Times();

    [GeneratedRegex(@"(?<=\S) - (?=\S)")]
    private static partial Regex Difference();

    /// <summary>A hyphen that is a sign: before a digit, or at the start of a formula.</summary>
    [GeneratedRegex(@"(?<![\w.\-)\]/])-(?=\.?\d)|(?<=[=+−] )-(?=[\w|(])|(?<=[(\[{^])-(?=[\w|(])")]
    private static partial Regex Negative();

    [GeneratedRegex(@"(?<![.\w])gamma(?![.\w])|(?<![.\w])gamma(?=\.$|\. )")]
    private static partial Regex Gamma();

    [GeneratedRegex(@"(?<![\w.])alpha(?![\w.])")]
    private static partial Regex Alpha();

    [GeneratedRegex(@"(?<![\w.])delta(?![\w.])|(?<![\w.])delta(?=\.$|\. )")]
    private static partial Regex Delta();

    [GeneratedRegex(@"(?<![\w.])Lambda(?![A-Za-z])")]
    private static partial Regex Lambda();

    [GeneratedRegex(@"\bphi\b")]
    private static partial Regex Phi();

    [GeneratedRegex(@"\bpsi\b")]
    private static partial Regex Psi();

    [GeneratedRegex(@"\bsqrt\(")]
    private static partial Regex Root();

    [GeneratedRegex(@"(?<![\w.])(\d+(?:\.\d+)?(?:\(\d+\))?)[eE]([-−+]?)0*(\d+)(?!\w)")]
    private static partial Regex PowerOfTen();
}
