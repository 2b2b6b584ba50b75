using System.Globalization;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Benchmarks;

/// <summary>The accuracy of the Landau solver against exact solutions over whole runs, with the corrections on and off.</summary>
internal static class LandauVerification
{
    private const double Tolerance = 1e-10;

    /// <summary>Prints the table; 0 when every requirement is met.</summary>
    public static int Run(string[] arguments)
    {
        VerificationTable table = new();
        CollisionOptions plain = new() { Conservative = false, EquilibriumPreserving = false };
        table.Title("BKW solution, gamma = 0, relative to the exact solution over the whole window, corrections on");
        Bkw(table, 2, 32, 6, 2e-6, new CollisionOptions());
        Bkw(table, 2, 64, 8, 1e-9, new CollisionOptions());
        Bkw(table, 3, 32, 6, 2e-7, new CollisionOptions());
        table.Title("the same, corrections off");
        Bkw(table, 2, 32, 6, null, plain);
        Bkw(table, 2, 64, 8, null, plain);
        Bkw(table, 3, 32, 6, null, plain);
        table.Title("Lemou datum, gamma = 0, Lambda = 1, t in [0, 0.5]");
        Lemou(table, 24, 6, 2e-5);
        Lemou(table, 32, 7, 1e-6);
        table.Title("covariance decay of correlated normal data, gamma = 0");
        Covariance(table, 2, 64, 8, 1e-9);
        Covariance(table, 3, 40, 7, 1e-7);
        table.Title("a Maxwellian over a run to t = 0.5, gamma = -3 and 1");
        Maxwellian(table, 2, 32, 5, new CollisionOptions(), true);
        Maxwellian(table, 3, 16, 4, new CollisionOptions(), true);
        Maxwellian(table, 2, 32, 5, plain, false);
        Maxwellian(table, 3, 16, 4, plain, false);
        table.Title("slopes at t = 0, Coulomb, covariance diag(1.8, 0.2, 1)");
        ElongatedSlopes(table, 108, 8.5, 1e-9);
        Console.WriteLine(table.Failures == 0 ? "all requirements met" : string.Create(CultureInfo.InvariantCulture, $"{table.Failures} requirements missed"));
        return table.Failures == 0 ? 0 : 1;
    }

    private static void Bkw(VerificationTable table, int dimension, int points, double halfWidth, double? bound, CollisionOptions options)
    {
        double strength = dimension == 2 ? 1.0 / 16 : 1.0 / 24, constant = dimension == 2 ? 0.5 : 1, start = dimension == 2 ? 0 : 5.5;
        VelocityGrid grid = new(dimension, points, halfWidth);
        using LandauRun run = new(grid, new CollisionKernel(0, strength), options, Tolerance, new BkwDensity(dimension, strength, constant, start));
        double maximum = 0, square = 0, length = dimension == 2 ? 5 : 0.5;
        double[] exact = new double[grid.Size];
        for (int i = 1; i <= 10; i++)
        {
            double time = i * length / 10;
            InitialDensities.OnGrid(grid, [new BkwDensity(dimension, strength, constant, start + time)], exact);
            double[] state = run.AdvanceTo(time);
            maximum = Math.Max(maximum, RelativeMaximum(state, exact));
            square = Math.Max(square, RelativeL2(state, exact));
        }
        string what = string.Create(CultureInfo.InvariantCulture, $"d={dimension} n={points} L={halfWidth}");
        table.Measure($"{what}: L-infinity", maximum, dimension == 2 ? bound : null);
        table.Measure($"{what}: L2", square, dimension == 3 ? bound : null);
        table.Measure($"{what}: drift of mass, momentum, energy", run.Drift, bound is null ? null : 1e-13);
        Figures(table, what, run);
    }

    private static void Figures(VerificationTable table, string what, LandauRun run)
    {
        table.Measure($"{what}: steps", run.Statistics.Steps, null);
        table.Measure($"{what}: evaluations", run.Statistics.Evaluations, null);
        foreach (Report report in run.Reports)
            table.Measure($"{what}: {report.Name}", report.Value, null);
    }

    private static void Lemou(VerificationTable table, int points, double halfWidth, double bound)
    {
        VelocityGrid grid = new(3, points, halfWidth);
        using LandauRun run = new(grid, new CollisionKernel(0, 1), new CollisionOptions(), 1e-8, new LemouDensity(3, 1, 0));
        double error = 0;
        double[] exact = new double[grid.Size];
        foreach (double time in new[] { 0.05, 0.1, 0.2, 0.5 })
        {
            InitialDensities.OnGrid(grid, [new LemouDensity(3, 1, time)], exact);
            error = Math.Max(error, RelativeMaximum(run.AdvanceTo(time), exact));
        }
        string what = string.Create(CultureInfo.InvariantCulture, $"n={points} L={halfWidth}");
        table.Measure($"{what}: L-infinity", error, bound);
        table.Measure($"{what}: drift of mass, momentum, energy", run.Drift, 1e-13);
        Figures(table, what, run);
    }

    private static void Covariance(VerificationTable table, int dimension, int points, double halfWidth, double bound)
    {
        double[] covariance = dimension == 2 ? [1.3, 0.2, 0.2, 0.7] : [1.2, 0.2, 0.1, 0.2, 1, -0.1, 0.1, -0.1, 0.8];
        VelocityGrid grid = new(dimension, points, halfWidth);
        const double strength = 0.1;
        using LandauRun run = new(grid, new CollisionKernel(0, strength), new CollisionOptions(), dimension == 2 ? Tolerance : 1e-8,
            new GaussianDensity(new double[dimension], covariance));
        double error = 0;
        foreach (double time in new[] { 0.25, 0.5, 1 })
        {
            double[] state = run.AdvanceTo(time);
            for (int a = 0; a < dimension; a++)
            {
                for (int b = 0; b < dimension; b++)
                {
                    double limit = a == b ? 1 : 0;
                    double exact = limit + (covariance[a * dimension + b] - limit) * Math.Exp(-4 * dimension * strength * time);
                    error = Math.Max(error, Math.Abs(SecondMoment(grid, state, a, b) - exact));
                }
            }
        }
        table.Measure(string.Create(CultureInfo.InvariantCulture, $"d={dimension} n={points} L={halfWidth}: largest error of a component, t in [0, 1]"), error, bound);
    }

    private static void Maxwellian(VerificationTable table, int dimension, int points, double halfWidth, CollisionOptions options, bool preserved)
    {
        foreach (double gamma in new[] { -3.0, 1 })
        {
            VelocityGrid grid = new(dimension, points, halfWidth);
            double[] mean = [0.3, -0.2, 0.1];
            using LandauRun run = new(grid, new CollisionKernel(gamma, 0.1), options, 1e-12, GaussianDensity.Isotropic(mean.AsSpan(0, dimension), 0.8));
            double[] start = [.. run.State];
            double change = RelativeMaximum(run.AdvanceTo(0.5), start);
            string what = string.Create(CultureInfo.InvariantCulture, $"d={dimension} n={points} L={halfWidth} gamma={gamma}, corrections {(preserved ? "on" : "off")}");
            table.Measure($"{what}: change, L-infinity", change, preserved ? 1e-13 : null);
            table.Measure($"{what}: drift", run.Drift, preserved ? 1e-13 : null);
        }
    }

    private static void ElongatedSlopes(VerificationTable table, int points, double halfWidth, double bound)
    {
        VelocityGrid grid = new(3, points, halfWidth);
        double[] density = new double[grid.Size], rate = new double[grid.Size], slopes = [-0.4301438258, 0.5623277889, -0.1321839631];
        InitialDensities.OnGrid(grid, [GaussianDensity.Diagonal([0, 0, 0], [1.8, 0.2, 1])], density);
        using LandauOperator landau = new(grid, new CollisionKernel(-3, 1), new CollisionOptions());
        landau.Apply(density, rate);
        for (int a = 0; a < 3; a++)
        {
            double slope = SecondMoment(grid, rate, a, a);
            table.Measure(string.Create(CultureInfo.InvariantCulture, $"n={points} L={halfWidth}: axis {a}, {slope:F10} against {slopes[a]:F10}"),
                Math.Abs(slope - slopes[a]), bound);
        }
    }

    private static double SecondMoment(VelocityGrid grid, ReadOnlySpan<double> values, int a, int b)
    {
        CompensatedSum sum = default;
        for (int i = 0; i < grid.Size; i++)
            sum.Add(values[i] * grid.Velocity(i, a) * grid.Velocity(i, b));
        return grid.CellVolume * sum.Value;
    }

    private static double RelativeL2(ReadOnlySpan<double> values, ReadOnlySpan<double> exact)
    {
        double error = 0, norm = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            error += (values[i] - exact[i]) * (values[i] - exact[i]);
            norm += exact[i] * exact[i];
        }
        return Math.Sqrt(error / norm);
    }

    private static double RelativeMaximum(ReadOnlySpan<double> values, ReadOnlySpan<double> exact)
    {
        double error = 0, norm = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            error = Math.Max(error, Math.Abs(values[i] - exact[i]));
            norm = Math.Max(norm, Math.Abs(exact[i]));
        }
        return error / norm;
    }
}
