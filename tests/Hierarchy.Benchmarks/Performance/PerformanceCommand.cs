using System.Globalization;
using System.Runtime.InteropServices;
using Hierarchy.Results;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>
/// Measures everything that has a bound in one run, in turns, and writes the performance page; <c>performance table</c> measures what a user asks first
/// (<see cref="UserTable"/>).
/// </summary>
internal static class PerformanceCommand
{
    private const string Begin = "<!-- measured: begin -->";
    private const string End = "<!-- measured: end -->";

    public static int Run(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (arguments is ["table", .. string[] table])
            return UserTable.Run(table);
        if (arguments is ["case", .. string[] one])
            return UserTable.RunCase(one);
        try
        {
            var options = PerformanceOptions.Parse(arguments);
            using Peer? peer = options.Peer is null ? null : new Peer(options.Python, options.Peer);
            return Measure(options, peer);
        }
        catch (ArgumentException error)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }

    private static int Measure(PerformanceOptions options, Peer? peer)
    {
        (string Name, Action<PerformanceTable> Measure)[] sections =
        [
            ("transforms", table => TransformFigures.Measure(table, options)),
            ("landau", table => LandauFigures.Measure(table, options, peer)),
            ("pairs", table => PairFigures.Measure(table, options, peer)),
            ("roofline", table => RooflineFigures.Measure(table, options)),
            ("precision", table => PrecisionFigures.Measure(table, options)),
            ("steppers", table => StepperFigures.Measure(table, options)),
            ("lowrank", table => LowRankFigures.Measure(table, options)),
            ("particles", table => ParticleFigures.Measure(table, options)),
            ("direct", table => DirectFigures.Measure(table, options)),
        ];
        string? unknown = options.Sections.FirstOrDefault(name => sections.All(section => section.Name != name));
        if (unknown is not null)
            throw new ArgumentException($"no section {unknown}; one of {string.Join(", ", sections.Select(section => section.Name))}");
        var figures = new PerformanceTable();
        Console.WriteLine(Machine());
        foreach ((string name, Action<PerformanceTable> measure) in sections)
        {
            if (options.Sections.Length == 0 || options.Sections.Contains(name))
                measure(figures);
        }
        if (options.Output is not null)
            Write(options.Output, figures);
        int missed = figures.Rows.Count(row => row.Verdict == "not met");
        Console.WriteLine(missed == 0 ? "\nall bounds met" : $"\n{missed} bounds not met");
        return 0;
    }

    private static string Machine() =>
        $"{MachineDescription.Processor()}, {WorkCrew.Threads} threads, {RuntimeInformation.FrameworkDescription}, "
        + $"{DateTime.UtcNow:yyyy-MM-dd}";

    /// <summary>Replaces what stands between the markers of performance.md, or begins the page.</summary>
    private static void Write(string folder, PerformanceTable figures)
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "performance.md"), page = File.Exists(file) ? File.ReadAllText(file) : $"# Performance\n\n{Begin}\n{End}\n";
        int begin = page.IndexOf(Begin, StringComparison.Ordinal), end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new ArgumentException($"{file} has no place for the figures: the lines {Begin} and {End}");
        string text = $"{page[..(begin + Begin.Length)]}\n\nMeasured on {Machine()}.\n\n{ScalingPlots.Write(folder, figures.Points)}{figures.Markdown()}{page[end..]}";
        File.WriteAllText(file, text);
        File.WriteAllText(Path.Combine(folder, "performance.csv"), figures.Csv());
        Console.WriteLine($"\n{file} and performance.csv written");
    }
}
