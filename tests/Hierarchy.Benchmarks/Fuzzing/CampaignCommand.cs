using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>
/// campaign: the whole of the fuzzing and the kills, in units of a minute or so. A unit that is done is a line of the state file; the same command goes on
/// after any end, and prints the table when all is done. --share 0.01 does the hundredth part of every unit.
/// </summary>
internal static class CampaignCommand
{
    private const string Kills = "kills";
    private const int KillsAtOnce = 5, Batch = 250;

    /// <summary>What is tried, and how often.</summary>
    private static readonly (string Kind, int Count)[] Wanted =
        [("scenarios", 10_000), ("HDF5 files", 2_000), ("tables", 2_000), ("folders", 1_000), ("processes", 300), (Kills, 300)];

    private static readonly string[] Readers = ["resume", "compare", "chaos", "report"];

    /// <summary>A part of the campaign, and what it showed once it is done.</summary>
    private sealed record Unit(string Kind, int First, int Count)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}\t{First}\t{Count}");
    }

    public static int Run(string[] arguments)
    {
        var state = new Option<string>("--state") { DefaultValueFactory = _ => Path.Combine("runs", "campaign.txt"), Description = "The file that keeps what is done." };
        var share = new Option<double>("--share") { DefaultValueFactory = _ => 1, Description = "The part of every unit that is done." };
        var seconds = new Option<double>("--seconds")
        {
            DefaultValueFactory = _ => double.PositiveInfinity,
            Description = "No unit begins after so many seconds; the same command goes on."
        };
        var command = new RootCommand("Mutated scenarios, files, folders and streams, and killed runs, with what they showed.") { state, share, seconds };
        command.SetAction(parsed => Run(parsed.GetValue(state)!, parsed.GetValue(share), parsed.GetValue(seconds)));
        return command.Parse(arguments).Invoke();
    }

    /// <summary>Does what the state file lacks; 0 if all is done and nothing was found, 4 if something is left.</summary>
    public static int Run(string state, double share, double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(state))!);
        Unit[] units = [.. Wanted.SelectMany(kind => Units(kind.Kind, kind.Count, share))];
        HashSet<string> done = [.. Done(state).Select(line => string.Join('\t', line[1..4]))];
        foreach (Unit unit in units.Where(unit => !done.Contains(unit.ToString())))
        {
            (int tried, IReadOnlyList<string> findings) = Try(unit);
            // The findings first: a unit that is cut off here is done again.
            bool isCut = File.Exists(state) && !File.ReadAllText(state).EndsWith('\n');
            File.AppendAllLines(state, [.. isCut ? (string[])[""] : [], .. findings.Select(finding => "finding\t" + finding.ReplaceLineEndings(" ")),
                $"done\t{unit}\t{tried}\t{findings.Count}"]);
            Console.WriteLine($"{unit.Kind} {unit.First} to {unit.First + unit.Count}: {tried} tried, {findings.Count} findings, "
                + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > seconds)
                break;
        }
        return Conclude(state, units.Length);
    }

    private static int Conclude(string state, int units)
    {
        string[][] done = [.. Done(state)];
        Console.WriteLine($"{"",-12} {"cases",8} {"commands",9} {"findings",9}");
        foreach (IGrouping<string, string[]> kind in done.GroupBy(line => line[1]))
            Console.WriteLine($"{kind.Key,-12} {Sum(kind, 3),8} {Sum(kind, 4),9} {Sum(kind, 5),9}");
        foreach (string finding in Lines(state).Where(line => line.StartsWith("finding\t", StringComparison.Ordinal)))
            Console.WriteLine(finding);
        if (done.Length < units)
        {
            Console.WriteLine($"{done.Length} of {units} units are done; the same command goes on");
            return 4;
        }
        return Sum(done, 5) == 0 ? 0 : 1;
    }

    private static int Sum(IEnumerable<string[]> lines, int column) => lines.Sum(line => int.Parse(line[column], CultureInfo.InvariantCulture));

    private static IEnumerable<Unit> Units(string kind, int count, double share)
    {
        int batch = kind == Kills ? KillsAtOnce : kind == "folders" ? 100 : Batch;
        for (int first = 0; first < count; first += batch)
            yield return new Unit(kind, first, Math.Max(1, (int)(share * Math.Min(batch, count - first))));
    }

    private static (int Tried, IReadOnlyList<string> Findings) Try(Unit unit)
    {
        if (unit.Kind == Kills)
        {
            // Each kind of scenario in its turn.
            string name = KillLoop.Names[unit.First / KillsAtOnce % KillLoop.Names.Count];
            int code = KillLoop.Run(["--times", unit.Count.ToString(CultureInfo.InvariantCulture), "--seed", unit.First.ToString(CultureInfo.InvariantCulture), "--only", name]);
            return (unit.Count, code == 0 ? [] : [$"kills of {name}, seed {unit.First}: other results than a straight run"]);
        }
        var fuzzer = new Fuzzer(1);
        switch (unit.Kind)
        {
            case "scenarios":
                fuzzer.Scenarios(unit.First, unit.Count);
                break;
            case "HDF5 files":
                fuzzer.HdfFiles(unit.First, unit.Count);
                break;
            case "tables":
                fuzzer.Tables(unit.First, unit.Count);
                break;
            case "folders":
                fuzzer.Folders(unit.First, unit.Count, Readers);
                break;
            default:
                fuzzer.Streams(unit.First, unit.Count);
                break;
        }
        return (fuzzer.Tried, fuzzer.Findings);
    }

    /// <summary>The units that are done; a line that was cut off is none.</summary>
    private static IEnumerable<string[]> Done(string state) => Lines(state).Select(line => line.Split('\t')).Where(line => line is ["done", _, _, _, _, _]);

    private static string[] Lines(string state) => File.Exists(state) ? File.ReadAllLines(state) : [];
}
