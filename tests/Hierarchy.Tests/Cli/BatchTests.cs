using System.Text.Json;
using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Tests.Cli;

/// <summary>What batch systems do to runs: they start the same line again, perhaps on another machine.</summary>
public sealed class BatchTests : IDisposable
{
    private const string Scenario = """
        { "name": "batch", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.0625 }, "grid": { "halfWidth": 6, "points": 12 }, "quantities": ["energy", "error_l1"],
          "initial": [ { "type": "bkw", "constant": 0.3 } ], "particles": [4, 8], "models": ["tensorised"], "time": { "end": 0.5, "tolerance": 1e-5 } }
        """;

    /// <summary>Knobs of the runtime that take vectors away; one of them is known to every version.</summary>
    private const string Elsewhere = "DOTNET_EnableAVX512F=0 DOTNET_EnableAVX512=0 DOTNET_EnableAVX2=0 DOTNET_EnableAVX=0";

    private readonly TemporaryFolder _folder = new();

    private string Results => _folder.Of("results");

    public void Dispose() => _folder.Dispose();

    /// <summary>A run that is stopped when its second model begins.</summary>
    private static void Stopped(params string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        using var error = new StringWriter();
        IKineticEquation Make(ExperimentPlan plan, PlannedRun run)
        {
            if (run.Model == "tensorised" && plan.Scenario.Errors == "on")
                stop.Cancel();
            return EquationFactory.Create(plan, run);
        }
        int code = Application.Run([.. arguments, "--no-plots"], new Terminal(TextWriter.Null, error, false), stop.Token, Make);
        Assert.True(code == 4, error.ToString());
    }

    private string[] Line(params string[] more) => ["run", _folder.Write("batch.json", Scenario), "--out", Results, "--quiet", "--resume", .. more];

    [Fact]
    public void One_line_starts_goes_on_and_says_complete()
    {
        Stopped(Line());
        CommandLine goesOn = CommandLine.Run(Line());
        Assert.True(goesOn.Code == 0, goesOn.Error);
        byte[] table = File.ReadAllBytes(Path.Combine(Results, "diagnostics.csv"));
        CommandLine complete = CommandLine.Run(Line());
        Assert.True(complete.Code == 0 && complete.Error.TrimEnd().EndsWith($"{Results} is complete", StringComparison.Ordinal), complete.Error);
        Assert.Equal(0, CommandLine.Run("run", _folder.Of("batch.json"), "--out", _folder.Of("straight"), "--quiet").Code);
        Assert.Equal(File.ReadAllBytes(_folder.Of("straight/diagnostics.csv")), table);
        CommandLine another = CommandLine.Run(Line("--set", "seed=2"));
        Assert.Equal(2, another.Code);
        Assert.Contains("exists", another.Error, StringComparison.Ordinal);
        Assert.Equal(1, CommandLine.Run(Line("--force")).Code);
    }

    [Fact]
    public void One_line_serves_sweeps_too()
    {
        string[] line = Line("--set", "sweep.kernel.gamma=[0,-1]");
        Stopped(line);
        Assert.Equal(0, CommandLine.Run(line).Code);
        Assert.Contains("is complete", CommandLine.Run(line).Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Results, "gamma_-1", "diagnostics.csv")));
    }

    [Fact]
    public void Another_machine_goes_on_where_that_is_accepted_and_the_results_say_so()
    {
        if (!Shell.IsThere)
            return;
        Stopped(Line());
        CommandLine refused = Shell.Run($"{Elsewhere} {Shell.Program} resume results --quiet --no-plots", _folder.Path);
        Assert.True(refused.Code == 2, refused.Error + refused.Out);
        Assert.Contains("--accept-other-machine", refused.Error, StringComparison.Ordinal);
        Assert.Contains("with 128 bits", refused.Error, StringComparison.Ordinal);
        CommandLine accepted = Shell.Run($"{Elsewhere} {Shell.Program} resume results --quiet --no-plots --accept-other-machine", _folder.Path);
        Assert.True(accepted.Code == 0, accepted.Error);
        Assert.Contains("last bits may differ", accepted.Error, StringComparison.Ordinal);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Results, "manifest.json")));
        Assert.Contains(manifest.RootElement.GetProperty("warnings").EnumerateArray(),
            warning => warning.GetString()!.Contains("from machine to machine", StringComparison.Ordinal));
    }
}
