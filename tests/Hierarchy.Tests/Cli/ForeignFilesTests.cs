using System.Diagnostics;
using System.Net.Sockets;
using Hierarchy.Cli.Output;
using Hierarchy.Densities;

namespace Hierarchy.Tests.Cli;

/// <summary>Names that lead to pipes, sockets, devices and folders, and text that a terminal would obey.</summary>
public sealed class ForeignFilesTests : IClassFixture<ForeignFilesTests.Results>
{
    private const double Soon = 20;
    private readonly Results _results;

    public ForeignFilesTests(Results results) => _results = results;

    /// <summary>A complete folder of results, made once.</summary>
    public sealed class Results : IDisposable
    {
        internal TemporaryFolder Folder { get; } = new();

        public Results()
        {
            string scenario = Folder.Write("b.json", Scenario("""{ "type": "gaussian" }"""));
            CommandLine run = CommandLine.Run("run", scenario, "--out", Folder.Of("sound"), "--quiet");
            Assert.True(run.Code == 0, run.Error);
        }

        public void Dispose() => Folder.Dispose();
    }

    private static string Scenario(string initial) => $$"""
        {
          "name": "b", "dimension": 2, "kernel": { "gamma": 0, "strength": 1 }, "grid": { "halfWidth": 6, "points": 16 }, "initial": [{{initial}}],
          "particles": [4], "models": ["cluster"], "time": { "end": 0.01, "tolerance": 1e-3, "output": 0.01 }
        }
        """;

    [Fact]
    public void Pipes_sockets_devices_and_folders_are_no_files()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        string pipe = Pipe(folder.Of("pipe"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.Of("socket")));
        File.CreateSymbolicLink(folder.Of("link"), pipe);
        foreach ((string path, string kind) in new[] { (pipe, "a pipe"), (folder.Of("socket"), "a socket"), ("/dev/zero", "a device"), (folder.Path, "a directory"),
            (folder.Of("link"), "a pipe") })
        {
            Assert.Equal($"\"{path}\" is {kind}, no ordinary file", Assert.Throws<DataFileException>(() => OrdinaryFile.Open(path)).Message);
            Assert.Contains(kind, Assert.Throws<DataFileException>(() => SampleFile.Read(path, 2)).Message, StringComparison.Ordinal);
            Assert.Contains(kind, Assert.Throws<DataFileException>(() => GridFile.Read(path, 2, null, null)).Message, StringComparison.Ordinal);
        }
        OrdinaryFile.Require(folder.Of("nothing"));
    }

    [Theory]
    [InlineData("samples")]
    [InlineData("grid")]
    public void A_pipe_as_a_data_file_is_refused_at_once(string type)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        Pipe(folder.Of("pipe"));
        CommandLine result = EndsSoon("validate", folder.Write("s.json", Scenario($$"""{ "type": "{{type}}", "file": "pipe" }""")));
        Assert.Equal(2, result.Code);
        Assert.Contains("is a pipe, no ordinary file", result.Error, StringComparison.Ordinal);
        CommandLine scenario = EndsSoon("validate", folder.Of("pipe"));
        Assert.Equal(5, scenario.Code);
        Assert.Contains("is a pipe, no ordinary file", scenario.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resume", "manifest.json")]
    [InlineData("resume", "resolved.json")]
    [InlineData("resume", ".hierarchy-checkpoint/journal")]
    [InlineData("resume", ".hierarchy-checkpoint/publish")]
    [InlineData("resume", "resolved.json.part")]
    [InlineData("report", "manifest.json")]
    [InlineData("report", "resolved.json")]
    [InlineData("report", "diagnostics.csv")]
    [InlineData("report", "noise.csv")]
    [InlineData("report", "results.h5")]
    [InlineData("report", "audit.csv")]
    [InlineData("report", "report.html.part")]
    [InlineData("compare", "manifest.json")]
    [InlineData("compare", "resolved.json")]
    [InlineData("compare", "diagnostics.csv")]
    [InlineData("compare", "comparison.csv.part")]
    [InlineData("chaos", "diagnostics.csv")]
    [InlineData("audit", "results.h5")]
    [InlineData("audit", "manifest.json")]
    public void A_pipe_at_the_name_of_a_result_does_not_hang(string command, string name)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        string copy = folder.Of("o");
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(_results.Folder.Of("sound")))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        string place = Path.Combine(copy, name);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.Delete(place);
        Pipe(place);
        CommandLine result = EndsSoon(command, copy);
        Assert.InRange(result.Code, 0, 5);
    }

    /// <summary>ESC and the marks of direction in names, cells, paths of datasets and options are written out, whatever prints them.</summary>
    [Fact]
    public void Text_that_a_terminal_obeys_is_written_out()
    {
        Assert.Equal("a\\u001b[31mb\\u202ec\td\né\U0001F600\\ud800", VisibleText.Of("a\u001b[31mb\u202ec\td\né\U0001F600\ud800"));
        Assert.Equal("x\\r\\u0007", VisibleText.Of("x\r\u0007").Replace("\\u000d", "\\r", StringComparison.Ordinal));
        using var folder = new TemporaryFolder();
        folder.Write("v.csv", "vx,v\u001b[2Jy\u202e\n1,2\n");
        folder.Write("w.csv", "vx,vy\n1,\u001b]0;title\u0007\n");
        string[][] commands =
        [
            ["validate", folder.Write("a.json", Scenario("""{ "type": "samples", "file": "v.csv" }"""))],
                ["validate", folder.Write("b.json", Scenario("""{ "type": "samples", "file": "w.csv" }"""))],
            ["validate", folder.Of("a.json"), "--set", "grid.\u001b[31m\u202e=1"], ["validate", "no\u001b[31m\u2066.json"], ["report", "no\u001b[31m"],
                ["\u001b[31mrun"], ["list", "\u202emodels"],
            ["validate", folder.Write("c.json", Scenario("""{ "type": "grid", "file": "x\u001b.h5", "dataset": "/a\u001b[1m" }"""))],
        ];
        foreach (string[] command in commands)
        {
            CommandLine result = CommandLine.Run(command);
            Assert.NotEqual(0, result.Code);
            Assert.DoesNotContain(result.Out + result.Error, c => c is '\u001b' or '\u0007' or '\u202e' or '\u2066');
        }
    }

    private static CommandLine EndsSoon(params string[] arguments)
    {
        Task<CommandLine> run = Task.Run(() => CommandLine.Run(arguments));
        Stopwatch watch = Stopwatch.StartNew();
        Assert.True(run.Wait(TimeSpan.FromSeconds(Soon)), $"{string.Join(' ', arguments)} hangs after {watch.Elapsed.TotalSeconds:F0} s");
        return run.Result;
    }

    private static string Pipe(string path)
    {
        using Process made = Process.Start("mkfifo", path);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
        return path;
    }
}
