using System.Diagnostics;
using System.Globalization;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>
/// What the stabilised stepper costs: the polynomials, the evaluations for a given error next to the classical fourth-order method at its limit of stability,
/// and the memory traffic of its vector updates. `stepping methods` compares the two methods with the choice between them (<see cref="MethodTable"/>).
/// </summary>
internal static class SteppingBenchmark
{
    private const double End = 5;

    public static int Run(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (arguments.Length > 0 && arguments[0] == "methods")
            return MethodTable.Run(arguments[1..]);
        PrintPolynomials();
        PrintEfficiency();
        PrintBandwidth(arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1 << 24);
        return 0;
    }

    private static void PrintPolynomials()
    {
        Console.WriteLine("stages  interval  /s^2    max|R| beyond -0.05  quartic w1..w4                                    defect   ms");
        foreach (int stages in (ReadOnlySpan<int>)[5, 6, 8, 10, 15, 20, 30, 50, 100, 200])
        {
            var watch = Stopwatch.StartNew();
            StabilityPolynomial polynomial = StabilityPolynomial.Solve(stages);
            double milliseconds = watch.Elapsed.TotalMilliseconds;
            double length = StabilityPolynomial.Interval(stages), largest = 0;
            for (int i = 0; i <= 100 * stages; i++)
            {
                double x = (1 - Math.Cos(Math.PI * i / (100 * stages))) / 2;
                largest = Math.Max(largest, Math.Abs(polynomial.Value(-StabilityPolynomial.Onset - x * (length - StabilityPolynomial.Onset))));
            }
            string quartic = string.Join(" ", polynomial.Quartic[1..].Select(w => w.ToString("F8")));
            Console.WriteLine($"{stages,6}  {length,8:F2}  {length / stages / stages:F4}  {largest,19:F4}  {quartic}  {polynomial.Defects().L2Norm():E1}  {milliseconds:F1}");
        }
    }

    private static void PrintEfficiency()
    {
        var heat = new Heat(60, 0.1);
        int steps = (int)Math.Ceiling(End * heat.Rate(60) / 2.785);
        Console.WriteLine($"\nheat equation, spectral radius {heat.Rate(60):F0}, t in [0, 5]; classical method at its limit: {4 * steps} evaluations, error "
            + $"{ClassicalError(heat, steps):E2}");
        Console.WriteLine("tolerance  largest error  evaluations  (radius)  steps  rejected  stages min/mean/max  gain");
        for (int exponent = 3; exponent <= 11; exponent++)
        {
            double tolerance = Math.Pow(10, -exponent), error = 0;
            double[] state = heat.Solution(0);
            using var stepper = new StabilisedStepper(heat, new StepperOptions { Tolerance = tolerance });
            stepper.OnStep = step => error = Math.Max(error, Distance(state, heat.Solution(step.Time)));
            stepper.AdvanceTo(End, state);
            StepStatistics s = stepper.Statistics;
            Console.WriteLine($"1e-{exponent,-7}  {error,13:E2}  {s.Evaluations,11}  {s.SpectralRadiusEvaluations,8}  {s.Steps,5}  {s.Rejected,8}  " +
                $"{$"{s.MinimumStages}/{s.MeanStages:F1}/{s.MaximumStages}",19}  {4.0 * steps / s.Evaluations:F1}");
        }
    }

    /// <summary>Three arrays are read and one is written by a stage of the recurrence.</summary>
    private static unsafe void PrintBandwidth(int length)
    {
        NativeBuffer[] arrays = [new(length), new(length), new(length)];
        var algebra = new StateAlgebra([new StateBlock("y", 0, length, 1)], length);
        Console.WriteLine($"\nvector updates of {length} values, median of 9");
        foreach (int threads in (int[])[1, Environment.ProcessorCount])
        {
            WorkCrew.Threads = threads;
            double combine = Median(() => algebra.Combine(arrays[0].Pointer, 0.5, arrays[1].Pointer, 1.5, arrays[2].Pointer, -0.5, arrays[0].Pointer));
            double norm = Median(() => algebra.Norm(1, arrays[0].Pointer, 1, arrays[1].Pointer, -1, arrays[2].Pointer));
            Console.WriteLine($"{threads} threads: stage {combine:F2} ms, {32e-6 * length / combine:F1} GB/s; error norm {norm:F2} ms, {24e-6 * length / norm:F1} GB/s");
        }
        foreach (NativeBuffer array in arrays)
            array.Dispose();
    }

    private static double Median(Action action)
    {
        action();
        double[] times = new double[9];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return times[4];
    }

    private static double ClassicalError(Heat heat, int steps)
    {
        double[] y = heat.Solution(0), stage = new double[y.Length], slope = new double[y.Length], sum = new double[y.Length];
        double h = End / steps, error = 0;
        for (int n = 1; n <= steps; n++)
        {
            y.CopyTo(sum, 0);
            for (int k = 0; k < 4; k++)
            {
                double node = k == 0 ? 0 : k == 3 ? h : h / 2, weight = k is 0 or 3 ? h / 6 : h / 3;
                for (int i = 0; i < y.Length; i++)
                    stage[i] = y[i] + node * slope[i];
                heat.Evaluate(stage, slope);
                for (int i = 0; i < y.Length; i++)
                    sum[i] += weight * slope[i];
            }
            (y, sum) = (sum, y);
            error = Math.Max(error, Distance(y, heat.Solution(n * h)));
        }
        return error;
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    /// <summary>u_t = a u_xx in second differences on n interior points, with the modes 1, 2, 5 of its exact solution.</summary>
    private sealed class Heat(int points, double diffusivity) : IEvolutionSystem
    {
        public int Length => points;

        public IReadOnlyList<StateBlock> Blocks { get; } = [new StateBlock("u", 0, points, 1)];

        public double Rate(int mode) => 4 * diffusivity * (points + 1.0) * (points + 1) * Math.Pow(Math.Sin(mode * Math.PI / (2 * (points + 1))), 2);

        public double[] Solution(double time)
        {
            double[] state = new double[points];
            foreach (int mode in (ReadOnlySpan<int>)[1, 2, 5])
            {
                for (int i = 0; i < points; i++)
                    state[i] += Math.Exp(-Rate(mode) * time) / mode * Math.Sin(mode * Math.PI * (i + 1) / (points + 1));
            }
            return state;
        }

        public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
        {
            double factor = diffusivity * (points + 1.0) * (points + 1);
            for (int i = 0; i < points; i++)
                derivative[i] = factor * ((i == 0 ? 0 : state[i - 1]) - 2 * state[i] + (i == points - 1 ? 0 : state[i + 1]));
        }
    }
}
