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

/// <summary>Whole runs under the transforms of FftSharp agree with those under the library's own, and a folder keeps the engine that it was begun with.</summary>
public sealed class TransformOptionTests : IDisposable
{
    private const string Direct = """
        { "name": "direct", "dimension": 3, "grid": { "halfWidth": 5, "points": 12 }, "initial": [{ "type": "gaussian", "covariance": [0.8, 1, 1.3] }], "particles": [4],
          "models": [], "time": { "end": 0.05, "tolerance": 1e-6, "output": 0.025 } }
        """;

    private const string Small = """
        { "name": "small", "dimension": 2, "grid": { "halfWidth": 5, "points": 8 }, "initial": [{ "type": "gaussian", "covariance": [0.8, 1.2] }], "particles": [3],
          "models": ["cluster"], "quantities": ["mass", "entropy_1"], "time": { "end": 0.2, "tolerance": 1e-8, "output": 0.1 }, "output": { "checkpoint": 0 } }
        """;

    private const double Agreement = 1e-11;

    /// <summary>Of sums of order one that are zero but for it.</summary>
    private const double RoundOff = 1e-13;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_reduced_quickstart_agrees_under_both_engines() => Agree(
        ["quickstart", "--set", "grid.points=12", "--set", "particles=[4]", "--set", "time.end=0.02", "--set", "time.output=0.02", "--set", "output.pair=true"],
        ["landau/infinity", "tensorised/4", "cluster/4"]);

    [Fact]
    public void A_direct_run_in_three_dimensions_agrees_under_both_engines() => Agree([_folder.Write("direct.json", Direct)], ["landau/infinity"]);

    [Theory]
    [InlineData("run")]
    [InlineData("compare")]
    [InlineData("chaos")]
    [InlineData("audit")]
    [InlineData("converge")]
    [InlineData("resume")]
    public void A_wrong_name_is_told_with_the_nearest_one(string command)
    {
        string[] rest = command == "converge" ? ["--over", "grid"] : [];
        CommandLine run = CommandLine.Run([command, "quickstart", "--transform", "fftshrap", .. rest]);
        Assert.Equal(1, run.Code);
        Assert.StartsWith("error: --transform \"fftshrap\": has to be hierarchy or fftsharp; did you mean \"fftsharp\"?", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine("runs", "quickstart")));
    }

    [Fact]
    public void A_convergence_study_takes_the_engine()
    {
        string[] study = ["converge", _folder.Write("small.json", Small), "--over", "tolerance", "--levels", "2", "--quiet", "--json", "--set", "models=[]",
            "--out", _folder.Of("study")];
        CommandLine own = CommandLine.Run(study), other = CommandLine.Run([.. study, "--transform", "fftsharp"]);
        Assert.Equal((0, 0), (own.Code, other.Code));
        Assert.NotEqual(own.Out, other.Out);
        Assert.Equal(TransformEngine.Hierarchy, TransformEngines.Current);
    }

    [Fact]
    public void Results_of_one_engine_are_not_taken_for_those_of_the_other()
    {
        string file = _folder.Write("small.json", Small), results = _folder.Of("results");
        Assert.Equal(0, CommandLine.Run("run", file, "--out", results, "--quiet", "--transform", "FFTSharp").Code);
        Assert.Equal("fftsharp", EngineIn(results));
        CommandLine taken = CommandLine.Run("compare", file, "--out", results);
        Assert.Equal(0, taken.Code);
        Assert.Contains("holds this experiment already, with --transform fftsharp", taken.Error, StringComparison.Ordinal);
        Assert.Equal(2, CommandLine.Run("compare", file, "--out", results, "--transform", "hierarchy").Code);
        CommandLine again = CommandLine.Run("compare", file, "--out", results, "--transform", "hierarchy", "--force", "--quiet");
        Assert.True(again.Code == 0, again.Error);
        Assert.Null(EngineIn(results));
    }

    [Theory]
    [InlineData("fftsharp", "hierarchy")]
    [InlineData("hierarchy", "fftsharp")]
    public void An_experiment_goes_on_with_the_engine_that_it_was_begun_with(string begun, string other)
    {
        string file = _folder.Write("small.json", Small.Replace("1e-8", "1e-12", StringComparison.Ordinal)), results = _folder.Of("results"), straight = _folder.Of("straight");
        Assert.Equal(0, CommandLine.Run("run", file, "--out", straight, "--quiet", "--transform", begun).Code);
        int left = 100;
        IKineticEquation Make(ExperimentPlan plan, PlannedRun run) => new CrashingEquation(EquationFactory.Create(plan, run), () =>
        {
            if (--left == 0)
                throw new IOException("crash");
        });
        using var output = new StringWriter();
        string[] arguments = ["run", file, "--out", results, "--quiet", "--no-plots", "--transform", begun];
        int code = Application.Run(arguments, new Terminal(output, output, false), CancellationToken.None, Make);
        Assert.True(code == 5, output.ToString());
        CommandLine refused = CommandLine.Run("resume", results, "--quiet", "--transform", other);
        Assert.Equal(2, refused.Code);
        Assert.Contains($"was begun with --transform {begun} and goes on with no other", refused.Error, StringComparison.Ordinal);
        CommandLine resumed = CommandLine.Run("resume", results);
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Contains("goes on from time", resumed.Error, StringComparison.Ordinal);
        foreach (string name in (string[])[ResultFolder.DiagnosticsName, ResultFolder.FieldsName])
            Assert.Equal(File.ReadAllBytes(Path.Combine(straight, name)), File.ReadAllBytes(Path.Combine(results, name)));
        Assert.Equal(begun == "hierarchy" ? null : begun, EngineIn(results));
    }

    [Fact]
    public void What_a_run_leaves_of_its_engine_in_its_first_moment_is_nothing()
    {
        string file = _folder.Write("small.json", Small), results = _folder.Of("results");
        Directory.CreateDirectory(Path.Combine(results, CheckpointFolder.FolderName));
        File.WriteAllText(Path.Combine(results, CheckpointFolder.FolderName, "journal.tmp"), "");
        File.WriteAllText(Path.Combine(results, CheckpointFolder.FolderName, "journal"), "\u0060\0\0\0HIER");
        CommandLine run = CommandLine.Run("run", file, "--out", results, "--quiet");
        Assert.True(run.Code == 0, run.Error);
        Assert.Null(EngineIn(results));
    }

    private static string? EngineIn(string folder)
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, ResultFolder.ManifestName)));
        return manifest.RootElement.TryGetProperty("transform", out JsonElement engine) ? engine.GetString() : null;
    }

    /// <summary>Densities, correlations and quantities of two runs, to 1e-11 relative to the largest value of each field; the bits do differ.</summary>
    private void Agree(string[] scenario, string[] fields)
    {
        foreach (string engine in TransformEngines.Names)
        {
            CommandLine run = CommandLine.Run(["run", .. scenario, "--out", _folder.Of(engine), "--quiet", "--transform", engine]);
            Assert.True(run.Code == 0, run.Error);
        }
        using var own = H5File.OpenRead(Path.Combine(_folder.Of("hierarchy"), ResultFolder.FieldsName));
        using var other = H5File.OpenRead(Path.Combine(_folder.Of("fftsharp"), ResultFolder.FieldsName));
        ResultRow[] rows = [.. Quantities("hierarchy")], others = [.. Quantities("fftsharp")];
        Assert.Equal(rows.Select(row => (row.Model, row.Particles, row.Time, row.Quantity)), others.Select(row => (row.Model, row.Particles, row.Time, row.Quantity)));
        foreach ((ResultRow row, ResultRow one) in rows.Zip(others))
            Assert.True(Math.Abs(row.Value - one.Value) <= Agreement * Math.Abs(row.Value) + RoundOff, $"{row} against {one}");
        foreach (string field in fields)
        {
            Close(own.Dataset("/f1/" + field).Read<double[]>(), other.Dataset("/f1/" + field).Read<double[]>());
            if (field.StartsWith("cluster", StringComparison.Ordinal))
                Close(own.Dataset("/g/" + field).Read<double[]>(), other.Dataset("/g/" + field).Read<double[]>());
        }
    }

    private IEnumerable<ResultRow> Quantities(string engine) =>
        DiagnosticsFile.Read(Path.Combine(_folder.Of(engine), ResultFolder.DiagnosticsName), Path.Combine(_folder.Of(engine), ResultFolder.NoiseName));

    private static void Close(double[] own, double[] other)
    {
        double largest = own.Max(Math.Abs), difference = own.Zip(other, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(difference / largest is > 0 and < Agreement, $"relative difference {difference / largest:E2}");
    }

    private sealed class CrashingEquation(IKineticEquation inner, Action evaluated) : EquationWrapper(inner)
    {
        public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
        {
            evaluated();
            base.Evaluate(state, derivative);
        }
    }
}
