using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>Q(f,f) with free-space convolutions: against the other implementation, against a transform of the padded cube, allocation and threads.</summary>
internal static class LandauFigures
{
    public static void Measure(PerformanceTable table, PerformanceOptions options, Peer? peer)
    {
        table.Section("Q(f,f), padded");
        foreach ((int d, int n, double halfWidth, double bound) in (
            (int, int, double, double)[])[(2, 64, 8, 6), (3, 16, 5, double.NaN), (3, 24, 6, double.NaN), (3, 32, 6.5, 8), (3, 48, 7, double.NaN)])
        {
            var grid = new VelocityGrid(d, n, halfWidth);
            double[] density = EquationTrial.Beams(grid);
            double[] rate = new double[grid.Size];
            using var landau = new LandauOperator(grid, new CollisionKernel(-3, 1), new CollisionOptions());
            (Func<double> cube, IDisposable memory) = TransformFigures.Cube(2 * n, d);
            Action work = () => landau.Apply(density, rate);
            double[] times = Clock.InTurns(options.Rounds, [Clock.Of(work), cube, Clock.Of(work, 1), .. peer is null ? Array.Empty<Func<double>>()
                : [peer.Landau(d, n, halfWidth)]]);
            string what = $"d={d} n={n}";
            table.AtMost($"{what}, in transforms of {2 * n}^{d}", times[0], "ms", times[1], d == 3 && n == 32 ? 12 : double.NaN);
            if (peer is not null)
                table.Gain($"{what}, gain over numpy", times[0], "ms", times[3], bound);
            if (d == 3)
            {
                table.Point(ScalingPanel.Landau, "this program", n, times[0]);
                if (peer is not null)
                    table.Point(ScalingPanel.Landau, "numpy", n, times[3]);
            }
            table.Gain($"{what}, gain of {Environment.ProcessorCount} threads over 1", times[0], "ms", times[2], d == 3 && n >= 32 ? 1.7 : double.NaN);
            table.Limit($"{what}, bytes allocated by an evaluation", Clock.AllocatedBytes(work), "B", 0);
            memory.Dispose();
        }
    }
}
