using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Results;
using Hierarchy.Scenarios;

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
        string print = SmallPrint(set);
        ReportWriter.Draw(folder, [.. figures.Select(figure => figure with { SmallPrint = print })]);
        OwnFile.Write(Path.Combine(folder, ReportWriter.PageName), OverlayPage.Write(set, figures));
        return figures;
    }

    /// <summary>What is the same in all results, and how many there are.</summary>
    private static string SmallPrint(ResultSet set)
    {
        Scenario first = set.Members[0].Results.Scenario;
        string[] facts = [.. ReportWriter.Facts(first).Where(fact => set.Members.All(member => ReportWriter.Facts(member.Results.Scenario).Contains(fact)))];
        return $"{set.Name}: {string.Join(", ", facts.Append($"{set.Members.Count} results"))}";
    }
}
