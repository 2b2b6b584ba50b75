using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Collisions;

public sealed class TripleCollisionsTests
{
    /// <summary>
    /// d_t h against the definition: S = (1/3)(P_12 + P_13 + P_23) f_3 on the whole density, its marginals S_2 and S_1, g' = S_2 - S_1 x f - f x S_1, and
    /// h' = S - sum of S_1 f f - sum of (g' f + g S_1). Only the rounding errors of the large terms, which the solver never forms, are left.
    /// </summary>
    [Theory]
    [InlineData(8, -3, "none")]
    [InlineData(8, 0, "none")]
    [InlineData(10, -3, "none")]
    [InlineData(8, -3, "elliptic")]
    [InlineData(8, -3, "cutoff")]
    public void The_cumulant_of_the_generator_is_reproduced(int points, double gamma, string regularisation)
    {
        var grid = new VelocityGrid(2, points, 4);
        var kernel = new CollisionKernel(gamma, 0.7, RegularisationRegistry.Find(regularisation), regularisation == "none" ? 0 : 0.3);
        var reference = new TripleReference(grid, kernel);
        (double[] f, double[] g, double[] h) = Normalised(reference, grid);
        double[] rate = reference.Generator(reference.Density(f, g, h));
        double[] pairRate = reference.Marginal(rate), single = reference.Marginal(pairRate);
        double[] expected = Cumulant(reference, f, g, rate, pairRate, single);
        double[] actual = Evaluate(grid, kernel, f, g, h, out _);
        double scale = rate.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= 1e-13 * scale, $"{i}: {actual[i]} against {expected[i]}, scale {scale}");
        Assert.InRange(expected.Max(Math.Abs) / scale, 1e-3, 10);
    }

    /// <summary>
    /// The result has zero marginals to round-off and is symmetric under all permutations to the last bit, for a density whose mass is not one as well.
    /// </summary>
    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(12)]
    public void The_rate_is_symmetric_and_has_no_marginal(int points)
    {
        var grid = new VelocityGrid(2, points, 4);
        var kernel = new CollisionKernel(-3, 1);
        var reference = new TripleReference(grid, kernel);
        (double[] f, double[] g, double[] h) = reference.RandomCumulants(2);
        double[] rate = Evaluate(grid, kernel, f, g, h, out _);
        double scale = rate.Max(Math.Abs);
        Assert.All(reference.Marginal(rate), value => Assert.InRange(Math.Abs(value), 0, 1e-13 * scale));
        int size = grid.Size;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                for (int k = 0; k < size; k++)
                {
                    Assert.Equal(rate[reference.At(i, j, k)], rate[reference.At(i, k, j)]);
                    Assert.Equal(rate[reference.At(i, j, k)], rate[reference.At(k, i, j)]);
                }
            }
        }
    }

    /// <summary>
    /// For h = e x e x e the collision term is separable: C_1[h](v1, v2) = e(v2) Q(e, e)(v1), with the Landau operator by convolution; the two agree to the
    /// resolution of e, spectrally.
    /// </summary>
    [Theory]
    [InlineData(12, 1e-2)]
    [InlineData(16, 3e-4)]
    public void The_collision_term_of_a_product_is_the_landau_operator(int points, double tolerance)
    {
        var grid = new VelocityGrid(2, points, 5);
        var kernel = new CollisionKernel(-3, 1);
        var reference = new TripleReference(grid, kernel);
        int size = grid.Size;
        double[] e = new double[size], landau = new double[size], h = new double[size * size * size];
        for (int i = 0; i < size; i++)
            e[i] = Math.Exp(-0.6 * grid.SpeedSquared(i)) * grid.Velocity(i, 0) * (1 + 0.3 * grid.Velocity(i, 1));
        for (int i = 0; i < h.Length; i++)
            h[i] = e[i / size / size] * e[i / size % size] * e[i % size];
        using var operation = new LandauOperator(grid, kernel, new CollisionOptions());
        operation.Apply(e, landau);
        _ = Evaluate(grid, kernel, new double[size], new double[size * size], h, out double[] collisions, complete: false);
        double scale = landau.Max(Math.Abs) * e.Max(Math.Abs);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                Assert.Equal(landau[i] * e[j] / scale, collisions[i * size + j] / scale, tolerance);
        }
    }

    [Fact]
    public void Three_dimensions_are_refused() =>
        Assert.Throws<ArgumentException>(() => new TripleCollisions(new VelocityGrid(3, 8, 4), new CollisionKernel(-3, 1)));

    private static (double[] Density, double[] Pair, double[] Triple) Normalised(TripleReference reference, VelocityGrid grid)
    {
        (double[] f, double[] g, double[] h) = reference.RandomCumulants(1);
        double mass = f.Sum() * grid.CellVolume;
        for (int i = 0; i < f.Length; i++)
            f[i] /= mass;
        return (f, g, h);
    }

    private static double[] Cumulant(TripleReference reference, double[] f, double[] g, double[] rate, double[] pairRate, double[] single)
    {
        int size = reference.Size;
        var cumulant = new double[rate.Length];
        double Pair(int i, int j) => pairRate[i * size + j] - single[i] * f[j] - f[i] * single[j];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                for (int k = 0; k < size; k++)
                {
                    double products = single[i] * f[j] * f[k] + f[i] * single[j] * f[k] + f[i] * f[j] * single[k];
                    double pairs = Pair(i, j) * f[k] + Pair(i, k) * f[j] + Pair(j, k) * f[i];
                    double rest = g[i * size + j] * single[k] + g[i * size + k] * single[j] + g[j * size + k] * single[i];
                    cumulant[reference.At(i, j, k)] = rate[reference.At(i, j, k)] - products - pairs - rest;
                }
            }
        }
        return cumulant;
    }

    private static unsafe double[] Evaluate(
        VelocityGrid grid, CollisionKernel kernel, double[] f, double[] g, double[] h, out double[] collisions, bool complete = true)
    {
        using var triples = new TripleCollisions(grid, kernel);
        double[] result = new double[h.Length], whole = new double[g.Length];
        collisions = new double[g.Length];
        for (int i = 0; i < whole.Length; i++)
            whole[i] = g[i] + f[i / grid.Size] * f[i % grid.Size];
        fixed (double* density = f, pairs = g, values = h, rates = result)
        {
            triples.EvaluateSlices(density, pairs, values, rates);
            triples.FillCollisions(collisions);
            if (complete)
                triples.Complete(density, pairs, LandauMarginal(grid, kernel, whole), rates);
        }
        return result;
    }

    /// <summary>int P F dv2 without what a multiple of I in A adds.</summary>
    private static double[] LandauMarginal(VelocityGrid grid, CollisionKernel kernel, double[] pairs) =>
        new TripleReference(grid, kernel).Marginal(new DensePairReference(grid, kernel).PairOperator(pairs));
}
