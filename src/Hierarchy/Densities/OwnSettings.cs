using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>A density that a program brings itself, as a function or as values on the grid. It has no text: a scenario file names a data file in its place.</summary>
public sealed record OwnSettings : DensitySettings
{
    /// <summary>The type of a density that is a function of the program.</summary>
    internal const string OfFunction = "function";

    /// <summary>The type of a density that is an array of the program.</summary>
    internal const string OfValues = "values";

    /// <summary>A density by a function.</summary>
    [SetsRequiredMembers]
    internal OwnSettings(Func<double[], double> function)
        : base(OfFunction) => Function = function;

    /// <summary>A density by its values.</summary>
    [SetsRequiredMembers]
    internal OwnSettings(double[] values)
        : base(OfValues) => Values = values;

    /// <summary>f(v) of a density of the type "function"; its argument holds the d components of v. It is called from one thread, for every point of the grid.</summary>
    public Func<double[], double>? Function { get; init; }

    /// <summary>The n^d values of a density of the type "values" at the points of the grid, row-major: the last component of v runs fastest.</summary>
    public double[]? Values { get; init; }

    /// <summary>The half width of the box that the values come from; that of the grid by default.</summary>
    public double? HalfWidth { get; init; }

    /// <summary>Where the values lie in that box, half-cell or edge; as on the grid by default.</summary>
    public string? Origin { get; init; }

    internal override string Formula => Function is null ? "values of a program on the grid" : "a function of a program";

    /// <summary>Of its type, as long as the grid, finite everywhere.</summary>
    internal override void Check(IDensityRules rules)
    {
        bool isFunction = Function is not null;
        string expected = isFunction ? OfFunction : OfValues;
        rules.Require(Type == expected, "type", $"\"{Type}\"", $"has to be \"{expected}\" for a density that is {(isFunction ? "a function" : "an array")} of the program");
        rules.Require(!isFunction || Values is null, "values", "given", "does not go with a function");
        if (!rules.IsSound() || !rules.Knows("grid"))
            return;
        VelocityGrid grid = rules.Input.Grid();
        if (!isFunction)
            rules.Require(Values!.Length == grid.Size, "values", DensityArguments.Count(Values.Length),
                string.Create(CultureInfo.InvariantCulture, $"needs n^d = {grid.Size} values, one for each point of the grid"));
        if (!rules.IsSound())
            return;
        try
        {
            OnGrid(grid, Density(rules.Input));
        }
        catch (ArgumentException error)
        {
            rules.Require(false, expected, "not usable", error.Message);
        }
    }

    /// <summary>A function as it is, values by their trigonometric interpolant on the box that they come from, whose width and points may be those of another grid.</summary>
    internal override IInitialDensity Density(DensityInput input)
    {
        VelocityGrid grid = input.Grid();
        if (Function is { } function)
            return new FunctionDensity(grid, function, Weight);
        double[] values = Values!;
        int points = (int)Math.Round(Math.Pow(values.Length, 1.0 / grid.Dimension));
        bool isGrid = VelocityGrid.IsSupportedLength(points) && (long)Math.Pow(points, grid.Dimension) == values.Length;
        return isGrid ? new GridDensity(new VelocityGrid(grid.Dimension, points, HalfWidth ?? grid.HalfWidth, GridOrigins.Find(Origin) ?? grid.Origin), values, Weight)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{values.Length} values are those of no grid"), nameof(input));
    }

    /// <summary>
    /// The largest coefficient of the Nyquist modes along the axes. Points of either origin are tried, since each sees one phase of the mode only: between the
    /// points of one the mode of a density with a mirror is zero.
    /// </summary>
    internal override double UnresolvedMode(DensityInput input) =>
        Math.Max(Alternating(input), Function is null ? 0 : Alternating(input with { Origin = input.Origin == GridOrigin.Edge ? GridOrigin.HalfCell : GridOrigin.Edge }));

    private double Alternating(DensityInput input)
    {
        VelocityGrid grid = input.Grid();
        double[] values = OnGrid(grid, Density(input));
        double mass = values.Sum(), largest = 0;
        for (int a = 0; a < grid.Dimension; a++)
        {
            double alternating = 0;
            for (int i = 0; i < values.Length; i++)
                alternating += grid.AxisIndex(i, a) % 2 == 0 ? values[i] : -values[i];
            largest = Math.Max(largest, Math.Abs(alternating / mass));
        }
        return largest;
    }

    /// <summary>The values of mass 1 at the points of the grid.</summary>
    /// <exception cref="ArgumentException">The function failed, or the values are no density.</exception>
    internal static double[] OnGrid(VelocityGrid grid, IInitialDensity density)
    {
        double[] values = new double[grid.Size];
        InitialDensities.OnProduct(density, [.. Enumerable.Repeat(grid.Axis, grid.Dimension)], values);
        return values;
    }
}
