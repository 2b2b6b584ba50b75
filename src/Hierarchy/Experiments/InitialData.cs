using Hierarchy.Densities;

namespace Hierarchy.Experiments;

/// <summary>The initial density of a scenario.</summary>
public static class InitialData
{
    /// <summary>Fills f_1 at time 0, n^d values: the weighted sum of the components at the points of the grid.</summary>
    public static void Fill(ExperimentPlan plan, Span<double> density) => InitialDensities.OnGrid(plan.Grid, Components(plan.Scenario), density);

    /// <summary>The components as densities.</summary>
    /// <exception cref="ArgumentException">A type is unknown.</exception>
    public static IReadOnlyList<IInitialDensity> Components(Scenario scenario) => [.. scenario.Initial.Select(component => Component(component, scenario))];

    private static IInitialDensity Component(InitialSettings component, Scenario scenario)
    {
        int dimension = scenario.Dimension;
        double strength = scenario.Kernel.Strength, time = component.Time ?? 0;
        return component.Type switch
        {
            InitialSettings.Gaussian => new GaussianDensity(component.Mean ?? new double[dimension], [.. DatumChecks.CovarianceOf(component, dimension).SelectMany(row => row)], component.Weight),
            InitialSettings.Bkw => new BkwDensity(dimension, strength, DatumChecks.BkwConstant(component, dimension), time, component.Weight),
            InitialSettings.Lemou => new LemouDensity(dimension, strength, time, component.Weight),
            _ => throw new ArgumentException($"no initial density is called \"{component.Type}\"", nameof(component)),
        };
    }
}
