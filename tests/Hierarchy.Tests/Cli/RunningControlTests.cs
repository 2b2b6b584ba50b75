using System.Globalization;
using System.Text.Json;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Cli;

/// <summary>Cadences of quantities and fields, replicas until an error is met, and experiments that go on beyond their end.</summary>
public sealed class RunningControlTests : IDisposable
{
    private const string Small = """
        { "name": "control", "dimension": 2, "grid": { "halfWidth": 5, "points": 12 }, "initial": [{ "type": "gaussian", "covariance": [0.8, 1.2] }], "particles": [3],
          "models": ["tensorised", "cluster"], "quantities": ["mass", "covariance_xx", "fourth_moment", "error_l1"],
          "time": { "end": 0.2, "tolerance": 1e-5, "output": 0.1 } }
        """;

    private static readonly string[] Files = [ResultFolder.DiagnosticsName, ResultFolder.NoiseName, ResultFolder.FieldsName, ResultFolder.ResolvedName];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Scenario => _folder.Write("control.json", Small);

    private string Run(string name, params string[] more)
    {
        CommandLine run = CommandLine.Run(["run", Scenario, "--quiet", "--out", _folder.Of(name), .. more]);
        Assert.True(run.Code == 0, run.Error);
        return _folder.Of(name);
    }

    [Fact]
    public void Quantities_and_fields_have_times_of_their_own()
    {
        string often = Run("often", "--set", "output={\"scalars\":0.05,\"fields\":0.1,\"pair\":true}"),
            plain = Run("plain", "--set", "output.pair=true", "--set", "time.output=0.05");
        using Hierarchy.Results.Results few = Hierarchy.Results.Results.Open(often), all = Hierarchy.Results.Results.Open(plain);
        Assert.Equal(all.Times, few.Times);
        Assert.Equal(5, few.Times.Count);
        Assert.Equal(File.ReadAllText(Path.Combine(plain, ResultFolder.DiagnosticsName)), File.ReadAllText(Path.Combine(often, ResultFolder.DiagnosticsName)));
        Assert.Equal(all["cluster", 3].At(0.1).Density, few["cluster", 3].At(0.1).Density);
        Assert.Equal(all["cluster", 3].At(0.2).Correlation.ToArray(), few["cluster", 3].At(0.2).Correlation.ToArray());
        var missing = Assert.Throws<InvalidOperationException>(() => few["cluster", 3].At(0.05).Density);
        Assert.Contains("output.fields keeps fields at the times 0, 0.1, 0.2", missing.Message, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Path.Combine(often, ResultFolder.FieldsName)).Length, 1, 0.75 * new FileInfo(Path.Combine(plain, ResultFolder.FieldsName)).Length);
    }

    [Fact]
    public void Times_of_fields_are_output_times_too()
    {
        var plan = new ExperimentPlan(ScenarioReader.Read(System.Text.Encoding.UTF8.GetBytes(Small), ["time.end=1", "time.output=0.4", "output.fields=[0.4, 0.6]"]).Require(""));
        Assert.Equal([0, 0.4, 0.6, 0.8, 1], plan.Times);
        Assert.Equal([0, 0.4, 0.6, 1], plan.FieldTimes);
        Assert.Equal([0, 1, 2, -1, 3], Enumerable.Range(0, 5).Select(plan.FieldIndex));
    }

    [Theory]
    [InlineData("output.fields=0.3", "output.fields.interval is 0.3: has to lie in (0, time.end]")]
    [InlineData("output.scalars=[0.1, 0.1]", "output.scalars.times[1] is 0.1: has to be later than the time before it")]
    public void Schedules_are_judged_alike(string set, string fault)
    {
        CommandLine run = CommandLine.Run("validate", Scenario, "--set", set);
        Assert.Equal(2, run.Code);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Compressed_fields_have_the_same_values()
    {
        string plain = Run("plain", "--set", "output.pair=true"), small = Run("small", "--set", "output.pair=true", "--set", "output.compress=true");
        using Hierarchy.Results.Results one = Hierarchy.Results.Results.Open(plain), other = Hierarchy.Results.Results.Open(small);
        foreach (double time in one.Times)
        {
            Assert.Equal(one["cluster", 3].At(time).Density, other["cluster", 3].At(time).Density);
            Assert.Equal(one["cluster", 3].At(time).Correlation.ToArray(), other["cluster", 3].At(time).Correlation.ToArray());
        }
        Assert.InRange(new FileInfo(Path.Combine(small, ResultFolder.FieldsName)).Length, 1, 0.9 * new FileInfo(Path.Combine(plain, ResultFolder.FieldsName)).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_that_goes_on_beyond_its_end_is_the_longer_run_to_the_last_bit(bool keeps)
    {
        string keep = $"output.keep={(keeps ? "true" : "false")}";
        string folder = Run("short", "--set", keep), straight = Run("straight", "--set", keep, "--set", "time.end=0.4");
        CommandLine on = CommandLine.Run("resume", folder, "--set", "time.end=0.4");
        Assert.True(on.Code == 0, on.Error);
        Assert.Contains(keeps ? "cluster N=3 goes on from time " : "runs again from the start", on.Error, StringComparison.Ordinal);
        foreach (string file in Files)
            Assert.True(File.ReadAllBytes(Path.Combine(straight, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, file))), file);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, ResultFolder.ManifestName)));
        Assert.DoesNotContain("resume", manifest.RootElement.GetProperty("command_line").GetString(), StringComparison.Ordinal);
        string?[] commands = [.. manifest.RootElement.GetProperty("sessions").EnumerateArray().Select(session => session.GetProperty("command_line").GetString())];
        Assert.Equal(2, commands.Length);
        Assert.Contains("time.end=0.4", commands[1], StringComparison.Ordinal);
        JsonElement sources = manifest.RootElement.GetProperty("sources");
        Assert.Equal("default", sources.GetProperty("seed").GetString());
        Assert.Contains("--set", sources.GetProperty("time.end").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time.end=0.1", "time.end = 0.1 is not beyond the end that is there, 0.2")]
    [InlineData("grid.points=16", "nothing else")]
    [InlineData("time.output=0.15", "time.output=[0.1,0.2,0.4] keeps them")]
    public void What_is_no_later_end_is_refused_in_one_line(string set, string message)
    {
        string folder = Run("short", "--set", "output.keep=true");
        byte[] before = File.ReadAllBytes(Path.Combine(folder, ResultFolder.ManifestName));
        string[] end = set.StartsWith("time.end", StringComparison.Ordinal) ? [] : ["--set", "time.end=0.4"];
        CommandLine on = CommandLine.Run(["resume", folder, "--quiet", "--set", set, .. end]);
        Assert.Equal(2, on.Code);
        Assert.Contains(message, Assert.Single(on.Error.Split('\n'), line => line.StartsWith("error", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(folder, ResultFolder.ManifestName)));
    }

    [Fact]
    public void Replicas_are_added_until_the_error_is_met()
    {
        string folder = Run("met", "--set", "models=[{\"type\":\"kac\",\"error\":0.01,\"modes\":0}]");
        double[] errors = [.. Rows(folder).Where(row => row[0] == "kac" && row[3] is "covariance_xx" or "fourth_moment")
            .GroupBy(row => row[3]).Select(rows => rows.Max(row => Number(row[5])) / rows.Max(row => Number(row[4])))];
        Assert.Equal(2, errors.Length);
        Assert.All(errors, error => Assert.InRange(error, 0, 0.01));
        using Hierarchy.Results.Results results = Hierarchy.Results.Results.Open(folder);
        // The last stage but one had missed it: the number is not more than some stages above what 1/sqrt(replicas) asks for.
        string again = Run("again", "--set", "models=[{\"type\":\"kac\",\"error\":0.01,\"modes\":0}]", "--threads", "1");
        Assert.Equal(File.ReadAllText(Path.Combine(folder, ResultFolder.DiagnosticsName)), File.ReadAllText(Path.Combine(again, ResultFolder.DiagnosticsName)));
    }

    [Fact]
    public void A_largest_number_of_replicas_ends_it_with_what_would_do()
    {
        CommandLine run = CommandLine.Run("run", Scenario, "--quiet", "--out", _folder.Of("missed"), "--set",
            "models=[{\"type\":\"kac\",\"error\":1e-4,\"replicas\":800,\"modes\":0}]");
        Assert.Equal(0, run.Code);
        Assert.Matches(@"warning: kac N=3: a standard error of 0\.\d+ with 800 replicas, where 0\.0001 was asked for; about [\d.E+]+ would do", run.Error);
        CommandLine share = CommandLine.Run("run", Scenario, "--quiet", "--share", "1/2", "--out", _folder.Of("share"), "--set", "models=[{\"type\":\"kac\",\"error\":1e-4}]");
        Assert.Equal(1, share.Code);
    }

    private static IEnumerable<string[]> Rows(string folder) => File.ReadLines(Path.Combine(folder, ResultFolder.DiagnosticsName)).Skip(1).Select(line => line.Split(','));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
