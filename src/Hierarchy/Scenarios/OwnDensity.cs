namespace Hierarchy.Scenarios;

/// <summary>Densities that a program brings itself, as a function or as values on the grid. They have no text: a scenario file names a data file in their place.</summary>
public sealed partial record InitialSettings
{
    /// <summary>The type of a density that is a function of the program.</summary>
    public const string OwnFunction = "function";

    /// <summary>The type of a density that is an array of the program.</summary>
    public const string OwnValues = "values";

    /// <summary>f(v) of a density of the type "function"; its argument holds the d components of v. It is called from one thread, for every point of the grid.</summary>
    public Func<double[], double>? Function { get; init; }

    /// <summary>The n^d values of a density of the type "values" at the points of the grid, row-major: the last component of v runs fastest.</summary>
    public double[]? Values { get; init; }

    /// <summary>Whether a program brought the density.</summary>
    public bool IsOwn => Function is not null || Values is not null;

    /// <summary>A density f(v) of one's own, of mass 1 like all components.</summary>
    /// <param name="density">f(v), given the d components of v.</param>
    /// <param name="weight">The share of the component in the total mass.</param>
    /// <example><code>InitialSettings.FromFunction(v => Math.Exp(-(v[0] * v[0] + v[1] * v[1]) / 2) / (2 * Math.PI))</code></example>
    public static InitialSettings FromFunction(Func<double[], double> density, double weight = 1) => new() { Type = OwnFunction, Function = density, Weight = weight };

    /// <summary>A density of one's own by its n^d values at the points of the grid, of mass 1 like all components.</summary>
    /// <param name="values">The values, row-major: the last component of v runs fastest.</param>
    /// <param name="weight">The share of the component in the total mass.</param>
    public static InitialSettings FromValues(double[] values, double weight = 1) => new() { Type = OwnValues, Values = values, Weight = weight };
}
