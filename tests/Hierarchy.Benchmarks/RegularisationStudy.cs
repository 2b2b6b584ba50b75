using System.Globalization;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks;

/// <summary>
/// How the solutions with regularised kernels approach the one without: L2 distance of f_eps(t) from f(t) against eps, with the observed orders.
/// Expected: 1 where a Laplacian of strength eps comes along (cutoff, elliptic), gamma + d + 4 for softened.
/// </summary>
internal static class RegularisationStudy
{
    private static readonly double[] Epsilons = [0.8, 0.4, 0.2, 0.1, 0.05, 0.025];

    /// <summary>Prints the tables; 0 when the orders of the two finest pairs above the noise are the expected ones within 0.2.</summary>
    public static int Run(string[] arguments)
    {
        int failures = Study(2, 32, 5, 0.1) + Study(3, 24, 5, 0.05);
        Console.WriteLine(failures == 0 ? "all orders as expected" : string.Create(CultureInfo.InvariantCulture, $"{failures} orders missed"));
        return failures == 0 ? 0 : 1;
    }

    private static int Study(int dimension, int points, double halfWidth, double time)
    {
        const double gamma = -3, noise = 1e-9;
        var grid = new VelocityGrid(dimension, points, halfWidth);
        double[] limit = At(grid, new CollisionKernel(gamma, 1), time);
        string setting = string.Create(CultureInfo.InvariantCulture, $"d = {dimension}, gamma = {gamma}, n = {points}, L = {halfWidth}, t = {time}");
        Console.WriteLine($"{setting}: ||f_eps - f||_2 and the order from the line above");
        int failures = 0;
        foreach (IKernelRegularisation regularisation in RegularisationRegistry.All.Where(found => found is not NoRegularisation))
        {
            double expected = regularisation is SoftenedRegularisation ? gamma + dimension + 4 : 1, before = double.NaN, order = double.NaN;
            foreach (double epsilon in Epsilons)
            {
                double distance = Distance(grid, At(grid, new CollisionKernel(gamma, 1, regularisation, epsilon), time), limit);
                double observed = Math.Log2(before / distance);
                if (distance > noise)
                    order = observed;
                string line = string.Create(CultureInfo.InvariantCulture, $"  {regularisation.Name,-10} eps = {epsilon,-6} {distance,10:E2}  {observed,6:F2}");
                Console.WriteLine(line + (distance > noise ? "" : "  (time error)"));
                before = distance;
            }
            failures += Math.Abs(order - expected) <= 0.2 ? 0 : 1;
        }
        return failures;
    }

    private static double[] At(VelocityGrid grid, CollisionKernel kernel, double time)
    {
        double[] right = new double[grid.Dimension], left = new double[grid.Dimension];
        (right[0], left[0]) = (0.8, -0.8);
        GaussianDensity[] beams = [GaussianDensity.Isotropic(right, 0.65, 0.5), GaussianDensity.Isotropic(left, 0.65, 0.5)];
        using var run = new LandauRun(grid, kernel, new CollisionOptions(), 1e-10, beams);
        return [.. run.AdvanceTo(time)];
    }

    private static double Distance(VelocityGrid grid, double[] one, double[] other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
            sum += Math.Pow(one[i] - other[i], 2);
        return Math.Sqrt(grid.CellVolume * sum);
    }
}
