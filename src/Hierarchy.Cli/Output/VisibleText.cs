using System.Text;

namespace Hierarchy.Cli.Output;

/// <summary>
/// Text from files, names and options as a terminal may show it: characters that move the cursor, change colours or turn the direction of writing are written out,
/// as \u001b is for ESC. JSON strings mean the same before and after.
/// </summary>
internal static class VisibleText
{
    /// <summary>The text with such characters written out; line feeds, tabs and what ends lines stay.</summary>
    public static string Of(string text)
    {
        int first = FirstHidden(text);
        if (first < 0)
            return text;
        var shown = new StringBuilder(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length; i++)
        {
            if (IsHidden(text, i))
                shown.Append($"\\u{(int)text[i]:x4}");
            else
                shown.Append(text[i]);
        }
        return shown.ToString();
    }

    private static int FirstHidden(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsHidden(text, i))
                return i;
        }
        return -1;
    }

    /// <summary>Control characters of both sets, marks of direction, separators that break lines, and halves of pairs.</summary>
    private static bool IsHidden(string text, int i) => text[i] switch
    {
        '\n' or '\t' => false,
        '\r' => i + 1 >= text.Length || text[i + 1] != '\n',
        < ' ' or (>= '\u007f' and <= '\u009f') => true,
        '\u061c' or '\u200e' or '\u200f' or '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff' => true,
        >= '\ud800' and <= '\udbff' => i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1]),
        >= '\udc00' and <= '\udfff' => i == 0 || !char.IsHighSurrogate(text[i - 1]),
        _ => false,
    };
}

/// <summary>A writer that shows all text as <see cref="VisibleText"/>.</summary>
internal sealed class VisibleWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>A single character is as often half of a pair or of a line's end, so only what is hidden whatever follows is written out.</summary>
    public override void Write(char value) => inner.Write(char.IsSurrogate(value) || value == '\r' ? value.ToString() : VisibleText.Of(value.ToString()));

    public override void Write(string? value) => inner.Write(value is null ? null : VisibleText.Of(value));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    /// <summary>In one piece, so that lines of several threads do not mix.</summary>
    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : VisibleText.Of(value));

    public override void Flush() => inner.Flush();
}
