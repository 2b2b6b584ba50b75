using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Spectral;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Equations;

/// <summary>P g by the pairs of a coarser grid.</summary>
public class CoarsePairsTests
{
    private static readonly CollisionKernel Coulomb = new(-3, 1);

    private static double[] Gaussian(VelocityGrid grid) => PairMoments.Gaussians(grid, (1, [0, 0], [0.9, 0.6]));

    private static CorrelationFactors Factors(VelocityGrid grid, double[] weights)
    {
        double[] f = Gaussian(grid);
        return new CorrelationFactors(FactorBasis.Of([.. Enumerable.Range(1, weights.Length)
            .Select(k => f.Select((value, i) => value * Math.Sin(0.7 * k * grid.Velocity(i, 0) + k * k) * grid.Velocity(i, 1)).ToArray())]), weights);
    }

    /// <summary>Interpolation back from the coarse grid is exact for its modes, a constant stays one, and sums over points keep their value.</summary>
    [Theory]
    [InlineData(2, 20, 12)]
    [InlineData(3, 12, 8)]
    [InlineData(2, 12, 12)]
    public void Restriction_keeps_the_modes_of_the_coarse_grid(int dimension, int fine, int coarse)
    {
        VelocityGrid grid = new(dimension, fine, 4), small = new(dimension, coarse, 4);
        var restriction = new FieldRestriction(grid, small);
        double Wave(VelocityGrid on, int i) => 0.3 + Math.Cos(Math.PI / 4 * (3 * on.Velocity(i, 0) - 2 * on.Velocity(i, 1)) + 0.4)
            + Math.Sin(Math.PI / 4 * on.Velocity(i, dimension - 1));
        double[] field = [.. Enumerable.Range(0, grid.Size).Select(i => Wave(grid, i))], expected = [.. Enumerable.Range(0, small.Size).Select(i => Wave(small, i))];
        double[] down = restriction.Down(field);
        Assert.True(TensorPrimitives.Distance<double>(expected, down) < 1e-12 * TensorPrimitives.Norm<double>(expected));
        Assert.True(TensorPrimitives.Distance<double>(field, restriction.Up(down)) < 1e-12 * TensorPrimitives.Norm<double>(field));
    }

    /// <summary>sum g P g is negative whatever g is, and P g has no mass, on every grid.</summary>
    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(20)]
    public void Is_dissipative_and_without_mass_on_every_grid(int points)
    {
        var grid = new VelocityGrid(2, 20, 4.5);
        double[] density = Gaussian(grid);
        using var pairs = new CoarsePairs(grid, points, Coulomb, new CollisionOptions());
        var random = new Random(3);
        for (int trial = 0; trial < 5; trial++)
        {
            using CorrelationFactors g = Factors(grid, [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble() - 0.5)]);
            using PairPart part = pairs.Evaluate(density, g, g.Fields, 0, images: false);
            double production = 0;
            for (int k = 0; k < 6; k++)
                production += g.Weights[k] * part.Coefficients[k, k];
            Assert.True(production < 0, $"{production}");
            Assert.Equal(0, TensorPrimitives.Sum<double>(part.Marginal) / TensorPrimitives.SumOfMagnitudes<double>(part.Marginal), 1e-12);
        }
    }

    /// <summary>On smooth products the coarser grids come close to the fine one, which they are where all points count.</summary>
    [Fact]
    public void Comes_close_to_the_fine_grid()
    {
        var grid = new VelocityGrid(2, 32, 4.5);
        double[] density = Gaussian(grid);
        using CorrelationFactors g = Factors(grid, [1, -0.5]);
        DenseMatrix Of(int points)
        {
            using var pairs = new CoarsePairs(grid, points, Coulomb, new CollisionOptions());
            using PairPart part = pairs.Evaluate(density, g, g.Fields, 0, images: false);
            return part.Coefficients.Clone();
        }
        using DenseMatrix fine = Of(32), middle = Of(24), coarse = Of(16);
        double size = TensorPrimitives.Norm<double>(fine.Values);
        Assert.InRange(TensorPrimitives.Distance<double>(middle.Values, fine.Values) / size, 0, 0.02);
        Assert.InRange(TensorPrimitives.Distance<double>(coarse.Values, fine.Values) / size, 0, 0.1);
        Assert.Equal([12, 18, 24, 32], CorrelationPairs.LevelsOf(32));
    }
}
