using System.Globalization;
using System.Net;
using System.Text;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.States;

namespace Hierarchy.Cli.Report;

/// <summary>A listing as a table that a page can sort and save; every digit of a number is kept beside the few that are shown.</summary>
internal static class HtmlTable
{
    /// <summary>The column whose cells name quantities.</summary>
    private const string QuantityColumn = "quantity";

    /// <summary>Appends the table in a box that scrolls, and the button that saves it. Columns without any entry are left out.</summary>
    /// <param name="html">The page.</param>
    /// <param name="name">Its identifier, and the name of the CSV file.</param>
    /// <param name="caption">Its heading.</param>
    /// <param name="listing">The rows.</param>
    public static void Append(StringBuilder html, string name, string caption, Listing listing)
    {
        int[] columns = [.. Enumerable.Range(0, listing.Columns.Length).Where(i => listing.Rows.Any(row => Shown(row[i]).Length > 0))];
        bool[] isText = [.. columns.Select(i => !listing.Rows.Any(row => row[i] is double or int or long or Measured))];
        string words = WebUtility.HtmlEncode(caption);
        html.Append($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{words}\">\n<table id=\"table-{name}\" "
            + $"data-name=\"{name}\"><caption>{Typography.ToHtml(caption)}</caption>\n<thead><tr>");
        for (int k = 0; k < columns.Length; k++)
        {
            string column = listing.Columns[columns[k]];
            html.Append($"<th scope=\"col\" data-value=\"{WebUtility.HtmlEncode(column)}\"{(isText[k] ? " class=\"text\"" : "")}>{Heading(column)}</th>");
        }
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (object?[] row in listing.Rows)
        {
            html.Append("<tr>");
            for (int k = 0; k < columns.Length; k++)
                AppendCell(html, row[columns[k]], isText[k], listing.Columns[columns[k]] == QuantityColumn);
            html.Append("</tr>\n");
        }
        html.Append($"</tbody></table></div>\n<button type=\"button\" class=\"download\" data-table=\"table-{name}\" data-file=\"{name}.csv\">Save {name}.csv</button>\n");
    }

    /// <summary>A cell as it is printed; what is saved and sorted by stands beside it where that differs.</summary>
    private static void AppendCell(StringBuilder html, object? cell, bool isText, bool isQuantity)
    {
        string text = Shown(cell), shown = isQuantity ? Heading(text) : Typography.ToHtml(text);
        double number = cell switch { double value => value, Measured measured => measured.Value, _ => double.NaN };
        string saved = WebUtility.HtmlEncode(double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : text);
        string exact = double.IsFinite(number) || saved != shown ? $" data-value=\"{saved}\"" : "";
        string kind = isText ? " class=\"text\"" : cell is Measured { IsBelowError: true } ? " class=\"below\" title=\"smaller than its error\"" : "";
        html.Append($"<td{kind}{exact}>{shown}</td>");
    }

    /// <summary>The words of a quantity with its code name below, or the heading as it is.</summary>
    private static string Heading(string column) => QuantityWords.Of(column) is { } words
        ? $"{Typography.ToHtml(words)} <code>{WebUtility.HtmlEncode(column)}</code>" : Typography.ToHtml(column);

    private static string Shown(object? cell) => cell switch
    {
        Measured measured => double.IsNaN(measured.Value) ? "" : measured.ToString(),
        double number => double.IsNaN(number) ? "" : double.IsInfinity(number) ? "∞" : Figures.Number(number),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell?.ToString() ?? "",
    };
}
