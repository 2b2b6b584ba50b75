using System.Diagnostics;
using Hierarchy.Results;

namespace Hierarchy.Tests.Cli;

/// <summary>Streams that are closed or full, few files, and signals: the program as a process of its own.</summary>
public sealed class StreamTests : IDisposable
{
    private const string Scenario = """
        { "name": "b", "dimension": 2, "kernel": { "gamma": 0, "strength": 1 }, "grid": { "halfWidth": 6, "points": 8 }, "initial": [{ "type": "gaussian" }],
          "models": [], "quantities": ["mass"], "time": { "end": 0.01, "tolerance": 1e-3 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public StreamTests() => _folder.Write("b.json", Scenario);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    [InlineData(">/dev/full")]
    [InlineData("<&- >&- 2>&-")]
    [InlineData(">/dev/full 2>/dev/full")]
    public void A_run_is_complete_whoever_listens(string streams)
    {
        if (!Shell.IsThere)
            return;
        CommandLine run = Shell.Run($"{Shell.Program} run b.json --out o --no-plots {streams}", _folder.Path);
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(FolderStanding.Complete, ResultFolder.StandingOf(_folder.Of("o")));
        Assert.Equal(0, CommandLine.Run("run", _folder.Of("b.json"), "--out", _folder.Of("straight"), "--quiet").Code);
        Assert.Equal(Entries("straight"), Entries("o"));
        foreach (string name in (string[])["diagnostics.csv", "noise.csv", "results.h5", "resolved.json"])
            Assert.Equal(File.ReadAllBytes(_folder.Of("straight/" + name)), File.ReadAllBytes(_folder.Of("o/" + name)));
    }

    [Theory]
    [InlineData("validate b.json", ">/dev/full", 5, "standard output could not be written")]
    [InlineData("validate b.json", "2>&-", 0, "")]
    [InlineData("validate no.json", "2>/dev/full", 5, "")]
    [InlineData("run", "2>&-", 1, "")]
    [InlineData("run b.json --set grid.points=9", ">&- 2>&-", 2, "")]
    public void Exit_codes_do_not_depend_on_the_streams(string command, string streams, int code, string message)
    {
        if (!Shell.IsThere)
            return;
        CommandLine result = Shell.Run($"{Shell.Program} {command} {streams}", _folder.Path);
        Assert.Equal(code, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(90)]
    public void Too_few_files_end_in_a_line(int files)
    {
        if (!Shell.IsThere)
            return;
        CommandLine result = Shell.Run($"ulimit -n {files}; {Shell.Program} run b.json --out o --no-plots --quiet", _folder.Path);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
        Assert.True(result.Code == 0 || (result.Code == 5 && result.Error.Contains("too few files", StringComparison.Ordinal)), $"{result.Code}: {result.Error}");
    }

    [Theory]
    [InlineData("HUP", "")]
    [InlineData("TERM", "")]
    [InlineData("HUP", "2>&-")]
    public void A_signal_stops_a_run_that_can_go_on(string signal, string streams)
    {
        if (!Shell.IsThere)
            return;
        using Process run = Shell.Start($"exec {Shell.Program} run b.json --out o --no-plots --quiet --set time.end=1e6 --set kernel.gamma=-3 --set grid.halfWidth=5 "
            + $"--set grid.points=16 --set time.tolerance=1e-12 {streams}", _folder.Path);
        Stop(run, signal);
        Assert.Equal(4, run.ExitCode);
        Assert.Equal(FolderStanding.Interrupted, ResultFolder.StandingOf(_folder.Of("o")));
    }

    [Fact]
    public void A_run_that_was_started_to_outlive_its_terminal_does()
    {
        if (!Shell.IsThere)
            return;
        using Process run = Shell.Start($"trap '' HUP; exec {Shell.Program} run b.json --out o --no-plots --quiet --set time.end=1e6 --set kernel.gamma=-3 "
            + "--set grid.halfWidth=5 --set grid.points=16 --set time.tolerance=1e-12", _folder.Path);
        Await(run);
        Send(run, "HUP");
        Assert.False(run.WaitForExit(500));
        Stop(run, "TERM");
        Assert.Equal(4, run.ExitCode);
    }

    private void Stop(Process run, string signal)
    {
        Await(run);
        Send(run, signal);
        Assert.True(run.WaitForExit(60_000));
    }

    /// <summary>Waits until the run has begun its tables, which is after it listens to signals.</summary>
    private void Await(Process run)
    {
        for (int i = 0; i < 6000 && !File.Exists(_folder.Of("o/diagnostics.csv.part")); i++)
            Assert.False(run.WaitForExit(10));
    }

    private static void Send(Process run, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private string[] Entries(string folder) => [.. Directory.EnumerateFileSystemEntries(_folder.Of(folder)).Select(entry => Path.GetFileName(entry)!)
        .Order(StringComparer.Ordinal)];
}
