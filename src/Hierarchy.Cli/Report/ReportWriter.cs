using System.Globalization;
using Hierarchy.Cli.Plots;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Report;

/// <summary>Draws the figures of a folder and writes its report.</summary>
internal static class ReportWriter
{
    public const string PageName = "report.html";
    public const string PlotsName = "plots";

    /// <summary>The name, without extension, of the figure that shows what the scenario shows.</summary>
    public const string HeadlineName = "headline";

    /// <summary>
    /// Writes plots/*.png, plots/*.svg and report.html, each under a temporary name until complete; plots that an earlier report drew and this one does not are
    /// removed.
    /// </summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static IReadOnlyList<Figure> Write(StoredExperiment experiment)
    {
        IReadOnlyList<Figure> figures = FigureRegistry.Of(experiment);
        FolderLinks.Refuse(experiment.Folder);
        List<Figure> drawn = [.. figures];
        if (Headline.Of(experiment.Scenario, figures) is { } headline)
            drawn.Add(headline with { Name = HeadlineName, Title = "" });
        string print = SmallPrint(experiment.Scenario);
        Draw(experiment.Folder, [.. drawn.Select(figure => figure with { SmallPrint = print })]);
        OwnFile.Write(Path.Combine(experiment.Folder, PageName), ReportPage.Write(experiment, figures, drawn.Select(figure => figure.Name)));
        return figures;
    }

    /// <summary>Writes the plots of a folder, and removes those that the report in it names and that are not among them.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Draw(string folder, IReadOnlyList<Figure> drawn)
    {
        string plots = Path.Combine(folder, PlotsName);
        Directory.CreateDirectory(plots);
        foreach (Figure figure in drawn)
        {
            OwnFile.Write(Path.Combine(plots, figure.Name + ".png"), FigurePainter.ToPng(figure));
            OwnFile.Write(Path.Combine(plots, figure.Name + ".svg"), FigurePainter.ToSvg(figure));
        }
        foreach (string name in ReportPage.DrawnIn(Path.Combine(folder, PageName)).Except(drawn.Select(figure => figure.Name)))
        {
            File.Delete(Path.Combine(plots, name + ".png"));
            File.Delete(Path.Combine(plots, name + ".svg"));
        }
    }

    /// <summary>What a picture is of, wherever it is passed on to.</summary>
    public static string SmallPrint(Scenario scenario) => $"{scenario.Name}: {string.Join(", ", Facts(scenario))}";

    /// <summary>Dimension, exponent of the kernel and grid.</summary>
    public static IReadOnlyList<string> Facts(Scenario scenario) =>
        [Fact($"d = {scenario.Dimension}"), Fact($"γ = {scenario.Kernel.Gamma:G4}"), Fact($"n = {scenario.Grid.Points}"), Fact($"L = {scenario.Grid.HalfWidth:G4}")];

    private static string Fact(FormattableString text) => text.ToString(CultureInfo.InvariantCulture).Replace("= -", "= −", StringComparison.Ordinal);
}
