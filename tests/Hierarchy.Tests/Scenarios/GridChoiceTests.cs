using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;
using MathNet.Numerics;

namespace Hierarchy.Tests.Scenarios;

/// <summary>The grid that is chosen for a scenario, and the values that warnings name.</summary>
public sealed partial class GridChoiceTests
{
    private static ScenarioReading Read(string rest, params string[] sets) => ScenarioReader.Read(Encoding.UTF8.GetBytes(
        $$"""{ "name": "a", {{rest}}, "time": { "end": 0.1 } }"""), sets);

    /// <summary>E|v|^4 of a normal density outside [-L, L]^d from its integrals along one axis: M_0 = erf(L/sqrt 2), M_2 = M_0 - 2 L phi, M_4 = 3 M_2 - 2 L^3 phi.</summary>
    [Theory]
    [InlineData(2, 1e-4)]
    [InlineData(2, 1e-6)]
    [InlineData(3, 1e-4)]
    [InlineData(3, 1e-7)]
    public void The_tails_of_a_maxwellian_are_its_integrals(int dimension, double share)
    {
        double Outside(double l)
        {
            double phi = Math.Exp(-0.5 * l * l) / Math.Sqrt(2 * Math.PI), m0 = SpecialFunctions.Erf(l / Math.Sqrt(2)), m2 = m0 - 2 * l * phi, m4 = 3 * m2 - 2 * l * l * l * phi;
            double inside = dimension * m4 * Math.Pow(m0, dimension - 1) + dimension * (dimension - 1) * m2 * m2 * Math.Pow(m0, dimension - 2);
            return 1 - inside / (dimension * (dimension + 2));
        }
        double halfWidth = new DatumTails([GaussianDensity.Isotropic(new double[dimension], 1)], new double[dimension]).HalfWidth(share);
        double low = 1, high = 12;
        for (int i = 0; i < 60; i++)
            (low, high) = Outside(0.5 * (low + high)) > share ? (0.5 * (low + high), high) : (low, 0.5 * (low + high));
        Assert.Equal(low, halfWidth, 0.03 * low);
    }

    [Fact]
    public void A_chosen_grid_is_written_and_read_again()
    {
        ScenarioReading reading = Read(""" "dimension": 2, "grid": "auto", "initial": "maxwellian" """);
        Scenario scenario = reading.Require("a");
        Assert.InRange(scenario.Grid.HalfWidth, 4.5, 7);
        Assert.InRange(scenario.Grid.Points, 12, 36);
        Assert.Contains(reading.Choices, line => line.Contains("halfWidth", StringComparison.Ordinal));
        string text = ScenarioWriter.Write(scenario);
        Assert.Equal(text, ScenarioWriter.Write(ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []).Require("a")));
    }

    [Fact]
    public void An_accuracy_stands_in_place_of_grid_and_tolerance()
    {
        Scenario coarse = Read(""" "dimension": 2, "accuracy": 1e-2, "initial": "maxwellian" """).Require("a");
        Scenario fine = Read(""" "dimension": 2, "accuracy": 1e-5, "initial": "maxwellian" """).Require("a");
        Assert.True(coarse.Grid.HalfWidth < fine.Grid.HalfWidth);
        Assert.True(coarse.Grid.Points < fine.Grid.Points);
        Assert.Equal(1e-4, coarse.Time.Tolerance, 12);
        Assert.Equal(1e-7, fine.Time.Tolerance, 12);
        Scenario kept = Read(""" "dimension": 2, "accuracy": 1e-5, "initial": "maxwellian", "grid": { "halfWidth": 7, "points": 40 } """, "time.tolerance=1e-9").Require("a");
        Assert.Equal((7.0, 40, 1e-9), (kept.Grid.HalfWidth, kept.Grid.Points, kept.Time.Tolerance));
    }

    /// <summary>Pairs ask for more points than a density does, by the order of their error.</summary>
    [Fact]
    public void Pairs_ask_for_more_points()
    {
        const string start = """ "dimension": 2, "accuracy": 1e-3, "initial": "maxwellian", "particles": 4, "models": """;
        Assert.True(Read(start + "\"cluster\"").Require("a").Grid.Points > Read(start + "\"tensorised\"").Require("a").Grid.Points);
    }

    /// <summary>What takes too much memory on the grid goes to another form: in three variables where the datum is isotropic, else by factors.</summary>
    [Theory]
    [InlineData("\"covariance\": 1", "cluster-radial")]
    [InlineData("\"covariance\": [0.8, 1, 1.2]", "cluster-lowrank")]
    public void Pairs_that_do_not_fit_are_kept_in_another_form(string covariance, string model)
    {
        ScenarioReading reading = Read($$""" "dimension": 3, "accuracy": 1e-4, "initial": { "type": "gaussian", {{covariance}} }, "particles": 4, "models": "cluster" """);
        Assert.Equal(model, Assert.Single(reading.Require("a").Models).Name);
        Assert.Contains(reading.Choices, line => line.Contains($"{model} takes its place", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(""" "dimension": 2, "grid": "auto", "initial": { "type": "shell", "S": 4e4, "sigma": 1 } """, "grid is \"auto\": needs ")]
    [InlineData(""" "dimension": 2, "accuracy": 1, "initial": "maxwellian" """, "accuracy is 1: has to lie in")]
    [InlineData(""" "dimension": 2, "initial": "maxwellian" """, "grid: is required: the grid in velocity; \"auto\" chooses it")]
    [InlineData(""" "dimension": 2, "grid": "automatic", "initial": "maxwellian" """, "grid is \"automatic\": has to be \"auto\", or an object")]
    [InlineData(""" "dimension": 2, "grid": "auto", "initial": { "type": "maxwellian", "temperature": -1 } """, "initial[0].temperature is -1")]
    public void What_stands_in_the_way_is_a_fault(string rest, string fault) =>
        Assert.Contains(fault, string.Join("\n", Read(rest).Faults), StringComparison.Ordinal);

    [Fact]
    public void A_density_of_a_program_needs_its_grid()
    {
        var scenario = new Scenario { Name = "a", Dimension = 2, Grid = GridSettings.Auto, Initial = [InitialSettings.FromFunction(_ => 1)], Time = new TimeSettings { End = 1 } };
        Assert.Contains("that a program brings", string.Join("\n", scenario.Check()), StringComparison.Ordinal);
        Assert.Empty((scenario with { Initial = ["maxwellian"] }).Check());
    }

    /// <summary>The error against the exact solution of Bobylev, Krook and Wu is below what was asked for.</summary>
    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-3)]
    [InlineData(1e-5)]
    public void The_accuracy_is_kept_against_an_exact_solution(double accuracy)
    {
        string wanted = accuracy.ToString("R", CultureInfo.InvariantCulture);
        string rest = $$""" "dimension": 2, "kernel": { "gamma": 0, "strength": 0.0625 }, "accuracy": {{wanted}}, "initial": { "type": "bkw", "constant": 0.45 } """;
        Scenario scenario = Read(rest, "time.end=1").Require("a");
        using Results.Results results = Experiment.Run(scenario);
        double[] found = results["landau"].At(1).Density, exact = new double[found.Length];
        InitialDensities.OnGrid(results.Grid, [new BkwDensity(2, 0.0625, 0.45, 1)], exact);
        Assert.InRange(found.Zip(exact, (one, other) => Math.Abs(one - other)).Max() / exact.Max(), 0, accuracy);
    }

    /// <summary>A run on a grid that is too coarse for its accuracy is repeated once on a finer one, and says what it reached.</summary>
    [Fact]
    public void A_run_that_misses_its_accuracy_is_repeated_once()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.json", """
            { "name": "a", "dimension": 2, "accuracy": 1e-4, "grid": { "halfWidth": 4.2, "points": 12 }, "initial": { "type": "gaussian", "covariance": [0.8, 1.2] },
            "time": { "end": 0.2 } }
            """);
        CommandLine run = CommandLine.Run("run", file, "--out", folder.Of("out"));
        Assert.Equal(0, run.Code);
        Match[] reached = Regex.Matches(run.Error, @"accuracy: (\S+) reached where 0.0001 was asked for").ToArray();
        Assert.Equal(2, reached.Length);
        Assert.Contains("once more with halfWidth 5.", run.Error, StringComparison.Ordinal);
        double[] errors = [.. reached.Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.True(errors[0] > 1e-4 && errors[1] < 0.5 * errors[0], run.Error);
        Assert.Contains("\"halfWidth\": 5.", File.ReadAllText(folder.Of("out/resolved.json")), StringComparison.Ordinal);
    }

    private const string Missing = """
        { "name": "a", "dimension": 2, "accuracy": 1e-3, "grid": { "halfWidth": 4, "points": 10 }, "initial": { "type": "gaussian", "covariance": [0.8, 1.2] },
        "time": { "end": 0.1 } }
        """;

    /// <summary>In a program and in the variants of a sweep as on the command line, in memory and in a folder, which is opened the second time.</summary>
    [Fact]
    public void A_program_and_a_sweep_refine_once_too()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.json", Missing);
        Scenario scenario = Scenario.Load(file);
        using Results.Results memory = Experiment.Run(scenario), first = Experiment.Run(scenario, folder.Of("own")), again = Experiment.Run(scenario, folder.Of("own"));
        Assert.True(memory.Grid.Points > 10);
        Assert.Equal(memory.Grid.Points, first.Grid.Points);
        Assert.Equal(memory["landau"].At(0.1).Density, again["landau"].At(0.1).Density);
        DateTime written = File.GetLastWriteTimeUtc(folder.Of("own/manifest.json"));
        using (Results.Results third = Experiment.Run(scenario, folder.Of("own")))
            Assert.Equal(written, File.GetLastWriteTimeUtc(folder.Of("own/manifest.json")));
        CommandLine sweep = CommandLine.Run("run", file, "--set", "sweep={\"kernel.gamma\":[-3,0]}", "--out", folder.Of("sweep"), "--quiet");
        Assert.True(sweep.Code == 0, sweep.Error);
        foreach (string variant in Directory.GetDirectories(folder.Of("sweep")).Where(path => !path.EndsWith("plots", StringComparison.Ordinal)))
            Assert.DoesNotContain("\"points\": 10,", File.ReadAllText(Path.Combine(variant, "resolved.json")), StringComparison.Ordinal);
        CommandLine compare = CommandLine.Run("compare", file, "--out", folder.Of("own"));
        Assert.Contains("holds this experiment already", compare.Error, StringComparison.Ordinal);
    }

    /// <summary>A grid that was chosen keeps what it was chosen for, and nobody is warned of it.</summary>
    [Theory]
    [InlineData("0.1", "\"maxwellian\"")]
    [InlineData("0.03", "{ \"type\": \"kappa\", \"kappa\": 8 }")]
    [InlineData("0.1", "{ \"type\": \"super-gaussian\" }")]
    [InlineData("1e-2", "{ \"type\": \"maxwellian\", \"temperature\": 100 }")]
    [InlineData("1e-3", "{ \"type\": \"perturbed-maxwellian\" }")]
    public void A_chosen_grid_is_not_warned_of(string accuracy, string initial)
    {
        ScenarioReading reading = Read($$""" "dimension": 2, "accuracy": {{accuracy}}, "initial": {{initial}}, "particles": 4, "models": "cluster" """);
        Assert.Empty(reading.Warnings);
        Assert.Empty(ScenarioReader.Read(Encoding.UTF8.GetBytes(ScenarioWriter.Write(reading.Require("a"))), []).Warnings);
    }

    /// <summary>What a scenario names is what it aims at.</summary>
    [Fact]
    public void The_quantities_that_are_named_are_aimed_at()
    {
        using var folder = new TemporaryFolder();
        CommandLine all = CommandLine.Run("run", folder.Write("a.json", Missing), "--out", folder.Of("all"), "--quiet");
        CommandLine one = CommandLine.Run("run", folder.Of("a.json"), "--out", folder.Of("one"), "--quiet", "--set", "quantities=[\"mass\",\"entropy_1\"]");
        Assert.Matches(@"accuracy: \S+ reached .* \((covariance_..|fourth_moment) of landau\)", all.Error);
        Assert.Matches(@"accuracy: \S+ reached .* \(entropy_1 of landau\)", one.Error);
    }

    /// <summary>A grid with the values that a warning names has no such warning.</summary>
    [Theory]
    [InlineData(""" "dimension": 2, "initial": "maxwellian", "grid": { "halfWidth": 3.2, "points": 16 } """)]
    [InlineData(""" "dimension": 2, "initial": { "type": "maxwellian", "temperature": 4, "drift": [1, 0] }, "grid": { "halfWidth": 3, "points": 8 } """)]
    [InlineData(""" "dimension": 3, "initial": { "type": "super-gaussian", "temperature": 0.5 }, "grid": { "halfWidth": 1.6, "points": 8 } """)]
    [InlineData(""" "dimension": 2, "initial": { "type": "kappa", "kappa": 12 }, "grid": { "halfWidth": 5, "points": 8 } """)]
    [InlineData(""" "dimension": 2, "rescale": true, "initial": { "type": "maxwellian", "temperature": 9 }, "grid": { "halfWidth": 3.9, "points": 10 } """)]
    public void The_values_that_a_warning_names_would_do(string rest)
    {
        ScenarioReading reading = Read(rest);
        string told = string.Join("\n", reading.Warnings.Concat(reading.Faults.Select(fault => fault.ToString()))
            .Where(text => text.StartsWith("grid.", StringComparison.Ordinal)));
        Match both = Both().Match(told), points = Points().Match(told);
        Assert.True(both.Success || points.Success, told);
        string[] sets = both.Success ? [$"grid.halfWidth={both.Groups[1].Value}", $"grid.points={both.Groups[2].Value}"] : [$"grid.points={points.Groups[1].Value}"];
        ScenarioReading mended = Read(rest, sets);
        Assert.DoesNotContain(mended.Warnings.Concat(mended.Faults.Select(fault => fault.ToString())), text => text.StartsWith("grid.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_does_not_fit_names_the_model_and_the_grid_that_would()
    {
        const string rest = """
            "dimension": 3, "initial": "maxwellian", "grid": { "halfWidth": 6, "points": 24 }, "particles": 4, "models": "cluster", "symmetry": "none"
            """;
        var plan = new ExperimentPlan(Read(rest).Require("a"));
        const long available = 2_000_000_000;
        Assert.True(plan.MemoryBytes > available);
        string remedy = Alternatives.Remedy(plan, available);
        Assert.Contains("cluster-radial in place of cluster", remedy, StringComparison.Ordinal);
        int points = int.Parse(Regex.Match(remedy, @"grid\.points = (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(new ExperimentPlan(plan.Scenario with { Grid = plan.Scenario.Grid with { Points = points } }).MemoryBytes <= available);
    }

    [GeneratedRegex(@"halfWidth ([0-9.]+) and (\d+) points would do")]
    private static partial Regex Both();

    [GeneratedRegex(@"; (\d+) points would do")]
    private static partial Regex Points();
}
