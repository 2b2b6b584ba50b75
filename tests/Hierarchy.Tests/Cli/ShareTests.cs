using Hierarchy.Cli.Commands;
using Hierarchy.Experiments;
using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Cli;

/// <summary>Shares of an experiment, run apart and joined: the bytes of one run, whatever their number.</summary>
public sealed class ShareTests : IDisposable
{
    /// <summary>References, closures with one integration for each N and with one for all, a companion, and particles with modes.</summary>
    private const string Scenario = """
        { "name": "shared", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.25 }, "grid": { "halfWidth": 5, "points": 12 },
          "initial": [ { "type": "gaussian", "covariance": [0.7, 1.1] } ], "particles": [2, 4, 8],
          "models": ["liouville", "cluster", "tensorised", "leading-order", { "type": "kac", "replicas": 700 }],
          "errors": "on", "time": { "end": 0.1, "output": 0.05, "tolerance": 1e-4 } }
        """;

    private static readonly string[] Files = ["diagnostics.csv", "noise.csv", "results.h5", "modes.csv", "histograms.csv"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File => _folder.Write("shared.json", Scenario);

    private CommandLine Share(int number, int count, params string[] more) =>
        CommandLine.Run(["run", File, "--share", $"{number}/{count}", "--out", _folder.Of($"{number}-of-{count}"), "--quiet", .. more]);

    private string[] Folders(int count) => [.. Enumerable.Range(1, count).Select(number => _folder.Of($"{number}-of-{count}"))];

    private CommandLine Collect(string name, IEnumerable<string> folders) => CommandLine.Run(["collect", .. folders, "--out", _folder.Of(name), "--quiet", "--no-plots"]);

    private void AreAlike(string one, string other, string[] files)
    {
        foreach (string file in files)
            Assert.True(System.IO.File.ReadAllBytes(_folder.Of($"{one}/{file}")).AsSpan().SequenceEqual(System.IO.File.ReadAllBytes(_folder.Of($"{other}/{file}"))),
                $"{file} differs");
    }

    [Fact]
    public void Any_number_of_shares_gives_the_bytes_of_one_run()
    {
        Assert.Equal(0, CommandLine.Run("run", File, "--out", _folder.Of("whole"), "--quiet").Code);
        foreach (int count in (int[])[1, 2, 3, 7])
        {
            for (int number = 1; number <= count; number++)
            {
                CommandLine share = Share(number, count);
                Assert.True(share.Code == 0, share.Error);
            }
            CommandLine joined = Collect($"joined-{count}", Folders(count).Reverse());
            Assert.True(joined.Code == 0, joined.Error);
            AreAlike($"joined-{count}", "whole", Files);
        }
        // A share is lost, told, and run again alone.
        Directory.Delete(_folder.Of("2-of-3"), recursive: true);
        CommandLine lost = Collect("again", [_folder.Of("1-of-3"), _folder.Of("3-of-3")]);
        Assert.Equal(4, lost.Code);
        Assert.Contains("share 2/3 is not among the folders", lost.Error, StringComparison.Ordinal);
        Assert.Contains("replicas", lost.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Of("again")));
        Assert.Equal(0, Share(2, 3).Code);
        Assert.Equal(0, Collect("again", Folders(3)).Code);
        AreAlike("again", "whole", Files);
        CommandLine complete = Share(2, 3, "--resume");
        Assert.True(complete.Code == 0 && complete.Error.Contains("is complete", StringComparison.Ordinal), complete.Error);
        Assert.Equal(5, Collect("none", [_folder.Of("whole")]).Code);
    }

    [Fact]
    public void An_accuracy_that_the_shares_missed_is_reached_for_when_they_are_joined()
    {
        string file = _folder.Write("accurate.json", """
            { "name": "accurate", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.25 }, "accuracy": 1e-4, "grid": { "halfWidth": 4, "points": 10 },
              "initial": [ { "type": "gaussian", "covariance": [0.7, 1.1] } ], "particles": [4], "models": ["cluster", "tensorised"], "time": { "end": 0.05 } }
            """);
        Assert.Contains("once more with", CommandLine.Run("run", file, "--out", _folder.Of("whole"), "--quiet").Error, StringComparison.Ordinal);
        foreach (int number in (int[])[1, 2])
            Assert.Equal(0, CommandLine.Run("run", file, "--share", $"{number}/2", "--out", _folder.Of($"{number}-of-2"), "--quiet").Code);
        CommandLine joined = Collect("joined", Folders(2));
        Assert.True(joined.Code == 0, joined.Error);
        Assert.Contains("once more with", joined.Error, StringComparison.Ordinal);
        AreAlike("joined", "whole", ["diagnostics.csv", "results.h5", "resolved.json"]);
    }

    [Fact]
    public void Shares_of_a_sweep_join_to_the_sweep()
    {
        string file = _folder.Write("swept.json", """
            { "name": "swept", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.0625 }, "grid": { "halfWidth": 6, "points": 12 }, "quantities": ["energy", "error_l1"],
              "initial": [ { "type": "bkw", "constant": 0.3 } ], "particles": [4], "models": ["tensorised"], "time": { "end": 0.2, "tolerance": 1e-4 },
              "sweep": { "kernel.gamma": [0, -1, -2] } }
            """);
        Assert.Equal(0, CommandLine.Run("run", file, "--out", _folder.Of("whole"), "--quiet").Code);
        foreach (int count in (int[])[2, 4])
        {
            for (int number = 1; number <= count; number++)
                Assert.Equal(0, CommandLine.Run("run", file, "--share", $"{number}/{count}", "--out", _folder.Of($"{number}-of-{count}"), "--quiet").Code);
            CommandLine joined = Collect($"joined-{count}", Folders(count));
            Assert.True(joined.Code == 0, joined.Error);
            AreAlike($"joined-{count}", "whole", ["diagnostics.csv", "gamma_-1/results.h5", "gamma_-2/diagnostics.csv"]);
        }
        CommandLine lost = Collect("again", Folders(2).Take(1));
        Assert.Equal(4, lost.Code);
        Assert.Contains("gamma_", lost.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2/3", 2, 3)]
    [InlineData("slurm", 3, 4)]
    public void A_share_is_named_by_its_number_or_by_the_task_of_an_array(string text, int number, int count)
    {
        var array = new Dictionary<string, string?>
        {
            ["SLURM_ARRAY_TASK_ID"] = "14",
            ["SLURM_ARRAY_TASK_MIN"] = "10",
            ["SLURM_ARRAY_TASK_STEP"] = "2",
            ["SLURM_ARRAY_TASK_COUNT"] = "4"
        };
        Assert.Equal(new ShareFile(number, count), ShareFile.Parse(text, name => array.GetValueOrDefault(name), out _));
    }

    [Theory]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("2")]
    [InlineData("slurm")]
    public void A_share_that_is_none_is_wrong_usage(string text)
    {
        CommandLine result = CommandLine.Run("run", File, "--share", text);
        Assert.Equal(1, result.Code);
        Assert.Contains("--share", result.Error, StringComparison.Ordinal);
    }

    /// <summary>No share of three has more than half of the weight, and all chunks of the particles are somebody's.</summary>
    [Fact]
    public void Shares_are_balanced_and_whole()
    {
        var plan = new ExperimentPlan(Hierarchy.Scenarios.Scenario.Load(File, "models=[\"cluster\", {\"type\": \"kac\", \"replicas\": 20000}]"));
        List<WorkUnit>[] shares = WorkPlan.Shares(plan, 3);
        Assert.All(shares, share => Assert.InRange(share.Sum(unit => unit.Weight), 1, shares.Sum(all => all.Sum(unit => unit.Weight)) / 2));
        foreach (PlannedRun run in plan.Runs.Where(run => run.IsParticles))
        {
            WorkUnit[] parts = [.. shares.SelectMany(share => share).Where(unit => unit.Runs[0] == run).OrderBy(unit => unit.FirstChunk)];
            Assert.Equal(0, parts[0].FirstChunk);
            Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.Equal(pair.First.EndChunk, pair.Second.FirstChunk));
        }
    }
}
