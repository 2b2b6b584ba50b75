using System.Diagnostics;
using System.Globalization;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>The rate of the blocked matrix products, what an evaluation of each closure costs, and what the guard of divisions by f changes.</summary>
internal static unsafe class ClosureBenchmark
{
    private static readonly CollisionKernel Coulomb = new(-3, 1);

    /// <summary>Prints the tables; the argument "guard" prints those of the guard alone, "cost" leaves them out.</summary>
    public static int Run(string[] arguments)
    {
        if (!arguments.Contains("guard"))
        {
            Console.WriteLine("matrix products L_c R of five components, all threads");
            foreach (int size in (ReadOnlySpan<int>)[576, 1024, 1728])
                Rate(size, 5);
            Console.WriteLine("milliseconds an evaluation, N = 4, least of four; relative to cluster");
            Costs(new VelocityGrid(2, 24, 5));
            Costs(new VelocityGrid(2, 32, 6));
            Costs(new VelocityGrid(3, 12, 4.5));
        }
        if (!arguments.Contains("cost"))
            Guards();
        return 0;
    }

    private static void Rate(int size, int components)
    {
        const int columns = 128;
        using var right = new NativeBuffer(size * size);
        var left = new ConstantFactor(components);
        int panels = size / columns;
        var panel = new ProductPanel?[WorkCrew.MaximumWorkers];
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
        double work = 2.0 * components * size * size * panels * columns * 1e-9;
        Print($"  {size} x {size}: {best * 1e3,8:F1} ms {work / best,7:F1} GFlop/s; {work / busy,6:F1} GFlop for a second of a core");
        foreach (ProductPanel? used in panel)
            used?.Dispose();
    }

    private static void Costs(VelocityGrid grid)
    {
        double cluster = Seconds(new ClusterClosure(), grid);
        foreach (IGridModel closure in ModelRegistry.All.OfType<IGridModel>()
            .Where(closure => closure is { Level: 2 } and not ClusterLowRankClosure && closure.Excludes(new ParticleNumber(4), grid.Dimension) is null))
        {
            double seconds = Seconds(closure, grid);
            Print($"  d={grid.Dimension} n={grid.Points} {closure.Name,-20} {seconds * 1e3,9:F1} ms {seconds / cluster,7:F2}");
        }
    }

    private static double Seconds(IGridModel closure, VelocityGrid grid)
    {
        using IKineticEquation equation = closure.Close(grid, Coulomb, new ParticleNumber(4), new CollisionOptions());
        using var state = new NativeBuffer(equation.Length);
        using var change = new NativeBuffer(equation.Length);
        equation.Start(InitialDatum.Chaotic(Beams(grid)), state.Span);
        double best = double.PositiveInfinity;
        for (int repeat = 0; repeat < 5; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            equation.Evaluate(state.Span, change.Span);
            if (repeat > 0)
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }

    private static void Guards()
    {
        Console.WriteLine("two beams, d = 2, n = 20, L = 5, N = 4, t = 0.2: relative L2 change of f and g with other guards, and against cluster");
        var grid = new VelocityGrid(2, 20, 5);
        double standard = new CollisionOptions().DensityGuard;
        (double[] Density, double[] Correlation) cluster = State(new ClusterClosure(), grid, standard)!.Value;
        foreach (IGridModel closure in (IGridModel[])[new KirkwoodClosure(), new ConditionalClosure()])
        {
            (double[] Density, double[] Correlation) reference = State(closure, grid, standard)!.Value;
            foreach (double factor in (ReadOnlySpan<double>)[0.01, 0.1, 10])
            {
                string change = State(closure, grid, factor * standard) is { } other
                    ? $"f {Distance(other.Density, reference.Density):E1}  g {Distance(other.Correlation, reference.Correlation):E1}"
                    : "the run fails";
                Print($"  {closure.Name,-14} guard {factor * standard:E0}: {change}");
            }
            Print($"  {closure.Name,-14} against cluster: f {Distance(reference.Density, cluster.Density):E1}  g {Distance(reference.Correlation, cluster.Correlation):E1}");
        }
    }

    private static (double[] Density, double[] Correlation)? State(IGridModel closure, VelocityGrid grid, double guard)
    {
        using IKineticEquation equation = closure.Close(grid, Coulomb, new ParticleNumber(4), new CollisionOptions { DensityGuard = guard });
        double[] state = new double[equation.Length];
        equation.Start(InitialDatum.Chaotic(Beams(grid)), state);
        using var stepper = new StabilisedStepper(equation, new StepperOptions { Tolerance = 1e-6, MaximumSteps = 60 });
        stepper.Start(0);
        try
        {
            stepper.AdvanceTo(0.2, state);
        }
        catch (NumericalFailureException)
        {
            return null;
        }
        equation.Assess(state);
        foreach (Report report in equation.Reports.Where(report => report.Name.Contains("guard", StringComparison.Ordinal)))
            Print($"      {closure.Name}, guard {guard:E0}: {report.Name} {report.Value:E2}");
        return (equation.DensityOf(state).ToArray(), equation.CorrelationOf(state).ToArray());
    }

    private static double[] Beams(VelocityGrid grid)
    {
        double[] right = new double[grid.Dimension], left = new double[grid.Dimension], values = new double[grid.Size];
        (right[0], left[0]) = (1.2, -1.2);
        InitialDensities.OnGrid(grid, [GaussianDensity.Isotropic(right, 0.6, 0.5), GaussianDensity.Isotropic(left, 0.6, 0.5)], values);
        return values;
    }

    private static double Distance(double[] values, double[] reference)
    {
        double difference = 0, norm = 0;
        for (int i = 0; i < values.Length; i++)
        {
            difference += (values[i] - reference[i]) * (values[i] - reference[i]);
            norm += reference[i] * reference[i];
        }
        return Math.Sqrt(difference / norm);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>The cheapest factor: what is measured is the product.</summary>
    private sealed class ConstantFactor(int components) : ILeftFactor
    {
        public void Pack(int row, int first, int count, double* packed) =>
            new Span<double>(packed, components * count * BlockedProduct.TileRows).Fill(0.5);
    }
}
