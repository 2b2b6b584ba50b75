using Hierarchy.Analysis;
using Hierarchy.Audits;
using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Cli;
using Found = Hierarchy.Results.Results;

namespace Hierarchy.Tests.Experiments;

/// <summary>The library from outside: a scenario, its results in memory and in a folder, and what is told of both.</summary>
public sealed class FrontDoorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static double TwoBeams(double[] v) => 0.5 * (Gaussian(v[0] - 1.2, v[1]) + Gaussian(v[0] + 1.2, v[1]));

    private static double Gaussian(double x, double y) => Math.Exp(-(x * x + y * y) / 1.2) / (1.2 * Math.PI);

    /// <summary>Two beams of the shipped kind on a coarse grid.</summary>
    private static Scenario Small(params DensitySettings[] initial) => new()
    {
        Name = "small",
        Dimension = 2,
        Grid = new GridSettings { HalfWidth = 5, Points = 16 },
        Initial = initial.Length > 0 ? initial :
        [
            new GaussianSettings { Weight = 0.5, Mean = [1.2, 0], Covariance = [[0.6, 0], [0, 0.6]] },
            new GaussianSettings { Weight = 0.5, Mean = [-1.2, 0], Covariance = [[0.6, 0], [0, 0.6]] },
        ],
        Particles = ["4", "16"],
        Models = ["tensorised", "cluster"],
        Time = new TimeSettings { End = 0.2, Tolerance = 1e-4, Output = 0.1 },
    };

    /// <summary>Those of models and of distances to particles as well as those of diagnostics.</summary>
    [Fact]
    public void Results_have_the_quantities_that_are_asked_for_and_no_others()
    {
        Scenario scenario = Small() with
        {
            Particles = ["4"],
            Models = ["cluster", "leading-order", new LowRankSettings { Type = "cluster-lowrank" }, new KacSettings { Type = "kac", Replicas = 80 }],
            Quantities = ["energy", "phi_l1", "rank"],
        };
        using Found results = Experiment.Run(scenario);
        Assert.Equal(["energy", "phi_l1", "rank"], results.Rows.Select(row => row.Quantity).Distinct().Order(StringComparer.Ordinal));
        using Found distances = Experiment.Run(scenario with { Quantities = ["error_modes_squared", "particle_modes_squared"] });
        Assert.Equal(["error_modes_squared", "particle_modes_squared"], distances.Rows.Select(row => row.Quantity).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_scenario_made_in_code_runs_in_memory_and_gives_what_the_command_line_writes()
    {
        Scenario scenario = Small();
        using Found results = Experiment.Run(scenario);
        Assert.Equal(RunStatus.Completed, results.Status);
        Assert.Equal([0, 0.1, 0.2], results.Times);
        string file = _folder.Write("small.json", ScenarioWriter.Write(scenario));
        Assert.Equal(0, CommandLine.Run("run", file, "--out", _folder.Of("written"), "--quiet").Code);
        using Found written = Found.Open(_folder.Of("written"));
        Assert.Equal(results.Rows, written.Rows);
        foreach (RunResults run in results.Runs)
        {
            StateResults mine = run.At(0.2), theirs = written[run.Model, run.Particles].At(0.2);
            Assert.Equal(mine.Density, theirs.Density);
            Assert.Equal(mine.Correlation.ToArray(), theirs.Correlation.ToArray());
            Assert.Equal(run.Model != "cluster", mine.Correlation.IsZero);
        }
    }

    [Fact]
    public void Fields_are_densities_with_the_moments_that_the_quantities_state()
    {
        using Found results = Experiment.Run(Small());
        StateResults state = results["cluster", 16].At(0.2);
        VelocityGrid grid = state.Grid;
        GridMoments moments = GridMoments.Of(grid, state.Density);
        Assert.Equal(moments.Energy, state.Quantities["energy"].Value, 1e-12);
        // int int g v1_x v2_x by the definition, against the quantity of the run.
        double[] row = new double[grid.Size];
        double covariance = 0, norm = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            ReadOnlySpan<double> g = state.Correlation.Row(i, row);
            for (int j = 0; j < grid.Size; j++)
            {
                covariance += grid.CellVolume * grid.CellVolume * grid.Velocity(i, 0) * grid.Velocity(j, 0) * g[j];
                norm += grid.CellVolume * grid.CellVolume * g[j] * g[j];
            }
        }
        Assert.Equal(covariance, state.Quantities["pair_covariance_xx"].Value, 1e-13);
        Assert.Equal(Math.Sqrt(norm), state.Correlation.Norm(), 1e-13);
        Assert.True(norm > 0);
        Assert.True(double.IsNaN(state.Quantities["energy"].StandardError));
    }

    [Fact]
    public void A_density_of_ones_own_is_what_the_same_density_of_the_library_is()
    {
        using Found library = Experiment.Run(Small());
        double[] expected = library["landau"].At(0.2).Density;
        using Found function = Experiment.Run(Small(InitialSettings.FromFunction(TwoBeams)));
        using Found values = Experiment.Run(Small(InitialSettings.FromValues(library["landau"].At(0).Density)));
        using Found folder = Experiment.Run(Small(InitialSettings.FromFunction(TwoBeams)), _folder.Of("own"));
        Assert.Equal(expected, values["landau"].At(0.2).Density);
        double largest = expected.Max();
        Assert.All(expected.Zip(function["landau"].At(0.2).Density), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * largest));
        Assert.Equal(function.Rows, folder.Rows);
        using Found opened = Found.Open(_folder.Of("own"));
        Assert.Equal(function["cluster", 4].At(0.2).Density, opened["cluster", 4].At(0.2).Density);
    }

    [Fact]
    public void A_rescaled_function_has_the_units_of_the_assumption()
    {
        Scenario scenario = Small(InitialSettings.FromFunction(v => 3 * Math.Exp(-((v[0] - 1) * (v[0] - 1) + v[1] * v[1]) / 4)))
            with
        { Rescale = true, Models = [], Particles = [] };
        using Found results = Experiment.Run(scenario);
        QuantityResults start = results["landau"].At(0).Quantities;
        Assert.Equal(1, start["mass"].Value, 1e-12);
        Assert.Equal(2, start["energy"].Value, 1e-12);
        Assert.Equal(0, start["momentum_x"].Value, 1e-12);
    }

    [Fact]
    public void A_folder_is_written_once_moved_and_read_again()
    {
        Scenario scenario = Small(InitialSettings.FromFunction(TwoBeams)) with { Models = [], Particles = [] };
        using Found first = Experiment.Run(scenario, _folder.Of("results"));
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(_folder.Of("results"), "manifest.json"));
        using Found second = Experiment.Run(scenario, _folder.Of("results"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(_folder.Of("results"), "manifest.json")));
        Assert.Equal(first.Rows, second.Rows);
        Directory.Move(_folder.Of("results"), _folder.Of("elsewhere"));
        using Found moved = Found.Open(_folder.Of("elsewhere"));
        Assert.Equal(first.Rows, moved.Rows);
        ResultFolderExistsException taken = Assert.Throws<ResultFolderExistsException>(() => Experiment.Run(Small(), _folder.Of("elsewhere")));
        Assert.DoesNotContain("--", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_experiment_tells_what_it_had_and_goes_on_in_its_folder()
    {
        Scenario scenario = Small();
        using Found straight = Experiment.Run(scenario);
        using var source = new CancellationTokenSource();
        var progress = new Immediate(step =>
        {
            if (step is { Model: "cluster", Share: > 0.5 })
                source.Cancel();
        });
        string folder = _folder.Of("stopped");
        ExperimentStoppedException stopped = Assert.Throws<ExperimentStoppedException>(() => Experiment.Run(scenario, folder, progress, source.Token));
        Assert.Equal(RunStatus.Stopped, stopped.Results.Status);
        Assert.Equal(RunStatus.Completed, stopped.Results["landau"].Status);
        Assert.Equal(RunStatus.Stopped, stopped.Results["cluster", 4].Status);
        Assert.Contains("did not come to its turn", Assert.Throws<KeyNotFoundException>(() => stopped.Results["cluster", 16]).Message, StringComparison.Ordinal);
        using Found resumed = Experiment.Run(scenario, folder);
        Assert.Equal(straight.Rows, resumed.Rows);
        Assert.Throws<ExperimentStoppedException>(() => Experiment.Run(scenario, cancellation: new CancellationToken(true)));
    }

    [Fact]
    public void Progress_reaches_the_end_of_every_run()
    {
        var shares = new List<ExperimentProgress>();
        using Found results = Experiment.Run(Small(), progress: new Immediate(shares.Add));
        Assert.Equal(5, shares[^1].Finished);
        Assert.Equal(5, shares[^1].Runs);
        Assert.Equal(results.Runs.Select(run => (run.Model, run.Particles)),
            shares.Where(step => step.Share == 1 && step.Finished > 0).Select(step => (step.Model, step.Particles)).Distinct());
    }

    [Fact]
    public void What_is_not_there_is_told_with_what_is_nearest()
    {
        using Found results = Experiment.Run(Small());
        string Of(Func<object> access) => Assert.Throws<KeyNotFoundException>(access).Message;
        Assert.Contains("did you mean \"cluster\"?", Of(() => results["clustr", 4]), StringComparison.Ordinal);
        Assert.Contains("the nearest is 16", Of(() => results["cluster", 12]), StringComparison.Ordinal);
        Assert.Contains("it has N = infinity", Of(() => results["landau", 4]), StringComparison.Ordinal);
        Assert.Contains("N = 4, 16", Of(() => results["cluster"]), StringComparison.Ordinal);
        Assert.Contains("the nearest are 0.1 and 0.2", Of(() => results["cluster", 4].At(0.17)), StringComparison.Ordinal);
        Assert.Contains("did you mean \"energy\"?", Of(() => results["cluster", 4].At(0.1).Quantities["enrgy"]), StringComparison.Ordinal);
        Assert.Contains("no number of particles", Of(() => results["cluster", "many"]), StringComparison.Ordinal);
        Assert.Contains("no number of particles", Of(() => results["cluster", 1]), StringComparison.Ordinal);
        Assert.Same(results["CLUSTER", "16"], results["cluster", new ParticleNumber(16)]);
        Assert.Same(results["landau"], results["landau", "infinity"]);
    }

    [Fact]
    public void A_pair_correlation_that_was_not_kept_says_how_it_is_kept()
    {
        using Found results = Experiment.Run(Small() with { Output = new OutputSettings { Pair = false } });
        StateResults state = results["cluster", 4].At(0.1);
        Assert.Contains("output.pair", Assert.Throws<InvalidOperationException>(() => state.Correlation).Message, StringComparison.Ordinal);
        Assert.True(results["tensorised", 4].At(0.1).Correlation.IsZero);
    }

    [Fact]
    public void Particles_have_estimates_with_errors_and_no_density()
    {
        using Found results = Experiment.Run(Small() with { Particles = ["4"], Models = [new KacSettings { Type = "kac", Replicas = 800 }] });
        StateResults state = results["kac", 4].At(0.2);
        Assert.True(state.Quantities["covariance_xx"].StandardError > 0);
        Assert.Contains("system of particles", Assert.Throws<InvalidOperationException>(() => state.Density).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_analyses_are_methods_of_the_results()
    {
        using Found results = Experiment.Run(Small() with { Particles = ["2", "4", "8"], Models = ["liouville", "cluster"] });
        Assert.Equal(1, results.Compare().Single(row => row is { Model: "cluster", Quantity: "closure_error_pair_l1", Time: 0.2 }).Rank);
        Assert.Equal(-1, results.Chaos().Single(row => row is { Model: "cluster", Quantity: "error_l1", Time: 0.2 }).Fit!.Slope, 0.2);
        Assert.DoesNotContain(results.Audit(), row => row.Fails);
        Assert.Contains(results.Audit(), row => row.Verdict == AuditVerdict.Holds);
    }

    [Fact]
    public void Convergence_takes_the_results_as_the_finest_level()
    {
        Scenario exact = Small(new BkwSettings { Constant = 0.3 }) with
        {
            Kernel = new KernelSettings { Gamma = 0, Strength = 0.0625 },
            Grid = new GridSettings { HalfWidth = 6, Points = 20 },
            Models = [],
            Particles = [],
            Time = new TimeSettings { End = 1, Tolerance = 1e-8 },
        };
        using Found results = Experiment.Run(exact);
        ConvergenceRow row = results.Converge(ConvergenceParameter.Grid, 2).First(row => row.Quantity == "f_1");
        Assert.Equal("exact", row.Reference);
        Assert.InRange(row.Errors[1], 1e-9, 1e-2);
        Assert.True(row.Orders[0] > 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => results.Converge(ConvergenceParameter.Grid, 1));
        Assert.Contains("replicas", Assert.Throws<InvalidOperationException>(() => results.Converge(ConvergenceParameter.Replicas)).Message, StringComparison.Ordinal);
    }

    /// <summary>Progress on the thread that reports it.</summary>
    private sealed class Immediate(Action<ExperimentProgress> report) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value) => report(value);
    }
}
