using System.Diagnostics;
using System.Globalization;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks;

/// <summary>
/// Forward transforms, own and FFTW in turns within one run: milliseconds (minimum and median) and the ratio own / FFTW.
/// Arguments: parts of case names to select, none for all; or cases of one's own as shape:first:count, such as 64,20,20,20:1:3.
/// </summary>
internal static class TransformBenchmark
{
    private const double SecondsPerRow = 3;
    private const int ValuesBetweenLooks = 200000;
    private const int MostRounds = 400;
    private const int RoundsBetweenFills = 16;
    private const long BytesForLargeCases = 8L << 30;
    private const int LargeCase = 100000000;

    private static readonly TransformCase[] Cases =
    [
        new("16^6 last 3", Cube(16, 6), 3, 3),
        new("16^6 first 3", Cube(16, 6), 0, 3),
        new("16^6 all 6", Cube(16, 6), 0, 6),
        new("20^6 last 3", Cube(20, 6), 3, 3),
        new("24^6 last 3", Cube(24, 6), 3, 3),
        new("48^3", Cube(48, 3), 0, 3),
        new("64^3", Cube(64, 3), 0, 3),
        new("96^3", Cube(96, 3), 0, 3),
    ];

    public static int Run(string[] names)
    {
        Console.WriteLine(Fftw.IsInstalled ? "own transforms against FFTW (planned by measurement)" : "FFTW 3 with threads is not installed: own times alone");
        Console.WriteLine("                            ----- own ms -----  ---- FFTW ms -----  ratio   ratio");
        Console.WriteLine("case               threads       min    median       min    median  of min  of median");
        IEnumerable<TransformCase> selected = Cases.Where(work => names.Length == 0 || names.Any(name => work.Name.Contains(name, StringComparison.OrdinalIgnoreCase)));
        foreach (TransformCase work in selected.Concat(names.Where(name => name.Contains(':')).Select(Parse)))
        {
            if (work.Length > LargeCase && FreeMemory() < BytesForLargeCases)
            {
                Console.WriteLine($"{work.Name,-18} left out: less than 8 GB of memory");
                continue;
            }
            using NativeBuffer re = new(work.Length), im = new(work.Length), pairs = new(Fftw.IsInstalled ? Fftw.BufferSize(work.Length) : 0);
            foreach (int threads in (int[])[1, 2])
                Row(work, threads, re, im, pairs);
        }
        return 0;
    }

    /// <summary>Bytes of memory that nobody on the machine uses.</summary>
    private static long FreeMemory()
    {
        GC.Collect();
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        return memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes;
    }

    private static void Row(TransformCase work, int threads, NativeBuffer re, NativeBuffer im, NativeBuffer pairs)
    {
        WorkCrew.Threads = threads;
        FourierTransform own = new(work.Shape, work.FirstAxis, work.AxisCount, threads == 1 ? 1 : 0);
        nint plan = Fftw.IsInstalled ? Fftw.Plan(work, pairs, threads) : 0;
        List<double> ownTimes = [], otherTimes = [];
        int calls = Math.Max(1, ValuesBetweenLooks / work.Length);
        long begin = Stopwatch.GetTimestamp();
        for (int round = 0; round < MostRounds && (round < 5 || Stopwatch.GetElapsedTime(begin).TotalSeconds < SecondsPerRow); round++)
        {
            if (round % RoundsBetweenFills == 0)
            {
                Fill(re);
                Fill(im);
                Fill(pairs);
            }
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < calls; call++)
                own.Forward(re.Span, im.Span);
            ownTimes.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / calls);
            if (!Fftw.IsInstalled)
                continue;
            start = Stopwatch.GetTimestamp();
            for (int call = 0; call < calls; call++)
                Fftw.Execute(plan);
            otherTimes.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / calls);
        }
        if (Fftw.IsInstalled)
            Fftw.Destroy(plan);
        Print(work.Name, threads, ownTimes, otherTimes);
    }

    private static void Print(string name, int threads, List<double> own, List<double> other)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{name,-18} {threads,7} {own.Min(),9:F4} {Median(own),9:F4}");
        if (other.Count > 0)
        {
            line += string.Create(
                CultureInfo.InvariantCulture,
                $" {other.Min(),9:F4} {Median(other),9:F4}  {own.Min() / other.Min(),6:F2}  {Median(own) / Median(other),9:F2}");
        }
        Console.WriteLine(line);
    }

    private static TransformCase Parse(string text)
    {
        string[] parts = text.Split(':');
        int[] shape = [.. parts[0].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        return new TransformCase(text, shape, int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private static double Median(List<double> values)
    {
        List<double> sorted = [.. values.Order()];
        return sorted[sorted.Count / 2];
    }

    /// <summary>Values of order one: repeated unscaled transforms would overflow in the end.</summary>
    private static void Fill(NativeBuffer buffer)
    {
        Span<double> values = buffer.Span;
        uint state = 1;
        for (int i = 0; i < values.Length; i++)
        {
            state = state * 1664525 + 1013904223;
            values[i] = state * (1.0 / uint.MaxValue) - 0.5;
        }
    }

    private static int[] Cube(int points, int axes) => [.. Enumerable.Repeat(points, axes)];
}

/// <summary>A group of axes of an array.</summary>
internal sealed record TransformCase(string Name, int[] Shape, int FirstAxis, int AxisCount)
{
    public int[] Group => Shape[FirstAxis..(FirstAxis + AxisCount)];

    public int Block => Product(Group);

    public int Outer => Product(Shape[..FirstAxis]);

    public int Inner => Product(Shape[(FirstAxis + AxisCount)..]);

    public int Length => Product(Shape);

    private static int Product(int[] lengths) => lengths.Aggregate(1, (a, b) => a * b);
}
