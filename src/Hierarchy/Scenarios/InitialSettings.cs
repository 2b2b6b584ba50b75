using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Scenarios;

/// <summary>Components of the initial density that a program brings itself.</summary>
public static class InitialSettings
{
    /// <summary>A density f(v) of one's own, of mass 1 like all components.</summary>
    /// <param name="density">f(v), given the d components of v.</param>
    /// <param name="weight">The share of the component in the total mass.</param>
    /// <example><code>InitialSettings.FromFunction(v => Math.Exp(-(v[0] * v[0] + v[1] * v[1]) / 2) / (2 * Math.PI))</code></example>
    public static DensitySettings FromFunction(Func<double[], double> density, double weight = 1) => new OwnSettings(density) { Weight = weight };

    /// <summary>A density of one's own by its n^d values at the points of the grid, of mass 1 like all components.</summary>
    /// <param name="values">The values, row-major: the last component of v runs fastest.</param>
    /// <param name="weight">The share of the component in the total mass.</param>
    public static DensitySettings FromValues(double[] values, double weight = 1) => new OwnSettings(values) { Weight = weight };

    /// <summary>
    /// The scenario with all functions replaced by their values on the grid: what is integrated, stored and sampled. Rescaled data are replaced as a whole, in the new units.
    /// </summary>
    /// <exception cref="ArgumentException">A function failed, or the datum cannot be rescaled.</exception>
    internal static Scenario AsValues(Scenario scenario)
    {
        if (!scenario.Initial.Any(component => component is OwnSettings))
            return scenario;
        VelocityGrid grid = scenario.CreateGrid();
        IReadOnlyList<IInitialDensity> densities = InitialData.Components(scenario);
        DensitySettings[] replaced =
        [
            .. scenario.Initial.Zip(densities, (component, density) =>
                component is OwnSettings || scenario.Rescale ? new OwnSettings(
                    OwnSettings.OnGrid(grid, density)) { Weight = component.Weight, HalfWidth = grid.HalfWidth, Origin = GridOrigins.Name(grid.Origin) } : component),
        ];
        return scenario with { Initial = replaced, Rescale = false };
    }
}
