using System.Text.Json;
using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Experiments;
using PureHDF;

namespace Hierarchy.Tests.Cli;

/// <summary>The command run with equations whose behaviour is prescribed: df/dt = -f for the direct solver, slower for the others.</summary>
public sealed class RunCommandTests : IDisposable
{
    private const string Scenario = """
        {
          "name": "decay", "dimension": 2, "grid": { "halfWidth": 6, "points": 16 }, "initial": [{ "type": "gaussian" }],
          "particles": [4, 16], "models": ["tensorised"], "time": { "end": 1, "tolerance": 1e-9, "output": 0.25 },
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static IKineticEquation Decay(ExperimentPlan plan, PlannedRun run) =>
        new DecayEquation(plan.Grid, run.Model, run.Particles, run.Particles.Outside(1));

    private CommandLine Run(EquationMaker equations, CancellationToken cancellation, params string[] options)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string file = _folder.Write("decay.json", Scenario);
        int code = Application.Run(["run", file, "--out", _folder.Of("results"), "--no-plots", .. options], new Terminal(output, error, false), cancellation, equations);
        return new CommandLine(code, output.ToString(), error.ToString());
    }

    private string Result(string name) => Path.Combine(_folder.Of("results"), name);

    private JsonElement Manifest() => JsonDocument.Parse(File.ReadAllText(Result("manifest.json"))).RootElement;

    [Fact]
    public void A_run_writes_the_files_and_nothing_else()
    {
        CommandLine result = Run(Decay, CancellationToken.None);
        Assert.Equal(0, result.Code);
        string[] files = [.. Directory.EnumerateFileSystemEntries(_folder.Of("results")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal(["diagnostics.csv", "manifest.json", "noise.csv", "resolved.json", "results.h5"], files);
        Assert.Contains("decay at time 1", result.Out, StringComparison.Ordinal);
        Assert.All(result.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("3 runs", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", File.ReadAllText(Result("diagnostics.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_csv_has_the_masses_of_the_exact_solution_and_reads_back()
    {
        Run(Decay, CancellationToken.None, "--quiet");
        string[] lines = File.ReadAllLines(Result("diagnostics.csv"));
        Assert.Equal("model,N,time,quantity,value,standard_error,discretisation_error,noise_floor", lines[0]);
        foreach (string[] cells in lines.Select(line => line.Split(',')).Where(cells => cells[3] == "mass"))
        {
            double rate = cells[1] == "infinity" ? 1 : cells[1] == "4" ? 0.75 : 15.0 / 16;
            Assert.Equal(Math.Exp(-rate * double.Parse(cells[2])), double.Parse(cells[4]), 1e-6);
            Assert.Empty(cells[5]);
        }
        Assert.Equal(15, lines.Count(line => line.Contains(",mass,", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_field_file_holds_axes_and_densities()
    {
        Run(Decay, CancellationToken.None, "--quiet");
        using var file = H5File.OpenRead(Result("results.h5"));
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], file.Dataset("/axes/time").Read<double[]>());
        double[] velocity = file.Dataset("/axes/velocity").Read<double[]>();
        Assert.Equal(new VelocityGrid(2, 16, 6).Axis, velocity);
        Assert.Equal("half-cell", file.Attribute("origin").Read<string>());
        Assert.Equal(6, file.Attribute("half_width").Read<double>());
        var dataset = file.Dataset("/f1/tensorised/4");
        Assert.Equal([5, 16, 16], dataset.Space.Dimensions);
        double[] values = dataset.Read<double[]>();
        int centre = 8 * 16 + 8;
        double maxwellian = Math.Exp(-velocity[8] * velocity[8]) / (2 * Math.PI);
        Assert.Equal(maxwellian, values[centre], 1e-15);
        Assert.Equal(Math.Exp(-0.75) * maxwellian, values[4 * 256 + centre], 1e-7);
        Assert.Equal(4, dataset.Attribute("particles").Read<double>());
    }

    [Fact]
    public void The_resolved_scenario_gives_the_same_results_again()
    {
        Run(Decay, CancellationToken.None, "--quiet", "--set", "time.output=0.5");
        string first = File.ReadAllText(Result("diagnostics.csv")), resolved = File.ReadAllText(Result("resolved.json"));
        File.WriteAllText(_folder.Of("again.json"), resolved);
        using var output = new StringWriter();
        int code = Application.Run(["run", _folder.Of("again.json"), "--out", _folder.Of("again"), "--quiet", "--no-plots"], new Terminal(output, output, false),
            CancellationToken.None, Decay);
        Assert.Equal(0, code);
        Assert.Equal(first, File.ReadAllText(Path.Combine(_folder.Of("again"), "diagnostics.csv")));
        Assert.Equal(resolved, File.ReadAllText(Path.Combine(_folder.Of("again"), "resolved.json")));
    }

    [Fact]
    public void A_failure_of_one_model_keeps_the_others_and_its_own_results_so_far()
    {
        CommandLine result = Run(FailAtSixteen, CancellationToken.None, "--json");
        Assert.Equal(3, result.Code);
        Assert.Contains("tensorised N=4", result.Error, StringComparison.Ordinal);
        Assert.Contains("results up to time 0.5", result.Error, StringComparison.Ordinal);
        JsonElement[] rows = [.. JsonDocument.Parse(result.Out).RootElement.EnumerateArray()];
        Assert.Equal(["completed", "failed", "completed"], rows.Select(row => row.GetProperty("status").GetString()!));
        Assert.Equal("failed", Manifest().GetProperty("status").GetString());
        using var file = H5File.OpenRead(Result("results.h5"));
        double[] values = file.Dataset("/f1/tensorised/4").Read<double[]>();
        Assert.True(double.IsFinite(values[2 * 256]) && double.IsNaN(values[3 * 256]));
    }

    private static DecayEquation FailAtSixteen(ExperimentPlan plan, PlannedRun run) =>
        new(plan.Grid, run.Model, run.Particles, run.Particles.Outside(1)) { FailsBelow = run.Particles.Value == 4 ? Math.Exp(-0.75 * 0.6) : 0 };

    [Fact]
    public void A_stopped_run_keeps_what_it_reached()
    {
        using var stop = new CancellationTokenSource();
        IKineticEquation Stopping(ExperimentPlan plan, PlannedRun run) => new DecayEquation(plan.Grid, run.Model, run.Particles, 1)
        {
            OnEvaluate = share =>
            {
                if (plan.Companion is not null && run.Particles.Value == 4 && share < Math.Exp(-0.6))
                    stop.Cancel();
            },
        };
        CommandLine result = Run(Stopping, stop.Token, "--quiet");
        Assert.Equal(4, result.Code);
        Assert.Contains("stopped: 1 of 3 runs are complete", result.Error, StringComparison.Ordinal);
        JsonElement manifest = Manifest();
        Assert.Equal("stopped", manifest.GetProperty("status").GetString());
        Assert.Equal(0.5, manifest.GetProperty("runs")[1].GetProperty("time").GetDouble());
    }

    [Fact]
    public void A_run_that_is_stopped_before_it_starts_says_so()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Equal(4, Run(Decay, stop.Token).Code);
    }

    [Fact]
    public void An_existing_folder_is_refused_and_force_replaces_only_the_results()
    {
        Assert.Equal(0, Run(Decay, CancellationToken.None, "--quiet").Code);
        File.WriteAllText(Result("notes.txt"), "mine");
        string before = File.ReadAllText(Result("manifest.json"));
        CommandLine refused = Run(Decay, CancellationToken.None, "--quiet");
        Assert.Equal(2, refused.Code);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Result("manifest.json")));
        Assert.Equal(0, Run(Decay, CancellationToken.None, "--quiet", "--force").Code);
        Assert.NotEqual(before, File.ReadAllText(Result("manifest.json")));
        Assert.Equal("mine", File.ReadAllText(Result("notes.txt")));
    }

    [Fact]
    public void The_manifest_tells_what_ran_where()
    {
        Run(Decay, CancellationToken.None, "--quiet");
        JsonElement manifest = Manifest();
        foreach (string name in (string[])["tool_version", "commit", "dirty", "runtime", "os", "cpu", "threads", "command_line", "scenario_sha256", "seed", "start",
            "end", "warnings"])
            Assert.True(manifest.TryGetProperty(name, out _), name);
        Assert.Equal("completed", manifest.GetProperty("status").GetString());
        JsonElement run = manifest.GetProperty("runs")[0];
        Assert.True(run.GetProperty("steps").GetInt64() > 0 && run.GetProperty("evaluations").GetInt64() > run.GetProperty("steps").GetInt64());
        Assert.Equal(1, run.GetProperty("reports").GetProperty("rate").GetProperty("value").GetDouble());
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_an_input_or_output_error()
    {
        string file = _folder.Write("decay.json", Scenario), obstacle = _folder.Write("obstacle", "");
        CommandLine beneath = CommandLine.Run("run", file, "--out", Path.Combine(obstacle, "results"), "--quiet");
        Assert.Equal(5, beneath.Code);
        CommandLine onto = CommandLine.Run("run", file, "--out", obstacle, "--quiet", "--force");
        Assert.Equal(2, onto.Code);
    }
}
