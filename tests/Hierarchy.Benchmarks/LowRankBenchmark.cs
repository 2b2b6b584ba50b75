using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>
/// The low-rank model. <c>lowrank compare d n t tolerances rank</c>: against the dense one where both run; <c>lowrank cost d n t tolerances rank N|leading</c>:
/// its cost where only it does, or that of the leading order, with the seconds of its parts; <c>radial</c>, <c>symmetric</c> and <c>grids</c>: <see cref="LowRankComparison"/>;
/// <c>lowrank source 3 n t tolerances rank</c>: the source by convolutions against the visit of pairs;
/// <c>lowrank splits d n t</c>: the ranks of g and of its source across v1|v2 and across V|z, and the cost of T in either. Seconds are those of a core.
/// </summary>
internal static class LowRankBenchmark
{
    private const double LongestRun = 720;
    private static readonly CollisionKernel Coulomb = new(-3, 1);

    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string which = args.Length > 0 ? args[0] : "compare";
        int[] Numbers(int from) => [.. args[from..].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        switch (which)
        {
            case "radial":
                LowRankComparison.Radial(args.Length > 1 ? Numbers(1) : [16, 20]);
                return 0;
            case "symmetric":
                LowRankComparison.Symmetric(args.Length > 1 ? Numbers(1)[0] : 16);
                return 0;
            case "grids":
                LowRankComparison.Grids(int.Parse(args[1], CultureInfo.InvariantCulture), double.Parse(args[2], CultureInfo.InvariantCulture),
                    double.Parse(args[3], CultureInfo.InvariantCulture), Numbers(4));
                return 0;
        }
        int dimension = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2;
        int points = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 16;
        double end = args.Length > 3 ? double.Parse(args[3], CultureInfo.InvariantCulture) : 0.3;
        double[] tolerances = args.Length > 4 ? [.. args[4].Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))] : [1e-2, 1e-3, 1e-4];
        int rank = args.Length > 5 ? int.Parse(args[5], CultureInfo.InvariantCulture) : 300;
        var grid = new VelocityGrid(dimension, points, 5);
        if (which == "compare")
            Compare(grid, end, tolerances, rank);
        else if (which == "cost")
            Cost(grid, end, tolerances, rank, args.Length > 6 ? args[6] : "8");
        else if (which == "source")
            SourceBenchmark.Run(points, rank);
        else
            SplitStudy.Run(grid, Datum(grid), end);
        return 0;
    }

    private static double[] Datum(VelocityGrid grid)
    {
        double[] density = new double[grid.Size];
        double[] covariance = grid.Dimension == 2 ? [1.4, 0.8] : [1.4, 0.8, 0.8];
        InitialDensities.OnGrid(grid, [GaussianDensity.Diagonal(new double[grid.Dimension], covariance, 1)], density);
        return density;
    }

    private static void Compare(VelocityGrid grid, double end, double[] tolerances, int rank)
    {
        var particles = new ParticleNumber(8);
        using IKineticEquation dense = new ClusterClosure().Close(grid, Coulomb, particles, new CollisionOptions());
        (double[] f, double[] g, double seconds, StepStatistics steps) = Integrate(dense, end, 1e-6);
        Print($"d={grid.Dimension} n={grid.Points} N=8 t={end} cluster: {seconds:F1} s of a core, {steps.Evaluations} evaluations, L2 of g "
            + $"{grid.CellVolume * TensorPrimitives.Norm<double>(g):E4}");
        foreach (double tolerance in tolerances)
        {
            var settings = new LowRankSettings { Type = "cluster-lowrank", Tolerance = tolerance, MaximalRank = rank };
            using IKineticEquation equation = new ClusterLowRankClosure().Close(new ModelInput(grid, Coulomb, particles, new CollisionOptions(), settings));
            (double[] lowDensity, double[] low, double lowSeconds, StepStatistics lowSteps) = Integrate(equation, end, tolerance);
            double scale = TensorPrimitives.SumOfSquares<double>(Datum(grid)) / 8;
            Print($"  tolerance {tolerance:E0}: rank {Figure(equation, "rank")} left {Figure(equation, "truncation_error"):E2} P g on "
                + $"{Figure(equation, "pair_part_points")} points "
                + $"error of g: {TensorPrimitives.Distance<double>(low, g) / scale:E2} of f f/N, "
                    + $"{TensorPrimitives.Distance<double>(low, g) / TensorPrimitives.Norm<double>(g):E2} of g; of f "
                    + $"{TensorPrimitives.Distance<double>(lowDensity, f) / TensorPrimitives.Norm<double>(f):E2}; "
                + $"{lowSeconds:F1} s of a core, {lowSteps.Steps} steps ({lowSteps.Rejected} rejected, {lowSteps.SmallestStep:E1}..{lowSteps.LargestStep:E1}), "
                    + $"{lowSteps.Evaluations} visits, moments {Figure(equation, "pair_moment_correction"):E1}");
        }
    }

    private static void Cost(VelocityGrid grid, double end, double[] tolerances, int rank, string particles)
    {
        foreach (double tolerance in tolerances)
        {
            bool leading = particles == "leading";
            IGridModel model = leading ? new LeadingOrderLowRankClosure() : new ClusterLowRankClosure();
            var number = new ParticleNumber(leading ? 8 : int.Parse(particles, CultureInfo.InvariantCulture));
            var settings = new LowRankSettings { Type = model.Name, Tolerance = tolerance, MaximalRank = rank };
            using IKineticEquation equation = model.Close(new ModelInput(grid, Coulomb, number, new CollisionOptions(), settings));
            var parts = new PartClock();
            ((LowRankEquation)equation).Clock = parts;
            using var state = new NativeBuffer(equation.Length);
            equation.Start(InitialDatum.Chaotic(Datum(grid)), state.Span);
            using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = tolerance });
            stepper.Start(0);
            var clock = Stopwatch.StartNew();
            double last = 0, lastWall = 0;
            TimeSpan before = Environment.CpuUsage.TotalTime;
            stepper.OnStep = progress =>
            {
                double cpu = (Environment.CpuUsage.TotalTime - before).TotalSeconds, wall = clock.Elapsed.TotalSeconds;
                Print($"    t {progress.Time:F4} step {progress.Step:E2} error {progress.Error:F2} rank {state.Span[RankPlace(grid, leading)]} basis/rank "
                    + $"{Figure(equation, "basis_over_rank"):F2}; {cpu - last:F1} s of a core, {wall - lastWall:F1} s");
                (last, lastWall) = (cpu, wall);
                Print("      " + string.Join(", ", parts.Seconds.OrderByDescending(part => part.Value).Select(part => $"{part.Key} {part.Value:F2}")));
                parts.Clear();
            };
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(LongestRun));
                stepper.AdvanceTo(end, state.Span, limit.Token);
            }
            catch (OperationCanceledException)
            {
                Print($"    stopped after {LongestRun} s");
            }
            double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            Print($"{model.Name} N={number} d={grid.Dimension} n={grid.Points} tolerance {tolerance:E0}: {seconds:F1} s of a core, {clock.Elapsed.TotalSeconds:F1} s "
                + $"to t={stepper.Time:F3}, {stepper.Statistics.Steps} steps "
                + $"({stepper.Statistics.Rejected} rejected, ..{stepper.Statistics.LargestStep:E1}); peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:F2} GB");
            equation.Assess(state.Span);
            Print("    " + string.Join(", ", equation.Reports.Select(report => $"{report.Name} {report.Value:G4}")));
        }
    }

    private static int RankPlace(VelocityGrid grid, bool leading) => (leading ? 2 : 1) * grid.Size;

    private static (double[] Density, double[] Correlation, double Seconds, StepStatistics Steps) Integrate(IKineticEquation equation, double end, double tolerance)
    {
        using var state = new NativeBuffer(equation.Length);
        equation.Start(InitialDatum.Chaotic(Datum(equation.Grid)), state.Span);
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = tolerance });
        stepper.Start(0);
        if (Environment.GetEnvironmentVariable("LOWRANK_TRACE") is not null)
            stepper.OnStep = progress => { equation.Assess(state.Span); Print($"    t {progress.Time:F4} step {progress.Step:E2} error {progress.Error:F2}"); };
        TimeSpan before = Environment.CpuUsage.TotalTime;
        stepper.AdvanceTo(end, state.Span);
        // Processor time: the machine may be busy with other things.
        double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        equation.Assess(state.Span);
        return (equation.DensityOf(state.Span).ToArray(), equation.CorrelationOf(state.Memory).ToArray(), seconds, stepper.Statistics);
    }

    private static double Figure(IKineticEquation equation, string name) => equation.Reports.First(report => report.Name == name).Value;

    private static void Print(string line) => Console.WriteLine(line);
}
