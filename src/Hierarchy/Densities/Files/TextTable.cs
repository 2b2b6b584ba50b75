using System.Globalization;

namespace Hierarchy.Densities.Files;

/// <summary>
/// A table of numbers in a text file, the one reader of all of them: lines of numbers separated by semicolons, commas, tabs or blanks, with a line of names above them
/// or none. Empty lines and lines that begin with # or % are passed over, but the last of them before the numbers is taken for the names if it looks like them, as
/// NumPy writes it. Decimals may be written with commas where commas do not separate, exponents with D, and cells may stand in quotation marks.
/// </summary>
internal sealed class TextTable : INumberTable
{
    private const int MostValues = 60_000_000, MostColumns = 1000;
    private const long MostBytes = 2_000_000_000;
    private readonly List<double> _values = [];
    private readonly string _file;
    private string? _remark;

    private TextTable(string file) => _file = file;

    /// <summary>The names of the columns; null if there are none.</summary>
    public IReadOnlyList<string>? Names { get; private set; }

    public int Columns { get; private set; }

    public int Rows => Columns == 0 ? 0 : _values.Count / Columns;

    public double this[int row, int column] => _values[row * Columns + column];

    /// <summary>Whether the beginning of a file is that of a text rather than of an HDF5 file or another binary one.</summary>
    public static bool LooksLikeText(ReadOnlySpan<byte> start) => start.Length > 0 && !start.ContainsAnyInRange((byte)0, (byte)8)
        && !start.StartsWith("\u0089HDF"u8) && start[0] is not (0x89 or 0x93 or 0x1f);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFileException">It cannot be read or is no table.</exception>
    public static TextTable Read(string file)
    {
        var table = new TextTable(file);
        try
        {
            using FileStream stream = OrdinaryFile.Open(file);
            if (stream.Length > MostBytes)
                throw new DataFileException(Invariant($"\"{file}\" is larger than {MostBytes / 1e9:G2} GB"));
            using var reader = new StreamReader(stream);
            int number = 0;
            while (reader.ReadLine() is { } line)
                table.Add(line, ++number);
        }
        catch (Exception error) when (error is (IOException and not DataFileException) or UnauthorizedAccessException or ArgumentException or NotSupportedException
            or OutOfMemoryException)
        {
            throw DataFileException.Of(file, error);
        }
        return table.Rows > 0 ? table : throw new DataFileException($"\"{file}\" holds no numbers");
    }

    /// <summary>The column with a name, or with a number counted from 1.</summary>
    /// <exception cref="DataFileException">There is none, or there are several.</exception>
    public int Column(string which)
    {
        int[] named = [.. Enumerable.Range(0, Names?.Count ?? 0).Where(i => string.Equals(Names![i], which, StringComparison.OrdinalIgnoreCase))];
        if (named.Length == 1)
            return named[0];
        if (named.Length == 0 && int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= Columns)
            return number - 1;
        string known = Names is null ? Invariant($"{Columns} columns without names, 1 to {Columns}") : "the columns " + string.Join(", ", Names.Take(20));
        throw new DataFileException($"\"{_file}\" has {(named.Length > 1 ? "more than one" : "no")} column \"{which}\"; it has {known}");
    }

    private void Add(string line, int number)
    {
        ReadOnlySpan<char> text = line.AsSpan().Trim();
        if (text.IsEmpty)
            return;
        if (text[0] is '#' or '%')
        {
            if (_values.Count == 0)
                _remark = text.TrimStart("#% ").ToString();
            return;
        }
        if (text.IndexOfAnyInRange('\0', '\u0008') >= 0)
            throw Wrong(number, "holds bytes that are no text, such as a zero");
        TableLine cells = TableLine.Of(text.ToString());
        if (cells.IsAmbiguous)
            throw Wrong(number, $"separates by commas and by blanks, or its commas are decimal ones: {Shorten(line)}; separate by semicolons or write decimal points");
        // The numbers of rows that R writes before them stand under an empty name.
        if (_values.Count == 0 && Names is null && cells.Cells.Any(cell => cell.Any(char.IsLetter))
            && Array.TrueForAll(cells.Cells, cell => cell.Length == 0 || (TableLine.Number(cell, true) is null && cell.Any(char.IsLetter))))
        {
            (Names, Columns) = (cells.Cells, cells.Cells.Length);
            return;
        }
        AddNumbers(cells, number);
    }

    private void AddNumbers(TableLine line, int number)
    {
        if (_values.Count == 0)
            Begin(line);
        if (line.Cells.Length != Columns)
        {
            string hint = line.Separator == ',' && line.Cells.Length == 2 * Columns ? "; if the commas are decimal ones, separate by semicolons" : "";
            throw Wrong(number, Invariant($"{line.Cells.Length} values, {Columns} are needed as above{hint}"));
        }
        if (_values.Count + Columns > MostValues)
            throw new DataFileException(Invariant($"\"{_file}\" holds more than {MostValues} numbers"));
        foreach (string cell in line.Cells)
            _values.Add(TableLine.Number(cell, line.Separator != ',') ?? throw Wrong(number, $"\"{Shorten(cell)}\" is no finite number"));
    }

    /// <summary>The first line of numbers: how many columns there are, and whether the remark above it names them.</summary>
    private void Begin(TableLine line)
    {
        if (Names is null)
        {
            Columns = line.Cells.Length;
            string[] remark = _remark is null ? [] : TableLine.Of(_remark).Cells;
            if (remark.Length == Columns && remark.Any(ColumnNames.IsKnown))
                Names = remark;
        }
        if (Columns > MostColumns)
            throw new DataFileException(Invariant($"\"{_file}\" has {Columns} columns; at most {MostColumns} are read"));
    }

    private DataFileException Wrong(int line, string what) => new(Invariant($"\"{_file}\", line {line}: {what}"));

    private static string Shorten(string text) => text.Length > 40 ? text[..40] + "..." : text;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A line of a table.</summary>
/// <param name="Cells">What stands between the separators.</param>
/// <param name="Separator">The separator; a blank for blanks and tabs.</param>
/// <param name="IsAmbiguous">Whether commas and blanks both could separate.</param>
internal readonly record struct TableLine(string[] Cells, char Separator, bool IsAmbiguous)
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>
    /// Semicolons separate where there are any; then tabs, if every cell between them is a number with a decimal comma or without one; then commas; then
    /// blanks.
    /// </summary>
    public static TableLine Of(string line)
    {
        if (line.Contains(';', StringComparison.Ordinal))
            return new(Split(line, ';'), ';', false);
        if (!line.Contains(',', StringComparison.Ordinal))
            return new(line.Contains('"', StringComparison.Ordinal) ? Split(line, line.Contains('\t', StringComparison.Ordinal) ? '\t' : ' ')
                : line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries), ' ', false);
        if (line.Contains('\t', StringComparison.Ordinal) && line.Split('\t') is var tabbed && Array.TrueForAll(tabbed, cell => Number(cell, true) is not null))
            return new([.. tabbed.Select(cell => cell.Trim())], '\t', false);
        string[] cells = Split(line, ',');
        return new(cells, ',', Array.Exists(cells, cell => cell.IndexOfAny(Blanks) >= 0
            && cell.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).All(part => Number(part, false) is not null)));
    }

    /// <summary>A finite number; null for anything else. D is the exponent of Fortran.</summary>
    public static double? Number(string cell, bool mayHaveDecimalComma)
    {
        string text = cell.Trim();
        if (text.AsSpan().ContainsAnyExcept("0123456789+-.,eEdD"))
            return null;
        if (mayHaveDecimalComma && text.IndexOf(',') is >= 0 and var comma && text.IndexOf(',', comma + 1) < 0 && !text.Contains('.', StringComparison.Ordinal))
            text = text.Replace(',', '.');
        text = text.Replace('D', 'E').Replace('d', 'e');
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out double value) && double.IsFinite(value) ? value : null;
    }

    /// <summary>The cells; one empty cell at the end is that of a separator that ends the line.</summary>
    private static string[] Split(string line, char separator)
    {
        string[] cells = [.. SeparatedLine.Cells(line, separator).Select(cell => cell.Trim())];
        if (cells.Length > 1 && cells[^1].Length == 0)
            cells = cells[..^1];
        return separator == ' ' ? [.. cells.Where(one => one.Length > 0)] : cells;
    }
}
