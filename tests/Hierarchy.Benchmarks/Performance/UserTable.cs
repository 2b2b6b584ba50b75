using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Results;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>
/// <c>performance table [--fresh] [--limit S]</c>: memory, seconds a step and seconds to t = 1 of every model on its grids, each in a process of its own that
/// ends after S seconds (45). Finished cases stand in docs/performance-table.csv and are not run again; the table on docs/performance.md is renewed after each.
/// </summary>
internal static class UserTable
{
    private const double Limit = 45;

    private static readonly UserCase[] Cases =
    [
        new("landau", 2, 64, 1), new("cluster", 2, 32, 1), new("cluster", 2, 32, 4), new("leading-order", 2, 32, 1), new("leading-order", 2, 32, 4),
        new("cluster-lowrank", 2, 48, 1), new("leading-order-lowrank", 2, 64, 1),
        new("landau", 3, 32, 1), new("landau", 3, 48, 1), new("cluster", 3, 12, 1), new("cluster", 3, 12, 16), new("cluster", 3, 16, 1), new("cluster", 3, 16, 16),
        new("leading-order", 3, 16, 1), new("leading-order", 3, 16, 16), new("cluster", 3, 20, 1), new("cluster", 3, 24, 16), new("cluster", 3, 32, 16),
        new("cluster-lowrank", 3, 16, 1), new("cluster-lowrank", 3, 24, 1), new("cluster-lowrank", 3, 32, 1),
        new("leading-order-lowrank", 3, 16, 1), new("leading-order-lowrank", 3, 24, 1), new("leading-order-lowrank", 3, 32, 1), new("leading-order-lowrank", 3, 48, 1),
    ];

    private static string State => Path.Combine(Repository.Root, "docs", "performance-table.csv");

    public static int Run(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        int at = Array.IndexOf(arguments, "--limit");
        double limit = at >= 0 && at + 1 < arguments.Length ? double.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : Limit;
        if (arguments.Contains("--fresh"))
            File.Delete(State);
        Dictionary<string, string> done = Read();
        foreach (UserCase work in Cases.Where(work => !done.ContainsKey(work.Key)))
        {
            string? line = InOwnProcess(work, limit);
            Console.WriteLine($"{work.Key}: {line ?? "failed"}");
            if (line is null)
                continue;
            File.AppendAllLines(State, [$"{work.Key},{line},{DateTime.UtcNow:yyyy-MM-dd},{MachineDescription.Processor().Replace(',', ';')}; {WorkCrew.Threads} threads"]);
            Renew();
        }
        Renew();
        return 0;
    }

    /// <summary>One case: <c>performance case MODEL D N ORDER SECONDS</c>, which prints its figures.</summary>
    public static int RunCase(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        int Number(int i) => int.Parse(arguments[i], CultureInfo.InvariantCulture);
        Console.WriteLine(new UserCase(arguments[0], Number(1), Number(2), Number(3)).Measure(Number(4)).Line);
        return 0;
    }

    private static string? InOwnProcess(UserCase work, double limit)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])[typeof(UserTable).Assembly.Location, "performance", "case", .. work.Key.Split(','),
            limit.ToString("F0", CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : null;
    }

    private static Dictionary<string, string> Read() => !File.Exists(State) ? []
        : File.ReadAllLines(State).Select(line => line.Split(',')).ToDictionary(cells => string.Join(',', cells[..4]), cells => string.Join(',', cells[4..]));

    private static void Renew()
    {
        string file = Path.Combine(Repository.Root, "docs", "performance.md");
        File.WriteAllText(file, MarkedPage.Renew(File.ReadAllText(file), part => part == "performance table" ? Table() : null));
    }

    private static string Table()
    {
        Dictionary<string, string> done = Read();
        var table = new StringBuilder("| d | n | model | symmetry | memory, GB | seconds a step | seconds to t = 1 |\n|---:|---:|---|---|---:|---:|---:|\n");
        string machine = "";
        foreach (UserCase work in Cases.Where(work => done.ContainsKey(work.Key)))
        {
            string[] cells = done[work.Key].Split(',');
            string symmetry = work.Order == 1 ? "none" : $"\\|G\\| = {work.Order}", about = cells[3] == "1" ? "" : "about ";
            string figures = cells[1] == "NaN" ? "not one step before the cut | " : $"{cells[1]} | {about}{cells[2]}";
            table.Append(CultureInfo.InvariantCulture, $"| {work.Dimension} | {work.Points} | {work.Model} | {symmetry} | {cells[0]} | {figures} |\n");
            machine = $"{cells[5]}, {cells[4]}";
        }
        return $"{table}\nMeasured on {machine}.\n";
    }
}
