using SkiaSharp;

namespace Hierarchy.Cli.Plots;

/// <summary>
/// Draws the points of a curve. Those of the plotting library are paths that it leaves to the collector, which may take them while they are still
/// being drawn, and the process with them; here every path lives until it is drawn.
/// </summary>
internal static class MarkerPainter
{
    private const float Half = 3.2f, LineWidth = 1.4f;

    /// <summary>Draws points of the canvas that lie within bounds.</summary>
    public static void Draw(SKCanvas canvas, IEnumerable<SKPoint> points, SKRect bounds, Marker marker, ThemeColour colour)
    {
        bool isOpen = marker is Marker.Circle or Marker.Cross;
        using var paint = new SKPaint
        {
            Color = SKColor.Parse(colour.Light),
            IsAntialias = true,
            Style = isOpen ? SKPaintStyle.Stroke : SKPaintStyle.Fill,
            StrokeWidth = LineWidth
        };
        bounds.Inflate(1, 1);
        foreach (SKPoint point in points.Where(bounds.Contains))
            Draw(canvas, point.X, point.Y, marker, paint);
    }

    private static void Draw(SKCanvas canvas, float x, float y, Marker marker, SKPaint paint)
    {
        switch (marker)
        {
            case Marker.Square:
                canvas.DrawRect(x - Half, y - Half, 2 * Half, 2 * Half, paint);
                break;
            case Marker.Cross:
                canvas.DrawLine(x - Half, y, x + Half, y, paint);
                canvas.DrawLine(x, y - Half, x, y + Half, paint);
                break;
            case Marker.Diamond:
                Polygon(canvas, paint, new(x - 1.2f * Half, y), new(x, y - 1.2f * Half), new(x + 1.2f * Half, y), new(x, y + 1.2f * Half));
                break;
            case Marker.Triangle:
                Polygon(canvas, paint, new(x - 1.15f * Half, y + Half), new(x, y - 1.15f * Half), new(x + 1.15f * Half, y + Half));
                break;
            default:
                canvas.DrawCircle(x, y, Half, paint);
                break;
        }
    }

    private static void Polygon(SKCanvas canvas, SKPaint paint, params SKPoint[] corners)
    {
        using var path = new SKPath();
        path.AddPoly(corners, close: true);
        canvas.DrawPath(path, paint);
    }
}
