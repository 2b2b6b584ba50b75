extern alias drawing;

using drawing::ScottPlot;
using SkiaSharp;

namespace Hierarchy.Cli.Plots;

/// <summary>Draws the band in which a curve may lie: its value plus and minus its error.</summary>
internal static class BandPainter
{
    private const byte Opacity = 46;

    /// <summary>Draws the band of a series that has errors, within the axes.</summary>
    public static void Draw(SKCanvas canvas, Plot plot, Series series, LinePanel panel)
    {
        if (series.Errors is not { } errors || !errors.Any(error => error > 0))
            return;
        int[] kept = [.. Enumerable.Range(0, series.X.Length)
            .Where(i => IsDrawn(series.X[i], panel.LogarithmicX) && IsDrawn(series.Y[i], panel.LogarithmicY) && double.IsFinite(errors[i]))];
        PixelRect data = plot.LastRender.DataRect;
        SKPoint Point(int i, double sign)
        {
            double value = series.Y[i] + sign * errors[i], least = panel.LogarithmicY ? Math.Max(value, 1e-300) : value;
            Pixel pixel = plot.GetPixel(new Coordinates(AxisRange.Position(series.X[i], panel.LogarithmicX), AxisRange.Position(least, panel.LogarithmicY)));
            return new SKPoint(pixel.X, Math.Clamp(pixel.Y, data.Top - 1, data.Bottom + 1));
        }
        using var path = new SKPath();
        path.AddPoly([.. kept.Select(i => Point(i, 1)), .. kept.Reverse().Select(i => Point(i, -1))], close: true);
        using var fill = new SKPaint { Color = SKColor.Parse(HouseStyle.Ink(series).Light).WithAlpha(Opacity), IsAntialias = true };
        canvas.Save();
        canvas.ClipRect(new SKRect(data.Left, data.Top, data.Right, data.Bottom));
        canvas.DrawPath(path, fill);
        canvas.Restore();
    }

    private static bool IsDrawn(double value, bool isLogarithmic) => double.IsFinite(AxisRange.Position(value, isLogarithmic));
}
