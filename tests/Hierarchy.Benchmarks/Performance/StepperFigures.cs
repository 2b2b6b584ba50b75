using System.Diagnostics;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>
/// The stabilised stepper against the classical fourth-order method at its limit of stability, for the cluster closure on an anisotropic Gaussian in d = 3, N = 8, to t = 1;
/// and how stiff f and g are apart.
/// </summary>
internal static unsafe class StepperFigures
{
    private const double End = 1;
    private const double ClassicalLimit = 2.785;

    public static void Measure(PerformanceTable table, PerformanceOptions options)
    {
        int n = options.Quick ? 8 : 12;
        table.Section($"Steppers, cluster d=3 n={n} N=8 to t = {End}");
        using var trial = new Trial(n);
        double[] exact = trial.Stabilised(1e-9).State;
        double rho = trial.Radius(true, true);
        int steps = (int)Math.Ceiling(End * rho / ClassicalLimit);
        (double[] state, double seconds) = trial.Classical(steps);
        double classicalError = trial.Distance(state, exact);
        table.Add($"classical method, {steps} steps at its limit: evaluations", 4 * steps, "");
        table.Add("classical method: relative error of g", classicalError, "");
        foreach (double tolerance in (double[])[1e-4, 1e-5, 1e-6, 1e-7])
        {
            (double[] result, StepStatistics statistics, double time) = trial.Stabilised(tolerance);
            double error = trial.Distance(result, exact), stretch = Math.Max(1, Math.Pow(classicalError / error, 0.25));
            table.Add($"stabilised, tolerance {tolerance:E0}: relative error of g, {statistics.Steps} steps", error, "");
            table.Add($"stabilised, tolerance {tolerance:E0}: evaluations, against classical of that error", statistics.Evaluations, "", Math.Ceiling(steps * stretch) * 4);
            table.Add($"stabilised, tolerance {tolerance:E0}: time, against classical of that error", time, "s", seconds * stretch);
        }
        double density = trial.Radius(true, false), pairs = trial.Radius(false, true);
        table.Add("spectral radius, f alone", density, "", rho);
        table.Add("spectral radius, g alone", pairs, "", rho);
        string saved = FormattableString.Invariant($"(rho / rho_g)^(1/2) = {Math.Sqrt(Math.Max(1, rho / pairs)):F3}");
        table.Note($"Smaller steps for f alone, whose evaluations cost next to nothing, could save the factor {saved} of the evaluations of g.");
    }

    /// <summary>The equation, its datum, and ways to advance it.</summary>
    private sealed class Trial : IDisposable
    {
        private readonly ClusterHierarchy _equation;
        private readonly double[] _start;

        public Trial(int n)
        {
            var grid = new VelocityGrid(3, n, 5);
            double[] density = new double[grid.Size];
            InitialDensities.OnGrid(grid, [GaussianDensity.Diagonal([0, 0, 0], [1.4, 0.8, 0.8])], density);
            _equation = new ClusterHierarchy("cluster", grid, new CollisionKernel(-3, 1), new ParticleNumber(8), new CollisionOptions());
            _start = new double[_equation.Length];
            _equation.SetChaotic(density, _start);
        }

        public (double[] State, StepStatistics Statistics, double Seconds) Stabilised(double tolerance)
        {
            double[] state = [.. _start];
            using var stepper = new StabilisedStepper(_equation, new StepperOptions { Tolerance = tolerance });
            stepper.Start(0);
            long start = Stopwatch.GetTimestamp();
            stepper.AdvanceTo(End, state);
            return (state, stepper.Statistics, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        public (double[] State, double Seconds) Classical(int steps)
        {
            double[] y = [.. _start], argument = new double[y.Length], slope = new double[y.Length], sum = new double[y.Length];
            double h = End / steps;
            var algebra = new StateAlgebra(_equation.Blocks, y.Length);
            long start = Stopwatch.GetTimestamp();
            fixed (double* value = y, shifted = argument, rate = slope, total = sum)
            {
                for (int step = 0; step < steps; step++)
                {
                    algebra.Combine(total, 1, value, 0, value);
                    for (int k = 0; k < 4; k++)
                    {
                        double node = k == 0 ? 0 : k == 3 ? h : h / 2, weight = k is 0 or 3 ? h / 6 : h / 3;
                        algebra.Combine(shifted, 1, value, node, rate);
                        _equation.Evaluate(argument, slope);
                        algebra.Combine(total, 1, total, weight, rate);
                    }
                    algebra.Combine(value, 1, total, 0, total);
                }
            }
            return (y, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        /// <summary>The spectral radius at the state t = End with f or g held fast.</summary>
        public double Radius(bool density, bool pairs)
        {
            var system = new Held(_equation, density, pairs);
            double[] state = Stabilised(1e-4).State;
            using NativeBuffer derivative = new(state.Length), shifted = new(state.Length), image = new(state.Length);
            fixed (double* y = state)
            {
                var estimator = new SpectralRadiusEstimator(new StateAlgebra(_equation.Blocks, state.Length));
                return estimator.Estimate(new SystemEvaluator(system), y, derivative.Pointer, shifted.Pointer, image.Pointer, false);
            }
        }

        public double Distance(double[] state, double[] exact)
        {
            double error = 0, norm = 0;
            for (int i = _equation.Grid.Size; i < state.Length; i++)
            {
                error += (state[i] - exact[i]) * (state[i] - exact[i]);
                norm += exact[i] * exact[i];
            }
            return Math.Sqrt(error / norm);
        }

        public void Dispose() => _equation.Dispose();
    }

    private sealed class Held(ClusterHierarchy equation, bool density, bool pairs) : IEvolutionSystem
    {
        public int Length => equation.Length;

        public IReadOnlyList<StateBlock> Blocks => equation.Blocks;

        public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
        {
            equation.Evaluate(state, derivative);
            if (!density)
                derivative[..equation.Grid.Size].Clear();
            if (!pairs)
                derivative[equation.Grid.Size..].Clear();
        }
    }
}
