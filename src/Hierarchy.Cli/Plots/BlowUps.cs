namespace Hierarchy.Cli.Plots;

/// <summary>Curves that leave all others behind: an axis that followed them would show nothing else, so they are cut at its end and their names say how far they go.</summary>
internal static class BlowUps
{
    /// <summary>How many times larger than the next one a curve is that blows up.</summary>
    private const double Factor = 30;

    /// <summary>The panel with such curves named, and the series that decide how far the axis goes.</summary>
    public static (LinePanel Panel, Series[] Measuring) Named(LinePanel panel)
    {
        Series[] curves = [.. panel.Series.Where(series => series.Form != SeriesForm.Guide && series.Y.Any(double.IsFinite)).OrderBy(Size)];
        int first = panel.LogarithmicY ? -1 : Array.FindIndex(
            curves, 1, Math.Max(0, curves.Length - 1), series => Size(series) > Factor * Size(curves[Array.IndexOf(curves, series) - 1])
            && Size(curves[Array.IndexOf(curves, series) - 1]) > 0);
        if (first < 1)
            return (panel, [.. panel.Series]);
        Series[] large = curves[first..];
        LinePanel named = panel with
        {
            Series = [.. panel.Series.Select(series => large.Contains(series)
                ? series with { Label = $"{series.Label} to {StoredExperiment.Text(series.Y.Where(double.IsFinite).MaxBy(Math.Abs))}" } : series)],
        };
        return (named, [.. panel.Series.Where(series => !large.Contains(series))]);
    }

    private static double Size(Series series) => series.Y.Where(double.IsFinite).Max(Math.Abs);
}
