using Hierarchy.Analysis;
using Hierarchy.Cli.Plots;
using Hierarchy.Experiments;
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

    /// <summary>Writes plots/*.png, plots/*.svg and report.html, each under a temporary name until complete; plots of an earlier report that are not drawn again are removed.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static IReadOnlyList<Figure> Write(StoredExperiment experiment)
    {
        IReadOnlyList<Figure> figures = FigureRegistry.Of(experiment);
        FolderLinks.Refuse(experiment.Folder);
        string plots = Path.Combine(experiment.Folder, PlotsName);
        Directory.CreateDirectory(plots);
        var written = new HashSet<string>();
        foreach (Figure figure in figures)
            WriteFigure(plots, figure.Name, figure, written);
        if (Headline.Of(experiment.Scenario, figures) is { } headline)
            WriteFigure(plots, HeadlineName, headline with { Title = "" }, written);
        foreach (string old in Directory.EnumerateFiles(plots).Where(file => Path.GetExtension(file) is ".png" or ".svg" && !written.Contains(Path.GetFileName(file))))
            File.Delete(old);
        Replace(Path.Combine(experiment.Folder, PageName), path => File.WriteAllText(path, ReportPage.Write(experiment, figures)));
        return figures;
    }

    private static void WriteFigure(string folder, string name, Figure figure, HashSet<string> written)
    {
        Replace(Path.Combine(folder, name + ".png"), path => File.WriteAllBytes(path, FigurePainter.ToPng(figure)));
        Replace(Path.Combine(folder, name + ".svg"), path => File.WriteAllText(path, FigurePainter.ToSvg(figure)));
        written.Add(name + ".png");
        written.Add(name + ".svg");
    }

    private static void Replace(string path, Action<string> write)
    {
        write(path + ".part");
        File.Move(path + ".part", path, overwrite: true);
    }
}
