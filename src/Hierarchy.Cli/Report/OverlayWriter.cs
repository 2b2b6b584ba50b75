using System.Text;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Results;

namespace Hierarchy.Cli.Report;

/// <summary>Draws several results over each other and writes one report of them.</summary>
internal static class OverlayWriter
{
    /// <summary>Writes plots/*.png, plots/*.svg and report.html into a folder; what an earlier report drew there and this one does not is removed.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static IReadOnlyList<Figure> Write(ResultSet set, string folder)
    {
        IReadOnlyList<Figure> figures = OverlayFigures.Of(set);
        Directory.CreateDirectory(folder);
        FolderLinks.Refuse(folder);
        ReportWriter.Draw(folder, figures);
        OwnFile.Write(Path.Combine(folder, ReportWriter.PageName), Page(set, figures));
        return figures;
    }

    private static string Page(ResultSet set, IReadOnlyList<Figure> figures)
    {
        var html = new StringBuilder();
        ReportPage.Head(html, $"{set.Name}: {set.Members.Count} results", figures.Select(figure => figure.Name));
        foreach (Figure figure in figures)
            ReportPage.Append(html, figure);
        HtmlTable.Append(html, "runs", "Every run at its last time", SweepTable.Of(set.Labels, set.Members.Select(member => ((object?[])member.Labels, member.Results))));
        ReportPage.Foot(html);
        return html.ToString();
    }
}
