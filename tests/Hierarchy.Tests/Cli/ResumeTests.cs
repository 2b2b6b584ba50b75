using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.Tests.Experiments;

namespace Hierarchy.Tests.Cli;

/// <summary>Runs of all models that end in the middle of a write, with a checkpoint after every step, go on to the results of a run without interruption.</summary>
public sealed class ResumeTests : IDisposable
{
    private const string All = """
        { "name": "resume", "dimension": 2, "grid": { "halfWidth": 5, "points": 8, "origin": "edge" },
        "initial": [{ "type": "gaussian", "covariance": [0.8, 1.2] }], "particles": [3, "infinity"],
          "models": ["tensorised", "cluster", "kirkwood-normalised", "conditional", "leading-order", "cluster-nonconservative", "liouville", "mixture",
                     { "type": "kac", "replicas": 800, "modes": 2 }],
          "quantities": ["mass", "entropy_1", "covariance_xx"], "time": { "end": 0.2, "tolerance": 1e-5, "output": 0.1 }, "output": { "checkpoint": 0 } }
        """;

    private const string Few = """
        { "name": "resume", "dimension": 2, "grid": { "halfWidth": 5, "points": 8, "origin": "edge" },
        "initial": [{ "type": "gaussian", "covariance": [0.8, 1.2] }], "particles": [3],
          "models": ["tensorised", "cluster", { "type": "kac", "replicas": 800, "modes": 2 }],
          "quantities": ["mass", "entropy_1", "covariance_xx"], "time": { "end": 0.2, "tolerance": 1e-8, "output": 0.1 }, "output": { "checkpoint": 0 } }
        """;

    /// <summary>Twelve points have a companion, eight have none.</summary>
    private const string WithCompanion = """
        { "name": "resume", "dimension": 2, "grid": { "halfWidth": 5, "points": 12, "origin": "edge" },
        "initial": [{ "type": "gaussian", "covariance": [0.8, 1.2] }], "particles": [2],
          "models": ["tensorised", "cluster", "liouville", { "type": "kac", "replicas": 80, "modes": 2 }],
          "quantities": ["mass", "entropy_1", "covariance_xx", "closure_error_l1"],
          "time": { "end": 0.05, "tolerance": 1e-5, "output": 0.025 }, "errors": "on", "output": { "checkpoint": 0 } }
        """;

    private static readonly string[] Files =
        [ResultFolder.DiagnosticsName, ResultFolder.NoiseName, ResultFolder.ModesName, ResultFolder.HistogramsName, ResultFolder.FieldsName, ResultFolder.ResolvedName];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File(string name) => _folder.Of(Path.Combine("results", name));

    private string Checkpoint(string name) => File(Path.Combine(Hierarchy.Results.CheckpointFolder.FolderName, name));

    /// <summary>The process seems to die where an equation throws: neither a record nor a result is written after that.</summary>
    private CommandLine Crash(int evaluations, string command, params string[] arguments)
    {
        int left = evaluations;
        IKineticEquation Make(ExperimentPlan plan, PlannedRun run) => new CrashingEquation(EquationFactory.Create(plan, run), () =>
        {
            if (--left == 0)
                throw new IOException("crash");
        });
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = Application.Run([command, .. arguments], new Terminal(output, error, false), CancellationToken.None, Make);
        return new CommandLine(code, output.ToString(), error.ToString());
    }

    private string[] Straight(string scenario = Few)
    {
        CommandLine run = CommandLine.Run("run", _folder.Write("resume.json", scenario), "--out", _folder.Of("straight"), "--quiet");
        Assert.True(run.Code == 0, run.Error);
        return [.. Files.Select(name => Convert.ToHexString(System.IO.File.ReadAllBytes(_folder.Of(Path.Combine("straight", name)))))];
    }

    private void IsLike(string[] straight)
    {
        for (int i = 0; i < Files.Length; i++)
            Assert.True(straight[i] == Convert.ToHexString(System.IO.File.ReadAllBytes(File(Files[i]))), Files[i]);
        Assert.False(Directory.Exists(Checkpoint("")));
        Assert.Empty(Directory.GetFiles(_folder.Of("results"), "*.part"));
        Assert.False(System.IO.File.Exists(File("hierarchy.lock")));
    }

    [Fact]
    public void A_run_that_dies_again_and_again_ends_with_the_results_of_a_straight_one()
    {
        string[] straight = Straight(All);
        CommandLine crashed = Crash(15, "run", _folder.Of("resume.json"), "--out", _folder.Of("results"), "--quiet");
        Assert.Equal(5, crashed.Code);
        Assert.Contains("hierarchy resume", crashed.Error, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File(ResultFolder.ManifestName)));
        int attempts = 0;
        for (; attempts < 60; attempts++)
        {
            crashed = Crash(61 + 37 * attempts, "resume", _folder.Of("results"), "--quiet");
            if (crashed.Code != 5)
                break;
        }
        Assert.True(crashed.Code == 0, crashed.Error);
        Assert.InRange(attempts, 2, 59);
        IsLike(straight);
    }

    [Fact]
    public void A_companion_goes_on_too()
    {
        string[] straight = Straight(WithCompanion);
        IEnumerable<string> lines = System.IO.File.ReadLines(_folder.Of("straight/diagnostics.csv")).Skip(1);
        Assert.All(lines.Where(line => !line.Contains("modes", StringComparison.Ordinal)), line => Assert.NotEmpty(line.Split(',')[6]));
        CommandLine crashed = Crash(15, "run", _folder.Of("resume.json"), "--out", _folder.Of("results"), "--quiet");
        int attempts = 0;
        for (; crashed.Code == 5 && attempts < 40; attempts++)
            crashed = Crash(23 + 17 * attempts, "resume", _folder.Of("results"), "--quiet");
        Assert.True(crashed.Code == 0, crashed.Error);
        Assert.InRange(attempts, 3, 39);
        IsLike(straight);
    }

    [Theory]
    [InlineData("journal")]
    [InlineData("state-0")]
    [InlineData("state-1")]
    public void A_truncated_or_altered_file_is_refused_and_the_results_are_the_same(string name)
    {
        string[] straight = Straight();
        foreach (bool truncate in (bool[])[true, false])
        {
            Assert.Equal(5, Crash(60, "run", _folder.Of("resume.json"), "--out", _folder.Of("results"), "--quiet", "--force").Code);
            byte[] content = System.IO.File.ReadAllBytes(Checkpoint(name));
            content[content.Length / 2] ^= 1;
            System.IO.File.WriteAllBytes(Checkpoint(name), truncate ? content[..(content.Length * 2 / 3)] : content);
            CommandLine resumed = CommandLine.Run("resume", _folder.Of("results"), "--quiet");
            Assert.True(resumed.Code == 0, resumed.Error);
            Assert.Contains(name, resumed.Error, StringComparison.Ordinal);
            Assert.Contains("truncated or altered", resumed.Error, StringComparison.Ordinal);
            IsLike(straight);
        }
    }

    /// <summary>A state ends with its last value, an entry of the journal begins with its kind; whoever changes a file can hash it again.</summary>
    [Theory]
    [InlineData("state")]
    [InlineData("journal")]
    public void A_file_with_a_wrong_content_and_the_right_hash_is_an_input_or_output_error(string kind)
    {
        Straight();
        Assert.Equal(5, Crash(75, "run", _folder.Of("resume.json"), "--out", _folder.Of("results"), "--quiet").Code);
        foreach (string file in Directory.GetFiles(Checkpoint(""), kind + "*"))
        {
            byte[] content = System.IO.File.ReadAllBytes(file);
            const int Hash = 32;
            if (kind == "state")
            {
                BitConverter.TryWriteBytes(content.AsSpan(content.Length - Hash - sizeof(double)), double.NaN);
                System.Security.Cryptography.SHA256.HashData(content.AsSpan(..^Hash), content.AsSpan(^Hash..));
            }
            else
            {
                int beginning = sizeof(int) + BitConverter.ToInt32(content), entry = beginning + Hash + sizeof(long),
                    end = entry + (int)BitConverter.ToInt64(content, entry - sizeof(long));
                content[entry] = 200;
                System.Security.Cryptography.SHA256.HashData(content.AsSpan(beginning..end), content.AsSpan(end, Hash));
            }
            System.IO.File.WriteAllBytes(file, content);
        }
        CommandLine resumed = CommandLine.Run("resume", _folder.Of("results"), "--quiet");
        Assert.Equal(5, resumed.Code);
        Assert.Contains("has the right hash and a wrong content", resumed.Error, StringComparison.Ordinal);
    }

    /// <summary>Eight points hold two beams badly: f is negative, and the results are complete all the same.</summary>
    [Fact]
    public void Unphysical_results_are_complete()
    {
        const string beams = """
            { "name": "coarse", "dimension": 2, "grid": { "halfWidth": 5, "points": 8, "origin": "edge" },
            "particles": [4], "models": ["tensorised"], "time": { "end": 0.4, "output": 0.1 },
              "initial": [ { "type": "gaussian", "weight": 0.5, "mean": [1.2, 0], "covariance": [0.6, 0.6] },
              { "type": "gaussian", "weight": 0.5, "mean": [-1.2, 0], "covariance": [0.9, 0.9] } ] }
            """;
        string results = _folder.Of("coarse");
        Assert.Equal(0, CommandLine.Run("run", _folder.Write("coarse.json", beams), "--out", results, "--no-plots").Code);
        Assert.Contains("\"status\": \"unphysical\"", System.IO.File.ReadAllText(Path.Combine(results, "manifest.json")), StringComparison.Ordinal);
        CommandLine resumed = CommandLine.Run("resume", results, "--no-plots");
        Assert.Equal(0, resumed.Code);
        Assert.Contains("is complete", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_scenario_is_none_of_this_experiment()
    {
        string[] straight = Straight();
        string other = _folder.Write("other.json", Few.Replace("0.8, 1.2", "0.9, 1.1", StringComparison.Ordinal));
        Assert.Equal(5, Crash(35, "run", other, "--out", _folder.Of("results"), "--quiet").Code);
        System.IO.File.Copy(_folder.Of("straight/resolved.json"), File("resolved.json.part"), overwrite: true);
        CommandLine resumed = CommandLine.Run("resume", _folder.Of("results"), "--quiet");
        Assert.Equal(5, resumed.Code);
        Assert.Contains("holds no experiment", resumed.Error, StringComparison.Ordinal);
        Assert.True(System.IO.File.Exists(Checkpoint("journal")));
        CommandLine anew = CommandLine.Run("run", _folder.Of("resume.json"), "--out", _folder.Of("results"), "--quiet", "--force");
        Assert.True(anew.Code == 0, anew.Error);
        IsLike(straight);
    }

    [Fact]
    public void Results_that_were_being_named_get_the_rest_of_their_names()
    {
        string[] straight = Straight();
        Assert.Equal(5, Crash(60, "run", _folder.Of("resume.json"), "--out", _folder.Of("results"), "--quiet").Code);
        string[] names = [.. Files.Except([ResultFolder.ResolvedName]), ResultFolder.ManifestName, ResultFolder.ResolvedName];
        foreach (string name in names)
            System.IO.File.Copy(_folder.Of(Path.Combine("straight", name)), File(name + ".part"), overwrite: true);
        Publication.Begin(_folder.Of("results"), names, Hierarchy.Results.CheckpointFolder.IdentityIn(_folder.Of("results"))!, keepCheckpoint: false);
        foreach (string name in names[..2])
            System.IO.File.Move(File(name + ".part"), File(name));
        CommandLine resumed = CommandLine.Run("resume", _folder.Of("results"));
        Assert.Equal(0, resumed.Code);
        Assert.Contains("is complete", resumed.Error, StringComparison.Ordinal);
        IsLike(straight);
    }

    [Fact]
    public void What_a_run_leaves_that_is_killed_in_its_first_moment_is_nothing()
    {
        string[] straight = Straight();
        Directory.CreateDirectory(_folder.Of("results"));
        System.IO.File.WriteAllText(File("hierarchy.lock"), "");
        System.IO.File.WriteAllText(File(ResultFolder.ResolvedName + ".part.tmp"), "{");
        CommandLine run = CommandLine.Run("run", _folder.Of("resume.json"), "--out", _folder.Of("results"), "--quiet");
        Assert.True(run.Code == 0, run.Error);
        IsLike(straight);
        Assert.Empty(Directory.GetFiles(_folder.Of("results"), "*.tmp"));
    }

    [Fact]
    public void Results_of_an_earlier_run_stay_until_the_new_ones_are_complete()
    {
        Straight();
        CommandLine.Run("run", _folder.Of("resume.json"), "--out", _folder.Of("results"), "--quiet");
        byte[] before = System.IO.File.ReadAllBytes(File(ResultFolder.ManifestName)), fields = System.IO.File.ReadAllBytes(File(ResultFolder.FieldsName));
        string[] force = ["run", _folder.Of("resume.json"), "--out", _folder.Of("results"), "--force", "--quiet", "--set", "time.end=0.1"];
        Assert.Equal(5, Crash(30, force[0], force[1..]).Code);
        Assert.Equal(4, CommandLine.Run(new CancellationToken(canceled: true), "resume", _folder.Of("results"), "--quiet").Code);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File(ResultFolder.ManifestName)));
        Assert.Equal(fields, System.IO.File.ReadAllBytes(File(ResultFolder.FieldsName)));
        Assert.Equal(0, CommandLine.Run("resume", _folder.Of("results"), "--quiet").Code);
        Assert.NotEqual(before, System.IO.File.ReadAllBytes(File(ResultFolder.ManifestName)));
    }

    [Fact]
    public void A_second_run_in_the_same_folder_is_refused_while_the_first_one_lasts()
    {
        string file = _folder.Write("resume.json", Few), results = _folder.Of("results");
        CommandLine? second = null, third = null;
        IKineticEquation Make(ExperimentPlan plan, PlannedRun run) => new CrashingEquation(EquationFactory.Create(plan, run), () =>
        {
            second ??= CommandLine.Run("run", file, "--out", results, "--quiet", "--force");
            third ??= CommandLine.Run("run", file, "--out", results, "--quiet");
        });
        using var output = new StringWriter();
        int code = Application.Run(["run", file, "--out", results, "--quiet", "--set", "models=[]"], new Terminal(output, output, false), CancellationToken.None, Make);
        Assert.Equal((0, 2), (code, second!.Code));
        Assert.Contains("in use by another run", second.Error, StringComparison.Ordinal);
        Assert.Equal(2, third!.Code);
        Assert.Contains("in use by another run", third.Error, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File("hierarchy.lock"), "");
        Assert.Equal(0, CommandLine.Run("run", file, "--out", results, "--quiet", "--force", "--set", "models=[]").Code);
    }

    [Fact]
    public void A_folder_that_is_removed_during_the_run_is_an_input_or_output_error()
    {
        string file = _folder.Write("resume.json", Few), results = _folder.Of("results");
        int left = 60;
        IKineticEquation Make(ExperimentPlan plan, PlannedRun run) => new CrashingEquation(EquationFactory.Create(plan, run), () =>
        {
            if (--left == 0)
                Directory.Delete(results, recursive: true);
        });
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(5, Application.Run(["run", file, "--out", results, "--quiet"], new Terminal(output, error, false), CancellationToken.None, Make));
        Assert.Single(error.ToString().Split('\n'), line => line.StartsWith("error:", StringComparison.Ordinal));
    }

    /// <summary>The evaluation counted is that of the wrapped equation.</summary>
    private sealed class CrashingEquation(IKineticEquation inner, Action evaluated) : EquationWrapper(inner)
    {
        public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
        {
            evaluated();
            base.Evaluate(state, derivative);
        }
    }
}
