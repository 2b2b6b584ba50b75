using System.Globalization;
using Hierarchy.Cli.Plots;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>The systems of axes of the scaling plots.</summary>
internal enum ScalingPanel
{
    Landau,
    Pairs,
    LowRank,
    Rank,
}

/// <summary>One measured time.</summary>
/// <param name="Panel">Where it is drawn.</param>
/// <param name="Curve">The name of what was measured.</param>
/// <param name="X">n, or the rank.</param>
/// <param name="Y">Milliseconds, or seconds for the low-rank model.</param>
internal sealed record ScalingPoint(ScalingPanel Panel, string Curve, double X, double Y);

/// <summary>Draws the measured times against n and rank on logarithmic axes, with the laws they are compared with as thin lines through the first point.</summary>
internal static class ScalingPlots
{
    private const string Numpy = "numpy";

    private static readonly Dictionary<ScalingPanel, (string Title, string X, string Y, string LawName, Func<double, double> Law)> Texts = new()
    {
        [ScalingPanel.Landau] = ("Q(f,f), padded, d = 3", "points an axis n", "ms an evaluation", "n³ log n", n => Math.Pow(n, 3) * Math.Log(2 * n)),
        [ScalingPanel.Pairs] = ("cluster, d = 3", "points an axis n", "ms an evaluation", "n⁶ log n", n => Math.Pow(n, 6) * Math.Log(n)),
        [ScalingPanel.LowRank] = ("cluster-lowrank, d = 3, tolerance 10⁻³", "points an axis n", "s for a visit to the pairs", "n⁶", n => Math.Pow(n, 6)),
        [ScalingPanel.Rank] = ("cluster-lowrank, d = 3, n = 20", "rank of g", "s for a visit to the pairs", "rank", rank => rank),
    };

    /// <summary>Writes figures/scaling.svg into the folder of the page; returns the line that shows it, or nothing if no section with points was measured.</summary>
    public static string Write(string folder, IReadOnlyList<ScalingPoint> points)
    {
        LinePanel[] panels = [.. points.GroupBy(point => point.Panel).OrderBy(group => group.Key).Where(group => group.DistinctBy(point => point.X).Count() > 1)
            .Select(group => Panel(group.Key, [.. group]))];
        if (panels.Length == 0)
            return "";
        Directory.CreateDirectory(Path.Combine(folder, "figures"));
        File.WriteAllText(Path.Combine(folder, "figures", "scaling.svg"), FigurePainter.ToSvg(new Figure("scaling", "", "", panels)));
        return $"![{string.Join(" ", panels.Select(panel => panel.Alt))}](figures/scaling.svg)\n\n";
    }

    private static LinePanel Panel(ScalingPanel which, ScalingPoint[] points)
    {
        (string title, string x, string y, string lawName, Func<double, double> law) = Texts[which];
        ScalingPoint[][] curves = [.. points.GroupBy(point => point.Curve).Select(curve => curve.OrderBy(point => point.X).ToArray())];
        double[] all = [.. points.Select(point => point.X).Distinct().Order()];
        ScalingPoint first = curves[0][0];
        var guide = new Series("", lawName, all, [.. all.Select(value => first.Y * law(value) / law(first.X))], null, SeriesForm.Guide);
        return new LinePanel
        {
            Title = title,
            XLabel = x,
            YLabel = y,
            LogarithmicX = true,
            LogarithmicY = true,
            Series = [.. curves.Select(curve => new Series(Look(which, curve[0].Curve), curve[0].Curve, [.. curve.Select(point => point.X)],
                [.. curve.Select(point => point.Y)])), guide],
            XTicks = [.. all.Select(value => (Math.Log10(value), value.ToString("F0", CultureInfo.InvariantCulture)))],
            Alt = $"{title}: {y} against {x}; {string.Join("; ", curves.Select(Words))}.",
        };
    }

    private static string Look(ScalingPanel panel, string curve) => curve == Numpy ? "liouville" : panel switch
    {
        ScalingPanel.Landau => "landau",
        ScalingPanel.Pairs => "cluster",
        _ => "cluster-lowrank",
    };

    private static string Words(ScalingPoint[] curve) =>
        $"{curve[0].Curve} {string.Join(", ", curve.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Y:G3} at {point.X:F0}")))}";
}
