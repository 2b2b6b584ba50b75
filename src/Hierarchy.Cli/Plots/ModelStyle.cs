namespace Hierarchy.Cli.Plots;

/// <summary>How a line is broken.</summary>
internal enum Stroke
{
    Solid,
    Dashed,
    Dotted,
}

/// <summary>The shapes of points.</summary>
internal enum Marker
{
    Disc,
    Circle,
    Square,
    Diamond,
    Triangle,
    Cross,
}

/// <summary>
/// One colour, line and marker for each model, the same in every figure. Hues follow Okabe and Ito (2008), which colour-blind eyes tell apart, dark enough
/// on white to be read as text; models of one hue differ in line and marker.
/// </summary>
internal sealed record ModelStyle(ThemeColour Colour, Stroke Stroke, Marker Marker)
{
    /// <summary>The style of a noise floor, for figures that draw it beside a model.</summary>
    public const string Noise = "noise";

    private static readonly Dictionary<string, ModelStyle> ByName = new()
    {
        [Noise] = new(Theme.Grey, Stroke.Dashed, Marker.Cross),
        ["landau"] = new(Theme.Ink, Stroke.Solid, Marker.Disc),
        ["liouville"] = new(Theme.Green, Stroke.Solid, Marker.Square),
        ["kac"] = new(Theme.Purple, Stroke.Dotted, Marker.Circle),
        ["kac-nonconservative"] = new(Theme.Purple, Stroke.Dashed, Marker.Square),
        ["tensorised"] = new(Theme.Orange, Stroke.Solid, Marker.Diamond),
        ["tensorised2"] = new(Theme.Orange, Stroke.Dashed, Marker.Triangle),
        ["pair-tensorised"] = new(Theme.Orange, Stroke.Dotted, Marker.Square),
        ["cluster"] = new(Theme.Blue, Stroke.Solid, Marker.Disc),
        ["cluster-lowrank"] = new(Theme.Blue, Stroke.Dashed, Marker.Circle),
        ["cluster-nonconservative"] = new(Theme.Blue, Stroke.Dotted, Marker.Square),
        ["kirkwood"] = new(Theme.Vermilion, Stroke.Solid, Marker.Triangle),
        ["kirkwood-normalised"] = new(Theme.Vermilion, Stroke.Dashed, Marker.Cross),
        ["conditional"] = new(Theme.Violet, Stroke.Solid, Marker.Square),
        ["mixture"] = new(Theme.Olive, Stroke.Solid, Marker.Diamond),
        ["leading-order"] = new(Theme.Grey, Stroke.Dashed, Marker.Cross),
        ["leading-order-slaved"] = new(Theme.Grey, Stroke.Solid, Marker.Diamond),
        ["kac-jumps"] = new(Theme.Purple, Stroke.Solid, Marker.Diamond),
        ["lifting"] = new(Theme.Violet, Stroke.Dotted, Marker.Circle),
        ["leading-order-lowrank"] = new(Theme.Grey, Stroke.Dotted, Marker.Circle),
        ["landau-radial"] = new(Theme.Ink, Stroke.Dashed, Marker.Circle),
        ["liouville-radial"] = new(Theme.Green, Stroke.Dotted, Marker.Triangle),
        ["tensorised2-radial"] = new(Theme.Orange, Stroke.Dotted, Marker.Cross),
        ["pair-tensorised-radial"] = new(Theme.Orange, Stroke.Dashed, Marker.Circle),
        ["cluster-radial"] = new(Theme.Blue, Stroke.Dashed, Marker.Diamond),
        ["mixture-radial"] = new(Theme.Olive, Stroke.Dotted, Marker.Cross),
        ["leading-order-radial"] = new(Theme.Grey, Stroke.Dotted, Marker.Diamond),
    };

    private static readonly ModelStyle[] Others =
    [
        new(Theme.Green, Stroke.Dashed, Marker.Cross), new(Theme.Violet, Stroke.Dashed, Marker.Triangle), new(Theme.Olive, Stroke.Dashed, Marker.Circle),
    ];

    private const string Number = "curve-";

    private static readonly ModelStyle[] Numbers =
    [
        ByName["cluster"], ByName["kirkwood"], ByName["liouville"], ByName["conditional"], ByName["tensorised"], ByName["kac"], ByName["mixture"], ByName["landau"],
    ];

    /// <summary>The name of the style of a curve that stands for no model, by its number.</summary>
    public static string Numbered(int number) => Number + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The style of a model; one that is not listed gets one of a few by its name.</summary>
    public static ModelStyle Of(string model) => model.StartsWith(Number, StringComparison.Ordinal)
        ? Numbers[int.Parse(model.AsSpan(Number.Length), System.Globalization.CultureInfo.InvariantCulture) % Numbers.Length]
        : ByName.GetValueOrDefault(model) ?? Others[model.Sum(letter => letter) % Others.Length];
}
