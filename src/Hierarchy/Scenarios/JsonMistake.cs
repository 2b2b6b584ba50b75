using System.Text;

namespace Hierarchy.Scenarios;

/// <summary>What is wrong with a text that is no JSON, in the words of somebody who writes a scenario, from the place at which the reader stopped.</summary>
internal static class JsonMistake
{
    private const int LongestWord = 20;

    /// <summary>The mistake at a place.</summary>
    /// <param name="text">The whole text, UTF-8.</param>
    /// <param name="position">The byte at which no JSON can go on.</param>
    public static string At(ReadOnlySpan<byte> text, int position)
    {
        if (text.Trim(" \t\r\n"u8).IsEmpty)
            return "the text is empty; a scenario begins with {";
        position = Math.Clamp(position, 0, text.Length);
        if (text[position..].Trim(" \t\r\n,"u8).IsEmpty)
            return OpenAtEnd(text);
        char found = (char)text[position];
        char before = text[..position].TrimEnd(" \t\r\n"u8) is [.., var last] ? (char)last : '\0';
        return found switch
        {
            '\'' => "text stands between double quotes, not between single ones",
            '\n' or '\r' or '\t' => "a text between quotes goes on to the next line, or holds a tabulator; \\n and \\t write them",
            '}' or ']' when before is ':' => "a value is missing after the colon",
            '}' or ']' => $"{found} closes what is not open here",
            ':' => "a colon stands between a key and its value, and the key stands between double quotes",
            ',' => "a comma stands where a key or a value should be",
            _ when position > 0 && IsPartOfWord(text[position - 1]) => Word(text, position),
            _ when EndsValue(before) => before == '"' && found != '"' ? "a comma or a colon is missing before this" : "a comma is missing before this",
            _ => Word(text, position),
        };
    }

    private static bool EndsValue(char character) => character is '"' or '}' or ']' || char.IsAsciiLetterOrDigit(character);

    /// <summary>What a text that ends too early has left open.</summary>
    private static string OpenAtEnd(ReadOnlySpan<byte> text)
    {
        var open = new Stack<char>();
        bool inText = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = (char)text[i];
            if (inText && c == '\\')
                i++;
            else if (c == '"')
                inText = !inText;
            else if (!inText && c is '{' or '[')
                open.Push(c == '{' ? '}' : ']');
            else if (!inText && c is '}' or ']' && open.Count > 0)
                open.Pop();
        }
        string missing = string.Join(" ", (inText ? ["\""] : Array.Empty<string>()).Concat(open.Select(c => c.ToString())));
        return missing.Length > 0 ? $"the text ends too early; {missing} is missing" : "the text ends where a value should be";
    }

    private static string Word(ReadOnlySpan<byte> text, int position)
    {
        int start = position, end = position;
        while (start > 0 && IsPartOfWord(text[start - 1]))
            start--;
        while (end < text.Length && IsPartOfWord(text[end]))
            end++;
        string word = Encoding.UTF8.GetString(text[start..Math.Min(end, start + LongestWord)]);
        if (word.Length == 0)
            return $"'{Shown((char)text[position])}' cannot stand here";
        return char.IsAsciiDigit(word[0]) || word[0] is '-' or '+' or '.'
            ? $"{word} is no number; numbers are written like 12, -0.5 or 1e-3"
            : $"{word} is no value; text and keys stand between double quotes, and true, false, numbers, lists and objects without";
    }

    private static bool IsPartOfWord(byte character) => char.IsAsciiLetterOrDigit((char)character) || character is (byte)'_' or (byte)'-' or (byte)'+' or (byte)'.' or >= 0x80;

    private static string Shown(char character) => char.IsControl(character) || character >= 0x80 ? "a character that is no JSON" : character.ToString();
}
