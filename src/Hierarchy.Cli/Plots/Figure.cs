namespace Hierarchy.Cli.Plots;

/// <summary>What a figure shows, without how it looks.</summary>
/// <param name="Name">Its file name without extension, and its anchor in the report.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Caption">What to see in it, and what its symbols stand for.</param>
/// <param name="Panels">The panels, drawn side by side.</param>
internal sealed record Figure(string Name, string Title, string Caption, IReadOnlyList<Panel> Panels)
{
    /// <summary>
    /// The same panels at other times, in their order, for a page that can show one after another; the last is <see cref="Panels"/> itself. Empty for a figure
    /// that does not move.
    /// </summary>
    public IReadOnlyList<(string Time, IReadOnlyList<Panel> Panels)> Frames { get; init; } = [];

    /// <summary>What a picture that is passed on alone says in small print: scenario, d, gamma, grid.</summary>
    public string SmallPrint { get; init; } = "";
}

/// <summary>One system of axes.</summary>
internal abstract record Panel
{
    /// <summary>The text above it.</summary>
    public required string Title { get; init; }

    public required string XLabel { get; init; }

    public required string YLabel { get; init; }

    /// <summary>A sentence with the figures, for those who do not see the picture.</summary>
    public required string Alt { get; init; }
}

/// <summary>Curves and points.</summary>
internal sealed record LinePanel : Panel
{
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>A strip from the bottom up to the size below which values are noise; NaN for none.</summary>
    public double NoiseBelow { get; init; } = double.NaN;

    /// <summary>The words in that strip.</summary>
    public string NoiseLabel { get; init; } = "below the noise of the grid";

    /// <summary>A value that the vertical axis reaches at least; NaN for none.</summary>
    public double UpTo { get; init; } = double.NaN;

    public bool LogarithmicX { get; init; }

    public bool LogarithmicY { get; init; }

    /// <summary>Words for positions on the horizontal axis, where these are no quantity.</summary>
    public IReadOnlyList<(double Position, string Text)> XTicks { get; init; } = [];
}

/// <summary>How points are joined.</summary>
internal enum SeriesForm
{
    /// <summary>A line, with markers if there are few points.</summary>
    Curve,

    /// <summary>Points with error bars.</summary>
    Points,

    /// <summary>A thin line for comparison, without markers.</summary>
    Guide,
}

/// <summary>One curve; points with what is not finite, or not positive on a logarithmic axis, are left out.</summary>
/// <param name="Model">The model, which decides colour, line and marker.</param>
/// <param name="Label">What stands at its end; empty for none.</param>
/// <param name="X">Abscissae.</param>
/// <param name="Y">Values.</param>
/// <param name="Errors">The errors of the values, drawn as a band around a curve and as bars at points, or null.</param>
/// <param name="Form">How points are joined.</param>
internal sealed record Series(string Model, string Label, double[] X, double[] Y, double[]? Errors = null, SeriesForm Form = SeriesForm.Curve);

/// <summary>A field on a plane.</summary>
internal sealed record HeatPanel : Panel
{
    /// <summary>Coordinates of the m points of either axis.</summary>
    public required double[] Axis { get; init; }

    /// <summary>m x m values, index = i m + j, i to the right and j upwards.</summary>
    public required double[] Values { get; init; }

    /// <summary>The words at the colour bar.</summary>
    public required string ScaleLabel { get; init; }

    /// <summary>The value at the end of the colour bar, so that panels can share one.</summary>
    public required double Largest { get; init; }

    /// <summary>Whether colours run from -<see cref="Largest"/> over white at zero to <see cref="Largest"/>, or from 0 up.</summary>
    public bool IsSigned { get; init; }

    /// <summary>A point to be marked, or null.</summary>
    public (double X, double Y)? Mark { get; init; }
}
