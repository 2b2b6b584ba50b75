using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Densities;

/// <summary>Sums over a grid in plain loops.</summary>
internal static class GridSums
{
    public static double[] OnGrid(VelocityGrid grid, params IInitialDensity[] components)
    {
        double[] values = new double[grid.Size];
        InitialDensities.OnGrid(grid, components, values);
        return values;
    }

    /// <summary>sum f phi(v) h^d.</summary>
    public static double Integral(VelocityGrid grid, double[] values, Func<double[], double> phi)
    {
        double sum = 0;
        double[] velocity = new double[grid.Dimension];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int a = 0; a < velocity.Length; a++)
                velocity[a] = grid.Velocity(i, a);
            sum += values[i] * phi(velocity);
        }
        return grid.CellVolume * sum;
    }

    /// <summary>Mass, mean and covariance of the values are those that the density states.</summary>
    public static void AssertMoments(VelocityGrid grid, IInitialDensity density, double tolerance)
    {
        double[] values = OnGrid(grid, density);
        Assert.Equal(density.Weight, Integral(grid, values, _ => 1), tolerance);
        for (int a = 0; a < grid.Dimension; a++)
        {
            Assert.Equal(density.Weight * density.Mean[a], Integral(grid, values, v => v[a]), tolerance);
            for (int b = 0; b < grid.Dimension; b++)
            {
                double covariance = Integral(grid, values, v => (v[a] - density.Mean[a]) * (v[b] - density.Mean[b])) / density.Weight;
                Assert.Equal(density.Covariance[a * grid.Dimension + b], covariance, tolerance);
            }
        }
    }
}
