extern alias drawing;

using drawing::ScottPlot;
using SkiaSharp;

namespace Hierarchy.Cli.Plots;

/// <summary>Draws a field in colours, with a bar that tells their values.</summary>
internal static class HeatPainter
{
    private const float Side = HouseStyle.PanelHeight - HouseStyle.Top - HouseStyle.Bottom;
    private const float BarGap = 14, BarWidth = 12;
    private const int BarSteps = 64;

    private static readonly Color[] Signed = Hex("#08305C", "#0070B4", "#8CC4E8", "#FFFFFF", "#F3B48C", "#BF4600", "#6A2400");
    private static readonly Color[] Positive = Hex("#FFFFFF", "#CDE3F3", "#74B5DF", "#0070B4", "#063661");

    /// <summary>Draws a panel of the size of <see cref="HouseStyle"/> at the origin of the canvas.</summary>
    public static void Draw(SKCanvas canvas, HeatPanel panel)
    {
        double half = (panel.Axis[1] - panel.Axis[0]) / 2;
        var range = new AxisRange(panel.Axis[0] - half, panel.Axis[^1] + half, false);
        TickMarks ticks = range.Ticks(5);
        using Plot plot = HouseStyle.Axes(panel, range, range, ticks, ticks, HouseStyle.PanelWidth - HouseStyle.Left(ticks) - Side);
        plot.HideGrid();
        var map = new ColourScale(panel.IsSigned ? Signed : Positive);
        Fill(plot, panel, range, map);
        HouseStyle.Render(canvas, plot);
        if (panel.Mark is { } mark)
            Cross(canvas, plot.GetPixel(new Coordinates(mark.X, mark.Y)));
        HouseStyle.Letter(canvas, plot, panel);
        Bar(canvas, panel, map, HouseStyle.Left(ticks) + Side + BarGap);
    }

    private static void Cross(SKCanvas canvas, Pixel at)
    {
        const float half = 6;
        using var paint = new SKPaint { Color = SKColor.Parse(Theme.Ink.Light), StrokeWidth = 2, IsAntialias = true, Style = SKPaintStyle.Stroke };
        canvas.DrawLine(at.X - half, at.Y, at.X + half, at.Y, paint);
        canvas.DrawLine(at.X, at.Y - half, at.X, at.Y + half, paint);
    }

    private static void Fill(Plot plot, HeatPanel panel, AxisRange range, IColormap map)
    {
        int m = panel.Axis.Length;
        double[,] rows = new double[m, m];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
                rows[m - 1 - j, i] = panel.Values[i * m + j];
        }
        var heat = plot.Add.Heatmap(rows);
        heat.Extent = new CoordinateRect(range.Least, range.Most, range.Least, range.Most);
        heat.Colormap = map;
        heat.Smooth = true;
        heat.ManualRange = new drawing::ScottPlot.Range(panel.IsSigned ? -panel.Largest : 0, panel.Largest);
    }

    private static void Bar(SKCanvas canvas, HeatPanel panel, IColormap map, float left)
    {
        const float top = HouseStyle.Top;
        // An image, as the field is one: a dark page turns both to dark in the same way.
        using var steps = new SKBitmap(1, BarSteps);
        for (int k = 0; k < BarSteps; k++)
        {
            Color colour = map.GetColor(1 - (k + 0.5) / BarSteps);
            steps.SetPixel(0, k, new SKColor(colour.R, colour.G, colour.B));
        }
        using SKImage image = SKImage.FromBitmap(steps);
        canvas.DrawImage(image, SKRect.Create(left, top, BarWidth, Side));
        using SKPaint thin = HouseStyle.Thin(Theme.Muted);
        canvas.DrawRect(left, top, BarWidth, Side, thin);
        double least = panel.IsSigned ? -panel.Largest : 0;
        float widest = 0;
        foreach ((double value, string text) in TickMarks.Linear(least, panel.Largest, 4).Major)
        {
            float y = top + Side * (float)((panel.Largest - value) / (panel.Largest - least));
            canvas.DrawLine(left + BarWidth, y, left + BarWidth + 4, y, thin);
            Lettering.Draw(canvas, text, left + BarWidth + 7, y + 4, HouseStyle.TextSize - 1, Theme.Muted);
            widest = Math.Max(widest, Lettering.Width(text, HouseStyle.TextSize - 1));
        }
        Lettering.DrawUpwards(canvas, panel.ScaleLabel, left + BarWidth + widest + 26, top + Side / 2, HouseStyle.TextSize, Theme.Ink);
    }

    private static Color[] Hex(params string[] colours) => [.. colours.Select(Color.FromHex)];

    /// <summary>Colours at even distances over [0, 1] and what lies between them.</summary>
    private sealed class ColourScale(Color[] colours) : IColormap
    {
        private const double End = 1 - 1e-12;
        private readonly IColormap _between = new drawing::ScottPlot.Colormaps.CustomInterpolated(colours);

        public string Name => _between.Name;

        /// <summary>The drawing library looks behind its last colour at the largest number below 1.</summary>
        public Color GetColor(double position) => _between.GetColor(position > End ? 1 : position);
    }
}
