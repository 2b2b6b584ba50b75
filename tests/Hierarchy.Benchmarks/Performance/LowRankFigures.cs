using System.Diagnostics;
using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>
/// The low-rank model: its distance from the dense one where both run, what it keeps whatever it leaves out, and its cost in n and in the rank. An anisotropic
/// Gaussian, gamma = -3, N = 8, L = 5.
/// </summary>
internal static class LowRankFigures
{
    private const double Tolerance = 1e-3;
    private const double End = 0.2;

    public static void Measure(PerformanceTable table, PerformanceOptions options)
    {
        table.Section($"Low rank, against the dense model at t = {End}");
        foreach ((int d, int n) in options.Quick ? ((int, int)[])[(2, 16), (3, 8)] : [(2, 32), (3, 16)])
            Compare(table, d, n);
        table.Section($"Low rank, cost in n, d=3, tolerance {Tolerance:E0}, to t = {End}");
        foreach (int n in options.Quick ? (int[])[8, 10, 12] : options.Large ? [16, 20, 24, 32] : [16, 20, 24])
        {
            using var run = new LowRankTrial(3, n, Tolerance);
            double visit = Report(table, $"n={n}", run);
            table.Point(ScalingPanel.LowRank, "this program", n, visit);
        }
        table.Section($"Low rank, cost in the rank, d=3 n={(options.Quick ? 10 : 20)}, to t = {End}");
        foreach (double tolerance in (double[])[1e-2, 3e-3, 1e-3, 3e-4])
        {
            using var run = new LowRankTrial(3, options.Quick ? 10 : 20, tolerance);
            double visit = Report(table, $"tolerance {tolerance:E0}", run);
            table.Point(ScalingPanel.Rank, "this program", run.Figure("rank"), visit);
        }
    }

    private static void Compare(PerformanceTable table, int d, int n)
    {
        using var low = new LowRankTrial(d, n, Tolerance);
        using IKineticEquation dense = new ClusterClosure().Close(low.Grid, new CollisionKernel(-3, 1), new ParticleNumber(8), new CollisionOptions());
        using var state = new NativeBuffer(dense.Length);
        dense.Start(InitialDatum.Chaotic(low.Datum), state.Span);
        using IStepper stepper = dense.CreateStepper(new StepperOptions { Tolerance = 1e-6 });
        stepper.Start(0);
        long start = Stopwatch.GetTimestamp();
        stepper.AdvanceTo(End, state.Span);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, scale = TensorPrimitives.SumOfSquares<double>(low.Datum) / 8;
        double[] g = low.Correlation;
        ReadOnlySpan<double> exact = dense.CorrelationOf(state.Memory);
        string what = $"d={d} n={n} tolerance {Tolerance:E0}";
        table.Limit($"{what}: L2 error of g over that of f f/N", TensorPrimitives.Distance<double>(g, exact) / scale, "", Tolerance);
        table.Add($"{what}: the same over that of g", TensorPrimitives.Distance<double>(g, exact) / TensorPrimitives.Norm(exact), "");
        table.Limit($"{what}: L2 error of f over that of f",
            TensorPrimitives.Distance<double>(low.Density, dense.DensityOf(state.Span)) / TensorPrimitives.Norm<double>(low.Density), "", Tolerance);
        table.Limit($"{what}: largest marginal of g over max f", low.MarginalDefect(), "", Tolerance);
        table.Limit($"{what}: change of the two-particle energy invariant, relative", low.InvariantDrift(), "", Tolerance);
        table.Add($"{what}: rank", low.Figure("rank"), "");
        table.Add($"{what}: time, against the dense model at tolerance 1E-6", low.Seconds, "s", seconds);
    }

    private static double Report(PerformanceTable table, string what, LowRankTrial run)
    {
        table.Add($"{what}: rank", run.Figure("rank"), "");
        table.Add($"{what}: points an axis of the grid of P g", run.Figure("pair_part_points"), "");
        table.Add($"{what}: time, {run.Statistics.Steps} steps", run.Seconds, "s");
        table.Add($"{what}: time for each of {run.Statistics.Evaluations} visits", run.Seconds / run.Statistics.Evaluations, "s");
        table.Add($"{what}: peak memory of the process so far", Process.GetCurrentProcess().PeakWorkingSet64 / 1e9, "GB");
        return run.Seconds / run.Statistics.Evaluations;
    }

    /// <summary>One run of the model to the end.</summary>
    private sealed class LowRankTrial : IDisposable
    {
        private readonly IKineticEquation _equation;
        private readonly NativeBuffer _state;
        private readonly double _invariant;

        public LowRankTrial(int d, int n, double tolerance)
        {
            Grid = new VelocityGrid(d, n, 5);
            Datum = new double[Grid.Size];
            double[] covariance = d == 2 ? [1.4, 0.8] : [1.4, 0.8, 0.8];
            InitialDensities.OnGrid(Grid, [GaussianDensity.Diagonal(new double[d], covariance, 1)], Datum);
            var settings = new LowRankSettings { Type = "cluster-lowrank", Tolerance = tolerance, MaximalRank = 600 };
            _equation = new ClusterLowRankClosure().Close(new ModelInput(Grid, new CollisionKernel(-3, 1), new ParticleNumber(8), new CollisionOptions(), settings));
            _state = new NativeBuffer(_equation.Length);
            _equation.Start(InitialDatum.Chaotic(Datum), _state.Span);
            _invariant = Invariant(Datum, new double[Datum.Length]);
            using IStepper stepper = _equation.CreateStepper(new StepperOptions { Tolerance = tolerance });
            stepper.Start(0);
            long start = Stopwatch.GetTimestamp();
            stepper.AdvanceTo(End, _state.Span);
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Statistics = stepper.Statistics;
            _equation.Assess(_state.Span);
        }

        public VelocityGrid Grid { get; }

        public double[] Datum { get; }

        public double Seconds { get; }

        public StepStatistics Statistics { get; }

        public double[] Density => _equation.DensityOf(_state.Span).ToArray();

        public double[] Correlation => _equation.CorrelationOf(_state.Memory).ToArray();

        public double Figure(string name) => _equation.Reports.First(report => report.Name == name).Value;

        public double MarginalDefect()
        {
            double[] g = Correlation;
            double largest = 0;
            for (int i = 0; i < Grid.Size; i++)
                largest = Math.Max(largest, Math.Abs(Grid.CellVolume * TensorPrimitives.Sum<double>(g.AsSpan(i * Grid.Size, Grid.Size))));
            return largest / TensorPrimitives.Max<double>(Density);
        }

        public double InvariantDrift()
        {
            double[] g = Correlation, means = new double[Grid.Size];
            for (int i = 0; i < Grid.Size; i++)
            {
                for (int j = 0; j < Grid.Size; j++)
                    means[i] += Grid.CellVolume * g[i * Grid.Size + j] * Grid.SpeedSquared(j);
            }
            return Math.Abs(Invariant(Density, means) / _invariant - 1);
        }

        /// <summary>E|v1|^4 + (N-1) E[|v1|^2 |v2|^2] from f and the means of |v2|^2 under g(v1, .).</summary>
        private double Invariant(double[] f, double[] means)
        {
            double fourth = 0, energy = 0, both = 0;
            for (int i = 0; i < Grid.Size; i++)
            {
                double square = Grid.SpeedSquared(i), weight = Grid.CellVolume;
                fourth += weight * f[i] * square * square;
                energy += weight * f[i] * square;
                both += weight * means[i] * square;
            }
            return fourth + 7 * (energy * energy + both);
        }

        public void Dispose()
        {
            _state.Dispose();
            _equation.Dispose();
        }
    }
}
