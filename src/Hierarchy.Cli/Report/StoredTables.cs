using System.Globalization;
using System.Text;
using Hierarchy.Cli.Output;
using Hierarchy.Results;

namespace Hierarchy.Cli.Report;

/// <summary>The audit that a folder holds as a table.</summary>
internal static class StoredTables
{
    public const string AuditName = "audit.csv";

    /// <summary>Rows beyond this stay in the file only; a page has to open quickly.</summary>
    private const int MostRows = 400;

    /// <summary>Appends the table, if there is one.</summary>
    /// <exception cref="IOException">The file is no table.</exception>
    public static void Append(StringBuilder html, string folder)
    {
        string path = Path.Combine(folder, AuditName);
        if (!File.Exists(path))
            return;
        CsvTable table = Read(path);
        int verdict = table.Names.ToList().IndexOf("verdict");
        string[][] rows = [.. Enumerable.Range(0, table.Rows).Select(row => table.Cells(row).ToArray()).Where(cells => verdict < 0 || cells[verdict] != "not applicable")];
        string caption = rows.Length > MostRows ? $"Statements of the paper, the first {MostRows} of {rows.Length} rows of {AuditName}" : "Statements of the paper";
        HtmlTable.Append(html, "audit", caption, new Listing([.. table.Names], [.. rows.Take(MostRows).Select(row => row.Select(Value).ToArray())]));
    }

    private static CsvTable Read(string path)
    {
        try
        {
            return CsvTable.Read(path);
        }
        catch (FormatException error)
        {
            throw new IOException($"{path} is no table: {error.Message}");
        }
    }

    private static object? Value(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && cell.Contains('.', StringComparison.Ordinal) ? number : cell;
}
