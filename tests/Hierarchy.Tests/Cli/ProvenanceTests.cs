using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.Tests.Experiments;
using PureHDF;

namespace Hierarchy.Tests.Cli;

/// <summary>What the manifest tells of where results come from: data, values, commands, time; and what a newer version wrote.</summary>
public sealed class ProvenanceTests : IDisposable
{
    private const string Text = """
        { "name": "origin", "dimension": 2, "grid": { "halfWidth": 5, "points": 16 }, "initial": [{ "type": "samples", "file": "data/v.csv" }], "particles": [3],
          "models": ["tensorised", { "type": "kac", "replicas": 80 }], "quantities": ["mass"], "errors": "off",
          "time": { "end": 0.2, "tolerance": 1e-6, "output": 0.1 }, "output": { "checkpoint": 0 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public ProvenanceTests()
    {
        Directory.CreateDirectory(_folder.Of("data"));
        WriteSamples("data/v.csv", 1);
        _folder.Write("origin.json", Text);
    }

    public void Dispose() => _folder.Dispose();

    private void WriteSamples(string name, int seed)
    {
        var random = new Random(seed);
        _folder.Write(name, string.Concat(Enumerable.Range(0, 400)
            .Select(_ => FormattableString.Invariant($"{random.NextDouble() * 4 - 2:F6},{random.NextDouble() * 4 - 2:F6}\n"))));
    }

    private JsonElement Run(string results, params string[] more)
    {
        CommandLine run = CommandLine.Run(["run", _folder.Of("origin.json"), "--out", _folder.Of(results), "--quiet", .. more]);
        Assert.True(run.Code == 0, run.Error);
        return Manifest(results);
    }

    private JsonElement Manifest(string results) => JsonDocument.Parse(File.ReadAllText(_folder.Of(results + "/manifest.json"))).RootElement;

    private static string? HashOf(JsonElement manifest) => manifest.GetProperty("scenario_sha256").GetString();

    [Fact]
    public void The_hash_of_an_experiment_is_that_of_its_values_and_the_content_of_its_data()
    {
        JsonElement first = Run("one");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder.Of("data/v.csv")))), first.GetProperty("data_files")[0].GetProperty("sha256").GetString());
        Assert.Equal("../data/v.csv", first.GetProperty("data_files")[0].GetProperty("file").GetString());
        File.Move(_folder.Of("data/v.csv"), _folder.Of("elsewhere.csv"));
        Assert.Equal(HashOf(first), HashOf(Run("deep/er/two", "--set", $"initial[0].file={_folder.Of("elsewhere.csv")}")));
        WriteSamples("data/v.csv", 2);
        Assert.NotEqual(HashOf(first), HashOf(Run("three")));
    }

    [Fact]
    public void Results_move_with_their_data_and_are_read_without_them()
    {
        Run("tree/results", "--set", "models=[]");
        string resolved = File.ReadAllText(_folder.Of("tree/results/resolved.json"));
        Assert.DoesNotContain(_folder.Path, resolved, StringComparison.Ordinal);
        Assert.Contains("\"../../data/v.csv\"", resolved, StringComparison.Ordinal);
        string other = Path.Combine(_folder.Path, "other");
        Directory.CreateDirectory(other);
        Directory.Move(_folder.Of("tree"), Path.Combine(other, "tree"));
        Directory.Move(_folder.Of("data"), Path.Combine(other, "data"));
        CommandLine again = CommandLine.Run("run", Path.Combine(other, "tree/results/resolved.json"), "--out", Path.Combine(other, "tree/again"), "--quiet");
        Assert.True(again.Code == 0, again.Error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(other, "tree/results/diagnostics.csv")), File.ReadAllBytes(Path.Combine(other, "tree/again/diagnostics.csv")));
        Directory.Delete(Path.Combine(other, "data"), recursive: true);
        using var read = Hierarchy.Results.Results.Open(Path.Combine(other, "tree/results"));
        Assert.Equal(256, read["landau"].At(0.2).Density.Length);
    }

    [Fact]
    public void Each_value_has_its_source()
    {
        JsonElement sources = Run("one", "--set", "time.output=0.2", "--set", "models=tensorised").GetProperty("sources");
        Assert.Equal("file, line 1", sources.GetProperty("grid.points").GetString());
        Assert.Equal("default", sources.GetProperty("kernel.gamma").GetString());
        Assert.Equal("--set time.output=0.2", sources.GetProperty("time.output").GetString());
        Assert.Equal("--set models=tensorised", sources.GetProperty("models").GetString());
        Assert.Equal("default", sources.GetProperty("initial[0].bandwidth").GetString());
        Assert.Equal("file, line 2", Run("two").GetProperty("sources").GetProperty("models[1].replicas").GetString());
    }

    [Fact]
    public void A_run_that_goes_on_keeps_its_first_command_and_lists_the_others()
    {
        int left = 15;
        IKineticEquation Make(ExperimentPlan plan, PlannedRun run) => new DyingEquation(EquationFactory.Create(plan, run), () =>
        {
            if (--left == 0)
                throw new IOException("crash");
        });
        using var silent = new StringWriter();
        string results = _folder.Of("one");
        Assert.Equal(5, Application.Run(["run", _folder.Of("origin.json"), "--out", results, "--quiet", "--set", "seed=7"], new Terminal(silent, silent, false),
            CancellationToken.None, Make));
        left = 15;
        Assert.Equal(5, Application.Run(["resume", results, "--quiet"], new Terminal(silent, silent, false), CancellationToken.None, Make));
        Assert.Equal(0, CommandLine.Run("resume", results, "--quiet").Code);
        JsonElement manifest = Manifest("one"), sessions = manifest.GetProperty("sessions");
        Assert.Equal(3, sessions.GetArrayLength());
        Assert.All(sessions.EnumerateArray().SkipLast(1), session => Assert.Equal(JsonValueKind.Null, session.GetProperty("end").ValueKind));
        foreach (string key in (string[])["command_line", "start"])
            Assert.Equal(sessions[0].GetProperty(key).GetString(), manifest.GetProperty(key).GetString());
        Assert.StartsWith("hierarchy run ", manifest.GetProperty("command_line").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("hierarchy resume ", sessions[2].GetProperty("command_line").GetString(), StringComparison.Ordinal);
        Assert.Equal(sessions[2].GetProperty("end").GetString(), manifest.GetProperty("end").GetString());
        Assert.Equal("--set seed=7", manifest.GetProperty("sources").GetProperty("seed").GetString());
    }

    [Fact]
    public void Time_memory_and_throughput_are_told()
    {
        JsonElement manifest = Run("one");
        double seconds = manifest.GetProperty("seconds").GetDouble(), processor = manifest.GetProperty("processor_seconds").GetDouble();
        Assert.InRange(seconds, 1e-3, 60);
        Assert.InRange(processor, 1e-3, Environment.ProcessorCount * seconds + 0.1);
        Assert.InRange(manifest.GetProperty("peak_memory_bytes").GetDouble(), 3e7, 3e10);
        foreach (JsonElement run in manifest.GetProperty("runs").EnumerateArray())
        {
            bool isParticles = run.GetProperty("model").GetString() == "kac";
            Assert.InRange(run.GetProperty(isParticles ? "pair_updates_per_second" : "evaluations_per_second").GetDouble(), 1, 1e11);
            Assert.InRange(run.GetProperty("transform_share").GetDouble(), isParticles ? 0 : 1e-3, 1);
        }
    }

    [Fact]
    public void What_a_newer_version_wrote_is_refused_by_name()
    {
        Run("one", "--set", "models=[]");
        string manifest = _folder.Of("one/manifest.json"), fields = _folder.Of("one/results.h5");
        string text = File.ReadAllText(manifest);
        File.WriteAllText(manifest, Regex.Replace(text, "\"format\": [0-9]+", "\"format\": 99"));
        CommandLine report = CommandLine.Run("report", _folder.Of("one"));
        Assert.Equal(5, report.Code);
        Assert.Contains("manifest.json has the format 99 of a newer version", report.Error, StringComparison.Ordinal);
        File.WriteAllText(manifest, text);
        File.Delete(fields);
        var newer = new H5File();
        newer.Attributes["format"] = 99;
        newer.Write(fields);
        using var results = Hierarchy.Results.Results.Open(_folder.Of("one"));
        IOException refused = Assert.ThrowsAny<IOException>(() => results["landau"].At(0).Density);
        Assert.Contains("results.h5 has the format 99 of a newer version", refused.Message, StringComparison.Ordinal);
    }

    private sealed class DyingEquation(IKineticEquation inner, Action evaluated) : EquationWrapper(inner)
    {
        public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
        {
            evaluated();
            base.Evaluate(state, derivative);
        }
    }
}
