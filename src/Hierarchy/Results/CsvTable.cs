using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Densities.Files;

namespace Hierarchy.Results;

/// <summary>
/// A table that this program wrote, perhaps saved again by another one: its columns in any order, cells in quotation marks, lines that end with CR LF,
/// semicolons or tabs for commas and then decimal commas, NA for what is not known, a first column of row numbers. The one reader of the tables of results.
/// </summary>
internal sealed class CsvTable
{
    private readonly string _file;
    private readonly char _separator;
    private readonly List<string[]> _rows = [];
    private readonly Dictionary<string, int> _columns = [];

    private CsvTable(string file, string header)
    {
        _file = file;
        _separator = ((char[])[',', ';', '\t']).MaxBy(separator => header.Count(c => c == separator));
        Names = [.. SeparatedLine.Cells(header, _separator).Select(name => name.Trim())];
        for (int i = 0; i < Names.Count; i++)
            _columns.TryAdd(Names[i], i);
    }

    /// <summary>The names of the columns as they stand in the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => _rows.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="needed">The columns that it has to have.</param>
    /// <exception cref="FormatException">It has no such columns, or a line of another length.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CsvTable Read(string file, params string[] needed)
    {
        using var reader = new StreamReader(OrdinaryFile.Open(file));
        var table = new CsvTable(file, reader.ReadLine() ?? "");
        if (needed.FirstOrDefault(name => !table.Has(name)) is { } missing)
            throw new FormatException($"{Path.GetFileName(file)} has no column {missing}; it begins with the line {string.Join(',', needed)}");
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
                continue;
            string[] cells = SeparatedLine.Cells(line, table._separator);
            table._rows.Add(cells.Length == table.Names.Count ? cells : throw table.Malformed(line));
        }
        return table;
    }

    /// <summary>Whether there is a column of that name.</summary>
    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>A cell; empty where it says that nothing is known.</summary>
    public string Text(int row, string column) => Cell(_rows[row][_columns[column]]);

    /// <summary>The cells of a row in the order of the file.</summary>
    public IEnumerable<string> Cells(int row) => _rows[row].Select(Cell);

    /// <summary>A number; NaN where nothing is known.</summary>
    /// <exception cref="FormatException">The cell holds something else.</exception>
    public double Number(int row, string column)
    {
        string text = Text(row, column);
        if (text.Length == 0)
            return double.NaN;
        string point = _separator == ',' ? text : text.Replace(',', '.');
        return double.TryParse(point, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : Infinity(point) ?? throw Malformed(text);
    }

    /// <summary>What a reader throws who finds that in the table.</summary>
    public FormatException Malformed(string text) => new($"{Path.GetFileName(_file)} holds \"{text[..Math.Min(60, text.Length)]}\", which is no line of it");

    private static string Cell(string cell)
    {
        string text = cell.Trim();
        return text == "NA" ? "" : text;
    }

    /// <summary>As R and Python write it.</summary>
    private static double? Infinity(string text) => text.ToUpperInvariant() switch { "INF" or "+INF" => double.PositiveInfinity, "-INF" => double.NegativeInfinity, _ => null };
}
