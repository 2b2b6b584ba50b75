using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Tests.Collisions;

/// <summary>P is what a plain sum says it is, symmetric, dissipative, mass-exact and exchange-symmetric.</summary>
public class PairOperatorTests
{
    private static double[] RandomSymmetricPairs(VelocityGrid grid, int seed)
    {
        var random = new Random(seed);
        int size = grid.Size;
        var pairs = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                pairs[i * size + j] = pairs[j * size + i] = random.NextDouble() - 0.5;
        }
        return pairs;
    }

    private static double[] Apply(VelocityGrid grid, CollisionKernel kernel, double[] pairs)
    {
        using var collisions = new PairCollisions(grid, kernel, new CollisionOptions());
        var result = new double[pairs.Length];
        collisions.ApplyPairOperator(pairs, result);
        return result;
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    [Theory]
    [InlineData(2, 8, -3)]
    [InlineData(2, 10, -3)]
    [InlineData(2, 12, 0)]
    [InlineData(2, 16, 1)]
    [InlineData(3, 8, -3)]
    public void Equals_the_plain_sum(int dimension, int points, double gamma)
    {
        var grid = new VelocityGrid(dimension, points, 4);
        var kernel = new CollisionKernel(gamma, 0.7);
        double[] pairs = RandomSymmetricPairs(grid, 1), expected = new DensePairReference(grid, kernel).PairOperator(pairs);
        double[] actual = Apply(grid, kernel, pairs);
        double scale = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= 1e-13 * scale, $"{i}: {actual[i]} against {expected[i]}");
    }

    [Theory]
    [InlineData(2, 12, -3)]
    [InlineData(2, 10, 0)]
    [InlineData(3, 8, -3)]
    public void Is_symmetric_dissipative_mass_exact_and_exchange_symmetric(int dimension, int points, double gamma)
    {
        var grid = new VelocityGrid(dimension, points, 4);
        var kernel = new CollisionKernel(gamma, 1);
        double[] first = RandomSymmetricPairs(grid, 1), second = RandomSymmetricPairs(grid, 2);
        double[] image = Apply(grid, kernel, first), other = Apply(grid, kernel, second);
        double scale = Math.Sqrt(Dot(image, image) * Dot(second, second));
        Assert.True(Math.Abs(Dot(second, image) - Dot(first, other)) <= 1e-14 * scale);
        Assert.True(Dot(first, image) < 0);
        Assert.True(Math.Abs(image.Sum()) <= 1e-13 * image.Sum(Math.Abs));
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.Equal(image[i * grid.Size + j], image[j * grid.Size + i]);
        }
    }

    /// <summary>The whole spectrum at n = 8, d = 2, on the exchange-symmetric subspace: -P + delta is positive definite for a delta at round-off.</summary>
    [Theory]
    [InlineData(-3)]
    [InlineData(0)]
    public void Has_no_positive_eigenvalue(double gamma)
    {
        var grid = new VelocityGrid(2, 8, 4);
        var kernel = new CollisionKernel(gamma, 1);
        using var collisions = new PairCollisions(grid, kernel, new CollisionOptions());
        int size = grid.Size, rank = size * (size + 1) / 2;
        Matrix<double> matrix = Matrix<double>.Build.Dense(rank, rank);
        double[] pairs = new double[size * size], image = new double[size * size];
        (int I, int J)[] basis = [.. Enumerable.Range(0, size).SelectMany(i => Enumerable.Range(0, i + 1).Select(j => (i, j)))];
        double Norm((int I, int J) entry) => entry.I == entry.J ? 1 : Math.Sqrt(0.5);
        for (int column = 0; column < rank; column++)
        {
            (int i, int j) = basis[column];
            Array.Clear(pairs);
            pairs[i * size + j] = pairs[j * size + i] = Norm(basis[column]);
            collisions.ApplyPairOperator(pairs, image);
            for (int row = 0; row < rank; row++)
                matrix[row, column] = -image[basis[row].I * size + basis[row].J] / Norm(basis[row]);
        }
        double radius = matrix.InfinityNorm();
        Assert.True((matrix - matrix.Transpose()).InfinityNorm() <= 1e-13 * radius);
        for (int k = 0; k < rank; k++)
            matrix[k, k] += 1e-12 * radius;
        Assert.NotEqual(0, matrix.Cholesky().DeterminantLn);
    }
}
