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

/// <summary>
/// The Liouville equation of N = 3 in d = 2 as a referee: cost of an evaluation, and the L1 distance of every closure to it in f_{3,1} and f_{3,2}
/// (two beams, gamma = -3, L = 5, t = 0.5). Arguments: points an axis, default 12 16; 20 takes 2.6 GB, 24 takes 7.7 GB.
/// </summary>
internal static class LiouvilleBenchmark
{
    private const double Time = 0.5;
    private const double Tolerance = 1e-6;
    private static readonly CollisionKernel Coulomb = new(-3, 1);

    /// <summary>Prints the table; always 0.</summary>
    public static int Run(string[] arguments)
    {
        int[] points = arguments.Length == 0 ? [12, 16] : [.. arguments.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        foreach (int n in points)
            Compare(new VelocityGrid(2, n, 5));
        return 0;
    }

    private static void Compare(VelocityGrid grid)
    {
        double[] density = new double[grid.Size];
        InitialDensities.OnGrid(grid, [GaussianDensity.Diagonal([1.2, 0], [0.6, 0.6], 0.5), GaussianDensity.Diagonal([-1.2, 0], [0.6, 0.6], 0.5)], density);
        double[] reference = Integrate(grid, (IGridModel)ModelRegistry.Find("liouville")!, density);
        Moments(grid, reference);
        foreach (IGridModel closure in ModelRegistry.All.OfType<IGridModel>())
        {
            if (closure.Name == "liouville" || closure.Excludes(new ParticleNumber(3), 2) is not null)
                continue;
            double[] marginals = Integrate(grid, closure, density);
            (double single, double pair) = Distance(grid, reference, marginals);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    error of {closure.Name,-22} L1 of f_1 {single:E6}   L1 of f_2 {pair:E6}"));
        }
    }

    /// <summary>
    /// Moments against those of 6 million samples of three particles with exact pair flows, split over the pairs symmetrically with steps of 0.025, standard
    /// errors in brackets: E[vx^2 - vy^2] 1.30646(47), E|v|^4 11.8761(42), E[v1x v2x - v1y v2y] 0.06674(50).
    /// </summary>
    private static void Moments(VelocityGrid grid, double[] marginals)
    {
        double anisotropy = 0, fourth = 0, pair = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            double x = grid.Velocity(i, 0), y = grid.Velocity(i, 1);
            anisotropy += marginals[i] * (x * x - y * y) * grid.CellVolume;
            fourth += marginals[i] * grid.SpeedSquared(i) * grid.SpeedSquared(i) * grid.CellVolume;
            for (int j = 0; j < grid.Size; j++)
                pair += marginals[grid.Size * (i + 1) + j] * (x * grid.Velocity(j, 0) - y * grid.Velocity(j, 1)) * grid.CellVolume * grid.CellVolume;
        }
        Console.WriteLine("    moments, and their distance to those of the particles in standard errors");
        foreach ((double value, double particles, double error) in (
            (double, double, double)[])[(anisotropy, 1.30646, 0.00047), (fourth, 11.8761, 0.0042), (pair, 0.06674, 0.00050)])
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      {value,9:F5} {(value - particles) / error,6:F1}"));
    }

    /// <summary>f and, where the model has one, g at the end.</summary>
    private static double[] Integrate(VelocityGrid grid, IGridModel closure, double[] density)
    {
        using IKineticEquation equation = closure.Close(grid, Coulomb, new ParticleNumber(3), new CollisionOptions());
        double[] state = new double[equation.Length], marginals = new double[grid.Size * (grid.Size + 1)];
        equation.SetChaotic(density, state);
        double[] rate = new double[equation.Length];
        equation.Evaluate(state, rate);
        var clock = Stopwatch.StartNew();
        equation.Evaluate(state, rate);
        double once = clock.Elapsed.TotalSeconds;
        using var stepper = new StabilisedStepper(equation, new StepperOptions { Tolerance = Tolerance });
        stepper.Start(0);
        clock.Restart();
        stepper.AdvanceTo(Time, state);
        equation.DensityOf(state).CopyTo(marginals);
        equation.CorrelationOf(state).CopyTo(marginals.AsSpan(grid.Size));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"n={grid.Points} {closure.Name,-18} {once,8:F4} s an evaluation, {stepper.Statistics.Evaluations,4} of them, run {clock.Elapsed.TotalSeconds,7:F1} s"));
        return marginals;
    }

    private static (double Single, double Pair) Distance(VelocityGrid grid, double[] reference, double[] marginals)
    {
        int size = grid.Size;
        double single = 0, pair = 0;
        for (int i = 0; i < size; i++)
        {
            single += Math.Abs(marginals[i] - reference[i]);
            for (int j = 0; j < size; j++)
            {
                int at = size + i * size + j;
                pair += Math.Abs(marginals[i] * marginals[j] + marginals[at] - reference[i] * reference[j] - reference[at]);
            }
        }
        return (single * grid.CellVolume, pair * grid.CellVolume * grid.CellVolume);
    }
}
