using System.Diagnostics;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks;

/// <summary>
/// The pair source of the low-rank model in turns: P[f x f] and C[g] by convolutions, and the visit to all pairs that are not negligible, which gave P[f x f +
/// g] and C[g] before. Where that takes too long it is predicted from the visit of near pairs, in proportion to their number. Seconds are those of a core.
/// </summary>
internal static class SourceBenchmark
{
    private const double Cutoff = 1e-5;
    private const double SampledPairs = 6e7;

    public static void Run(int points, int rank)
    {
        var grid = new VelocityGrid(3, points, 5);
        var kernel = new CollisionKernel(-3, 1);
        var layout = new PairLayout(grid);
        using var tables = new PairKernelTables(layout, kernel);
        double[] density = new double[grid.Size];
        InitialDensities.OnGrid(grid, [GaussianDensity.Diagonal([0, 0, 0], [1.4, 0.8, 0.8], 1)], density);
        using DenseMatrix tests = RandomProbes.Of(grid.Size, rank), factors = RandomProbes.Of(grid.Size, rank);
        double[] weights = new double[rank];
        using var fields = new NativeBuffer(4 * grid.Size);
        density.CopyTo(fields.Span);
        using (var derivative = new SpectralDerivative(grid))
            derivative.Gradient(density, fields.Span[grid.Size..]);
        using var pairs = new FactorPairs(layout, tables);
        pairs.Select(density, Cutoff);
        double share = Counting(density), radius = double.PositiveInfinity;
        while (pairs.Share * grid.Size * grid.Size > SampledPairs)
        {
            radius = double.IsFinite(radius) ? 0.8 * radius : 5;
            pairs.Select(density, Cutoff, radius);
        }
        double scale = share / pairs.Share;
        Console.WriteLine($"d=3 n={points} rank {rank}: {share:P1} of the pairs are not negligible; visited {1 / scale:P1} of them");
        foreach (int length in (int[])[KernelMultipliers.ShortLength(points), 2 * points])
        {
            using var convolution = new FactorConvolution(layout, tables, length);
            for (int turn = 0; turn < 2; turn++)
            {
                double half = Seconds(() => convolution.Apply(fields, tests, whole: false).Dispose()),
                    whole = Seconds(() => convolution.Apply(fields, tests, whole: true).Dispose());
                double collisions = Seconds(() => convolution.CollisionFlux(factors, weights));
                double visit = scale * Seconds(() => Visit(pairs, rank, images: false)), visitWhole = scale * Seconds(() => Visit(pairs, rank, images: true));
                Console.WriteLine($"  M={length}: convolutions {half:F2} / with images {whole:F2}, C[g] {collisions:F2}; pairs {visit:F2} / {visitWhole:F2}; ratio "
                    + $"{visit / half:F1} / {visitWhole / whole:F1}, with C[g] {visit / (half + collisions):F1} / {visitWhole / (whole + collisions):F1}");
            }
        }
    }

    private static void Visit(FactorPairs pairs, int rank, bool images)
    {
        using var rows = new PairRows(pairs.Points.Rows, rank, rank, 3, images);
        pairs.Visit(rows).Dispose();
    }

    /// <summary>The share of pairs with f(v1) f(v2) above the cutoff, which a visit by falling f takes.</summary>
    private static double Counting(double[] density)
    {
        double[] sorted = [.. density.Order()];
        double level = Cutoff * sorted[^1] * sorted[^1];
        long pairs = 0;
        int first = sorted.Length;
        foreach (double value in sorted)
        {
            while (first > 0 && sorted[first - 1] * value >= level)
                first--;
            pairs += sorted.Length - first;
        }
        return pairs / ((double)sorted.Length * sorted.Length);
    }

    private static double Seconds(Action action)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
