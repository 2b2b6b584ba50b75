using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.Tests.Collisions;

namespace Hierarchy.Tests.Spectral;

public sealed class LineDerivativeTests
{
    /// <summary>
    /// Against the entry-by-entry product with the matrix of the trigonometric interpolant; every kind of length, both dimensions; columns beyond those asked
    /// for stay.
    /// </summary>
    [Theory]
    [InlineData(2, 8)]
    [InlineData(2, 10)]
    [InlineData(2, 12)]
    [InlineData(2, 18)]
    [InlineData(3, 8)]
    public unsafe void EqualsTheDenseMatrix(int dimension, int points)
    {
        var grid = new VelocityGrid(dimension, points, 4);
        const int Columns = 32, Stride = 48;
        using var derivative = new LineDerivative(grid);
        using var field = new NativeBuffer(grid.Size * Stride);
        using var result = new NativeBuffer(grid.Size * Stride);
        var random = new Random(3);
        for (int i = 0; i < field.Length; i++)
        {
            field.Span[i] = random.NextDouble() - 0.5;
            result.Span[i] = 1;
        }
        var reference = new DensePairReference(grid, new CollisionKernel(-3, 1));
        for (int axis = 0; axis < dimension; axis++)
        {
            double[] expected = reference.Derivative(field.Span, axis, Stride);
            derivative.Apply(field.Pointer, result.Pointer, axis, Stride, Columns, add: false);
            for (int i = 0; i < grid.Size; i++)
            {
                for (int c = 0; c < Columns; c++)
                    Assert.Equal(expected[i * Stride + c], result.Span[i * Stride + c], 1e-12);
                Assert.Equal(1, result.Span[i * Stride + Columns]);
            }
        }
    }

    [Fact]
    public unsafe void AddsAndWorksInPlace()
    {
        var grid = new VelocityGrid(2, 12, 4);
        const int Columns = 16;
        using var derivative = new LineDerivative(grid);
        using var field = new NativeBuffer(grid.Size * Columns);
        using var sum = new NativeBuffer(grid.Size * Columns);
        for (int i = 0; i < field.Length; i++)
            field.Span[i] = Math.Sin(0.1 * i * i);
        var reference = new DensePairReference(grid, new CollisionKernel(-3, 1));
        double[] first = reference.Derivative(field.Span, 0, Columns), second = reference.Derivative(field.Span, 1, Columns);
        derivative.Apply(field.Pointer, sum.Pointer, 0, Columns, Columns, add: false);
        derivative.Apply(field.Pointer, sum.Pointer, 1, Columns, Columns, add: true);
        derivative.Apply(field.Pointer, field.Pointer, 1, Columns, Columns, add: false);
        for (int i = 0; i < first.Length; i++)
        {
            Assert.Equal(first[i] + second[i], sum.Span[i], 1e-12);
            Assert.Equal(second[i], field.Span[i], 1e-12);
        }
    }
}
