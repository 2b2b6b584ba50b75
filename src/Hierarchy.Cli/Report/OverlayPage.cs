using System.Text;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Results;

namespace Hierarchy.Cli.Report;

/// <summary>report.html of several results: what came out of all, the verdict, the figure that shows it, what they share and what tells them apart.</summary>
internal static class OverlayPage
{
    private const int MostNames = 6, MostValues = 12;

    /// <summary>The page.</summary>
    public static string Write(ResultSet set, IReadOnlyList<Figure> figures)
    {
        var html = new StringBuilder();
        ReportPage.Head(html, Heading(set), figures.Select(figure => figure.Name));
        if (OverlayOpening.Of(set) is { Length: > 0 } opening)
            ReportPage.Paragraph(html, opening, "opening");
        string status = set.Status.ToString().ToLowerInvariant();
        html.Append($"<p class=\"verdict\"><span class=\"status {status}\">{status}</span> ");
        html.Append(string.Join("<br />", Verdicts(set).Select(Typography.ToHtml))).Append("</p>\n");
        if (figures.Count > 0)
            ReportPage.Append(html, figures[0], "h2");
        html.Append("<nav aria-label=\"Sections\"><ul><li><a href=\"#settings\">Settings</a></li><li><a href=\"#results\">Results</a></li></ul></nav>\n");
        html.Append("<h2 id=\"settings\">Settings</h2>\n");
        if (set.Members.Select(member => member.Results.Scenario.Description).Distinct().ToArray() is [{ Length: > 0 } description])
            ReportPage.Paragraph(html, description, "lead");
        html.Append("<dl>\n");
        foreach ((string name, string value) in Facts(set))
            html.Append($"<dt>{Typography.ToHtml(name)}</dt><dd>{Typography.ToHtml(value)}</dd>\n");
        html.Append("</dl>\n<h2 id=\"results\">Results</h2>\n");
        HtmlTable.Append(html, "runs", "Every run at its last time", SweepTable.Of(set.Labels, set.Members.Select(member => ((object?[])member.Labels, member.Results))));
        ReportPage.Paragraph(html, ReportPage.DigitsHint, "hint");
        foreach (Figure figure in figures.Skip(1))
            ReportPage.Append(html, figure);
        ReportPage.Foot(html);
        return html.ToString();
    }

    /// <summary>The verdicts of all runs, the gravest first, with the results that each is about.</summary>
    internal static IReadOnlyList<string> Verdicts(ResultSet set)
    {
        var runs = set.Members.Index().SelectMany(member => member.Item.Results.Runs.Select(run => (Member: member.Index, Run: run))).ToArray();
        var groups = runs.GroupBy(one => Kind(one.Run)).OrderBy(group => VerdictLines.Rank(group.First().Run)).ToArray();
        return [.. groups.Select(group => group.Count() == runs.Length ? $"{group.Key}: every run of {set.Members.Count} results"
            : $"{group.Key}: {group.Count()} of {runs.Length} runs{(group == groups[^1] ? "" : Names(set, [.. group]))}")];
    }

    private static string Heading(ResultSet set) =>
        $"{(set.Title.Length > 0 ? set.Title : set.Name)}: {set.Members.Count} {(set.Folder is null ? "results" : "variants")}";

    /// <summary>A verdict without the numbers that differ from run to run.</summary>
    private static string Kind(RunResults run) => run.Status switch
    {
        RunStatus.Failed => "failed",
        RunStatus.Stopped => "stopped before the end",
        _ => run.Verdict.Kind switch
        {
            VerdictKind.Unphysical => "unphysical from some time on",
            VerdictKind.Partly => "partly resolved",
            VerdictKind.Unknown => "without errors, so that nothing can be said",
            _ => "resolved",
        },
    };

    /// <summary>The runs of a verdict by the result that they belong to.</summary>
    private static string Names(ResultSet set, IReadOnlyList<(int Member, RunResults Run)> runs)
    {
        string[] all = [.. runs.GroupBy(one => one.Member).Select(group => $"{set.Words(group.Key)}: {VerdictLines.Names([.. group.Select(one => one.Run)])}")];
        return $" ({string.Join("; ", all.Take(MostNames))}{(all.Length > MostNames ? $"; and {all.Length - MostNames} more results" : "")})";
    }

    /// <summary>The settings of the results: one value where all have it, else those that there are.</summary>
    private static IEnumerable<(string Name, string Value)> Facts(ResultSet set)
    {
        var all = set.Members.Select(member => Rows(member.Results)).ToArray();
        foreach (string name in all.SelectMany(facts => facts.Select(fact => fact.Name)).Distinct())
        {
            string[] values = [.. all.Select(facts => facts.FirstOrDefault(fact => fact.Name == name).Value ?? "none").Distinct()];
            // The names of variants are made of the keys, which the other rows tell.
            if (name != ScenarioFacts.Name || values.Length == 1)
                yield return (name, values.Length == 1 ? values[0] : $"{string.Join("; or ", values.Take(MostValues))}"
                    + (values.Length > MostValues ? $"; and {values.Length - MostValues} more" : ""));
        }
    }

    /// <summary>The facts of one result, with those of a name in one.</summary>
    private static IReadOnlyList<(string Name, string Value)> Rows(Results.Results results)
    {
        var rows = new List<(string Name, string Value)>();
        foreach ((string name, string value) in ScenarioFacts.Of(new StoredExperiment(results)))
        {
            if (name == ScenarioFacts.Further)
                rows[^1] = (rows[^1].Name, $"{rows[^1].Value} + {value}");
            else
                rows.Add((name, value));
        }
        return rows;
    }
}
