using System.Diagnostics;
using System.Security.Cryptography;
using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.Tests.Experiments;

namespace Hierarchy.Tests.Cli;

/// <summary>Files that are not the program's, that vanish, that have other names, and folders that move: nothing foreign is changed, nothing is lost.</summary>
public sealed class FolderTests : IDisposable
{
    private const int Crash = 40;
    private const string Text = """
        { "name": "folder", "dimension": 2, "grid": { "halfWidth": 5, "points": 8 }, "initial": [{ "type": "gaussian", "covariance": [0.8, 1.2] }], "particles": [3],
          "models": ["tensorised", { "type": "kac", "replicas": 80 }], "quantities": ["mass", "entropy_1"],
          "time": { "end": 0.2, "tolerance": 1e-8, "output": 0.1 }, "output": { "checkpoint": 0 } }
        """;

    private static readonly string[] Files = ["diagnostics.csv", "noise.csv", "histograms.csv", "results.h5", "resolved.json"];

    private readonly TemporaryFolder _folder = new();

    public FolderTests() => _folder.Write("folder.json", Text);

    public void Dispose() => _folder.Dispose();

    private string Results => _folder.Of("results");

    private string Checkpoint => Path.Combine(Results, Hierarchy.Results.CheckpointFolder.FolderName);

    /// <summary>Runs a command, in which something happens when an equation is evaluated for the n-th time.</summary>
    private static CommandLine During(int evaluation, Action happens, params string[] arguments)
    {
        int left = evaluation;
        IKineticEquation Make(ExperimentPlan plan, PlannedRun run) => new WatchedEquation(EquationFactory.Create(plan, run), () =>
        {
            if (--left == 0)
                happens();
        });
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = Application.Run([.. arguments, "--no-plots"], new Terminal(output, error, false), CancellationToken.None, Make);
        return new CommandLine(code, output.ToString(), error.ToString());
    }

    private string[] Run(params string[] more) => ["run", _folder.Of("folder.json"), "--out", Results, "--quiet", .. more];

    private static void Die() => throw new IOException("crash");

    /// <summary>The results of a run to which nothing happens.</summary>
    private Dictionary<string, string> Straight()
    {
        CommandLine run = CommandLine.Run("run", _folder.Of("folder.json"), "--out", _folder.Of("straight"), "--quiet");
        Assert.True(run.Code == 0, run.Error);
        return Files.ToDictionary(name => name, name => Hash(_folder.Of("straight/" + name)));
    }

    private void AreLike(Dictionary<string, string> straight, string? folder = null)
    {
        foreach ((string name, string hash) in straight)
            Assert.True(hash == Hash(Path.Combine(folder ?? Results, name)), name);
        Assert.Empty(Directory.GetFiles(folder ?? Results, "*.part"));
    }

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>Every file with its content and the time of its last change.</summary>
    private static string[] Picture(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Hash(file)} {File.GetLastWriteTimeUtc(file):O}")];

    [Theory]
    [InlineData("diagnostics.csv.part")]
    [InlineData("noise.csv.part")]
    public void A_table_that_vanishes_is_an_error_and_is_made_again_from_the_checkpoint(string name)
    {
        Dictionary<string, string> straight = Straight();
        CommandLine run = During(Crash, () => File.Delete(Path.Combine(Results, name)), Run());
        Assert.Equal(5, run.Code);
        Assert.Contains(name + " was removed", run.Error, StringComparison.Ordinal);
        Assert.Contains("hierarchy resume", run.Error, StringComparison.Ordinal);
        CommandLine resumed = CommandLine.Run("resume", Results, "--quiet");
        Assert.True(resumed.Code == 0, resumed.Error);
        AreLike(straight);
    }

    [Fact]
    public void The_resolved_scenario_that_vanishes_is_written_again()
    {
        Dictionary<string, string> straight = Straight();
        CommandLine run = During(Crash, () => File.Delete(Path.Combine(Results, "resolved.json.part")), Run());
        Assert.True(run.Code == 0, run.Error);
        AreLike(straight);
    }

    [Fact]
    public void Earlier_results_stay_whole_when_the_new_ones_are_not()
    {
        Assert.Equal(0, CommandLine.Run(Run("--set", "time.end=0.1")).Code);
        string[] before = Picture(Results);
        Assert.Equal(5, During(Crash, () => File.Delete(Path.Combine(Results, "noise.csv.part")), Run("--force")).Code);
        string[] after = Picture(Results);
        Assert.Empty(before.Except(after));
        Assert.Equal(0, CommandLine.Run("resume", Results, "--quiet").Code);
        AreLike(Straight());
    }

    /// <summary>A run that is killed while files get their names, and loses one of them then.</summary>
    [Fact]
    public void A_file_that_vanishes_from_an_interrupted_renaming_is_made_again()
    {
        Dictionary<string, string> straight = Straight();
        Assert.Equal(5, During(Crash, Die, Run()).Code);
        string[] parts = [.. Files.Append("manifest.json").Select(name => Path.Combine(Results, name + ".part"))];
        foreach (string part in parts.Where(part => !File.Exists(part)))
            File.WriteAllText(part, "x");
        CheckpointIdentity identity = Hierarchy.Results.CheckpointFolder.IdentityIn(Results)!;
        Publication.Begin(Results, [.. parts.Select(part => Path.GetFileNameWithoutExtension(part))], identity, keepCheckpoint: false);
        File.Move(parts[0], parts[0][..^5]);
        File.Delete(parts[1]);
        CommandLine resumed = CommandLine.Run("resume", Results, "--quiet");
        Assert.True(resumed.Code == 0, resumed.Error);
        AreLike(straight);
        Assert.False(Directory.Exists(Checkpoint));
    }

    [Fact]
    public void A_folder_called_checkpoint_is_the_user_s()
    {
        Directory.CreateDirectory(Path.Combine(Results, "checkpoint", "deep"));
        foreach (string name in (string[])["journal", "publish", "state-0", "deep/thesis.tex"])
            File.WriteAllText(Path.Combine(Results, "checkpoint", name), "mine");
        string[] before = Picture(Path.Combine(Results, "checkpoint"));
        Assert.Equal(2, CommandLine.Run(Run()).Code);
        Assert.Equal(0, CommandLine.Run(Run("--force")).Code);
        Assert.Equal(0, CommandLine.Run("resume", Results, "--quiet").Code);
        Assert.Equal(0, CommandLine.Run(Run("--force")).Code);
        Assert.Equal(before, Picture(Path.Combine(Results, "checkpoint")));
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("journal")]
    [InlineData("deep/state-0")]
    public void What_is_foreign_in_the_folder_of_the_checkpoint_stays(string name)
    {
        string file = Path.Combine(Checkpoint, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "my own words");
        CommandLine run = CommandLine.Run(Run("--force"));
        Assert.Equal(name == "journal" ? 5 : 0, run.Code);
        Assert.Contains(name == "journal" ? "is no file of this program" : "", run.Error, StringComparison.Ordinal);
        Assert.Equal("my own words", File.ReadAllText(file));
        if (run.Code == 0)
            Assert.Equal([Checkpoint], Directory.EnumerateDirectories(Results));
    }

    [Theory]
    [InlineData("publish", "")]
    [InlineData("publish", "complete\ndiagnostics.csv")]
    [InlineData("publish", "HIERCHK\n")]
    [InlineData("journal", "")]
    [InlineData("journal", "words")]
    [InlineData("state-0", "HIERCHK\nwords")]
    [InlineData("thesis.tex", "words")]
    public void Complete_results_stay_as_they_are_beside_any_checkpoint(string name, string content)
    {
        Assert.Equal(0, CommandLine.Run(Run()).Code);
        foreach (string folder in (string[])[Checkpoint, Path.Combine(Results, "checkpoint")])
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, name), content);
        }
        string[] before = Picture(Results);
        CommandLine resumed = CommandLine.Run("resume", Results, "--quiet");
        Assert.Equal(0, resumed.Code);
        Assert.Contains("is complete", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(before, Picture(Results));
    }

    [Fact]
    public void The_checkpoint_of_another_experiment_opens_nothing()
    {
        Assert.Equal(5, During(Crash, Die, Run("--set", "time.end=0.3")).Code);
        string other = _folder.Of("other");
        Directory.Move(Results, other);
        Assert.Equal(0, CommandLine.Run(Run()).Code);
        Directory.Move(Path.Combine(other, Hierarchy.Results.CheckpointFolder.FolderName), Checkpoint);
        string[] before = Picture(Results);
        Assert.Contains("is complete", CommandLine.Run("resume", Results).Error, StringComparison.Ordinal);
        Assert.Equal(before, Picture(Results));
        CommandLine without = CommandLine.Run("resume", other);
        Assert.Equal(5, without.Code);
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("report")]
    [InlineData("compare")]
    public void A_copy_by_hard_links_keeps_its_content(string command)
    {
        if (!Shell.IsThere)
            return;
        Dictionary<string, string> straight = Straight();
        if (command == "resume")
            Assert.Equal(5, During(Crash, Die, Run()).Code);
        else
            Assert.Equal(0, CommandLine.Run(Run()).Code);
        if (command == "compare")
            Assert.Equal(0, CommandLine.Run("compare", Results).Code);
        Shell.Run("cp -al results backup; touch -h results/report.html; touch results/compare.csv.tmp; ln -f results/compare.csv.tmp backup/compare.csv.tmp", _folder.Path);
        string[] before = Picture(_folder.Of("backup"));
        CommandLine result = CommandLine.Run(command == "report" ? ["report", Results] : [command, Results, "--quiet"]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(before, Picture(_folder.Of("backup")));
        AreLike(straight);
    }

    [Fact]
    public void Data_behind_a_link_are_part_of_the_experiment()
    {
        _folder.Write("one.csv", string.Join('\n', Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{Math.Cos(i):G6},{Math.Sin(1.7 * i):G6}"))));
        _folder.Write("two.csv", string.Join('\n', Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{Math.Cos(i):G6},{Math.Sin(1.8 * i):G6}"))));
        _folder.Write("folder.json", Text.Replace("""{ "type": "gaussian", "covariance": [0.8, 1.2] }""",
            """{ "type": "samples", "file": "data.csv", "bandwidth": 0.7 }""", StringComparison.Ordinal));
        string link = _folder.Of("data.csv");
        File.CreateSymbolicLink(link, _folder.Of("one.csv"));
        Dictionary<string, string> straight = Straight();
        Assert.Equal(5, During(Crash, Die, Run()).Code);
        string[] before = Picture(Results);
        File.Delete(link);
        File.CreateSymbolicLink(link, _folder.Of("two.csv"));
        CommandLine other = CommandLine.Run("resume", Results, "--quiet");
        Assert.Equal(5, other.Code);
        Assert.Contains("other data files", other.Error, StringComparison.Ordinal);
        Assert.Equal(before, Picture(Results));
        File.Delete(link);
        File.Copy(_folder.Of("one.csv"), link);
        CommandLine resumed = CommandLine.Run("resume", Results, "--quiet");
        Assert.True(resumed.Code == 0, resumed.Error);
        AreLike(straight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_that_moves_while_its_experiment_runs_is_noticed(bool isReplaced)
    {
        if (!Shell.IsThere)
            return;
        Dictionary<string, string> straight = Straight();
        string moved = _folder.Of("moved");
        CommandLine run = During(Crash, () =>
        {
            Directory.Move(Results, moved);
            if (isReplaced)
                Directory.CreateDirectory(Checkpoint);
        }, Run());
        Assert.Equal(5, run.Code);
        Assert.Contains("was moved, removed or replaced", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(Results) ? Directory.GetFiles(Results, "*", SearchOption.AllDirectories) : []);
        CommandLine resumed = CommandLine.Run("resume", moved, "--quiet");
        Assert.True(resumed.Code == 0, resumed.Error);
        AreLike(straight, moved);
    }

    [Fact]
    public void Plots_that_no_report_drew_stay()
    {
        Assert.Equal(0, CommandLine.Run(Run()).Code);
        Assert.Equal(0, CommandLine.Run("report", Results).Code);
        string plots = Path.Combine(Results, "plots"), mine = Path.Combine(plots, "mine.png"), page = Path.Combine(Results, "report.html");
        File.WriteAllText(mine, "mine");
        File.WriteAllText(Path.Combine(plots, "former.svg"), "drawn before");
        File.WriteAllText(page, File.ReadAllText(page).Replace("name=\"drawn\" content=\"", "name=\"drawn\" content=\"former ../results.h5 ", StringComparison.Ordinal));
        Assert.Equal(0, CommandLine.Run("report", Results).Code);
        Assert.True(File.Exists(mine) && File.Exists(Path.Combine(Results, "results.h5")));
        Assert.False(File.Exists(Path.Combine(plots, "former.svg")));
    }

    [Fact]
    public void A_file_with_the_name_of_the_lock_that_holds_something_stays()
    {
        Assert.Equal(0, CommandLine.Run(Run()).Code);
        File.WriteAllText(Path.Combine(Results, "hierarchy.lock"), "combination 4711");
        Assert.Equal(0, CommandLine.Run(Run("--force")).Code);
        Assert.Equal("combination 4711", File.ReadAllText(Path.Combine(Results, "hierarchy.lock")));
    }

    /// <summary>The evaluation counted is that of the wrapped equation.</summary>
    private sealed class WatchedEquation(IKineticEquation inner, Action evaluated) : EquationWrapper(inner)
    {
        public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
        {
            evaluated();
            base.Evaluate(state, derivative);
        }
    }
}
