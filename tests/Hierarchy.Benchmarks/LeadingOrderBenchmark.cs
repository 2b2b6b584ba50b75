using System.Globalization;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>N (f_{N,1} - f) and N g of closures against phi and G of the leading order, N = 16 ... 1024, with the observed slopes in N.</summary>
internal static class LeadingOrderBenchmark
{
    private static readonly VelocityGrid Grid = new(2, 20, 5);

    /// <summary>Prints the table; the arguments are names of closures, cluster by default. 1 if a slope of cluster is not within 0.1 of -1.</summary>
    public static int Run(string[] arguments)
    {
        const double time = 0.3;
        var limit = (LeadingOrderHierarchy)Advance(new LeadingOrderClosure(), ParticleNumber.Infinity, time, out double[] state);
        using (limit)
        {
            limit.Assess(state);
            foreach (Report report in limit.Reports.Where(report => report.IsQuantity))
                Print($"{report.Name,-22} {report.Value:E6}");
        }
        double[] density = state[..Grid.Size], shift = limit.Shift(state).ToArray(), correlation = limit.CorrelationLimit(state).ToArray();
        bool right = true;
        foreach (string name in arguments.Length > 0 ? arguments : ["cluster"])
        {
            Print($"{name}: relative L2 distance of N (f_N1 - f) to phi, of N g to G, slopes in N");
            (double First, double Pair) before = default;
            foreach (int particles in (ReadOnlySpan<int>)[16, 32, 64, 128, 256, 512, 1024])
            {
                using IKineticEquation equation = Advance((IGridModel)ModelRegistry.Find(name)!, new ParticleNumber(particles), time, out double[] finite);
                double[] scaled = [.. equation.DensityOf(finite).Zip(density, (x, y) => particles * (x - y))];
                double[] pairs = [.. equation.CorrelationOf(finite).Select(g => particles * g)];
                (double First, double Pair) now = (Distance(scaled, shift), Distance(pairs, correlation));
                (double First, double Pair) slope = (Math.Log2(now.First / before.First), Math.Log2(now.Pair / before.Pair));
                Print($"  N={particles,5}  {now.First:E3} {now.Pair:E3}  {slope.First,7:F3} {slope.Pair,7:F3}");
                right &= particles == 16 || name != "cluster" || (Math.Abs(slope.First + 1) < 0.1 && Math.Abs(slope.Pair + 1) < 0.1);
                before = now;
            }
        }
        return right ? 0 : 1;
    }

    private static IKineticEquation Advance(IGridModel closure, ParticleNumber particles, double time, out double[] state)
    {
        IKineticEquation equation = closure.Close(Grid, new CollisionKernel(-3, 1), particles, new CollisionOptions());
        double[] density = new double[Grid.Size];
        InitialDensities.OnGrid(Grid, [GaussianDensity.Isotropic([1.2, 0], 0.6, 0.5), GaussianDensity.Isotropic([-1.2, 0], 0.6, 0.5)], density);
        state = new double[equation.Length];
        equation.Start(InitialDatum.Chaotic(density), state);
        using var stepper = new StabilisedStepper(equation, new StepperOptions { Tolerance = 1e-8 });
        stepper.Start(0);
        stepper.AdvanceTo(time, state);
        return equation;
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
}
