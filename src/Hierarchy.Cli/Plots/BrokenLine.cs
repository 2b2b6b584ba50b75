using SkiaSharp;

namespace Hierarchy.Cli.Plots;

/// <summary>Dashed and dotted lines as filled shapes: SVG output knows no dashes.</summary>
internal static class BrokenLine
{
    private static readonly float[] Dashes = [7, 4], Dots = [2, 3.2f];

    /// <summary>Draws a line through points of the canvas, within bounds.</summary>
    public static void Draw(SKCanvas canvas, SKPoint[] points, SKRect bounds, ThemeColour colour, float width, bool dotted)
    {
        using var path = new SKPath();
        path.AddPoly(points, close: false);
        using SKPathEffect effect = SKPathEffect.CreateDash(dotted ? Dots : Dashes, 0);
        using var stroke = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = width, PathEffect = effect };
        using var outline = new SKPath();
        if (!stroke.GetFillPath(path, outline))
            return;
        using var fill = new SKPaint { Color = SKColor.Parse(colour.Light), IsAntialias = true };
        canvas.Save();
        canvas.ClipRect(bounds);
        canvas.DrawPath(outline, fill);
        canvas.Restore();
    }
}
