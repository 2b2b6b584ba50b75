using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

public sealed class FieldDerivativeTests
{
    /// <summary>Products of sines and cosines of each axis, whose derivatives are known, on grids of which the lines fill vectors and of which they do not.</summary>
    [Theory]
    [InlineData(2, 8)]
    [InlineData(2, 18)]
    [InlineData(2, 64)]
    [InlineData(3, 10)]
    [InlineData(3, 16)]
    [InlineData(3, 20)]
    public void Gradient_and_divergence_of_waves_are_exact(int dimension, int points)
    {
        var grid = new VelocityGrid(dimension, points, 3);
        double[] field = new double[grid.Size], exact = new double[dimension * grid.Size], laplacian = new double[grid.Size];
        double[] wave = [Math.PI / 3, 2 * Math.PI / 3, 3 * Math.PI / 3];
        for (int i = 0; i < grid.Size; i++)
        {
            double product = 1;
            for (int a = 0; a < dimension; a++)
                product *= Math.Sin(wave[a] * grid.Velocity(i, a) + 0.3 * a);
            field[i] = product;
            for (int a = 0; a < dimension; a++)
            {
                double phase = wave[a] * grid.Velocity(i, a) + 0.3 * a;
                exact[a * grid.Size + i] = product / Math.Sin(phase) * wave[a] * Math.Cos(phase);
                laplacian[i] -= wave[a] * wave[a] * product;
            }
        }
        double[] gradient = new double[exact.Length], divergence = new double[grid.Size];
        using var derivative = new FieldDerivative(grid);
        derivative.Gradient(field, gradient);
        derivative.Divergence(gradient, divergence);
        for (int i = 0; i < gradient.Length; i++)
            Assert.Equal(exact[i], gradient[i], 1e-11);
        for (int i = 0; i < grid.Size; i++)
            Assert.Equal(laplacian[i], divergence[i], 1e-10);
    }
}
