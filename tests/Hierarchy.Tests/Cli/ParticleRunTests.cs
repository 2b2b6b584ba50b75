using System.Globalization;
using System.Text.Json;
using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Cli;

public sealed class ParticleRunTests : IDisposable
{
    private const string Scenario = """
        { "name": "particles", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.125 }, "grid": { "halfWidth": 6, "points": 16 },
          "initial": [ { "type": "gaussian", "covariance": [1.5, 0.5] } ], "particles": [4, "infinity"],
          "models": ["tensorised", { "type": "kac", "replicas": 4000 }], "time": { "end": 1, "tolerance": 1e-5 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>gamma = 0: E[v1x^2] = S/N + (1-1/N)(1 + (S-1) e^(-8 Lambda t)), S = 1.5, and E[v1x v2x] = (S-1)(1 - e^(-8 Lambda t))/N.</summary>
    [Fact]
    public void Particles_stand_beside_the_grid_models_with_standard_errors()
    {
        CommandLine result = CommandLine.Run("run", _folder.Write("particles.json", Scenario), "--out", _folder.Of("results"), "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("kac is left out at N = infinity", result.Error, StringComparison.Ordinal);
        Assert.Contains("4000 replicas", result.Error, StringComparison.Ordinal);
        Assert.Contains("tensorised does not satisfy: two-particle invariants", result.Error, StringComparison.Ordinal);
        Assert.Contains("\"does_not_satisfy\"", File.ReadAllText(_folder.Of("results/manifest.json")), StringComparison.Ordinal);
        double decay = Math.Exp(-1);
        Check("covariance_xx", 1.5 / 4 + 0.75 * (1 + 0.5 * decay));
        Check("pair_covariance_xx", 0.5 * (1 - decay) / 4);
        JsonElement kac = JsonDocument.Parse(result.Out).RootElement.EnumerateArray().Single(row => row.GetProperty("model").GetString() == "kac");
        Assert.True(kac.GetProperty("anisotropy_error").GetDouble() > 0);
        string[] modes = File.ReadAllLines(_folder.Of("results/modes.csv"));
        Assert.Contains(modes, line => line.StartsWith("tensorised,4,1,", StringComparison.Ordinal));
        Assert.StartsWith("model,N,time,histogram", File.ReadLines(_folder.Of("results/histograms.csv")).First(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Of("results/.hierarchy-checkpoint")));
    }

    [Fact]
    public void The_modes_of_the_tensorised_closure_agree_with_the_particles_up_to_their_difference_of_order_one_over_n()
    {
        CommandLine.Run("run", _folder.Write("particles.json", Scenario), "--out", _folder.Of("results"), "--quiet");
        (double value, double error) = Row("tensorised", 0, "particle_modes_squared");
        Assert.InRange(value, -4 * error, 4 * error);
    }

    [Fact]
    public void A_stopped_run_resumes_with_its_replicas_and_ends_like_a_straight_one()
    {
        string file = _folder.Write("particles.json", Scenario);
        string[] many = ["--quiet", "--set", "models=[{\"type\":\"kac\",\"replicas\":100000}]", "--set", "particles=8"];
        Assert.Equal(0, CommandLine.Run(["run", file, "--out", _folder.Of("straight"), .. many]).Code);
        using var stop = new CancellationTokenSource(400);
        CommandLine stopped = CommandLine.Run(stop.Token, ["run", file, "--out", _folder.Of("results"), .. many]);
        Assert.True(stopped.Code is 4 or 0, stopped.Error);
        CommandLine resumed = CommandLine.Run("resume", _folder.Of("results"), "--quiet");
        Assert.True(resumed.Code == 0, resumed.Error);
        foreach (string name in (string[])["diagnostics.csv", "modes.csv", "histograms.csv"])
            Assert.Equal(File.ReadAllText(_folder.Of("straight/" + name)), File.ReadAllText(_folder.Of("results/" + name)));
        Assert.False(Directory.Exists(_folder.Of("results/.hierarchy-checkpoint")));
        Assert.Contains("is complete", CommandLine.Run("resume", _folder.Of("results")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_checkpoint_is_not_used()
    {
        string file = _folder.Write("particles.json", Scenario), results = _folder.Of("results");
        string[] many = ["--quiet", "--set", "models=[{\"type\":\"kac\",\"replicas\":100000}]"];
        Assert.Equal(0, CommandLine.Run(["run", file, "--out", _folder.Of("straight"), .. many]).Code);
        string expected = File.ReadAllText(_folder.Of("straight/diagnostics.csv"));
        using var stop = new CancellationTokenSource(400);
        CommandLine stopped = CommandLine.Run(stop.Token, ["run", file, "--out", results, .. many]);
        string sums = Path.Combine(results, ".hierarchy-checkpoint", "kac-4.bin");
        if (stopped.Code == 0 || !File.Exists(sums))
            return;
        byte[] content = File.ReadAllBytes(sums);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(sums, content);
        CommandLine resumed = CommandLine.Run("resume", results, "--quiet");
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Contains("kac-4.bin", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllText(Path.Combine(results, "diagnostics.csv")));
    }

    [Theory]
    [InlineData("[{\"type\":\"cluster\",\"replicas\":100}]", "models[0].replicas")]
    [InlineData("[{\"type\":\"kac\",\"replicas\":10}]", "models[0].replicas")]
    [InlineData("[{\"type\":\"kac\",\"scheme\":\"random\"}]", "models[0].scheme")]
    [InlineData("[{\"type\":\"kac-nonconservative\",\"scheme\":\"random-batch\"}]", "models[0].scheme")]
    [InlineData("[{\"type\":\"kac\",\"step\":0}]", "models[0].step")]
    [InlineData("[{\"type\":\"kac\",\"step\":1e-300}]", "models[0].step is 1E-300: has to be in [5E-05, 1]")]
    [InlineData("[{\"type\":\"kac\",\"step\":1e300}]", "models[0].step is 1E+300: has to be in [5E-05, 1]")]
    [InlineData("[{\"type\":\"kac\",\"step\":1.5,\"scheme\":\"random-batch\"}]", "has to be in [5E-06, 1]")]
    [InlineData("[{\"type\":\"kac\",\"modes\":17}]", "models[0].modes")]
    public void Settings_out_of_range_are_refused(string models, string path)
    {
        CommandLine result = CommandLine.Run("validate", _folder.Write("particles.json", Scenario), "--set", "models=" + models);
        Assert.Equal(2, result.Code);
        Assert.Contains(path, result.Error, StringComparison.Ordinal);
    }

    /// <summary>The fewest replicas that a scenario may ask for give a number and an error for every quantity, and cells without a sample have an error too.</summary>
    [Fact]
    public void Eighty_replicas_have_errors_everywhere()
    {
        CommandLine result = CommandLine.Run("run", _folder.Write("particles.json", Scenario), "--out", _folder.Of("results"), "--quiet", "--set", "models[1].replicas=80");
        Assert.True(result.Code == 0, result.Error);
        foreach (string name in (string[])["diagnostics.csv", "modes.csv", "histograms.csv"])
        {
            string[] lines = [.. File.ReadLines(_folder.Of("results/" + name)).Where(line => line.StartsWith("kac,", StringComparison.Ordinal))];
            Assert.DoesNotContain(lines, line => line.Contains("NaN", StringComparison.OrdinalIgnoreCase));
            Assert.True(lines.Length > 0);
            if (name == "histograms.csv")
                Assert.DoesNotContain(lines, line => line.EndsWith(",0,0", StringComparison.Ordinal));
        }
        Assert.Contains("step_error_covariance_xx", File.ReadAllText(_folder.Of("results/manifest.json")), StringComparison.Ordinal);
    }

    private void Check(string quantity, double exact)
    {
        (double value, double error) = Row("kac", 1, quantity);
        Assert.True(error > 0 && Math.Abs(value - exact) < 4.5 * error, FormattableString.Invariant($"{quantity}: {value} +- {error}, exact {exact}"));
    }

    private (double Value, double Error) Row(string model, double time, string quantity)
    {
        string start = FormattableString.Invariant($"{model},4,{time},{quantity},");
        string[] cells = File.ReadLines(_folder.Of("results/diagnostics.csv")).Single(line => line.StartsWith(start, StringComparison.Ordinal)).Split(',');
        return (double.Parse(cells[4], CultureInfo.InvariantCulture), double.Parse(cells[5], CultureInfo.InvariantCulture));
    }
}
