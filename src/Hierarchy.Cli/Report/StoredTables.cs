using System.Globalization;
using System.Text;
using Hierarchy.Cli.Output;
using Hierarchy.Densities;
using Hierarchy.States;

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
        string[][] lines = [.. OrdinaryFile.ReadLines(path).Select(Cells)];
        if (lines.Length < 2 || lines.Any(line => line.Length != lines[0].Length))
            throw new IOException($"{path} is no table: its lines differ in length");
        int verdict = Array.IndexOf(lines[0], "verdict");
        string[][] rows = [.. lines.Skip(1).Where(line => verdict < 0 || line[verdict] != "not applicable")];
        string caption = rows.Length > MostRows ? $"Statements of the paper, the first {MostRows} of {rows.Length} rows of {AuditName}" : "Statements of the paper";
        HtmlTable.Append(html, "audit", caption, new Listing(lines[0], [.. rows.Take(MostRows).Select(row => row.Select(Value).ToArray())]));
    }

    private static object? Value(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && cell.Contains('.', StringComparison.Ordinal) ? number : cell;

    /// <summary>The cells of a line, of which some stand in quotation marks.</summary>
    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(line[i]);
        }
        cells.Add(cell.ToString());
        return [.. cells];
    }
}
