using Hierarchy.Cli.Commands;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Experiments;

/// <summary>Ends before the end: by a condition in the quantities, and by the clock.</summary>
public sealed class StopRuleTests : IDisposable
{
    private const string Text = """
        { "name": "stop", "dimension": 2, "kernel": { "gamma": 0 }, "grid": { "halfWidth": 5, "points": 16 },
        "initial": [{ "type": "gaussian", "covariance": [0.8, 1.2] }], "particles": [4],
          "models": ["tensorised"], "quantities": ["mass", "covariance_xx", "covariance_yy"],
          "errors": "off", "time": { "end": 1, "output": 0.05, "until": "|covariance_xx - covariance_yy| < 0.1" } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>gamma = 0: the tensorised model relaxes like exp(-4 d (N-1)/N t), so that 0.4 exp(-6 t) falls below 0.1 at t = 0.231.</summary>
    [Fact]
    public void A_run_ends_at_the_first_output_time_where_its_condition_holds_and_references_go_on()
    {
        CommandLine run = CommandLine.Run("run", _folder.Write("stop.json", Text), "--out", _folder.Of("results"), "--quiet");
        Assert.True(run.Code == 0, run.Error);
        using var results = Hierarchy.Results.Results.Open(_folder.Of("results"));
        double exact = Math.Log(4) / 6;
        Assert.Equal(0.05 * Math.Ceiling(exact / 0.05), results["tensorised", 4].Times[^1], 1e-12);
        Assert.Equal(1, results["landau"].Times[^1]);
        Assert.Equal(Hierarchy.Results.RunStatus.Completed, results["tensorised", 4].Status);
        Assert.Contains("\"until\": \"|covariance_xx - covariance_yy| < 0.1\"", File.ReadAllText(_folder.Of("results/resolved.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2 * a - (b + 1) / 4 < 3", 1, 3, true)]
    [InlineData("|a - b|>1.5e0", 1, 3, true)]
    [InlineData("-a*-a < b", 2, 3, false)]
    [InlineData("a - b - 1 < -2.5", 1, 3, true)]
    [InlineData("a < b", double.NaN, 3, false)]
    public void Conditions_are_those_of_arithmetic(string text, double a, double b, bool holds) =>
        Assert.Equal(holds, StopCondition.Parse(text).Holds(name => name == "a" ? a : b));

    [Theory]
    [InlineData("covariance_xx", "< or >")]
    [InlineData("|covariance_xx < 1", "\\\"|\\\"")]
    [InlineData("covarance_xx < 1", "covariance_xx")]
    [InlineData("entropy_1 < 1", "is not among the quantities")]
    [InlineData("covariance_zz < 1", "is no known name")]
    [InlineData("covariance_xx < 1..2", "is no number")]
    public void A_condition_that_is_none_is_refused(string until, string expected)
    {
        ScenarioReading reading = ScenarioReader.Read(System.Text.Encoding.UTF8.GetBytes(Text), [$"time.until=\"{until}\""]);
        Fault fault = Assert.Single(reading.Faults);
        Assert.Equal("time.until", fault.Path);
        Assert.Contains(expected.Replace("\\\"", "\"", StringComparison.Ordinal), fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_stops_when_its_time_is_up_and_goes_on_to_the_same_results()
    {
        string file = _folder.Write("stop.json", Text);
        string[] sets = ["--set", "grid.points=32", "--set", "models=cluster", "--set", "time.end=0.2", "--set", "time.output=0.1"];
        CommandLine stopped = CommandLine.Run(["run", file, "--out", _folder.Of("results"), "--quiet", "--stop-after", "0.4s", .. sets]);
        Assert.Equal(4, stopped.Code);
        Assert.Equal(0, CommandLine.Run("resume", _folder.Of("results"), "--quiet").Code);
        Assert.Equal(0, CommandLine.Run(["run", file, "--out", _folder.Of("straight"), "--quiet", .. sets]).Code);
        Assert.Equal(File.ReadAllBytes(_folder.Of("straight/diagnostics.csv")), File.ReadAllBytes(_folder.Of("results/diagnostics.csv")));
        CommandLine wrong = CommandLine.Run("run", file, "--stop-after", "6 weeks");
        Assert.Equal(1, wrong.Code);
        Assert.Contains("a number with s, min, h or d", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_reached_no_output_time_says_so_in_every_analysis()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        ScenarioReading reading = ScenarioReader.Read(System.Text.Encoding.UTF8.GetBytes(Text), []);
        string folder = _folder.Of("empty");
        Assert.Throws<Hierarchy.Experiments.ExperimentStoppedException>(() => Hierarchy.Experiments.Experiment.Run(reading.Scenario!, folder, null, cancelled.Token));
        foreach (string command in (string[])["compare", "chaos", "audit"])
        {
            CommandLine analysis = CommandLine.Run(command, folder, "--no-plots");
            Assert.Equal(4, analysis.Code);
            Assert.Contains("hierarchy resume " + folder, analysis.Error, StringComparison.Ordinal);
        }
        Assert.Equal(0, CommandLine.Run("report", folder).Code);
    }

    /// <summary>Three pair correlations of 36^4 doubles at five times are 202 MB, and lie in the journal and in the field file.</summary>
    [Fact]
    public void A_disk_that_does_not_hold_the_results_is_told_before_the_run()
    {
        ScenarioReading reading = ScenarioReader.Read(System.Text.Encoding.UTF8.GetBytes(Text),
            ["grid.points=36", "models=cluster", "particles=[2,3,4]", "time.output=0.25", "output.pair=true", "symmetry=none", "time.until=\"mass > 2\""]);
        var plan = new ExperimentPlan(reading.Scenario!);
        long pairs = 3L * 5 * 36 * 36 * 36 * 36 * sizeof(double);
        Assert.InRange(Needed(plan), 2 * pairs, (long)(2.1 * pairs));
        Assert.Null(ScenarioExecution.Shortage(plan, Hierarchy.Results.FolderUse.New, 3 * pairs));
        Assert.Contains("are free", ScenarioExecution.Shortage(plan, Hierarchy.Results.FolderUse.New, pairs / 2), StringComparison.Ordinal);
        Assert.InRange(Hierarchy.Experiments.DiskSpace.Available(_folder.Of("not/there/yet")) ?? 0, 1, long.MaxValue);
    }

    private static long Needed(ExperimentPlan plan) => Hierarchy.Experiments.DiskSpace.Needed(plan, hasJournal: false);

    [Theory]
    [InlineData("6h", 21600)]
    [InlineData("1.5 min", 90)]
    [InlineData("30s", 30)]
    [InlineData("2d", 172800)]
    public void Times_have_units(string text, double seconds) => Assert.Equal(seconds, StopAfterOption.Parse(text)!.Value.TotalSeconds);
}
