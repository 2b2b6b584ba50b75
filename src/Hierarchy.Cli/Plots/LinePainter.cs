extern alias drawing;

using drawing::ScottPlot;
using SkiaSharp;

namespace Hierarchy.Cli.Plots;

/// <summary>Draws curves, with their names at their right ends.</summary>
internal static class LinePainter
{
    /// <summary>The share of the axis below which two curves look like one.</summary>
    private const double Coincident = 0.012;

    private const float LabelSize = 13, LabelGap = 7, LineHeight = 16, WidestLabel = 120;

    /// <summary>Draws a panel of the size of <see cref="HouseStyle"/> at the origin of the canvas.</summary>
    public static void Draw(SKCanvas canvas, LinePanel panel)
    {
        (panel, Series[] measuring) = BlowUps.Named(panel);
        IEnumerable<double> ordinates = measuring.SelectMany(series => series.Y.Concat(Bars(series))).Append(panel.NoiseBelow).Append(panel.UpTo);
        AxisRange x = AxisRange.Of(panel.Series.SelectMany(series => series.X), panel.LogarithmicX), y = AxisRange.Of(ordinates, panel.LogarithmicY);
        bool isBroken = panel.Series.Any(series => Lettering.Width(series.Label, LabelSize) > WidestLabel);
        float widest = panel.Series.SelectMany(series => Lines(series.Label, isBroken)).Select(line => Lettering.Width(line, LabelSize)).Append(0).Max();
        float right = widest > 0 ? widest + 2 * LabelGap + 2 : HouseStyle.LeastRight;
        TickMarks xTicks = panel.XTicks.Count > 0 ? new TickMarks(panel.XTicks, []) : x.Ticks(5);
        using Plot plot = HouseStyle.Axes(panel, x, y, xTicks, y.Ticks(5), right);
        Shade(plot, panel, x, y);
        Stroke[] strokes = Strokes(panel, y);
        for (int k = 0; k < panel.Series.Count; k++)
            Add(plot, panel.Series[k], panel, strokes[k] == Stroke.Solid && panel.Series[k].Form == SeriesForm.Curve);
        HouseStyle.Render(canvas, plot);
        foreach (Series series in panel.Series.Where(series => series.Form == SeriesForm.Curve))
            BandPainter.Draw(canvas, plot, series, panel);
        for (int k = 0; k < panel.Series.Count; k++)
            DrawCurve(canvas, plot, panel.Series[k], panel, strokes[k]);
        HouseStyle.Letter(canvas, plot, panel);
        Label(canvas, plot, panel, isBroken);
    }

    /// <summary>The strokes of the curves: their own, and dashed where a curve would hide one that was drawn before it.</summary>
    private static Stroke[] Strokes(LinePanel panel, AxisRange y)
    {
        double near = Coincident * y.Length;
        bool Hides(Series over, Series under) => under.Form == SeriesForm.Curve && over.X.AsSpan().SequenceEqual(under.X)
            && over.Y.Zip(under.Y).All(pair => Math.Abs(AxisRange.Position(pair.First, y.IsLogarithmic) - AxisRange.Position(pair.Second, y.IsLogarithmic)) < near);
        return
        [
            .. panel.Series.Select((series, k) => ModelStyle.Of(series.Model).Stroke is var own && own == Stroke.Solid && series.Form == SeriesForm.Curve
                && panel.Series.Take(k).Any(under => Hides(series, under)) ? Stroke.Dashed : own),
        ];
    }

    private static IEnumerable<double> Bars(Series series) =>
        series.Errors is null ? [] : series.Y.Zip(series.Errors).SelectMany(point => (double[])[point.First - point.Second, point.First + point.Second]);

    private static void Shade(Plot plot, LinePanel panel, AxisRange x, AxisRange y)
    {
        double top = AxisRange.Position(panel.NoiseBelow, panel.LogarithmicY);
        if (!double.IsFinite(top))
            return;
        var strip = plot.Add.Rectangle(x.Least, x.Most, y.Least, top);
        strip.FillColor = HouseStyle.Of(Theme.Noise);
        strip.LineWidth = 0;
        var words = plot.Add.Text(panel.NoiseLabel, x.Least + 0.02 * x.Length, top);
        words.LabelFontSize = 13;
        words.LabelFontColor = HouseStyle.Of(Theme.Muted);
        words.LabelAlignment = (top - y.Least) > 0.12 * y.Length ? Alignment.UpperLeft : Alignment.LowerLeft;
    }

    private static void Add(Plot plot, Series series, LinePanel panel, bool isSolid)
    {
        double[] x = [.. series.X.Select(value => AxisRange.Position(value, panel.LogarithmicX))],
            y = [.. series.Y.Select(value => AxisRange.Position(value, panel.LogarithmicY))];
        int[] kept = [.. Enumerable.Range(0, x.Length).Where(i => double.IsFinite(x[i]) && double.IsFinite(y[i]))];
        if (kept.Length == 0)
            return;
        (double[], double[])? bars = null;
        if (series.Errors is { } errors && errors.Any(error => error > 0))
        {
            double End(int i, double sign) => AxisRange.Position(
                Math.Max(series.Y[i] + sign * errors[i], panel.LogarithmicY ? series.Y[i] * 0.05 : double.MinValue), panel.LogarithmicY);
            bars = ([.. kept.Select(i => y[i] - End(i, -1))], [.. kept.Select(i => End(i, 1) - y[i])]);
        }
        HouseStyle.Add(plot, series, [.. kept.Select(i => x[i])], [.. kept.Select(i => y[i])], bars, isSolid);
    }

    /// <summary>Draws the line of a series whose line is not solid, and its points.</summary>
    private static void DrawCurve(SKCanvas canvas, Plot plot, Series series, LinePanel panel, Stroke stroke)
    {
        bool isGuide = series.Form == SeriesForm.Guide;
        ModelStyle style = ModelStyle.Of(series.Model);
        SKPoint[] points = [.. series.X.Zip(series.Y)
            .Select(point => new Coordinates(AxisRange.Position(point.First, panel.LogarithmicX), AxisRange.Position(point.Second, panel.LogarithmicY)))
            .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).Select(point => plot.GetPixel(point)).Select(pixel => new SKPoint(pixel.X, pixel.Y))];
        PixelRect data = plot.LastRender.DataRect;
        var bounds = new SKRect(data.Left, data.Top, data.Right, data.Bottom);
        if (isGuide || (series.Form == SeriesForm.Curve && stroke != Stroke.Solid))
            BrokenLine.Draw(canvas, points, bounds, HouseStyle.Ink(series), isGuide ? 1 : HouseStyle.LineWidth, stroke == Stroke.Dotted && !isGuide);
        if (HouseStyle.HasMarkers(series))
            MarkerPainter.Draw(canvas, points, bounds, style.Marker, HouseStyle.Ink(series));
    }

    /// <summary>Writes the names to the right of the axes at the heights of the last points, moved apart where they would touch.</summary>
    private static void Label(SKCanvas canvas, Plot plot, LinePanel panel, bool isBroken)
    {
        var ends = new List<(Series Series, float X, float Y)>();
        foreach (Series series in panel.Series.Where(series => series.Label.Length > 0))
        {
            int last = Array.FindLastIndex(series.Y, value => double.IsFinite(AxisRange.Position(value, panel.LogarithmicY)));
            if (last < 0)
                continue;
            Pixel end = plot.GetPixel(new Coordinates(AxisRange.Position(series.X[last], panel.LogarithmicX), AxisRange.Position(series.Y[last], panel.LogarithmicY)));
            // A curve that is cut at the end of the axis has its name there.
            ends.Add((series, end.X, Math.Clamp(end.Y, plot.LastRender.DataRect.Top, plot.LastRender.DataRect.Bottom)));
        }
        float[] heights = LabelHeights.Spread([.. ends.Select(end => end.Y)], isBroken ? 2 * LineHeight : LineHeight, HouseStyle.Top - 4,
            HouseStyle.PanelHeight - HouseStyle.Bottom + 4);
        float right = plot.LastRender.DataRect.Right;
        for (int i = 0; i < ends.Count; i++)
        {
            ThemeColour colour = HouseStyle.Ink(ends[i].Series);
            using (SKPaint thin = HouseStyle.Thin(colour))
            {
                if (Math.Abs(heights[i] - ends[i].Y) > 2 || right - ends[i].X > 30)
                    canvas.DrawLine(ends[i].X + 5, ends[i].Y, right + LabelGap - 2, heights[i], thin);
            }
            string[] lines = Lines(ends[i].Series.Label, isBroken);
            for (int k = 0; k < lines.Length; k++)
                Lettering.Draw(canvas, lines[k], right + LabelGap, heights[i] + LabelSize * 0.36f + (k - 0.5f * (lines.Length - 1)) * LineHeight, LabelSize, colour);
        }
    }

    /// <summary>A label in one line, or in two where labels are so long that they would leave little room for the axes.</summary>
    private static string[] Lines(string label, bool isBroken)
    {
        int at = label.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var space ? space : label.IndexOf('-', StringComparison.Ordinal);
        return !isBroken || at < 0 ? [label] : label[at] == '-' ? [label[..(at + 1)], label[(at + 1)..]] : [label[..at], label[(at + 1)..]];
    }
}
