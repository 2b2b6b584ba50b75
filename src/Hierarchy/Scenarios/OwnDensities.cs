using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Scenarios;

/// <summary>The densities that a program brought to its scenario, and their places on the grid.</summary>
internal static class OwnDensities
{
    /// <summary>The density: a function as it is, values by their trigonometric interpolant on the box that they come from, whose width and points may be those of another grid.</summary>
    /// <exception cref="ArgumentException">The values are those of no grid, or no density.</exception>
    public static IInitialDensity Density(VelocityGrid grid, InitialSettings component)
    {
        if (component.Function is { } function)
            return new FunctionDensity(grid, function, component.Weight);
        double[] values = component.Values!;
        int points = (int)Math.Round(Math.Pow(values.Length, 1.0 / grid.Dimension));
        bool isGrid = VelocityGrid.IsSupportedLength(points) && (long)Math.Pow(points, grid.Dimension) == values.Length;
        return isGrid ? new GridDensity(new VelocityGrid(grid.Dimension, points, component.HalfWidth ?? grid.HalfWidth, GridOrigins.Find(component.Origin) ?? grid.Origin), values, component.Weight)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{values.Length} values are those of no grid"), nameof(component));
    }

    /// <summary>The values of mass 1 at the points of the grid.</summary>
    /// <exception cref="ArgumentException">The function failed, or the values are no density.</exception>
    public static double[] OnGrid(VelocityGrid grid, InitialSettings component) => OnGrid(grid, Density(grid, component));

    /// <summary>
    /// The scenario with all functions replaced by their values on the grid: what is integrated, stored and sampled. Rescaled data are replaced as a whole, in the new units.
    /// </summary>
    /// <exception cref="ArgumentException">A function failed, or the datum cannot be rescaled.</exception>
    public static Scenario AsValues(Scenario scenario)
    {
        if (!scenario.Initial.Any(component => component.IsOwn))
            return scenario;
        VelocityGrid grid = scenario.CreateGrid();
        IReadOnlyList<IInitialDensity> densities = InitialData.Components(scenario);
        InitialSettings[] replaced =
        [
            .. scenario.Initial.Zip(densities, (component, density) =>
                component.IsOwn || scenario.Rescale ? InitialSettings.FromValues(OnGrid(grid, density), component.Weight) with { HalfWidth = grid.HalfWidth, Origin = GridOrigins.Name(grid.Origin) } : component),
        ];
        return scenario with { Initial = replaced, Rescale = false };
    }

    /// <summary>
    /// The largest coefficient of the Nyquist modes along the axes, relative to the mean: what the grid cannot hold of the density. Points of either origin are tried,
    /// since each sees one phase of the mode only: between the points of one the mode of a density with a mirror is zero.
    /// </summary>
    public static double UnresolvedMode(VelocityGrid grid, InitialSettings component) =>
        Math.Max(Alternating(grid, component), component.Function is null ? 0 : Alternating(grid.WithOrigin(grid.Origin == GridOrigin.Edge ? GridOrigin.HalfCell : GridOrigin.Edge), component));

    private static double Alternating(VelocityGrid grid, InitialSettings component)
    {
        double[] values = OnGrid(grid, component);
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

    private static double[] OnGrid(VelocityGrid grid, IInitialDensity density)
    {
        double[] values = new double[grid.Size];
        InitialDensities.OnProduct(density, [.. Enumerable.Repeat(grid.Axis, grid.Dimension)], values);
        return values;
    }
}
