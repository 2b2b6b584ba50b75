using System.Numerics.Tensors;
using Hierarchy.LowRank;
using Hierarchy.Spectral;
using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Tests.Spectral;

/// <summary>Eigenvalues and eigenvectors against another library, for random, graded and degenerate matrices.</summary>
public sealed class SymmetricEigenTests : IDisposable
{
    private readonly int _threads = WorkCrew.Threads;

    public void Dispose() => WorkCrew.Threads = _threads;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(17, 0)]
    [InlineData(80, 0)]
    [InlineData(80, 12)]
    [InlineData(140, 30)]
    public void Agrees_with_another_library(int size, int decades)
    {
        using DenseMatrix matrix = Symmetric(size, decades);
        using var eigen = new SymmetricEigen(matrix);
        double[] expected = [.. Matrix<double>.Build.Dense(size, size, (i, j) => matrix[i, j]).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real)
            .OrderByDescending(Math.Abs)];
        double norm = Math.Abs(expected[0]);
        for (int k = 0; k < size; k++)
            Assert.Equal(expected[k], eigen.Values[k], 2e-14 * norm * size);
        using DenseMatrix vectors = eigen.Vectors(size, _ => 1), image = DenseMatrix.Product(matrix, vectors), gram = DenseMatrix.TransposeProduct(vectors, vectors);
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < size; k++)
            {
                Assert.Equal(eigen.Values[k] * vectors[i, k], image[i, k], 2e-14 * norm * Math.Sqrt(size));
                Assert.Equal(i == k ? 1 : 0, gram[i, k], 1e-13);
            }
        }
    }

    /// <summary>A multiple of the identity, a product of one field, and zero.</summary>
    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(2.0, 0.0)]
    [InlineData(0.0, 1.0)]
    [InlineData(-1.0, 3.0)]
    public void Takes_degenerate_matrices(double diagonal, double product)
    {
        const int Size = 40;
        using var matrix = new DenseMatrix(Size, Size);
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
                matrix[i, j] = (i == j ? diagonal : 0) + product / Size;
        }
        using var eigen = new SymmetricEigen(matrix);
        double[] expected = [.. Enumerable.Repeat(diagonal, Size - 1).Append(diagonal + product).OrderByDescending(Math.Abs)];
        Assert.True(TensorPrimitives.Distance<double>(expected, eigen.Values) < 1e-13);
    }

    [Fact]
    public void Does_not_depend_on_the_number_of_threads()
    {
        using DenseMatrix matrix = Symmetric(150, 6);
        double[][] found = [.. ((int[])[1, 2, 3]).Select(threads =>
        {
            WorkCrew.Threads = threads;
            using var eigen = new SymmetricEigen(matrix);
            using DenseMatrix vectors = eigen.Vectors(50, k => k + 1);
            return (double[])[.. eigen.Values, .. vectors.Values];
        })];
        Assert.Equal(found[0], found[1]);
        Assert.Equal(found[0], found[2]);
    }

    /// <summary>D (R + R^T) D with R of independent normal values and D falling by some decades.</summary>
    private static DenseMatrix Symmetric(int size, int decades)
    {
        using DenseMatrix random = RandomProbes.Of(size, size);
        var matrix = new DenseMatrix(size, size);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                matrix[i, j] = (random[i, j] + random[j, i]) * Math.Pow(10, -0.5 * decades * (i + j) / size);
        }
        return matrix;
    }
}
