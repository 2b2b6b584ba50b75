using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

public sealed class SpectralDerivativeTests
{
    [Theory]
    [InlineData(2, 12)]
    [InlineData(2, 32)]
    [InlineData(3, 10)]
    [InlineData(3, 16)]
    public void Trigonometric_fields_are_differentiated_exactly(int dimension, int points)
    {
        VelocityGrid grid = new(dimension, points, 2.5);
        int[] mode = [3, -2, 1];
        double[] field = Sample(grid, mode, Math.Sin), slope = Sample(grid, mode, Math.Cos);
        double[] gradient = new double[dimension * grid.Size];
        using SpectralDerivative derivative = new(grid);
        derivative.Gradient(field, gradient);
        for (int a = 0; a < dimension; a++)
        {
            for (int i = 0; i < grid.Size; i++)
                Assert.Equal(Math.PI / 2.5 * mode[a] * slope[i], gradient[a * grid.Size + i], 1e-12);
        }
    }

    [Theory]
    [InlineData(2, 12)]
    [InlineData(3, 10)]
    public void Divergence_is_minus_the_transpose_of_the_gradient(int dimension, int points)
    {
        VelocityGrid grid = new(dimension, points, 3);
        Random random = new(5);
        double[] field = Fill(grid.Size), flux = Fill(dimension * grid.Size);
        double[] gradient = new double[dimension * grid.Size], divergence = new double[grid.Size];
        using SpectralDerivative derivative = new(grid);
        derivative.Gradient(field, gradient);
        derivative.Divergence(flux, divergence);
        double left = 0, right = 0;
        for (int i = 0; i < grid.Size; i++)
            left += field[i] * divergence[i];
        for (int i = 0; i < flux.Length; i++)
            right -= gradient[i] * flux[i];
        Assert.Equal(right, left, 1e-10);
        Assert.Equal(0, divergence.Sum(), 1e-10);

        double[] Fill(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_nyquist_mode_is_left_out(int dimension)
    {
        VelocityGrid grid = new(dimension, 8, 1);
        double[] field = new double[grid.Size], gradient = new double[dimension * grid.Size];
        for (int i = 0; i < grid.Size; i++)
            field[i] = grid.AxisIndex(i, 1) % 2 == 0 ? 1 : -1;
        using SpectralDerivative derivative = new(grid, threads: 1);
        derivative.Gradient(field, gradient);
        Assert.All(gradient, value => Assert.Equal(0, value, 13));
    }

    private static double[] Sample(VelocityGrid grid, int[] mode, Func<double, double> wave)
    {
        double[] field = new double[grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            double phase = 0;
            for (int a = 0; a < grid.Dimension; a++)
                phase += Math.PI / grid.HalfWidth * mode[a] * grid.Velocity(i, a);
            field[i] = wave(phase + 0.3);
        }
        return field;
    }
}
