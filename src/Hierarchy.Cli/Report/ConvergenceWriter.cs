using System.Globalization;
using System.Text;
using Hierarchy.Analysis;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Report;

/// <summary>The report of a study of convergence: errors against what was refined, with the observed orders.</summary>
internal static class ConvergenceWriter
{
    private const int MostPanels = 6, MostCurves = 6;

    /// <summary>Writes plots/*.png, plots/*.svg and report.html into a folder.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="scenario">The finest level.</param>
    /// <param name="over">What was refined.</param>
    /// <param name="rows">What came out.</param>
    /// <param name="listing">The same as a table.</param>
    /// <param name="notes">What the columns mean.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, Scenario scenario, ConvergenceParameter over, IReadOnlyList<ConvergenceRow> rows, Listing listing, IEnumerable<string> notes)
    {
        Figure[] figures = Figure(rows, over) is { } figure ? [figure with { SmallPrint = ReportWriter.SmallPrint(scenario) }] : [];
        ReportWriter.Draw(folder, figures);
        var html = new StringBuilder();
        ReportPage.Head(html, $"{(scenario.Title.Length > 0 ? scenario.Title : scenario.Name)}: convergence", figures.Select(drawn => drawn.Name));
        ReportPage.Paragraph(html, Opening(rows, over), "opening");
        foreach (Figure drawn in figures)
            ReportPage.Append(html, drawn, "h2");
        // The levels are the same in every row, and stand in the figures.
        HtmlTable.Append(html, "converge", $"Errors at the end over the {Name(over)}",
            listing.Without(column => column.Length > 1 && column[0] == 'p' && char.IsAsciiDigit(column[1])));
        foreach (string note in notes)
            ReportPage.Paragraph(html, note, "hint");
        ReportPage.Foot(html);
        OwnFile.Write(Path.Combine(folder, ReportWriter.PageName), html.ToString());
    }

    /// <summary>The figure: for each quantity the errors of all runs on logarithmic axes; null where no row has two errors.</summary>
    internal static Figure? Figure(IReadOnlyList<ConvergenceRow> rows, ConvergenceParameter over)
    {
        ConvergenceRow[] drawable = [.. rows.Where(row => row.Errors.Count(error => error > 0 && double.IsFinite(error)) >= 2)];
        LinePanel[] panels = [.. drawable.GroupBy(row => row.Quantity).Take(MostPanels).Select(group => Panel(group.Key, [.. group.Take(MostCurves)], over))];
        int left = drawable.Select(row => row.Quantity).Distinct().Count() - panels.Length;
        return panels.Length == 0 ? null : new Figure(
            "convergence", "Errors and observed orders",
            $"Relative errors at the end against {Axis(over)}; p is the order between the last levels, the dashed line its "
                + $"slope.{(left > 0 ? $" The table has {left} more." : "")}", panels);
    }

    private static LinePanel Panel(string quantity, ConvergenceRow[] rows, ConvergenceParameter over)
    {
        var curves = new List<Series>();
        foreach (ConvergenceRow row in rows)
        {
            double[] x = [.. row.Parameters.Take(row.Errors.Count)], y = [.. row.Errors];
            double order = row.Orders.Count > 0 ? row.Orders[^1] : double.NaN;
            string name = row.Particles.IsInfinite ? row.Model : $"{row.Model} N={row.Particles}";
            if (double.IsFinite(order) && y[^1] > 0)
                curves.Add(new Series(row.Model, "", x, [.. x.Select(value => y[^1] * Math.Pow(value / x[^1], order))], null, SeriesForm.Guide));
            curves.Add(new Series(row.Model, double.IsFinite(order) ? string.Create(CultureInfo.InvariantCulture, $"{name} p={order:F1}").Replace('-', '−') : name,
                x, y, null, SeriesForm.Points));
        }
        return new LinePanel
        {
            Title = $"{QuantityWords.Of(quantity) ?? quantity}, against {rows[0].Reference}",
            XLabel = Axis(over),
            YLabel = "relative error",
            LogarithmicX = true,
            LogarithmicY = true,
            Series = curves,
            Alt = $"Errors of {quantity} against {Axis(over)} on logarithmic axes: "
                + string.Join("; ", rows.Select(row =>
                    $"{row.Model} {row.Particles} from {StoredExperiment.Text(row.Errors[0])} to {StoredExperiment.Text(row.Errors[^1])}")) + ".",
        };
    }

    /// <summary>What came out, in a sentence.</summary>
    private static string Opening(IReadOnlyList<ConvergenceRow> rows, ConvergenceParameter over)
    {
        double[] orders = [.. rows.Where(row => row.Orders.Count > 0 && double.IsFinite(row.Orders[^1])).Select(row => row.Orders[^1]).Order()];
        ConvergenceRow? worst = rows.Where(row => double.IsFinite(row.FinestError)).MaxBy(row => row.FinestError);
        string first = orders.Length == 0 ? "No order could be observed."
            : string.Create(CultureInfo.InvariantCulture, $"Over the {Name(over)}, half of {orders.Length} errors fall at an order of {orders[orders.Length / 2]:F1} "
                + $"or more.").Replace('-', '−');
        string rest = worst is null ? "" : string.Create(CultureInfo.InvariantCulture,
            $" The largest error that is left at the finest level is {worst.FinestError:G2}, of {QuantityWords.Of(worst.Quantity) ?? worst.Quantity} by "
                + $"{worst.Model}{(worst.Particles.IsInfinite ? "" : $" at N = {worst.Particles}")}.");
        int outside = rows.Count(row => row.IsOutsideAsymptoticRange);
        return first + rest + (outside == 0 ? "" : $" {outside} of {rows.Count} rows are not in the asymptotic range.");
    }

    private static string Name(ConvergenceParameter over) => over.ToString().ToLowerInvariant();

    private static string Axis(ConvergenceParameter over) =>
        over switch { ConvergenceParameter.Grid => "spacing h", ConvergenceParameter.Tolerance => "tolerance", _ => "replicas" };
}
