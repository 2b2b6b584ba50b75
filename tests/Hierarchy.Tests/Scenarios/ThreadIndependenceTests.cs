using Hierarchy.Spectral;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Scenarios;

/// <summary>Changes the number of threads of the process, so nothing else may run beside it.</summary>
[Collection("WorkCrew")]
public sealed class ThreadIndependenceTests : IDisposable
{
    private readonly int _threads = WorkCrew.Threads;

    public void Dispose() => WorkCrew.Threads = _threads;

    [Fact]
    public void Results_are_the_same_to_the_last_bit_for_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        foreach (string threads in (string[])["1", "2", "3"])
        {
            CommandLine result = CommandLine.Run(
                "run", Path.Combine(ScenarioRun.Folder, "quickstart.json"), "--out", folder.Of(threads), "--threads", threads, "--quiet",
                "--set", "grid.points=12", "--set", "particles=4", "--set", "time.end=0.1", "--set", "time.output=0.1");
            Assert.True(result.Code == 0, result.Error);
        }
        foreach (string name in (string[])["diagnostics.csv", "results.h5", "resolved.json"])
        {
            byte[] expected = File.ReadAllBytes(Path.Combine(folder.Of("1"), name));
            Assert.Equal(expected, File.ReadAllBytes(Path.Combine(folder.Of("2"), name)));
            Assert.Equal(expected, File.ReadAllBytes(Path.Combine(folder.Of("3"), name)));
        }
    }
}
