using System.Text;

namespace Hierarchy.Cli.Output;

/// <summary>Sentences as lines of a terminal.</summary>
internal static class TextLines
{
    /// <summary>The width that lines for people keep, whatever they are written to.</summary>
    public const int Width = 80;

    /// <summary>Breaks a text at spaces; a word that is longer than a line stays whole. Lines after the first begin with so many spaces.</summary>
    public static IEnumerable<string> Wrap(string text, int width = Width, int indent = 2)
    {
        var line = new StringBuilder();
        bool isFirst = true;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > (isFirst ? 0 : indent) && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append(' ', indent);
                isFirst = false;
            }
            line.Append(line.Length > (isFirst ? 0 : indent) ? " " : "").Append(word);
        }
        if (line.Length > 0)
            yield return line.ToString();
    }
}
