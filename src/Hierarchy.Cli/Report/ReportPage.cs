using System.Globalization;
using System.Net;
using System.Text;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Report;

/// <summary>report.html: everything in one file, which needs no network.</summary>
internal static class ReportPage
{
    /// <summary>What the brackets of a table mean.</summary>
    public const string DigitsHint = "1.2365(3): the error of the last digit, of sample, discretisation and noise together; grey: smaller than its error. The saved "
        + "tables have every digit.";

    private const string DrawnStart = "<meta name=\"drawn\" content=\"", DrawnEnd = "\">";
    private const int LinesOfHead = 20;

    /// <summary>The page.</summary>
    /// <param name="experiment">What it shows.</param>
    /// <param name="figures">The figures on it.</param>
    /// <param name="drawn">The names, without extension, of all that was drawn into the folder of the plots; see <see cref="DrawnIn"/>.</param>
    public static string Write(StoredExperiment experiment, IReadOnlyList<Figure> figures, IEnumerable<string> drawn)
    {
        var html = new StringBuilder();
        Head(html, experiment.Scenario.Title.Length > 0 ? experiment.Scenario.Title : experiment.Scenario.Name, drawn);
        Figure? headline = Headline.Whole(experiment.Scenario, figures);
        Summary(html, experiment, headline);
        Remarks(html, experiment);
        Section(html, "results", "Results");
        Table(html, "comparison", "Every run at its last time", ReportTables.Comparison(experiment));
        Paragraph(html, DigitsHint, "hint");
        foreach (Figure figure in figures.Where(figure => figure != headline))
            Append(html, figure);
        Fold(html, "tables", "Tables", () =>
        {
            Table(html, "rates", "Rates in N at the last time", ReportTables.Rates(experiment));
            Table(html, "errors", "Errors against the references at the last time", ReportTables.Errors(experiment));
            Table(html, "conservation", "Negative mass at the last time, largest relative drifts, and defects", ReportTables.Conservation(experiment));
            StoredTables.Append(html, experiment.Folder);
            Table(html, "runs", "What each run took", ReportTables.Cost(experiment));
        });
        Fold(html, "models", "Models", () => Models(html, experiment));
        Fold(html, "machine", "How it was made", () => Machine(html, experiment));
        Foot(html);
        return html.ToString();
    }

    /// <summary>Ends a page.</summary>
    public static void Foot(StringBuilder html) => html.Append("</main>\n<script>\n").Append(PageFile("report.js")).Append("</script>\n</body>\n</html>\n");

    /// <summary>The names that a page says were drawn with it; empty if there is no page of this program.</summary>
    public static IReadOnlyList<string> DrawnIn(string page)
    {
        if (!File.Exists(page))
            return [];
        string? line = OrdinaryFile.ReadLines(page).Take(LinesOfHead)
            .FirstOrDefault(line => line.StartsWith(DrawnStart, StringComparison.Ordinal) && line.EndsWith(DrawnEnd, StringComparison.Ordinal));
        string[] names = line is null ? [] : WebUtility.HtmlDecode(line[DrawnStart.Length..^DrawnEnd.Length]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. names.Where(name => name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0)];
    }

    /// <summary>Begins a page.</summary>
    public static void Head(StringBuilder html, string heading, IEnumerable<string> drawn)
    {
        string title = Text(heading);
        string style = PageFile("report.css").Replace("/*light*/", Variables(colour => colour.Light), StringComparison.Ordinal)
            .Replace("/*dark*/", Variables(colour => colour.Dark), StringComparison.Ordinal);
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<link rel=\"icon\" href=\"data:,\">\n").Append(DrawnStart).Append(Text(string.Join(' ', drawn))).Append(DrawnEnd).Append('\n');
        html.Append($"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n<h1>{Typography.ToHtml(heading)}</h1>\n");
    }

    /// <summary>A paragraph of a kind that the style sheet knows.</summary>
    public static void Paragraph(StringBuilder html, string text, string kind) => html.Append($"<p class=\"{kind}\">{Typography.ToHtml(text)}</p>\n");

    /// <summary>What came out, whether it can be trusted, the figure that shows it, and what was asked.</summary>
    private static void Summary(StringBuilder html, StoredExperiment experiment, Figure? headline)
    {
        Scenario scenario = experiment.Scenario;
        if (Opening.Of(experiment) is { Length: > 0 } opening)
            Paragraph(html, opening, "opening");
        string status = Text(experiment.Manifest.Status);
        html.Append(status.Length > 0 ? $"<p class=\"verdict\"><span class=\"status {status}\">{status}</span> " : "<p class=\"verdict\">");
        html.Append(string.Join("<br />", VerdictLines.Of(experiment.Runs, QuantityWords.WithCode).Select(Typography.ToHtml))).Append("</p>\n");
        if (headline is not null)
            Append(html, headline, "h2");
        html.Append("<nav aria-label=\"Sections\"><ul>");
        foreach ((string anchor, string name) in (ReadOnlySpan<(string, string)>)[("settings", "Settings"), ("results", "Results"), ("tables", "Tables"),
            ("models", "Models"), ("machine", "How it was made")])
            html.Append($"<li><a href=\"#{anchor}\">{name}</a></li>");
        html.Append("</ul></nav>\n");
        Section(html, "settings", "Settings");
        html.Append($"<p class=\"lead\">{Typography.ToHtml(scenario.Description)}</p>\n<dl>\n");
        foreach ((string name, string value) in ScenarioFacts.Of(experiment))
            html.Append($"<dt>{Text(name)}</dt><dd>{Typography.ToHtml(value)}</dd>\n");
        html.Append("</dl>\n");
    }

    private static void Remarks(StringBuilder html, StoredExperiment experiment)
    {
        string[] lines =
        [
            .. experiment.Manifest.Runs.Where(run => run.Status.Length > 0 && run.Status is not ("completed" or "unphysical"))
                .Select(run => $"{run.Model}, N = {run.Particles}: {run.Status} at time {StoredExperiment.Text(run.Time)}; {run.Message}".TrimEnd(' ', ';')),
            .. experiment.Manifest.Warnings, .. experiment.Missing.Select(file => $"the folder has no {file}: what is drawn from it is left out"),
            .. experiment.Fields is not null && !experiment.Plan.StoresPairs && experiment.Plan.Runs.Any(run => run.HasCorrelation && run.Radial is null)
                ? (string[])["pair correlations are not drawn, since they were not stored: \"output\": { \"pair\": true } stores them"] : [],
        ];
        if (lines.Length == 0)
            return;
        html.Append("<div class=\"note\" role=\"note\"><strong>To be kept in mind</strong>\n<ul>\n");
        foreach (string line in lines.Distinct())
            html.Append($"<li>{Typography.ToHtml(line)}</li>\n");
        html.Append("</ul></div>\n");
    }

    /// <summary>A figure with its heading and caption.</summary>
    public static void Append(StringBuilder html, Figure figure, string heading = "h3")
    {
        html.Append($"<{heading} id=\"{figure.Name}\">{Typography.ToHtml(figure.Title)}</{heading}>\n<figure aria-labelledby=\"{figure.Name}\">\n");
        if (figure.Frames.Count == 0)
            Panels(html, figure.Panels, figure.Name, "");
        else
            FrameSlider.Append(html, figure, Panels);
        html.Append($"<figcaption>{Typography.ToHtml(figure.Caption)}</figcaption>\n</figure>\n");
    }

    private static void Panels(StringBuilder html, IReadOnlyList<Panel> panels, string name, string attributes)
    {
        string columns = panels.Count switch { 1 => "one", 2 or 4 => "two", _ => "three" };
        html.Append($"<div class=\"panels {columns}\"{attributes}>\n");
        for (int i = 0; i < panels.Count; i++)
            html.Append(FigurePainter.ToInlineSvg(panels[i], string.Create(CultureInfo.InvariantCulture, $"{name}-{i}-"))).Append('\n');
        html.Append("</div>\n");
    }

    private static void Models(StringBuilder html, StoredExperiment experiment)
    {
        html.Append("<dl>\n");
        foreach (string model in experiment.Models)
        {
            ModelProperty violated = ModelRegistry.FactsOf(model).Violates;
            string failures = violated == ModelProperty.None ? "" : " It does not satisfy: " + string.Join(", ", violated.Words()) + ".";
            html.Append($"<dt>{Text(model)}</dt><dd>{Typography.ToHtml((ModelRegistry.Find(model)?.Formula ?? "a model of another version") + "." + failures)}</dd>\n");
        }
        html.Append("</dl>\n");
    }

    private static void Machine(StringBuilder html, StoredExperiment experiment)
    {
        html.Append("<dl>\n");
        foreach ((string name, string value) in experiment.Manifest.Facts)
            html.Append($"<dt>{Text(name)}</dt><dd>{(name == "command_line" ? Text(value) : Typography.ToHtml(value))}</dd>\n");
        html.Append("</dl>\n<p>Noise floors, the grey strips of the figures, are estimates of the size below which the grid, its box and round-off do not support a "
            + "value; noise.csv has all of them.</p>\n");
    }

    /// <summary>A section that opens when it is asked for.</summary>
    private static void Fold(StringBuilder html, string anchor, string title, Action content)
    {
        html.Append($"<details id=\"{anchor}\"><summary><h2>{title}</h2></summary>\n");
        content();
        html.Append("</details>\n");
    }

    private static void Section(StringBuilder html, string anchor, string title) => html.Append($"<h2 id=\"{anchor}\">{title}</h2>\n");

    private static void Table(StringBuilder html, string name, string caption, Listing listing)
    {
        if (listing.Rows.Count > 0)
            HtmlTable.Append(html, name, caption, listing);
    }

    private static string Variables(Func<ThemeColour, string> value) => string.Concat(Theme.All.Select(colour => $"--{colour.Name}: {value(colour)}; "));

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string PageFile(string name)
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream("page/" + name) ?? throw new InvalidOperationException($"the program lacks its file {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
