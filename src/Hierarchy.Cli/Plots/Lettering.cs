using SkiaSharp;

namespace Hierarchy.Cli.Plots;

/// <summary>Text in the font that comes with the program, so that none is lost on a machine without fonts; with indices and exponents, see <see cref="Typography"/>.</summary>
internal static class Lettering
{
    /// <summary>The family as style sheets name it.</summary>
    public const string Family = "DejaVu Sans";

    private const float LowerSize = 0.88f, LowerDrop = 0.2f, UpperRise = 0.35f, LeastLower = 13;

    public static SKTypeface Regular { get; } = Load("DejaVuSans.ttf");

    public static SKTypeface Bold { get; } = Load("DejaVuSans-Bold.ttf");

    /// <summary>The width of a text in pixels.</summary>
    public static float Width(string text, float size, bool bold = false) => Typography.Parts(text).Sum(part => PartWidth(part, size, bold));

    /// <summary>Draws a text with its base line at a point.</summary>
    public static void Draw(SKCanvas canvas, string text, float x, float y, float size, ThemeColour colour, bool bold = false, SKTextAlign align = SKTextAlign.Left)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(colour.Light), IsAntialias = true };
        if (align != SKTextAlign.Left)
            x -= Width(text, size, bold) * (align == SKTextAlign.Center ? 0.5f : 1);
        foreach ((string Text, TextLevel Level) part in Typography.Parts(text))
        {
            using SKFont font = Font(part.Level, size, bold);
            float drop = part.Level switch { TextLevel.Lower => LowerDrop, TextLevel.Upper => -UpperRise, _ => 0 };
            canvas.DrawText(part.Text, x, y + drop * size, SKTextAlign.Left, font, paint);
            x += PartWidth(part, size, bold);
        }
    }

    /// <summary>Draws a text that runs upwards, centred at a point.</summary>
    public static void DrawUpwards(SKCanvas canvas, string text, float x, float y, float size, ThemeColour colour)
    {
        canvas.Save();
        canvas.Translate(x, y);
        canvas.RotateDegrees(-90);
        Draw(canvas, text, 0, 0, size, colour, align: SKTextAlign.Center);
        canvas.Restore();
    }

    private static SKFont Font(TextLevel level, float size, bool bold) =>
        new(bold ? Bold : Regular, level != TextLevel.Line ? Math.Max(LowerSize * size, Math.Min(size, LeastLower)) : size) { Subpixel = true };

    private static float PartWidth((string Text, TextLevel Level) part, float size, bool bold)
    {
        using SKFont font = Font(part.Level, size, bold);
        return font.MeasureText(part.Text);
    }

    private static SKTypeface Load(string name)
    {
        using Stream stream = typeof(Lettering).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"the program lacks its font {name}");
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}
