using System.Globalization;
using System.Text;
using System.Text.Json;
using Hierarchy.Results;

namespace Hierarchy.Cli.Output;

/// <summary>A table: names of columns and rows of strings, numbers, values with errors or nothing (null), printed for people, as JSON or as CSV.</summary>
internal sealed record Listing(string[] Columns, IReadOnlyList<object?[]> Rows)
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    /// <summary>The columns that a narrow terminal can do without, those first that are missed least.</summary>
    public IReadOnlyList<string> Dispensable { get; init; } = [];

    /// <summary>The groups of columns that a page shows in tables of their own, each behind its heading and beside the first column; none for one table.</summary>
    public IReadOnlyList<(string Heading, string[] Columns)> Parts { get; init; } = [];

    /// <summary>What the rows are called: their first cells.</summary>
    public IReadOnlyList<string> Names => [.. Rows.Select(row => row[0]?.ToString() ?? "")];

    /// <summary>The table without some of its columns.</summary>
    public Listing Without(Func<string, bool> isLeftOut)
    {
        int[] kept = [.. Enumerable.Range(0, Columns.Length).Where(i => !isLeftOut(Columns[i]))];
        return this with { Columns = [.. kept.Select(i => Columns[i])], Rows = [.. Rows.Select(row => (object?[])[.. kept.Select(i => row[i])])] };
    }

    /// <summary>The row of that name on its side, a line for each entry; null if there is none.</summary>
    public Listing? Row(string name) => Rows.FirstOrDefault(row => name.Equals(row[0]?.ToString(), StringComparison.OrdinalIgnoreCase)) is not { } found ? null
        : new Listing(["entry", "value"], [.. Columns.Zip(found).Where(entry => ForPeople(entry.Second).Length > 0)
            .Select(entry => new[] { entry.First.Replace('_', ' '), entry.Second })]);

    /// <summary>For a page of documentation; numbers as for people, columns without any entry left out.</summary>
    public string ToMarkdown() => Parts.Count == 0 ? ToMarkdown(Columns, Rows)
        : string.Join("\n", Parts.Select(part =>
            $"{part.Heading}\n\n{ToMarkdown([Columns[0], .. part.Columns], [.. Rows.Where(row => part.Columns.Any(name => CellOf(row, name).Length > 0))])}"));

    private string CellOf(object?[] row, string column) => ForPeople(row[Array.IndexOf(Columns, column)]);

    private string ToMarkdown(string[] columns, IReadOnlyList<object?[]> rows)
    {
        string[] shown = [.. columns.Where(column => rows.Any(row => CellOf(row, column).Length > 0))];
        var text = new StringBuilder();
        AddLine(shown.Select(column => column.Replace('_', ' ')));
        AddLine(shown.Select(_ => "---"));
        foreach (object?[] row in rows)
            AddLine(shown.Select(column => ForMarkdown(CellOf(row, column), isName: column == Columns[0])));
        return text.ToString();

        void AddLine(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    /// <summary>An array of objects; what is no finite number is null.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            WriteTo(json);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes the array.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (object?[] row in Rows)
        {
            json.WriteStartObject();
            for (int i = 0; i < row.Length; i++)
                WriteMember(json, Columns[i], row[i]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Comma-separated, every digit of the numbers, lines that end with a line feed; under a temporary name until complete.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteCsv(string path)
    {
        var text = new StringBuilder();
        text.Append(string.Join(',', Columns)).Append('\n');
        foreach (object?[] row in Rows)
            text.Append(string.Join(',', row.Select(ForFile))).Append('\n');
        OwnFile.Write(path, text.ToString());
    }

    private static void WriteMember(Utf8JsonWriter json, string name, object? cell)
    {
        json.WritePropertyName(name);
        switch (cell)
        {
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case Measured measured when double.IsFinite(measured.Value):
                json.WriteNumberValue(measured.Value);
                break;
            case null or double or Measured:
                json.WriteNullValue();
                break;
            default:
                json.WriteStringValue(ForPeople(cell));
                break;
        }
    }

    /// <summary>A cell as people read it.</summary>
    public static string ForPeople(object? cell) => cell switch
    {
        null => "",
        double number => Figures.Number(number),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    /// <summary>Names as code; elsewhere what Markdown would take for marks or HTML is escaped.</summary>
    private static string ForMarkdown(string text, bool isName)
    {
        if (isName && !text.Contains(' ', StringComparison.Ordinal))
            return $"`{text}`";
        foreach (string mark in (string[])["\\", "|", "*", "_", "<", ">", "`", "~", "$"])
            text = text.Replace(mark, "\\" + mark, StringComparison.Ordinal);
        return text;
    }

    private static string ForFile(object? cell)
    {
        string text = cell switch
        {
            null => "",
            double number => double.IsNaN(number) ? "" : number.ToString("R", CultureInfo.InvariantCulture),
            Measured measured => ForFile(measured.Value),
            _ => ForPeople(cell),
        };
        return text.AsSpan().IndexOfAny(",\"\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
