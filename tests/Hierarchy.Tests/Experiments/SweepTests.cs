using System.Globalization;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;
using Found = Hierarchy.Results.Results;

namespace Hierarchy.Tests.Experiments;

/// <summary>Scenarios that sweep keys: the variants, their faults, the folder, and the library's side of it.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Two cheap models of Maxwell molecules with a block "sweep".</summary>
    private string Write(string sweep, string models = "\"tensorised\"") => _folder.Write("swept.json", $$"""
        { "name": "swept", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.0625 }, "grid": { "halfWidth": 6, "points": 12 },
          "initial": [ { "type": "bkw", "constant": 0.3 } ], "particles": [4, 8], "models": [{{models}}], "time": { "end": 0.5, "tolerance": 1e-5 },
          "quantities": ["energy", "fourth_moment", "error_l1", "mass"],
          "sweep": {{sweep}} }
        """);

    [Fact]
    public void A_product_runs_every_combination_and_one_table_joins_them()
    {
        string file = Write("""{ "kernel.gamma": [0, -1], "particles": [[4, 16], [8]] }"""), folder = _folder.Of("all");
        CommandLine result = CommandLine.Run("run", file, "--out", folder, "--quiet");
        Assert.True(result.Code == 0, result.Error);
        string[] names = ["gamma_0.particles_4_16", "gamma_0.particles_8", "gamma_-1.particles_4_16", "gamma_-1.particles_8"];
        string[] values = ["0,4 16", "0,8", "-1,4 16", "-1,8"], joined = File.ReadAllLines(Path.Combine(folder, "diagnostics.csv"));
        Assert.StartsWith("kernel.gamma,particles,model,N,time,quantity,value", joined[0], StringComparison.Ordinal);
        string[] expected = [.. names.SelectMany((name, i) => File.ReadAllLines(Path.Combine(folder, name, "diagnostics.csv")).Skip(1).Select(line => $"{values[i]},{line}"))];
        Assert.Equal(expected, joined.Skip(1));
        // A variant is what its values alone would have given.
        CommandLine alone = CommandLine.Run("run", Path.Combine(folder, names[2], "resolved.json"), "--out", _folder.Of("alone"), "--quiet");
        Assert.True(alone.Code == 0, alone.Error);
        foreach (string table in (string[])["diagnostics.csv", "results.h5"])
            Assert.Equal(File.ReadAllBytes(_folder.Of("alone/" + table)), File.ReadAllBytes(Path.Combine(folder, names[2], table)));
        Assert.Equal(2, CommandLine.Run("run", file, "--out", folder, "--quiet").Code);
    }

    /// <summary>Twice the strength runs through the same states in half the time, so the two variants of a zip end alike.</summary>
    [Fact]
    public void A_zip_pairs_values_and_time_scales_with_the_strength()
    {
        Scenario scenario = Scenario.Load(Write("""{ "zip": true, "kernel.strength": [0.0625, 0.125], "time.end": [1, 0.5] }"""), "time.tolerance=1e-9");
        using Found results = Experiment.Run(scenario);
        Assert.Equal(["0.0625", "0.125"], results.Variants.Select(variant => variant.Values["kernel.strength"]));
        double[] moments = [.. results.Variants.Select(variant => variant.Results["tensorised", 4].At(variant.Results.Times[^1]).Quantities["fourth_moment"].Value)];
        double start = results.Variants[0].Results["tensorised", 4].At(0).Quantities["fourth_moment"].Value;
        Assert.Equal(moments[0], moments[1], 1e-8);
        Assert.True(Math.Abs(moments[0] - start) > 1e-3);
        Assert.Contains("Variants", Assert.Throws<KeyNotFoundException>(() => results["tensorised", 4]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "kernel.gamma": [0, -9] }""", "kernel.gamma is -9", "with kernel.gamma = -9")]
    [InlineData("""{ "kernel.gamma": [0, -9, -8], "particles": [[4], [8]] }""", "kernel.gamma is -8", "in 2 of 6 variants")]
    [InlineData("""{ "particles": [[4], [1, 2]] }""", "particles[0] is \"1\"", "with particles = 1 2")]
    [InlineData("""{ "kernel.gama": [0, -1] }""", "kernel.gama: is no known key", "did you mean \"gamma\"?")]
    [InlineData("""{ "zip": true, "kernel.gamma": [0, -1], "particles": [[4]] }""", "sweep.zip", "2 of kernel.gamma, 1 of particles")]
    [InlineData("""{ "kernel.gamma": [] }""", "sweep.kernel.gamma is an empty list", "must not be empty")]
    [InlineData("""{ "kernel.gamma": [0, 0] }""", "sweep.kernel.gamma is 0", "stands twice")]
    [InlineData("""[1]""", "sweep is a list of 1", "has to be an object")]
    [InlineData("""{ }""", "sweep is empty", "at least one path")]
    [InlineData("""{ "name": ["a", "b"] }""", "sweep.name", "cannot be swept")]
    public void Faults_of_variants_are_told_once_with_their_path(string sweep, string fault, string words)
    {
        CommandLine result = CommandLine.Run("validate", Write(sweep));
        Assert.Equal(2, result.Code);
        Assert.Contains(fault, result.Error, StringComparison.Ordinal);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_changes_the_list_of_a_key_and_not_the_key()
    {
        string file = Write("""{ "kernel.gamma": [0, -1] }""");
        Assert.Equal(["-2"], Scenario.Load(file, "sweep.kernel.gamma=[-2]").Sweep!.Variants.Select(variant => variant.Values[0]));
        ScenarioException refused = Assert.Throws<ScenarioException>(() => Scenario.Load(file, "kernel.gamma=-2"));
        Assert.Contains("sweep.kernel.gamma is the list", refused.Message, StringComparison.Ordinal);
        Scenario changed = Scenario.Load(file) with { Seed = 7 };
        Assert.Contains("changed after", Assert.Throws<ScenarioException>(() => Experiment.Run(changed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_that_was_stopped_goes_on_where_it_was()
    {
        string file = Write("""{ "kernel.gamma": [0, -1, -2] }"""), folder = _folder.Of("stopped");
        using (var stop = new CancellationTokenSource())
        {
            var progress = new StopAfter(stop, variants: 1);
            Scenario scenario = Scenario.Load(file);
            Assert.Throws<ExperimentStoppedException>(() => Experiment.Run(scenario, folder, progress, stop.Token));
        }
        Assert.False(File.Exists(Path.Combine(folder, "diagnostics.csv")));
        DateTime first = File.GetLastWriteTimeUtc(Path.Combine(folder, "gamma_0", "manifest.json"));
        CommandLine resumed = CommandLine.Run("resume", folder, "--quiet");
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Equal(first, File.GetLastWriteTimeUtc(Path.Combine(folder, "gamma_0", "manifest.json")));
        using Found whole = Experiment.Run(Scenario.Load(file), _folder.Of("whole"));
        Assert.Equal(File.ReadAllBytes(_folder.Of("whole/diagnostics.csv")), File.ReadAllBytes(Path.Combine(folder, "diagnostics.csv")));
        Assert.Contains("is complete", CommandLine.Run("resume", folder).Error, StringComparison.Ordinal);
        using Found opened = Found.Open(folder);
        Assert.Equal(RunStatus.Completed, opened.Status);
        Assert.Equal("-1", opened.Variants[1].Values["KERNEL.GAMMA"]);
        Assert.Equal(whole.Variants[2].Results["tensorised", 8].At(0.5).Density, opened.Variants[2].Results["tensorised", 8].At(0.5).Density);
    }

    [Fact]
    public void Folders_that_were_run_apart_are_compared_and_drawn_together()
    {
        string file = Write("""{ "kernel.gamma": [0, -1] }"""), swept = _folder.Of("swept"), overlay = _folder.Of("overlay");
        CommandLine run = CommandLine.RunDrawing(CancellationToken.None, "run", file, "--out", swept, "--quiet");
        Assert.True(run.Code == 0, run.Error);
        Assert.True(File.Exists(Path.Combine(swept, "plots", "error_l1-against-gamma.png")));
        CommandLine chaos = CommandLine.Run("chaos", swept);
        Assert.True(chaos.Code == 0, chaos.Error);
        Assert.StartsWith("kernel.gamma,time,model", File.ReadAllText(Path.Combine(swept, "chaos.csv")), StringComparison.Ordinal);
        CommandLine compared = CommandLine.Run("compare", Path.Combine(swept, "gamma_0"), Path.Combine(swept, "gamma_-1"), "--out", overlay);
        Assert.True(compared.Code == 0, compared.Error);
        string[] rows = File.ReadAllLines(Path.Combine(overlay, "compare.csv"));
        Assert.StartsWith("folder,N,time,model", rows[0], StringComparison.Ordinal);
        Assert.Equal(["gamma_-1", "gamma_0"], rows.Skip(1).Select(row => row.Split(',')[0]).Distinct().Order(StringComparer.Ordinal));
        CommandLine report = CommandLine.Run("report", Path.Combine(swept, "gamma_0"), swept, "--out", overlay);
        Assert.True(report.Code == 0, report.Error);
        string page = File.ReadAllText(Path.Combine(overlay, "report.html"));
        Assert.Contains("gamma_0", page, StringComparison.Ordinal);
        Assert.Contains("Distance to Landau, L1 over time", page, StringComparison.Ordinal);
        CommandLine scenario = CommandLine.Run("compare", swept, file);
        Assert.Equal(1, scenario.Code);
    }

    [Fact]
    public void Validate_says_what_each_variant_takes()
    {
        CommandLine result = CommandLine.Run("validate", Write("""{ "grid.points": [12, 16] }"""), "--json");
        Assert.True(result.Code == 0, result.Error);
        System.Text.Json.JsonElement root = System.Text.Json.JsonDocument.Parse(result.Out).RootElement;
        Assert.Equal(6, root.GetProperty("runs").GetInt32());
        Assert.Equal(["points_12", "points_16"], root.GetProperty("variants").EnumerateArray().Select(variant => variant.GetProperty("folder").GetString()));
        Assert.All(root.GetProperty("variants").EnumerateArray(), variant => Assert.True(variant.GetProperty("seconds").GetDouble() > 0));
        Assert.Contains("sweep", root.GetProperty("scenario").EnumerateObject().Select(member => member.Name));
        CommandLine converge = CommandLine.Run("converge", Write("""{ "grid.points": [12, 16] }"""), "--over", "grid");
        Assert.Equal(2, converge.Code);
        Assert.Contains("sweep of 2 variants", converge.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_names_of_folders_and_differ()
    {
        string models = """[["tensorised"], [{ "type": "cluster-lowrank", "tolerance": 1e-3 }], [{ "type": "cluster-lowrank", "tolerance": 1e-4 }]]""";
        Sweep sweep = Scenario.Load(Write($$"""{ "models": {{models}}, "initial[0].constant": [0.3, 0.4] }""")).Sweep!;
        Assert.Equal(6, sweep.Variants.Select(variant => variant.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(sweep.Variants, variant => Assert.Matches("^[A-Za-z0-9](\\.?[A-Za-z0-9_-])*$", variant.Name));
        Assert.Equal(0.4, double.Parse(sweep.Variants[1].Values[1], CultureInfo.InvariantCulture));
    }

    private sealed class StopAfter(CancellationTokenSource stop, int variants) : IProgress<ExperimentProgress>
    {
        private int _ended;

        public void Report(ExperimentProgress value)
        {
            if (value.Finished == value.Runs && ++_ended >= variants)
                stop.Cancel();
        }
    }
}
