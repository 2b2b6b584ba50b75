using System.Globalization;
using System.Text;

namespace Hierarchy.Cli.Output;

/// <summary>
/// A listing as lines of a terminal. No name and no number is ever broken: sentences wrap at spaces, columns that the listing can spare are left out and named,
/// and where even that does not fit, rows become blocks of "name: value".
/// </summary>
internal sealed class TextTable
{
    /// <summary>A cell of this length with spaces in it is a sentence and may wrap.</summary>
    private const int Sentence = 24;

    /// <summary>What a column of sentences is squeezed to at most.</summary>
    private const int NarrowSentence = 20;

    private readonly Listing _listing;
    private readonly int _width;
    private readonly bool _colour;
    private readonly string[][] _cells;
    private readonly List<int> _shown;

    private TextTable(Listing listing, int width, bool colour)
    {
        _listing = listing;
        _width = width;
        _colour = colour;
        _cells = [.. listing.Rows.Select(row => row.Select(cell => VisibleText.Of(Listing.ForPeople(cell)).ReplaceLineEndings(" ")).ToArray())];
        _shown = [.. Enumerable.Range(0, listing.Columns.Length).Where(k => _cells.Any(row => row[k].Length > 0))];
    }

    /// <summary>The lines, with the title above and, below, the names of columns that were left out; none where no cell holds anything.</summary>
    public static IEnumerable<string> Lines(Listing listing, string title, int width, bool colour)
    {
        var table = new TextTable(listing, width, colour);
        if (table._shown.Count == 0)
            return [];
        List<string> dropped = table.Fit();
        string[] head = [.. TextLines.Wrap(VisibleText.Of(title), width).Select(line => Style.Bold(line, colour))];
        IEnumerable<string> body = table.Widths() is { } widths ? table.Rows(widths) : table.Blocks();
        return dropped.Count == 0 ? [.. head, .. body] : [.. head, .. body, .. TextLines.Wrap("left out for want of width: " + string.Join(", ", dropped), width)];
    }

    /// <summary>Leaves out columns until the others fit, in the order in which the listing can spare them.</summary>
    private List<string> Fit()
    {
        var dropped = new List<string>();
        foreach (string name in _listing.Dispensable)
        {
            int column = Array.IndexOf(_listing.Columns, name);
            if (Widths() is not null || !_shown.Remove(column))
                continue;
            dropped.Add(name);
        }
        // What fits no better without its spare columns shows all of them, in blocks.
        if (Widths() is null)
        {
            _shown.AddRange(dropped.Select(name => Array.IndexOf(_listing.Columns, name)));
            _shown.Sort();
            dropped.Clear();
        }
        return dropped;
    }

    /// <summary>The widths of the columns that are shown; null if they do not fit.</summary>
    private int[]? Widths()
    {
        int[] natural = [.. _shown.Select(k => Math.Max(LongestWord([_listing.Columns[k]]), _cells.Max(row => row[k].Length)))];
        int[] least = [.. _shown.Select((k, i) => IsSentence(k)
            ? Math.Min(natural[i], Math.Max(NarrowSentence, LongestWord([_listing.Columns[k], .. _cells.Select(row => row[k])]))) : natural[i])];
        int left = _width - 2 * (_shown.Count - 1) - least.Sum();
        if (left < 0)
            return null;
        // What is left goes, column by column, to the one that wants most.
        for (; left > 0; left--)
        {
            int wanting = Enumerable.Range(0, least.Length).MaxBy(i => (double)natural[i] / least[i]);
            if (natural[wanting] == least[wanting])
                break;
            least[wanting]++;
        }
        return least;
    }

    private bool IsSentence(int column) => _cells.Any(row => row[column].Length > Sentence && row[column].Contains(' ', StringComparison.Ordinal));

    private IEnumerable<string> Rows(int[] widths)
    {
        bool[] isNumeric = [.. _shown.Select(k => _listing.Rows.Any(row => row[k] is double or int or long or Measured))];
        string[][] heads = [.. _shown.Select((k, i) => Broken(_listing.Columns[k], widths[i]))];
        foreach (string line in Lines(heads, widths, isNumeric, heads.Max(head => head.Length), bottom: true, null))
            yield return line;
        yield return Style.Faint(new string('─', widths.Sum() + 2 * (widths.Length - 1)), _colour);
        for (int r = 0; r < _cells.Length; r++)
        {
            object?[] row = _listing.Rows[r];
            string[][] cells = [.. _shown.Select((k, i) => Broken(_cells[r][k], widths[i]))];
            bool[] isFaint = [.. _shown.Select(k => row[k] is Measured { IsBelowError: true })];
            foreach (string line in Lines(cells, widths, isNumeric, cells.Max(cell => Math.Max(1, cell.Length)), bottom: false, isFaint))
                yield return line;
        }
    }

    /// <summary>The lines of one row of the table.</summary>
    private IEnumerable<string> Lines(string[][] cells, int[] widths, bool[] isNumeric, int height, bool bottom, bool[]? isFaint)
    {
        for (int h = 0; h < height; h++)
        {
            var line = new StringBuilder();
            for (int i = 0; i < cells.Length; i++)
            {
                int at = bottom ? h - (height - cells[i].Length) : h;
                string text = at >= 0 && at < cells[i].Length ? cells[i][at] : "";
                string padded = isNumeric[i] ? text.PadLeft(widths[i]) : i == cells.Length - 1 ? text : text.PadRight(widths[i]);
                line.Append(i > 0 ? "  " : "").Append(isFaint is null ? Style.Bold(padded, _colour) : isFaint[i] ? Style.Faint(padded, _colour) : Style.OfWord(padded, _colour));
            }
            yield return line.ToString().TrimEnd();
        }
    }

    /// <summary>Each row as a heading, its first cell, which is named where it is a number, and a line or a few for every other one.</summary>
    private IEnumerable<string> Blocks()
    {
        for (int r = 0; r < _cells.Length; r++)
        {
            string[] cells = _cells[r];
            int[] entries = [.. _shown.Where(k => cells[k].Length > 0)];
            int first = entries.DefaultIfEmpty(0).First();
            string heading = double.TryParse(cells[first], CultureInfo.InvariantCulture, out _) ? $"{_listing.Columns[first].Replace('_', ' ')}: {cells[first]}" : cells[first];
            foreach (string line in TextLines.Wrap(heading, _width))
                yield return Style.Bold(line, _colour);
            foreach (int k in entries.Skip(1))
            {
                foreach (string line in TextLines.Wrap($"{_listing.Columns[k].Replace('_', ' ')}: {cells[k]}", _width - 2, 4))
                    yield return "  " + (_listing.Rows[r][k] is Measured { IsBelowError: true } ? Style.Faint(line, _colour) : line);
            }
        }
    }

    private static string[] Broken(string text, int width) => text.Length <= width ? [text] : [.. TextLines.Wrap(text, width, 0)];

    private static int LongestWord(IEnumerable<string> texts) => texts.SelectMany(text => text.Split(' ')).Max(word => word.Length);
}
