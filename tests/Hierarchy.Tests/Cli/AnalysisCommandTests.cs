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
        CommandLine result = CommandLine.Run("converge", _folder.Write("small.json", Scenario), "--over", "grid", "--levels", "2", "--quiet", "--json", "--set", "grid.points=20");
        Assert.True(result.Code == 0, result.Error);
        JsonElement row = JsonDocument.Parse(result.Out).RootElement.GetProperty("convergence").EnumerateArray().First();
        Assert.Equal("exact", row.GetProperty("against").GetString());
        Assert.InRange(row.GetProperty("e2").GetDouble(), 1e-9, 1e-2);
        Assert.True(row.GetProperty("order1").GetDouble() > 8);
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
            "audit", file, "--out", _folder.Of("three"), "--quiet", "--json", "--set", models, "--set", "particles=3", "--set", "grid.points=8", "--set", "time.end=0.5", "--set", "time.output=0.25");
        JsonElement[] rows = [.. JsonDocument.Parse(result.Out).RootElement.GetProperty("audit").EnumerateArray()];
        foreach (string equation in (string[])["(1.9)", "(1.10)"])
            Assert.Contains(rows, row => row.GetProperty("equation").GetString() == equation && row.GetProperty("statement").GetString()!.Contains("N = 3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--over", "box")]
    [InlineData("--over", "grid", "--levels", "1")]
    [InlineData("--levels", "3")]
    public void Wrong_options_of_converge_are_usage_errors(params string[] options) =>
        Assert.Equal(1, CommandLine.Run(["converge", _folder.Write("small.json", Scenario), .. options]).Code);
}
