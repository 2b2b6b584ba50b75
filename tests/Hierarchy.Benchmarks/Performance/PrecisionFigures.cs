using Hierarchy.Collisions;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>
/// What storing the pair correlation in single precision changes: every quantity of a run of cluster with N = 8 against the same steps in double precision,
/// memory and time.
/// </summary>
internal static class PrecisionFigures
{
    private const int Particles = 8;
    private const double End = 0.2;
    private const double Step = 0.02;

    public static void Measure(PerformanceTable table, PerformanceOptions options)
    {
        foreach ((int d, int n) in options.Quick ? ((int, int)[])[(2, 16)] : [(2, 24), (3, 12)])
        {
            table.Section($"Mixed precision, cluster d={d} n={n} N={Particles} to t = {End}: changes of the quantities");
            var grid = new VelocityGrid(d, n, 5);
            using ClusterHierarchy full = Equation(grid, false), single = Equation(grid, true);
            Dictionary<string, double> expected = Run(full), actual = Run(single);
            foreach ((string name, double value) in expected)
                table.Limit($"{name}, {PerformanceRow.Text(value)}", Math.Abs(actual[name] - value), "", 1e-7 / Particles * Math.Max(1, Math.Abs(value)));
            table.Add("state, single against double", 8.0 * single.Length, "B", 8.0 * full.Length);
            using NativeBuffer state = new(full.Length), rate = new(full.Length);
            full.SetChaotic(EquationTrial.Beams(grid), state.Span);
            double[] times = Clock.InTurns(
                options.Rounds,
                Clock.Of(() => single.Evaluate(state.Span[..single.Length], rate.Span[..single.Length])),
                Clock.Of(() => full.Evaluate(state.Span, rate.Span)));
            table.Add("evaluation, single against double", times[0], "ms", times[1]);
        }
    }

    private static ClusterHierarchy Equation(VelocityGrid grid, bool single) =>
        new("cluster", grid, new CollisionKernel(-3, 1), new ParticleNumber(Particles), new CollisionOptions { SinglePairs = single });

    /// <summary>Steps of one length, so that nothing but the precision differs.</summary>
    private static Dictionary<string, double> Run(ClusterHierarchy equation)
    {
        double[] state = new double[equation.Length], density = EquationTrial.Beams(equation.Grid);
        equation.SetChaotic(density, state);
        using var stepper = new StabilisedStepper(equation, new StepperOptions { Tolerance = 1e-2, InitialStep = Step, MaximumStep = Step });
        stepper.Start(0);
        stepper.AdvanceTo(End, state);
        var observation = new Observation
        {
            Grid = equation.Grid,
            Model = equation.Model,
            Particles = equation.Particles,
            Time = End,
            Density = equation.DensityOf(state),
            Correlation = equation.Correlation(state, equation.Particles),
            InitialDensity = density,
        };
        List<QuantityValue> values = [];
        foreach (IDiagnostic diagnostic in DiagnosticRegistry.All)
            diagnostic.Evaluate(observation, values);
        return values.Where(value => double.IsFinite(value.Value)).ToDictionary(value => value.Name, value => value.Value);
    }
}
