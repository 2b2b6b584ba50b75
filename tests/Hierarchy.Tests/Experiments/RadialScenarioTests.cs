using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Cli;
using Hierarchy.TimeStepping;
using Found = Hierarchy.Results.Results;

namespace Hierarchy.Tests.Experiments;

/// <summary>Models of rotation-invariant pairs in scenarios, beside the grid.</summary>
public sealed class RadialScenarioTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Half temperature 1/2, half 3/2, on the coarsest grid that takes it.</summary>
    private static Scenario TwoTemperatures(string[] models, params string[] particles) => new()
    {
        Name = "two-temperatures",
        Dimension = 3,
        Grid = new GridSettings { HalfWidth = 6, Points = 10 },
        Initial =
        [
            new GaussianSettings { Weight = 0.5, Covariance = [[0.5, 0, 0], [0, 0.5, 0], [0, 0, 0.5]] },
            new GaussianSettings { Weight = 0.5, Covariance = [[1.5, 0, 0], [0, 1.5, 0], [0, 0, 1.5]] },
        ],
        Particles = particles,
        Models = [.. models.Select(ModelSettings.FromName)],
        Time = new TimeSettings { End = 0.25, Output = 0.25, Tolerance = 1e-3 },
        Output = new OutputSettings { Pair = false },
    };

    [Fact]
    public void One_table_has_the_values_of_another_implementation_within_its_errors()
    {
        using Found results = Experiment.Run(TwoTemperatures(["cluster-radial", "leading-order-radial"], "4"));
        Assert.Equal(RunStatus.Completed, results.Status);
        Assert.Equal(["landau", "landau-radial", "cluster-radial", "leading-order-radial"], results.Models);
        // An independent program with other quadratures, extrapolated; its errors, the rounding of the last digit included, are the last entries.
        (string Model, string Quantity, double Value, double Error)[] known =
        [
            ("cluster-radial", "error_l1", 0.0094989, 3e-7), ("cluster-radial", "chaos_l1", 0.0133984, 9e-7),
            ("cluster-radial", "pair_energy_covariance", 0.0628454, 2.5e-7),
            ("cluster-radial", "pair_projection_covariance", 0.0019003, 1.1e-7), ("cluster-radial", "fourth_moment", 18.561464, 1e-6),
                ("cluster-radial", "fisher_1", 3.295273, 1e-6),
            ("cluster-radial", "fisher_2", 3.296804, 1e-6), ("cluster-radial", "coulomb_integral", 0.595011, 1e-6), ("cluster-radial", "coulomb_integral_3_2", 0.537285, 1e-6),
            ("leading-order-radial", "phi_l1", 0.043429, 5e-6), ("leading-order-radial", "phi_fourth_moment", 0.33135, 8e-5),
            ("leading-order-radial", "correlation_limit_l1", 0.05863, 2e-5), ("leading-order-radial", "correlation_limit_l2", 0.0021834, 2e-7),
            ("leading-order-radial", "energy_covariance_limit", 0.2644529, 2.5e-7), ("leading-order-radial", "projection_covariance_limit", 0.0148277, 5e-7),
            ("leading-order-radial", "mutual_information_limit", 0.0036617, 1e-7),
        ];
        foreach ((string model, string quantity, double value, double error) in known)
        {
            ResultRow row = Assert.Single(results.Rows, row => row.Model == model && row.Quantity == quantity && row.Time == 0.25);
            Assert.True(Math.Abs(row.Value - value) <= error + row.DiscretisationError, $"{model} {quantity}: {row.Value:R} +- {row.DiscretisationError:E1}, known {value:R}");
            Assert.True(row.DiscretisationError <= 1e-2 * value, $"{model} {quantity}: an error of {row.DiscretisationError:E1}");
        }
        IReadOnlyList<string> names = ScenarioNames.Quantities(3);
        Assert.All(results.Rows, row => Assert.Contains(row.Quantity, names));
        Assert.All(results.Compare().Where(row => row.Model.EndsWith("-radial", StringComparison.Ordinal)), row => Assert.Equal("landau-radial", row.Reference));
    }

    [Fact]
    public void Two_particles_are_exact_whatever_the_closure_and_fields_are_densities()
    {
        Scenario scenario = TwoTemperatures(["liouville-radial", "tensorised2-radial"], "2") with { Quantities = ["pair_energy_covariance", "energy", "entropy_2"] };
        scenario = scenario with
        {
            Models = [.. scenario.Models.Select(model => new RadialSettings { Type = model.Type, Accuracy = 1e-3 })],
            Time = scenario.Time with { End = 0.1, Output = 0.1 },
            Output = scenario.Output with { Pair = true },
        };
        using Found results = Experiment.Run(scenario, _folder.Of("results"));
        StateResults exact = results["liouville-radial", 2].At(0.1), closed = results["tensorised2-radial", 2].At(0.1);
        Assert.Equal(3, exact.Quantities.Count);
        Assert.All(exact.Quantities, quantity => Assert.Equal(quantity.Value.Value, closed.Quantities[quantity.Key].Value));
        // The sums over the grid, coarse as it is, are those of the quantities.
        VelocityGrid grid = exact.Grid;
        double energy = 0, covariance = 0;
        double[] row = new double[grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            energy += grid.CellVolume * grid.SpeedSquared(i) * exact.Density[i];
            ReadOnlySpan<double> g = exact.Correlation.Row(i, row);
            for (int j = 0; j < grid.Size; j++)
                covariance += grid.CellVolume * grid.CellVolume * grid.SpeedSquared(i) * grid.SpeedSquared(j) * g[j];
        }
        Assert.Equal(3, energy, 2e-2);
        Assert.Equal(exact.Quantities["pair_energy_covariance"].Value, covariance, 0.1 * covariance);
    }

    [Fact]
    public void An_experiment_that_dies_goes_on_to_the_same_bits()
    {
        Scenario scenario = TwoTemperatures([], "4") with
        {
            Models = [new RadialSettings { Type = "cluster-radial", Accuracy = 1e-2 }, new RadialSettings { Type = "tensorised2-radial", Accuracy = 1e-2 }],
            Time = new TimeSettings { End = 0.1, Output = 0.05, Tolerance = 1e-3 },
        };
        using Found straight = Experiment.Run(scenario);
        var plan = new ExperimentPlan(scenario);
        string folder = _folder.Of("dying");
        Directory.CreateDirectory(folder);
        using var folderLock = new FolderLock(folder);
        foreach (string dying in (string[])["cluster-radial", "tensorised2-radial"])
        {
            using var kept = new Checkpoint(folder, plan, ScenarioWriter.Write(plan.Scenario), folderLock);
            Assert.Throws<IOException>(() => new ExperimentRunner(plan, EquationFactory.Create, [new Death(dying, 0.05)], kept).Run(CancellationToken.None));
        }
        using var store = new Checkpoint(folder, plan, ScenarioWriter.Write(plan.Scenario), folderLock);
        IReadOnlyList<RunRecord> records = new ExperimentRunner(plan, EquationFactory.Create, [], store).Run(CancellationToken.None);
        Assert.Equal(straight.Rows, records.SelectMany(record => record.Rows));
        Assert.All(records, record => Assert.Equal(RunStatus.Completed, record.Status));
    }

    [Theory]
    [InlineData("""{ "type": "gaussian", "covariance": [1, 1, 1.2] }""", "3", "\"cluster-radial\"", "component 0 is not isotropic")]
    [InlineData("""{ "type": "gaussian", "mean": [0.5, 0, 0] }""", "3", "\"landau-radial\"", "component 0 is not isotropic")]
    [InlineData("""{ "type": "gaussian" }""", "2", "\"cluster-radial\"", "rotation-invariant pairs are in d = 3")]
    [InlineData("""{ "type": "gaussian" }""", "2", "\"landau-radial\"", "rotation-invariant pairs are in d = 3")]
    [InlineData("""{ "type": "gaussian" }""", "3", "\"mixture-radial\"", "N = infinity, only")]
    [InlineData("""{ "type": "gaussian" }""", "3", "\"liouville-radial\"", "N = 2 only")]
    [InlineData("""{ "type": "gaussian" }""", "3", """{ "type": "cluster-radial", "accuracy": 1e-7 }""", "has to lie in [1e-6, 0.01]")]
    public void What_they_do_not_take_is_refused_with_the_reason(string initial, string dimension, string model, string reason)
    {
        string file = _folder.Write("refused.json", $$"""
            { "name": "refused", "dimension": {{dimension}}, "grid": { "halfWidth": 6, "points": 12 }, "initial": [{{initial}}], "particles": [4], "models": [{{model}}],
              "time": { "end": 0.1 } }
            """);
        CommandLine found = CommandLine.Run("validate", file);
        Assert.Equal(2, found.Code);
        Assert.Contains(reason, found.Out + found.Error, StringComparison.Ordinal);
        Assert.Contains("models[0]", found.Out + found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_leading_order_does_not_take_kernels_with_a_viscosity()
    {
        Scenario scenario = TwoTemperatures(["leading-order-radial"], "4") with { Kernel = new KernelSettings { Regularisation = "cutoff", Epsilon = 0.5 } };
        ScenarioException refused = Assert.Throws<ScenarioException>(() => Experiment.Run(scenario));
        Assert.Contains("viscosity", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_are_averaged_and_the_anisotropy_that_is_dropped_is_stated()
    {
        var random = new Random(5);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        string[] lines = ["vx,vy,vz", .. Enumerable.Range(0, 4000).Select(_ => FormattableString.Invariant($"{Normal()},{Normal()},{Normal()}"))];
        string samples = _folder.Write("samples.csv", string.Join("\n", lines) + "\n");
        string file = _folder.Write("sampled.json", $$"""
            { "name": "sampled", "dimension": 3, "grid": { "halfWidth": 6, "points": 16 }, "initial": [{ "type": "samples", "file": "{{samples}}", "bandwidth": 0.5 }],
              "models": ["landau-radial"], "time": { "end": 0.1 } }
            """);
        CommandLine found = CommandLine.Run("validate", file);
        Assert.Equal(0, found.Code);
        Assert.Contains("average over directions, which drops 0.0", found.Out + found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_listed_with_their_quantities()
    {
        string models = CommandLine.Run("list", "models").Out, quantities = CommandLine.Run("list", "quantities").Out;
        Assert.All(ModelRegistry.All.OfType<IRadialModel>(), model => Assert.Contains(model.Name, models, StringComparison.Ordinal));
        Assert.Equal(7, ModelRegistry.All.OfType<IRadialModel>().Count());
        foreach (string name in (string[])["pair_projection_covariance", "phi_fourth_moment", "energy_covariance_limit", "relative_fisher_limit"])
            Assert.Contains(name, quantities, StringComparison.Ordinal);
    }

    /// <summary>The process seems to die in the run of a model behind a time.</summary>
    private sealed class Death(string model, double time) : IExperimentObserver
    {
        public void Step(PlannedRun run, double reached, in StepStatistics statistics)
        {
            if (run.Model == model && reached > time)
                throw new IOException("death");
        }
    }
}
