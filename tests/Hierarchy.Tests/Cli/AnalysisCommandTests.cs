using System.Text.Json;
using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Cli;

public sealed class AnalysisCommandTests : IDisposable
{
    private const string Scenario = """
        { "name": "small", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.0625 }, "grid": { "halfWidth": 6, "points": 16 },
          "initial": [ { "type": "bkw", "constant": 0.3 } ], "particles": [4, 8, 16], "models": ["tensorised"], "time": { "end": 1, "tolerance": 1e-8 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Chaos_runs_a_scenario_once_and_reads_its_folder_afterwards()
    {
        string file = _folder.Write("small.json", Scenario), results = _folder.Of("results");
        CommandLine first = CommandLine.Run("chaos", file, "--out", results, "--quiet", "--json");
        Assert.True(first.Code == 0, first.Error);
        JsonElement rate = JsonDocument.Parse(first.Out).RootElement.GetProperty("rates").EnumerateArray().First(row => row.GetProperty("quantity").GetString() == "error_l1");
        Assert.Equal(-1, rate.GetProperty("slope").GetDouble(), 0.1);
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(results, "manifest.json"));
        CommandLine again = CommandLine.Run("chaos", file, "--out", results, "--json"), folder = CommandLine.Run("chaos", results, "--json");
        Assert.Equal(first.Out, again.Out);
        Assert.Equal(first.Out, folder.Out);
        Assert.Contains("holds this experiment already", again.Error, StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(results, "manifest.json")));
        Assert.StartsWith("time,model,quantity,slope", File.ReadAllText(Path.Combine(results, "chaos.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Quantities_that_have_no_rate_are_named_with_those_that_have_one()
    {
        string file = _folder.Write("small.json", Scenario);
        CommandLine chaos = CommandLine.Run("chaos", file, "--out", _folder.Of("results"), "--quiet", "--no-plots", "--show", "fourth_moment");
        Assert.True(chaos.Code == 0, chaos.Error);
        Assert.Contains("no rate in N of fourth_moment: only distances have one, here error_l1", chaos.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private const string Mixture = """
        { "name": "mixture", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.25 }, "grid": { "halfWidth": 6, "points": 12 }, "pair": { "type": "mixture" },
          "initial": [ { "type": "gaussian", "weight": 0.7, "mean": [0.6, 0], "covariance": [0.5, 1.1] },
          { "type": "gaussian", "weight": 0.3, "mean": [-1.4, 0], "covariance": [1.1, 0.5] } ],
          "particles": [4, 8], "models": [{ "type": "kac", "replicas": 2000 }], "time": { "end": 4, "output": 4, "tolerance": 1e-4 } }
        """;

    /// <summary>0.7 (0.5 + 0.36) + 0.3 (1.1 + 1.96) = 1.52 and 0.84 of it common to all: (1.52 + 3 * 0.84)/4 + 0.75 * 0.8 = 1.61 at N = 4, and particles get there.</summary>
    [Fact]
    public void Particles_of_a_mixture_reach_their_limit_and_no_slope_is_expected()
    {
        CommandLine result = CommandLine.Run("chaos", _folder.Write("mixture.json", Mixture), "--out", _folder.Of("mixture"), "--quiet", "--json", "--no-plots");
        Assert.True(result.Code == 0, result.Error);
        JsonElement root = JsonDocument.Parse(result.Out).RootElement;
        JsonElement row = root.GetProperty("long_time_limits").EnumerateArray()
            .Single(row => row.GetProperty("quantity").GetString() == "covariance_xx" && row.GetProperty("N").GetString() == "4" && row.GetProperty("model").GetString() == "kac");
        Assert.Equal(1.61, row.GetProperty("limit").GetDouble(), 1e-6);
        double error = row.GetProperty("+-").GetDouble(), left = row.GetProperty("left").GetDouble(), leftError = row.GetProperty("left +-").GetDouble();
        Assert.InRange(error, 1e-4, 0.02);
        Assert.InRange((row.GetProperty("final").GetDouble() - 1.61) / error, -4, 4);
        Assert.InRange(left / leftError, -4, 4);
        Assert.All(root.GetProperty("rates").EnumerateArray(), rate => Assert.Equal(JsonValueKind.Null, rate.GetProperty("expected").ValueKind));
        Assert.Contains(root.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("no slope is expected", StringComparison.Ordinal));
    }

    [Fact]
    public void A_kernel_that_heats_has_no_limit_and_says_so()
    {
        string[] sets = ["kernel.regularisation=cutoff", "kernel.epsilon=1", "time.end=0.1", "grid.points=12"];
        CommandLine result = CommandLine.Run(
            ["chaos", _folder.Write("small.json", Scenario), "--out", _folder.Of("heated"), "--quiet", "--json", "--no-plots", .. sets.SelectMany(set => new[] { "--set", set })]);
        Assert.True(result.Code == 0, result.Error);
        JsonElement root = JsonDocument.Parse(result.Out).RootElement;
        Assert.Empty(root.GetProperty("long_time_limits").EnumerateArray());
        Assert.Contains(root.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("heats", StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_states_the_quantity_that_ranks_and_the_replicas_that_would_part_a_tie()
    {
        string models = "models=[\"tensorised\",\"cluster\",{\"type\":\"kac\",\"replicas\":800}]", results = _folder.Of("compared");
        CommandLine result = CommandLine.Run(
            "compare", _folder.Write("small.json", Scenario), "--out", results, "--quiet", "--no-plots", "--set", models, "--set", "time.end=0.1", "--set", "grid.points=12");
        Assert.True(result.Code == 0, result.Error);
        string[] columns = File.ReadLines(Path.Combine(results, "compare.csv")).First().Split(',');
        Assert.Equal(["rank", "next_model", "gap", "gap_standard_error", "gap_offset", "gap_resolved", "replicas_needed"], columns[^7..]);
        string[][] ranked = [.. File.ReadLines(Path.Combine(results, "compare.csv")).Skip(1).Select(line => line.Split(',')).Where(cells => cells[^7].Length > 0)];
        string quantity = Assert.Single(ranked.Select(cells => cells[3]).Distinct());
        Assert.Contains("ranked by the error of " + quantity, string.Join(' ', result.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("the grid holds the box", result.Out, StringComparison.Ordinal);
        foreach (string[] cells in ranked.Where(cells => cells[^2] == "no"))
            Assert.NotEmpty(cells[^1]);
    }

    [Fact]
    public void A_folder_that_holds_another_experiment_is_not_replaced_unasked()
    {
        string file = _folder.Write("small.json", Scenario), results = _folder.Of("results");
        Assert.Equal(0, CommandLine.Run("compare", file, "--out", results, "--quiet", "--set", "time.end=0.1").Code);
        CommandLine refused = CommandLine.Run("compare", file, "--out", results, "--quiet");
        Assert.Equal(2, refused.Code);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("compare", file, "--out", results, "--quiet", "--force").Code);
    }

    [Fact]
    public void Folders_without_results_and_damaged_ones_are_input_errors()
    {
        Assert.Equal(5, CommandLine.Run("compare", _folder.Path).Code);
        string file = _folder.Write("small.json", Scenario), results = _folder.Of("results");
        Assert.Equal(0, CommandLine.Run("run", file, "--out", results, "--quiet", "--set", "time.end=0.1").Code);
        File.AppendAllText(Path.Combine(results, "diagnostics.csv"), "landau,infinity,zero\n");
        CommandLine damaged = CommandLine.Run("compare", results);
        Assert.Equal(5, damaged.Code);
        Assert.Contains("diagnostics.csv", damaged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Converge_measures_against_the_exact_solution()
    {
        string folder = _folder.Of("study");
        CommandLine result = CommandLine.Run("converge", _folder.Write("small.json", Scenario), "--over", "grid", "--levels", "2", "--quiet", "--json", "--set",
            "grid.points=20", "--out", folder);
        Assert.True(result.Code == 0, result.Error);
        JsonElement row = JsonDocument.Parse(result.Out).RootElement.GetProperty("convergence").EnumerateArray().First();
        Assert.Equal("exact", row.GetProperty("against").GetString());
        Assert.InRange(row.GetProperty("e2").GetDouble(), 1e-9, 1e-2);
        Assert.True(row.GetProperty("order1").GetDouble() > 8);
        string[] lines = File.ReadAllLines(Path.Combine(folder, "converge.csv"));
        Assert.StartsWith("model,N,quantity,against,p1,p2,e1,e2,order1,constant,finest,note", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("landau,infinity,f_1,exact,", lines[1], StringComparison.Ordinal);
        string page = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Contains("spacing h", page, StringComparison.Ordinal);
        Assert.Contains("role=\"img\"", page, StringComparison.Ordinal);
        foreach (string plot in (string[])["convergence.png", "convergence.svg"])
            Assert.True(File.Exists(Path.Combine(folder, "plots", plot)));
    }

    [Fact]
    public void Audit_measures_the_statements_of_the_paper_and_finds_no_theorem_violated()
    {
        string file = _folder.Write("small.json", Scenario), results = _folder.Of("results");
        CommandLine result = CommandLine.Run("audit", file, "--out", results, "--quiet", "--json", "--set", "time.output=0.25", "--set", "grid.points=24");
        Assert.True(result.Code == 0, result.Error);
        JsonElement[] rows = [.. JsonDocument.Parse(result.Out).RootElement.GetProperty("audit").EnumerateArray()];
        Assert.Contains(rows, row => row.GetProperty("equation").GetString() == "(1.9)" && row.GetProperty("verdict").GetString() == "holds");
        Assert.DoesNotContain(rows, row => row.GetProperty("theorem").GetString() == "yes" && row.GetProperty("verdict").GetString() == "violated");
        Assert.Equal(result.Out, CommandLine.Run("audit", results, "--json").Out);
        Assert.True(File.Exists(Path.Combine(results, "audit.csv")));
    }

    [Fact]
    public void Audit_includes_the_entropy_of_three_particles()
    {
        string models = "models=[\"liouville\"]", file = _folder.Write("small.json", Scenario);
        CommandLine result = CommandLine.Run(
            "audit", file, "--out", _folder.Of("three"), "--quiet", "--json", "--set", models, "--set", "particles=3", "--set", "grid.points=8", "--set",
                "time.end=0.5", "--set", "time.output=0.25");
        JsonElement[] rows = [.. JsonDocument.Parse(result.Out).RootElement.GetProperty("audit").EnumerateArray()];
        foreach (string equation in (string[])["(1.9)", "(1.10)"])
            Assert.Contains(rows, row => row.GetProperty("equation").GetString() == equation
                && row.GetProperty("statement").GetString()!.Contains("N = 3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--over", "box")]
    [InlineData("--over", "grid", "--levels", "1")]
    [InlineData("--levels", "3")]
    public void Wrong_options_of_converge_are_usage_errors(params string[] options) =>
        Assert.Equal(1, CommandLine.Run(["converge", _folder.Write("small.json", Scenario), .. options]).Code);
}
