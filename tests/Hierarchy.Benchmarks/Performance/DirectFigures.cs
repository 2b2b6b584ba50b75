using System.Diagnostics;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using MathNet.Numerics;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>
/// The direct solver end to end: d = 3, Coulomb, half a Maxwellian of temperature 0.5 and half one of 1.5, to t = 0.5. Fourth moment, entropy and Fisher
/// information against a finer grid on another box, whose own error is estimated from a third.
/// </summary>
internal static class DirectFigures
{
    private static readonly string[] Quantities = ["fourth_moment", "entropy_1", "fisher_1"];

    public static void Measure(PerformanceTable table, PerformanceOptions options)
    {
        table.Section("Direct solver, d=3 Coulomb, two temperatures, to t = 0.5, relative errors");
        (double[] finest, double _) = Run(options.Quick ? 36 : 72, options.Quick ? 7.5 : 9, 1e-10);
        (double[] check, double _) = Run(options.Quick ? 32 : 64, options.Quick ? 7.25 : 8.5, 1e-10);
        for (int q = 0; q < Quantities.Length; q++)
            table.Add($"reference: {Quantities[q]}, difference of two grids", Math.Abs(check[q] / finest[q] - 1), "");
        (int N, double L, double Tolerance, double Error, double Seconds)[] cases =
            [(32, 7, 1e-7, 2e-6, 3), (40, 7.5, 1e-7, 2e-6, 3), (48, 8, 1e-9, 2e-8, 20), (60, 8.25, 1e-9, 2e-8, 20)];
        foreach (var work in options.Quick ? [(24, 6.5, 1e-5, double.NaN, double.NaN)] : cases)
        {
            (double[] values, double seconds) = Run(work.N, work.L, work.Tolerance);
            string what = $"n={work.N} L={work.L} tolerance {work.Tolerance:E0}";
            table.Add($"n={work.N} L={work.L}: share of E|v|^4 of the datum outside the box", Outside(work.L), "");
            table.Limit($"{what}: seconds, first use included", seconds, "s", work.Seconds);
            for (int q = 0; q < Quantities.Length; q++)
                table.Limit($"{what}: {Quantities[q]}", Math.Abs(values[q] / finest[q] - 1), "", work.Error);
        }
    }

    /// <summary>
    /// 1 - (integral over the box of f0 |v|^4)/(integral over space): no method that takes its moments on the box can be closer to those of space at t = 0.
    /// With s the component in units of the root of T, p, q, r = E[s^k; |s| a &lt; L] for k = 0, 2, 4: E[|s|^4; box] = 3 r p^2 + 6 q^2 p.
    /// </summary>
    private static double Outside(double halfWidth)
    {
        double inside = 0, whole = 0;
        foreach (double temperature in (double[])[0.5, 1.5])
        {
            double a = halfWidth / Math.Sqrt(temperature), tail = 2 * Math.Exp(-a * a / 2) / Math.Sqrt(2 * Math.PI), p = SpecialFunctions.Erf(a / Math.Sqrt(2));
            double q = p - a * tail, r = 3 * q - a * a * a * tail;
            inside += temperature * temperature * (3 * r * p * p + 6 * q * q * p);
            whole += temperature * temperature * 15;
        }
        return 1 - inside / whole;
    }

    private static (double[] Values, double Seconds) Run(int points, double halfWidth, double tolerance)
    {
        long start = Stopwatch.GetTimestamp();
        var grid = new VelocityGrid(3, points, halfWidth);
        IInitialDensity[] components = [GaussianDensity.Isotropic([0, 0, 0], 0.5, 0.5), GaussianDensity.Isotropic([0, 0, 0], 1.5, 0.5)];
        using var run = new LandauRun(grid, new CollisionKernel(-3, 1), new CollisionOptions(), tolerance, components);
        run.AdvanceTo(0.5);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var observation = new Observation { Grid = grid, Model = "landau", Particles = ParticleNumber.Infinity, Time = 0.5, Density = run.State };
        List<QuantityValue> values = [];
        new OneParticleMoments().Evaluate(observation, values);
        new OneParticleInformation().Evaluate(observation, values);
        return ([.. Quantities.Select(name => values.First(value => value.Name == name).Value)], seconds);
    }
}
