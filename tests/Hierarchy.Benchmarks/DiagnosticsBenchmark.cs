using System.Diagnostics;
using System.Globalization;
using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Benchmarks;

/// <summary>Milliseconds of each diagnostic on one pair correlation: <c>diagnostics [dimension points]</c>, by default 3 16.</summary>
internal static class DiagnosticsBenchmark
{
    private const int Repetitions = 5;

    public static int Run(string[] arguments)
    {
        int dimension = arguments.Length > 1 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 3;
        int points = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 16;
        VelocityGrid grid = new(dimension, points, 5);
        double[] density = new double[grid.Size];
        for (int i = 0; i < grid.Size; i++)
            density[i] = Math.Exp(-grid.SpeedSquared(i) / 2) / Math.Pow(2 * Math.PI, dimension / 2.0);
        using NativeBuffer correlation = new(grid.Size * grid.Size);
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < grid.Size; j++)
                correlation.Span[i * grid.Size + j] = 0.1 * density[i] * density[j] * grid.Velocity(i, 0) * grid.Velocity(j, 0);
        }
        double megabytes = correlation.Length * 8e-6;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"d={dimension} n={points}: {megabytes:F0} MB of correlation; minimum of {Repetitions}, ms"));
        Console.WriteLine($"{"diagnostic",-26}{"1 thread",12}{"2 threads",12}{"allocated kB",14}");
        foreach (IDiagnostic diagnostic in DiagnosticRegistry.All)
        {
            double one = Time(1, diagnostic, grid, density, correlation, out _);
            double two = Time(2, diagnostic, grid, density, correlation, out long bytes);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{diagnostic.GetType().Name,-26}{one,12:F2}{two,12:F2}{bytes / 1024,14}"));
        }
        return 0;
    }

    private static double Time(int threads, IDiagnostic diagnostic, VelocityGrid grid, double[] density, NativeBuffer correlation, out long bytes)
    {
        WorkCrew.Threads = threads;
        double best = double.PositiveInfinity;
        bytes = 0;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            long before = GC.GetTotalAllocatedBytes(true), start = Stopwatch.GetTimestamp();
            diagnostic.Evaluate(
                new Observation
                {
                    Grid = grid,
                    Model = "benchmark",
                    Particles = new ParticleNumber(8),
                    Time = 0,
                    Density = density,
                    Correlation = PairCorrelation.Of(grid, correlation.Memory),
                    Reference = density,
                    InitialDensity = density,
                },
                new List<QuantityValue>());
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            bytes = GC.GetTotalAllocatedBytes(true) - before;
        }
        return best;
    }
}
