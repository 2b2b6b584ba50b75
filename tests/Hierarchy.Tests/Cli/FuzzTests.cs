using Hierarchy.Benchmarks.Fuzzing;

namespace Hierarchy.Tests.Cli;

/// <summary>A few of the cases that the subcommand fuzz of the benchmarks makes by the thousand.</summary>
public sealed class FuzzTests
{
    private const double HangSeconds = 120;

    /// <summary>Where .ci/run finds how many cases were tried: a line for each kind.</summary>
    private static readonly Lock Writing = new();

    private static void Check(Fuzzer fuzzer, string kind)
    {
        Assert.Empty(fuzzer.Findings);
        lock (Writing)
            File.AppendAllText(Path.Combine(AppContext.BaseDirectory, "fuzzed.txt"), $"{kind}: {fuzzer.Tried} commands, {fuzzer.Findings.Count} findings\n");
    }

    [Fact]
    public void Mutated_scenarios_end_with_an_exit_code_and_a_message()
    {
        var fuzzer = new Fuzzer(1, HangSeconds, enter: false);
        fuzzer.Scenarios(0, 120);
        Check(fuzzer, "scenarios");
        Assert.True(fuzzer.Counts.GetValueOrDefault("validate 2") > 20, fuzzer.Summary());
    }

    [Fact]
    public void Strange_HDF5_files_end_with_an_exit_code_and_a_message()
    {
        var fuzzer = new Fuzzer(1, HangSeconds, enter: false);
        fuzzer.HdfFiles(0, 150);
        Check(fuzzer, "HDF5 files");
        Assert.True(fuzzer.Counts.GetValueOrDefault("validate hdf 0") > 5 && fuzzer.Counts.GetValueOrDefault("validate hdf 2") > 50, fuzzer.Summary());
    }

    [Fact]
    public void Strange_tables_end_with_an_exit_code_and_a_message()
    {
        var fuzzer = new Fuzzer(1, HangSeconds, enter: false);
        fuzzer.Tables(0, 150);
        Check(fuzzer, "tables");
        Assert.True(fuzzer.Counts.GetValueOrDefault("validate table 0") > 5 && fuzzer.Counts.GetValueOrDefault("validate table 2") > 50, fuzzer.Summary());
    }

    [Fact]
    public void Mutated_folders_end_with_an_exit_code_and_a_message()
    {
        var fuzzer = new Fuzzer(1, HangSeconds, enter: false);
        fuzzer.Folders(0, 40, ["resume", "compare", "chaos"]);
        Check(fuzzer, "folders");
        Assert.True(fuzzer.Counts.GetValueOrDefault("resume with a checkpoint 0") > 3, fuzzer.Summary());
    }

    [Fact]
    public void Processes_with_bad_streams_and_limits_end_with_an_exit_code()
    {
        var fuzzer = new Fuzzer(1, HangSeconds, enter: false);
        fuzzer.Streams(0, 8);
        Check(fuzzer, "processes");
    }
}
