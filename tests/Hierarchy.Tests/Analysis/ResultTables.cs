using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Tests.Analysis;

/// <summary>Small tables of results.</summary>
internal static class ResultTables
{
    public static ResultRow Row(string model, int particles, double time, string quantity, double value, double standardError = double.NaN, double floor = double.NaN) =>
        new(model, particles == 0 ? ParticleNumber.Infinity : new ParticleNumber(particles), time, quantity, value, standardError, floor);

    public static ResultTable Of(params IEnumerable<ResultRow> rows) => new(rows);

    /// <summary>The plan of a scenario in d = 2 with some models: two beams of different temperatures and weights unless said otherwise.</summary>
    public static ExperimentPlan Plan(string[] particles, ModelSettings[] models, PairSettings? pair = null, KernelSettings? kernel = null,
        double tolerance = 1e-6) => new(new Scenario
        {
            Name = "small",
            Dimension = 2,
            Grid = new GridSettings { HalfWidth = 5, Points = 16 },
            Time = new TimeSettings { End = 1, Tolerance = tolerance },
            Kernel = kernel ?? new KernelSettings { Gamma = 0 },
            Initial =
        [
            new GaussianSettings { Weight = 0.7, Mean = [0.6, 0], Covariance = [[0.5, 0], [0, 1.1]] },
            new GaussianSettings { Weight = 0.3, Mean = [-1.4, 0], Covariance = [[1.1, 0], [0, 0.5]] },
        ],
            Pair = pair ?? "chaotic",
            Particles = particles,
            Models = models,
        });

    /// <summary>A model under its name.</summary>
    public static ModelSettings Model(string type, long? replicas = null) => ModelRegistry.Find(type)!.Settings switch
    {
        ParticleSettings particles => particles with { Replicas = replicas },
        ModelSettings settings => settings,
    };
}
