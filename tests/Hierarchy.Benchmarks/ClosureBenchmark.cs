using System.Diagnostics;
using System.Globalization;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks;

/// <summary>The rate of the blocked matrix products, and what an evaluation of each closure costs.</summary>
internal static unsafe class ClosureBenchmark
{
    /// <summary>Prints the tables.</summary>
    public static int Run(string[] arguments)
    {
        Console.WriteLine("matrix products L_c R of five components, all threads");
        foreach (int size in (ReadOnlySpan<int>)[576, 1024, 1728])
            Rate(size, 5);
        return 0;
    }

    private static void Rate(int size, int components)
    {
        const int columns = 128;
        using var right = new NativeBuffer(size * size);
        var left = new ConstantFactor(components);
        int panels = size / columns;
        var panel = new ProductPanel?[Math.Max(64, WorkCrew.MaximumWorkers)];
        Action<int, int> body = (chunk, worker) =>
        {
            panel[worker] ??= new ProductPanel(size, size, components, columns);
            BlockedProduct.Multiply(left, right.Pointer, size, chunk * columns, columns, panel[worker]!);
        };
        double best = double.PositiveInfinity, busy = double.PositiveInfinity;
        for (int repeat = 0; repeat < 5; repeat++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            WorkCrew.Run(panels, body);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            busy = Math.Min(busy, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        double work = 2.0 * components * size * size * panels * columns;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {size} x {size}: {best * 1e3,8:F1} ms  {work / best * 1e-9,7:F1} GFlop/s, {work / busy * 1e-9,6:F1} a second of a core"));
        foreach (ProductPanel? used in panel)
            used?.Dispose();
    }

    /// <summary>The cheapest factor: what is measured is the product.</summary>
    private sealed class ConstantFactor(int components) : ILeftFactor
    {
        public void Pack(int row, int first, int count, double* packed) =>
            new Span<double>(packed, components * count * BlockedProduct.TileRows).Fill(0.5);
    }
}
