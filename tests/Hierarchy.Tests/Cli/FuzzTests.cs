using Hierarchy.Benchmarks.Fuzzing;

namespace Hierarchy.Tests.Cli;

/// <summary>A few of the cases that the subcommand fuzz of the benchmarks makes by the thousand.</summary>
public sealed class FuzzTests
{
    private const double HangSeconds = 120;

    [Fact]
    public void Mutated_scenarios_end_with_an_exit_code_and_a_message()
    {
        var fuzzer = new Fuzzer(1, HangSeconds, enter: false);
        fuzzer.Scenarios(0, 120);
        Assert.Empty(fuzzer.Findings);
        Assert.True(fuzzer.Counts.GetValueOrDefault("validate 2") > 20, fuzzer.Summary());
    }

    [Fact]
    public void Strange_HDF5_files_end_with_an_exit_code_and_a_message()
    {
        var fuzzer = new Fuzzer(1, HangSeconds, enter: false);
        fuzzer.HdfFiles(0, 150);
        Assert.Empty(fuzzer.Findings);
        Assert.True(fuzzer.Counts.GetValueOrDefault("validate hdf 0") > 5 && fuzzer.Counts.GetValueOrDefault("validate hdf 2") > 50, fuzzer.Summary());
    }

    [Fact]
    public void Strange_tables_end_with_an_exit_code_and_a_message()
    {
        var fuzzer = new Fuzzer(1, HangSeconds, enter: false);
        fuzzer.Tables(0, 150);
        Assert.Empty(fuzzer.Findings);
        Assert.True(fuzzer.Counts.GetValueOrDefault("validate table 0") > 5 && fuzzer.Counts.GetValueOrDefault("validate table 2") > 50, fuzzer.Summary());
    }

    [Fact]
    public void Mutated_folders_end_with_an_exit_code_and_a_message()
    {
        var fuzzer = new Fuzzer(1, HangSeconds, enter: false);
        fuzzer.Folders(0, 30, ["resume", "compare", "chaos"]);
        Assert.Empty(fuzzer.Findings);
        Assert.True(fuzzer.Counts.GetValueOrDefault("resume with a checkpoint 0") > 3, fuzzer.Summary());
    }
}
