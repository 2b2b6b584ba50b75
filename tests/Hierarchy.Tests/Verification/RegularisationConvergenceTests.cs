using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.Tests.Collisions;

namespace Hierarchy.Tests.Verification;

/// <summary>
/// f_eps(t) - f(t) as eps tends to 0. The Landau part misses int (1 - factor) a Pi (grad_v - grad_w) f(v) f(w) dw: its local term vanishes with
/// (grad_v - grad_w) f f at v = w, the next one is of order eps^(gamma+d+4). What viscosity and epsilon I add is of order eps, eps t Lap f at short times.
/// </summary>
public sealed class RegularisationConvergenceTests
{
    private const double Time = 0.02;
    private static readonly VelocityGrid Grid = new(2, 32, 5);
    private static readonly double[] Datum = Sample();
    private static readonly double[] Limit = At(new CollisionKernel(-3, 1));

    [Theory]
    [InlineData("softened", 0.2, 3)]
    [InlineData("softened", 0.1, 3)]
    [InlineData("cutoff", 0.01, 1)]
    [InlineData("elliptic", 0.01, 1)]
    public void Orders_are_those_of_the_missing_part(string name, double epsilon, double order)
    {
        double coarse = Distance(At(RegularisationTests.Kernel(name, -3, epsilon)), Limit), fine = Distance(At(RegularisationTests.Kernel(name, -3, 0.5 * epsilon)), Limit);
        Assert.True(fine > 1e-9, "above round-off and the time error");
        Assert.InRange(Math.Log2(coarse / fine), order - 0.15, order + 0.15);
    }

    /// <summary>The constant of the first order: ||f_eps(t) - f(t)|| = eps t ||Lap f_0|| (1 + O(t)), Lap of Gaussians in closed form.</summary>
    [Theory]
    [InlineData("cutoff")]
    [InlineData("elliptic")]
    public void The_constant_is_that_of_the_heat_equation(string name)
    {
        const double epsilon = 0.005;
        double expected = epsilon * Time * Distance(Laplacian(), new double[Grid.Size]);
        Assert.InRange(Distance(At(RegularisationTests.Kernel(name, -3, epsilon)), Limit) / expected, 0.93, 1.0);
    }

    private static double[] At(CollisionKernel kernel)
    {
        using var equation = new LandauEquation(Grid, kernel, new CollisionOptions());
        double[] state = new double[Grid.Size];
        equation.SetChaotic(Datum, state);
        Evolution.Run(equation, state, 1e-11, [Time], _ => { });
        return state;
    }

    private static double[] Sample()
    {
        double[] values = new double[Grid.Size];
        InitialDensities.OnGrid(Grid, [GaussianDensity.Diagonal([0.8, 0], [0.6, 0.7], 0.5), GaussianDensity.Diagonal([-0.8, 0], [0.6, 0.7], 0.5)], values);
        return values;
    }

    private static double[] Laplacian()
    {
        double[] values = new double[Grid.Size];
        for (int i = 0; i < values.Length; i++)
        {
            foreach (double centre in (ReadOnlySpan<double>)[0.8, -0.8])
            {
                double x = Grid.Velocity(i, 0) - centre, y = Grid.Velocity(i, 1);
                double gaussian = Math.Exp(-0.5 * (x * x / 0.6 + y * y / 0.7)) / (2 * Math.PI * Math.Sqrt(0.42));
                values[i] += 0.5 * gaussian * (x * x / 0.36 - 1 / 0.6 + y * y / 0.49 - 1 / 0.7);
            }
        }
        return values;
    }

    private static double Distance(double[] one, double[] other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
            sum += Math.Pow(one[i] - other[i], 2);
        return Math.Sqrt(Grid.CellVolume * sum);
    }
}
