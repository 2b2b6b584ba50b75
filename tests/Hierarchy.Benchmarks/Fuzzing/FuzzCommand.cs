using System.CommandLine;
using System.Diagnostics;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>
/// fuzz: many mutated scenarios and folders, HDF5 files and tables, with what they showed; --first names a case to begin with, so that a finding can be seen
/// again alone.
/// </summary>
internal static class FuzzCommand
{
    private static readonly string[] Readers = ["resume", "compare", "chaos", "report"];

    public static int Run(string[] arguments)
    {
        var scenarios = new Option<int>("--scenarios") { DefaultValueFactory = _ => 10_000 };
        var folders = new Option<int>("--folders") { DefaultValueFactory = _ => 1_000 };
        var hdf = new Option<int>("--hdf") { DefaultValueFactory = _ => 2_000 };
        var tables = new Option<int>("--tables") { DefaultValueFactory = _ => 2_000 };
        var streams = new Option<int>("--streams") { DefaultValueFactory = _ => 300 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var first = new Option<int>("--first") { DefaultValueFactory = _ => 0 };
        var command = new RootCommand("Mutated scenarios and folders of results, HDF5 files and tables from strangers, streams and limits.") { scenarios, folders,
            hdf, tables, streams, seed, first };
        command.SetAction(parsed => Run(parsed.GetValue(scenarios), parsed.GetValue(folders), parsed.GetValue(hdf), parsed.GetValue(tables),
            parsed.GetValue(streams), parsed.GetValue(seed), parsed.GetValue(first)));
        return command.Parse(arguments).Invoke();
    }

    private static int Run(int scenarios, int folders, int hdf, int tables, int streams, int seed, int first)
    {
        const int Batch = 250;
        long start = Stopwatch.GetTimestamp();
        var fuzzer = new Fuzzer(seed);
        int shown = 0;
        void Tell(string what, int done)
        {
            for (; shown < fuzzer.Findings.Count; shown++)
                Console.WriteLine(fuzzer.Findings[shown]);
            Console.WriteLine($"{done} {what}, {fuzzer.Findings.Count} findings, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        }
        for (int done = 0; done < scenarios; done += Batch)
        {
            fuzzer.Scenarios(first + done, Math.Min(Batch, scenarios - done));
            Tell("scenarios", Math.Min(scenarios, done + Batch));
        }
        for (int done = 0; done < folders; done += Batch)
        {
            fuzzer.Folders(first + done, Math.Min(Batch, folders - done), Readers);
            Tell("folders", Math.Min(folders, done + Batch));
        }
        for (int done = 0; done < hdf; done += Batch)
        {
            fuzzer.HdfFiles(first + done, Math.Min(Batch, hdf - done));
            Tell("HDF5 files", Math.Min(hdf, done + Batch));
        }
        for (int done = 0; done < tables; done += Batch)
        {
            fuzzer.Tables(first + done, Math.Min(Batch, tables - done));
            Tell("tables", Math.Min(tables, done + Batch));
        }
        for (int done = 0; done < streams; done += Batch)
        {
            fuzzer.Streams(first + done, Math.Min(Batch, streams - done));
            Tell("processes", Math.Min(streams, done + Batch));
        }
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine($"command and exit code: {fuzzer.Summary()}");
        Console.WriteLine($"peak memory {self.PeakWorkingSet64 / 1e6:F0} MB");
        return fuzzer.Findings.Count == 0 ? 0 : 1;
    }
}
