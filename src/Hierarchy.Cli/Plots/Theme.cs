namespace Hierarchy.Cli.Plots;

/// <summary>A colour with its name in style sheets and its values on light and on dark ground.</summary>
internal sealed record ThemeColour(string Name, string Light, string Dark);

/// <summary>The colours of plots and pages, in one place.</summary>
/// <remarks>The light values differ from one another, so that a drawing made with them can be given names of colours instead.</remarks>
internal static class Theme
{
    public static readonly ThemeColour Ground = new("ground", "#FFFFFE", "#14171C");
    public static readonly ThemeColour Ink = new("ink", "#1B1F27", "#E9ECF1");
    public static readonly ThemeColour Muted = new("muted", "#59616E", "#A6AFBD");
    public static readonly ThemeColour Rule = new("rule", "#E3E6EB", "#2C323B");
    public static readonly ThemeColour Noise = new("noise", "#F0F1F4", "#21262D");
    public static readonly ThemeColour Orange = new("orange", "#A66300", "#F0AE3C");
    public static readonly ThemeColour Blue = new("blue", "#0070B4", "#5DB7F2");
    public static readonly ThemeColour Green = new("green", "#007A58", "#3CC99B");
    public static readonly ThemeColour Vermilion = new("vermilion", "#C4122F", "#FF7F8C");
    public static readonly ThemeColour Purple = new("purple", "#A3427C", "#E79BC8");
    public static readonly ThemeColour Violet = new("violet", "#6650A4", "#B5A3EC");
    public static readonly ThemeColour Olive = new("olive", "#6B6800", "#D2CB45");
    public static readonly ThemeColour Grey = new("grey", "#606977", "#9DA7B6");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ThemeColour> All { get; } = [Ground, Ink, Muted, Rule, Noise, Orange, Blue, Green, Vermilion, Purple, Violet, Olive, Grey];
}
