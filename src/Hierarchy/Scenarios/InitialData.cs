using System.Numerics.Tensors;
using Hierarchy.Densities;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>The initial datum of a scenario.</summary>
internal static class InitialData
{
    /// <summary>f_1 at time 0, the weighted sum of the components at the points of the grid, and what the scenario says of the pair.</summary>
    /// <exception cref="DataFileException">A data file cannot be read.</exception>
    public static InitialDatum Datum(ExperimentPlan plan) => DatumSymmetry.Averaged(OnGrid(plan), plan.Orbits);

    /// <summary>The same as the densities give it.</summary>
    /// <exception cref="DataFileException">A data file cannot be read.</exception>
    public static InitialDatum OnGrid(ExperimentPlan plan)
    {
        PairInput data = PairOf(plan.Scenario, plan.Grid);
        IInitialPair? correlation = plan.Scenario.Pair.Canonical().Correlation(data);
        if (correlation?.Marginal is { } marginal)
            return new InitialDatum { Density = marginal, Components = [new MixtureComponent(1, marginal)], Correlation = correlation.FillRow };
        return new InitialDatum
        {
            Density = data.Density,
            Components = [.. data.Weights.Zip(data.Components, (weight, density) => new MixtureComponent(weight, density))],
            Correlation = correlation is null ? null : correlation.FillRow,
        };
    }

    /// <summary>What the pair correlation of a scenario is made of: f on the grid and its components.</summary>
    /// <exception cref="DataFileException">A data file cannot be read.</exception>
    public static PairInput PairOf(Scenario scenario, VelocityGrid? grid = null)
    {
        grid ??= scenario.CreateGrid();
        IReadOnlyList<IInitialDensity> components = Components(scenario);
        double[] density = new double[grid.Size];
        InitialDensities.OnGrid(grid, components, density);
        return new PairInput(grid, density, [.. components.Select(component => component.Weight)],
            [.. components.Select(component => OnGrid(grid, component))])
        { Densities = components };
    }

    /// <summary>The components as densities, in the units of Assumption 1.2 if the scenario asks for them.</summary>
    /// <exception cref="ArgumentException">A type is unknown, or the grid does not hold the rescaled datum.</exception>
    /// <exception cref="DataFileException">A data file cannot be read.</exception>
    public static IReadOnlyList<IInitialDensity> Components(Scenario scenario)
    {
        IReadOnlyList<IInitialDensity> components = [.. scenario.Initial.Select(component => component.Density(Input(scenario)))];
        return scenario.Rescale ? Rescaling.Apply(scenario.CreateGrid(), components) : components;
    }

    /// <summary>What densities may depend on.</summary>
    public static DensityInput Input(Scenario scenario) =>
        new(scenario.Dimension, scenario.Grid.HalfWidth, scenario.Grid.Points, scenario.Kernel.Gamma, scenario.Kernel.Strength, GridOrigins.Find(scenario.Grid.Origin) ?? default);

    /// <summary>The mean and the covariance of each data file and of what the grid holds of it, a line each.</summary>
    /// <exception cref="DataFileException">A data file cannot be read.</exception>
    public static IReadOnlyList<DataFileMoments> FileMoments(ExperimentPlan plan)
    {
        var lines = new List<DataFileMoments>();
        for (int i = 0; i < plan.Scenario.Initial.Length; i++)
        {
            if (plan.Scenario.Initial[i] is DataFileSettings component)
                lines.Add(DataFileMoments.Of($"initial[{i}]", plan, component, component.Density(Input(plan.Scenario))));
        }
        return lines;
    }

    private static double[] OnGrid(VelocityGrid grid, IInitialDensity component)
    {
        double[] density = new double[grid.Size];
        InitialDensities.OnGrid(grid, [component], density);
        TensorPrimitives.Divide(density, component.Weight, density);
        return density;
    }
}
