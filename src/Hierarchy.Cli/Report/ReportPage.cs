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
        Summary(html, experiment);
        Remarks(html, experiment);
        Section(html, "results", "Results");
        Table(html, "comparison", "Every run at its last time", ReportTables.Comparison(experiment));
        foreach (Figure figure in figures)
            Append(html, figure);
        Section(html, "tables", "Tables");
        Table(html, "rates", "Rates in N at the last time", ReportTables.Rates(experiment));
        Table(html, "errors", "Errors against the references at the last time", ReportTables.Errors(experiment));
        Table(html, "conservation", "Largest relative drifts, and defects at the last time", ReportTables.Conservation(experiment));
        StoredTables.Append(html, experiment.Folder);
        Models(html, experiment);
        Table(html, "runs", "What each run took", ReportTables.Cost(experiment));
        Machine(html, experiment);
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
        string? line = OrdinaryFile.ReadLines(page).Take(LinesOfHead).FirstOrDefault(line => line.StartsWith(DrawnStart, StringComparison.Ordinal) && line.EndsWith(DrawnEnd, StringComparison.Ordinal));
        string[] names = line is null ? [] : WebUtility.HtmlDecode(line[DrawnStart.Length..^DrawnEnd.Length]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. names.Where(name => name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0)];
    }

    /// <summary>Begins a page.</summary>
    public static void Head(StringBuilder html, string heading, IEnumerable<string> drawn)
    {
        string title = Text(heading);
        string style = PageFile("report.css").Replace("/*light*/", Variables(colour => colour.Light), StringComparison.Ordinal).Replace("/*dark*/", Variables(colour => colour.Dark), StringComparison.Ordinal);
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<link rel=\"icon\" href=\"data:,\">\n").Append(DrawnStart).Append(Text(string.Join(' ', drawn))).Append(DrawnEnd).Append('\n');
        html.Append($"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n");
    }

    private static void Summary(StringBuilder html, StoredExperiment experiment)
    {
        Scenario scenario = experiment.Scenario;
        if (experiment.Manifest.Status.Length > 0)
            html.Append($"<p><span class=\"status {Text(experiment.Manifest.Status)}\">{Text(experiment.Manifest.Status)}</span></p>\n");
        foreach (string verdict in VerdictLines.Of(experiment.Runs))
            html.Append($"<p class=\"verdict\">{Text(verdict)}</p>\n");
        html.Append($"<p class=\"lead\">{Text(scenario.Description)}</p>\n<nav aria-label=\"Sections\"><ul>");
        foreach ((string anchor, string name) in (ReadOnlySpan<(string, string)>)[("results", "Results"), ("tables", "Tables"), ("models", "Models"), ("machine", "How it was made")])
            html.Append($"<li><a href=\"#{anchor}\">{name}</a></li>");
        html.Append("</ul></nav>\n<dl>\n");
        foreach ((string name, string value) in ScenarioFacts.Of(experiment.Plan))
            html.Append($"<dt>{Text(name)}</dt><dd>{Text(value)}</dd>\n");
        html.Append("</dl>\n");
    }

    private static void Remarks(StringBuilder html, StoredExperiment experiment)
    {
        string[] lines =
        [
            .. experiment.Manifest.Runs.Where(run => run.Status.Length > 0 && run.Status is not ("completed" or "unphysical")).Select(run => $"{run.Model}, N = {run.Particles}: {run.Status} at time {StoredExperiment.Text(run.Time)}; {run.Message}".TrimEnd(' ', ';')),
            .. experiment.Manifest.Warnings, .. experiment.Missing.Select(file => $"the folder has no {file}: what is drawn from it is left out"),
            .. experiment.Fields is not null && !experiment.Plan.StoresPairs && experiment.Plan.Runs.Any(run => run.HasCorrelation)
                ? (string[])["pair correlations are not drawn, since they were not stored: \"output\": { \"pair\": true } stores them"] : [],
        ];
        if (lines.Length == 0)
            return;
        html.Append("<div class=\"note\" role=\"note\"><strong>To be kept in mind</strong>\n<ul>\n");
        foreach (string line in lines.Distinct())
            html.Append($"<li>{Text(line)}</li>\n");
        html.Append("</ul></div>\n");
    }

    /// <summary>A figure with its heading and caption.</summary>
    public static void Append(StringBuilder html, Figure figure)
    {
        html.Append($"<h3 id=\"{figure.Name}\">{Subscripts.ToHtml(figure.Title)}</h3>\n<figure aria-labelledby=\"{figure.Name}\">\n<div class=\"panels{(figure.Panels.Count == 4 ? " four" : "")}\">\n");
        for (int i = 0; i < figure.Panels.Count; i++)
            html.Append(FigurePainter.ToInlineSvg(figure.Panels[i], string.Create(CultureInfo.InvariantCulture, $"{figure.Name}-{i}-"))).Append('\n');
        html.Append($"</div>\n<figcaption>{Subscripts.ToHtml(figure.Caption)}</figcaption>\n</figure>\n");
    }

    private static void Models(StringBuilder html, StoredExperiment experiment)
    {
        Section(html, "models", "Models");
        html.Append("<dl>\n");
        foreach (string model in experiment.Models)
        {
            ModelProperty violated = ModelRegistry.FactsOf(model).Violates;
            string failures = violated == ModelProperty.None ? "" : " It does not satisfy: " + string.Join(", ", violated.Words()) + ".";
            html.Append($"<dt>{Text(model)}</dt><dd>{Text((ModelRegistry.Find(model)?.Formula ?? "a model of another version") + "." + failures)}</dd>\n");
        }
        html.Append("</dl>\n");
    }

    private static void Machine(StringBuilder html, StoredExperiment experiment)
    {
        Section(html, "machine", "How it was made");
        html.Append("<dl>\n");
        foreach ((string name, string value) in experiment.Manifest.Facts)
            html.Append($"<dt>{Text(name)}</dt><dd>{Text(value)}</dd>\n");
        html.Append("</dl>\n<p>Noise floors, the grey strips of the figures, are estimates of the size below which the grid, its box and round-off do not support a value; noise.csv has all of them.</p>\n");
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
