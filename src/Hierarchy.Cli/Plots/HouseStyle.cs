extern alias drawing;

using drawing::ScottPlot;
using SkiaSharp;

namespace Hierarchy.Cli.Plots;

/// <summary>How axes, lines and points look; every panel is drawn through here.</summary>
internal static class HouseStyle
{
    /// <summary>Sizes are such that on a telephone, where a panel shrinks by a tenth, no letter is smaller than 11 pixels.</summary>
    public const float TextSize = 14;
    public const float TitleSize = 14;
    public const float PanelWidth = 400;
    public const float PanelHeight = 316;
    public const float Top = 46, Bottom = 54, LeastRight = 16;

    public const float LineWidth = 1.8f;

    private const float LeastLeft = 74, YLabelLine = 17, YLabelDepth = 5, TickLength = 4, TickGap = 8, TitleLine = 18;

    static HouseStyle()
    {
        Fonts.FontResolvers.Insert(0, new OwnFont());
        Fonts.Default = Lettering.Family;
    }

    public static Color Of(ThemeColour colour) => Color.FromHex(colour.Light);

    /// <summary>An empty system of axes that leaves <paramref name="right"/> pixels free on its right.</summary>
    public static Plot Axes(Panel panel, AxisRange x, AxisRange y, TickMarks xTicks, TickMarks yTicks, float right)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Of(Theme.Ground);
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.SetLimits(x.Least, x.Most, y.Least, y.Most);
        Ticks(plot.Axes.Bottom, xTicks);
        Ticks(plot.Axes.Left, yTicks);
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
            Look(axis);
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Of(Theme.Rule);
        plot.Grid.MajorLineWidth = 1;
        plot.Layout.Fixed(new PixelPadding(Left(yTicks), right, Bottom, Top));
        return plot;
    }

    /// <summary>Writes the title of a panel and the names of its axes, once the axes are drawn.</summary>
    public static void Letter(SKCanvas canvas, Plot plot, Panel panel)
    {
        PixelRect data = plot.LastRender.DataRect;
        string[] lines = TitleLines(panel.Title);
        for (int k = 0; k < lines.Length; k++)
            Lettering.Draw(canvas, lines[k], 8, TitleLine + k * TitleLine + (lines.Length == 1 ? TitleLine / 2 : 0), TitleSize, Theme.Ink, bold: true);
        Lettering.Draw(canvas, panel.XLabel, (data.Left + data.Right) / 2, PanelHeight - 12, TextSize, Theme.Ink, align: SKTextAlign.Center);
        Lettering.DrawUpwards(canvas, panel.YLabel, YLabelLine, (data.Top + data.Bottom) / 2, TextSize, Theme.Ink);
    }

    /// <summary>A title in one line, or in two where it is wider than its panel, broken at a comma or a space.</summary>
    public static string[] TitleLines(string title)
    {
        if (Lettering.Width(title, TitleSize, bold: true) <= PanelWidth - 16)
            return [title];
        int[] places = [.. Enumerable.Range(1, title.Length - 1).Where(i => title[i] == ' ' && Lettering.Width(title[..i], TitleSize, bold: true) <= PanelWidth - 16)];
        int at = places.Where(i => title[i - 1] == ',').Append(places.LastOrDefault()).Max();
        return at > 0 ? [title[..at], title[(at + 1)..]] : [title];
    }

    /// <summary>
    /// Adds a curve, or points with their error bars, at positions on the axes; markers are drawn by <see cref="MarkerPainter"/>, lines that are not solid by
    /// <see cref="BrokenLine"/>.
    /// </summary>
    public static void Add(Plot plot, Series series, double[] x, double[] y, (double[] Below, double[] Above)? errors, bool isSolid)
    {
        Color colour = Of(Ink(series));
        if (errors is { } bars && series.Form == SeriesForm.Points)
        {
            plot.Add.Plottable(new drawing::ScottPlot.Plottables.ErrorBar(x, y, null, null, bars.Below, bars.Above) { Color = colour, LineWidth = 1.3f, CapSize = 4 });
        }
        var scatter = plot.Add.Scatter(x, y);
        scatter.Color = colour;
        scatter.LineWidth = isSolid ? LineWidth : 0;
        scatter.MarkerSize = 0;
    }

    /// <summary>Whether the points of a curve are drawn, not its line alone.</summary>
    public static bool HasMarkers(Series series) => series.Form == SeriesForm.Points || (series.Form == SeriesForm.Curve && series.X.Length <= 24);

    /// <summary>
    /// Renders the axes and what was added to them. The library renders twice when limits are new, and vector output would hold everything twice: the first
    /// time goes nowhere.
    /// </summary>
    public static void Render(SKCanvas canvas, Plot plot)
    {
        var frame = new PixelRect(0, PanelWidth, PanelHeight, 0);
        using (var nowhere = new SKNoDrawCanvas((int)PanelWidth, (int)PanelHeight))
            plot.Render(nowhere, frame);
        plot.Render(canvas, frame);
    }

    /// <summary>The colour of a curve and its name.</summary>
    public static ThemeColour Ink(Series series) => series.Form == SeriesForm.Guide ? Theme.Muted : ModelStyle.Of(series.Model).Colour;

    /// <summary>The paint of a thin line.</summary>
    public static SKPaint Thin(ThemeColour colour) => new() { Color = SKColor.Parse(colour.Light), StrokeWidth = 1, IsAntialias = true, Style = SKPaintStyle.Stroke };

    /// <summary>What the labels of a vertical axis and its name take, so that they never touch.</summary>
    public static float Left(TickMarks ticks) =>
        Math.Max(LeastLeft, YLabelLine + YLabelDepth + 2 * TickGap + TickLength + ticks.Major.Select(tick => Lettering.Width(tick.Label, TextSize - 1)).Append(0).Max());

    private static void Ticks(IAxis axis, TickMarks marks)
    {
        var ticks = new drawing::ScottPlot.TickGenerators.NumericManual();
        foreach ((double position, string label) in marks.Major)
            ticks.AddMajor(position, label);
        foreach (double position in marks.Minor)
            ticks.AddMinor(position);
        axis.TickGenerator = ticks;
    }

    private static void Look(IAxis axis)
    {
        axis.TickLabelStyle.FontSize = TextSize - 1;
        axis.TickLabelStyle.ForeColor = Of(Theme.Muted);
        axis.FrameLineStyle.Color = Of(Theme.Muted);
        axis.MajorTickStyle.Color = Of(Theme.Muted);
        axis.MinorTickStyle.Color = Of(Theme.Muted);
        axis.MajorTickStyle.Length = TickLength;
        axis.MinorTickStyle.Length = 2;
    }

    private sealed class OwnFont : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == Lettering.Family ? weight >= FontWeight.SemiBold ? Lettering.Bold : Lettering.Regular : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Lettering.Family ? bold ? Lettering.Bold : Lettering.Regular : null;
    }
}
