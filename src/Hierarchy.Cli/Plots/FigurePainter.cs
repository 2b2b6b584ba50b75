using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace Hierarchy.Cli.Plots;

/// <summary>Turns figures into PNG and SVG.</summary>
internal static partial class FigurePainter
{
    private const float TitleHeight = 36, PrintHeight = 24, PrintSize = 12;
    private const float Scale = 2;

    /// <summary>Figures are drawn one at a time: typefaces and the caches of the drawing library are shared.</summary>
    private static readonly Lock Drawing = new();

    /// <summary>The whole figure with its title, on white ground.</summary>
    public static byte[] ToPng(Figure figure)
    {
        (float width, float height, int columns) = LayOut(figure);
        var info = new SKImageInfo((int)(Scale * width), (int)(Scale * height));
        lock (Drawing)
            return Png(info, canvas => DrawAll(canvas, figure, columns));
    }

    private static byte[] Png(SKImageInfo info, Action<SKCanvas> draw)
    {
        using SKSurface surface = SKSurface.Create(info);
        surface.Canvas.Scale(Scale);
        draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>The whole figure with its title, on white ground, as a file of its own.</summary>
    public static string ToSvg(Figure figure)
    {
        (float width, float height, int columns) = LayOut(figure);
        return Svg(width, height, "", canvas => DrawAll(canvas, figure, columns));
    }

    /// <summary>One panel without ground, to be put into a page: its colours are the variables of the page's style sheet.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="prefix">What the identifiers in it begin with; unique on the page.</param>
    public static string ToInlineSvg(Panel panel, string prefix)
    {
        string svg = Svg(HouseStyle.PanelWidth, HouseStyle.PanelHeight, prefix, canvas => Draw(canvas, panel));
        svg = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
        foreach (ThemeColour colour in Theme.All)
            svg = svg.Replace($"\"{colour.Light}\"", $"\"var(--{colour.Name})\"", StringComparison.OrdinalIgnoreCase);
        string size = string.Create(CultureInfo.InvariantCulture, $"<svg width=\"{HouseStyle.PanelWidth}\" height=\"{HouseStyle.PanelHeight}\" viewBox=\"0 0 "
            + $"{HouseStyle.PanelWidth} {HouseStyle.PanelHeight}\" role=\"img\" aria-label=\"{Escape(panel.Alt)}\"");
        return Opening().Replace(svg, size + " xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">", 1);
    }

    private static (float Width, float Height, int Columns) LayOut(Figure figure)
    {
        int count = figure.Panels.Count, columns = count == 4 ? 2 : Math.Min(3, count), rows = (count + columns - 1) / columns;
        return (columns * HouseStyle.PanelWidth, TitleOf(figure) + rows * HouseStyle.PanelHeight + (figure.SmallPrint.Length > 0 ? PrintHeight : 0), columns);
    }

    private static float TitleOf(Figure figure) => figure.Title.Length > 0 ? TitleHeight : 0;

    private static void DrawAll(SKCanvas canvas, Figure figure, int columns)
    {
        canvas.Clear(SKColor.Parse(Theme.Ground.Light));
        Lettering.Draw(canvas, figure.Title, 8, 26, 16, Theme.Ink, bold: true);
        for (int i = 0; i < figure.Panels.Count; i++)
        {
            canvas.Save();
            canvas.Translate(i % columns * HouseStyle.PanelWidth, TitleOf(figure) + i / columns * HouseStyle.PanelHeight);
            canvas.ClipRect(SKRect.Create(HouseStyle.PanelWidth, HouseStyle.PanelHeight));
            Draw(canvas, figure.Panels[i]);
            canvas.Restore();
        }
        (_, float height, _) = LayOut(figure);
        Lettering.Draw(canvas, figure.SmallPrint, 8, height - 8, PrintSize, Theme.Muted);
    }

    private static void Draw(SKCanvas canvas, Panel panel)
    {
        if (panel is LinePanel lines)
            LinePainter.Draw(canvas, lines);
        else if (panel is HeatPanel heat)
            HeatPainter.Draw(canvas, heat);
    }

    /// <summary>Draws. Identifiers are numbered anew, since those of the drawing library depend on what was drawn before.</summary>
    private static string Svg(float width, float height, string prefix, Action<SKCanvas> draw)
    {
        using var stream = new MemoryStream();
        lock (Drawing)
        {
            using SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(width, height), stream);
            draw(canvas);
        }
        var numbers = new Dictionary<string, int>();
        string svg = Blackened().Replace(Encoding.UTF8.GetString(stream.ToArray()), "");
        return Identifiers().Replace(svg, match =>
        {
            numbers.TryAdd(match.Groups[2].Value, numbers.Count);
            return string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}{prefix}i{numbers[match.Groups[2].Value]}");
        });
    }

    private static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);

    [GeneratedRegex("(\\bid=\"|url\\(#|href=\"#)([A-Za-z0-9_-]+)")]
    private static partial Regex Identifiers();

    /// <summary>The rectangle that SVG output makes of clearing a canvas: without a colour, which is black.</summary>
    [GeneratedRegex("(?<!<clipPath[^>]*>\\s*)<rect(?![^>]*fill)[^>]*/>\\s*")]
    private static partial Regex Blackened();

    [GeneratedRegex("<svg[^>]*>")]
    private static partial Regex Opening();
}
