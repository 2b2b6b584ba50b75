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
    public static InitialDatum Datum(ExperimentPlan plan)
    {
        IReadOnlyList<IInitialDensity> components = Components(plan.Scenario);
        double[] density = new double[plan.Grid.Size];
        InitialDensities.OnGrid(plan.Grid, components, density);
        MixtureComponent[] parts = [.. components.Select(component => OnGrid(plan.Grid, component))];
        return new InitialDatum { Density = density, Components = parts, Correlation = Correlation(plan.Scenario, plan.Grid, density, parts) };
    }

    /// <summary>The components as densities, in the units of Assumption 1.2 if the scenario asks for them.</summary>
    /// <exception cref="ArgumentException">A type is unknown, or the grid does not hold the rescaled datum.</exception>
    /// <exception cref="DataFileException">A data file cannot be read.</exception>
    public static IReadOnlyList<IInitialDensity> Components(Scenario scenario)
    {
        IReadOnlyList<IInitialDensity> components = [.. scenario.Initial.Select(component => Component(component, scenario))];
        return scenario.Rescale ? Rescaling.Apply(scenario.CreateGrid(), components) : components;
    }

    /// <summary>The settings with the defaults that depend on a data file: bandwidth, dataset and time.</summary>
    /// <exception cref="ArgumentException">The samples have no scale.</exception>
    /// <exception cref="DataFileException">The data file cannot be read.</exception>
    public static InitialSettings Resolve(InitialSettings component, int dimension)
    {
        if (component.Type == InitialSettings.Samples)
        {
            SampleFileContent samples = ReadSamples(component, dimension);
            return component with { Bandwidth = Bandwidth(component, samples, dimension) };
        }
        if (component.Type != InitialSettings.Grid)
            return component;
        GridFileContent content = ReadGrid(component, dimension);
        return component with { Dataset = content.Dataset.Length > 0 ? content.Dataset : null, Time = content.Time };
    }

    /// <summary>Makes the density of one component, as a check.</summary>
    /// <exception cref="ArgumentException">The settings do not fit the file.</exception>
    /// <exception cref="DataFileException">The data file cannot be read.</exception>
    public static void Check(InitialSettings component, Scenario scenario) => Component(component, scenario);

    /// <summary>The mean and the covariance of each data file and of what the grid holds of it, a line each.</summary>
    /// <exception cref="DataFileException">A data file cannot be read.</exception>
    public static IReadOnlyList<DataFileMoments> FileMoments(ExperimentPlan plan)
    {
        var lines = new List<DataFileMoments>();
        for (int i = 0; i < plan.Scenario.Initial.Length; i++)
        {
            if (plan.Scenario.Initial[i] is { Type: InitialSettings.Samples or InitialSettings.Grid } component)
                lines.Add(DataFileMoments.Of($"initial[{i}]", plan, component, Component(component, plan.Scenario)));
        }
        return lines;
    }

    /// <summary>The perturbation of a scenario whose pair is "perturbed", at a density on the grid.</summary>
    public static PerturbedPair Perturbation(PairSettings pair, VelocityGrid grid, ReadOnlySpan<double> density) =>
        new(grid, density, DatumChecks.Wavevector(pair.Wavevector, grid.Dimension), pair.Profile == PairSettings.Sine, pair.Amplitude ?? PairSettings.DefaultAmplitude);

    private static CorrelationRow? Correlation(Scenario scenario, VelocityGrid grid, double[] density, MixtureComponent[] parts) => scenario.Pair.Type switch
    {
        PairSettings.Mixture => new MixturePair(grid, [.. parts.Select(part => part.Weight)], [.. parts.Select(part => part.Density)]).FillRow,
        PairSettings.Perturbed => Perturbation(scenario.Pair, grid, density).FillRow,
        _ => null,
    };

    private static MixtureComponent OnGrid(VelocityGrid grid, IInitialDensity component)
    {
        double[] density = new double[grid.Size];
        InitialDensities.OnGrid(grid, [component], density);
        TensorPrimitives.Divide(density, component.Weight, density);
        return new MixtureComponent(component.Weight, density);
    }

    private static IInitialDensity Component(InitialSettings component, Scenario scenario)
    {
        int dimension = scenario.Dimension;
        double strength = scenario.Kernel.Strength, time = component.Time ?? 0, weight = component.Weight;
        return component.Type switch
        {
            InitialSettings.Gaussian => new GaussianDensity(
                component.Mean ?? new double[dimension], [.. DatumChecks.CovarianceOf(component, dimension).SelectMany(row => row)], weight),
            InitialSettings.Bkw => new BkwDensity(dimension, strength, DatumChecks.BkwConstant(component, dimension), time, weight),
            InitialSettings.Lemou => new LemouDensity(dimension, strength, time, weight),
            InitialSettings.Shell => new ShellDensity(dimension, DatumChecks.ShellSharpness(component), DatumChecks.ShellSpeed(component), weight),
            InitialSettings.PerturbedMaxwellian => new PerturbedMaxwellianDensity(
                DatumChecks.Wavevector(component.Wavevector, dimension), component.Amplitude ?? PairSettings.DefaultAmplitude, component.Temperature ?? 1, weight),
            InitialSettings.Samples => Samples(component, dimension),
            InitialSettings.Grid => ReadGrid(component, dimension).Density(component.File!, weight),
            InitialSettings.OwnFunction or InitialSettings.OwnValues => OwnDensities.Density(scenario.CreateGrid(), component),
            _ => throw new ArgumentException($"no initial density is called \"{component.Type}\"", nameof(component)),
        };
    }

    private static SamplesDensity Samples(InitialSettings component, int dimension)
    {
        SampleFileContent samples = ReadSamples(component, dimension);
        return new SamplesDensity(dimension, samples.Velocities, Bandwidth(component, samples, dimension), samples.Weights, component.Weight);
    }

    /// <summary>One for each direction: those given, the one given, or Silverman's.</summary>
    private static double[] Bandwidth(InitialSettings component, SampleFileContent samples, int dimension) => component.Bandwidth switch
    {
        null => SamplesDensity.Silverman(samples.Velocities, dimension, samples.Weights),
        [double all] => [.. Enumerable.Repeat(all, dimension)],
        double[] each => each,
    };

    private static SampleFileContent ReadSamples(InitialSettings component, int dimension) =>
        SampleFile.Read(component.File!, dimension, component.Columns, component.WeightColumn);

    private static GridFileContent ReadGrid(InitialSettings component, int dimension) =>
        GridFile.Read(component.File!, dimension, component.Dataset, component.Time, component.HalfWidth, GridOrigins.Find(component.Origin));
}
