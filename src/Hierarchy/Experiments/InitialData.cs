using System.Numerics.Tensors;
using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Spectral;

namespace Hierarchy.Experiments;

/// <summary>The initial datum of a scenario.</summary>
public static class InitialData
{
    /// <summary>f_1 at time 0, the weighted sum of the components at the points of the grid, and what the scenario says of the pair.</summary>
    public static InitialDatum Datum(ExperimentPlan plan)
    {
        IReadOnlyList<IInitialDensity> components = Components(plan.Scenario);
        double[] density = new double[plan.Grid.Size];
        InitialDensities.OnGrid(plan.Grid, components, density);
        return new InitialDatum { Density = density, Components = [.. components.Select(component => OnGrid(plan.Grid, component))] };
    }

    private static MixtureComponent OnGrid(VelocityGrid grid, IInitialDensity component)
    {
        double[] density = new double[grid.Size];
        InitialDensities.OnGrid(grid, [component], density);
        TensorPrimitives.Divide(density, component.Weight, density);
        return new MixtureComponent(component.Weight, density);
    }

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
