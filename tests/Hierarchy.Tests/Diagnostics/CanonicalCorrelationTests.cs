using CsCheck;
using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using MathNet.Numerics.LinearAlgebra;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>A normal pair has the singular values prod_a |rho_a|^k_a, k != 0, by Mehler's formula.</summary>
public class CanonicalCorrelationTests
{
    private static QuantityValue[] Values(VelocityGrid grid, double[] f, double[] g)
    {
        Dictionary<string, QuantityValue> q = Evaluate(new CanonicalCorrelations(), grid, f, g);
        return [q["canonical_correlation_1"], q["canonical_correlation_2"], q["canonical_correlation_3"]];
    }

    [Theory]
    [InlineData(2, 24, 6.5, new[] { 0.3, -0.2 }, new[] { 0.3, 0.2, 0.09 }, 1e-5)]
    [InlineData(2, 24, 6.5, new[] { 0.6, 0.1 }, new[] { 0.6, 0.36, 0.216 }, 1e-3)]
    [InlineData(2, 24, 6.5, new[] { 0.01, 0.005 }, new[] { 0.01, 0.005, 1e-4 }, 1e-6)]
    [InlineData(2, 24, 6.5, new[] { 0.2, 0.2 }, new[] { 0.2, 0.2, 0.04 }, 1e-5)]
    [InlineData(3, 12, 5, new[] { 0.25, 0.2, -0.15 }, new[] { 0.25, 0.2, 0.15 }, 2e-3)]
    public void Normal_pairs(int d, int n, double halfWidth, double[] rho, double[] expected, double tolerance)
    {
        VelocityGrid grid = new(d, n, halfWidth);
        (double[] f, double[] g) = GaussianPair.Sample(grid, new GaussianPair(new double[d], [.. rho.Select(_ => 1.0)], rho));
        QuantityValue[] values = Values(grid, f, g);
        for (int k = 0; k < expected.Length; k++)
        {
            Close(expected[k], values[k].Value, tolerance);
            Close(expected[k], values[k].Value, 2 * values[k].NoiseFloor + (d == 2 ? 1e-9 : 1e-5));
            Assert.False(values[k].BelowNoise);
        }
    }

    /// <summary>A mixture with equal weights of two separated states: one canonical correlation near 1, the others those within a state, which are 0.</summary>
    [Fact]
    public void Mixture_of_separated_states()
    {
        VelocityGrid grid = new(2, 32, 7);
        GaussianPair left = new([-2, 0], [0.5, 0.6], [0, 0], 0.5), right = new([2, 0], [0.5, 0.6], [0, 0], 0.5);
        (double[] f, double[] g) = GaussianPair.Sample(grid, left, right);
        double[] a = Gaussian(grid, left.Mean, left.Variance), b = Gaussian(grid, right.Mean, right.Variance);
        double exact = 0;
        for (int i = 0; i < f.Length; i++)
            exact += f[i] > 0 ? grid.CellVolume * Math.Pow(a[i] - b[i], 2) / (4 * f[i]) : 0;
        QuantityValue[] values = Values(grid, f, g);
        Assert.InRange(exact, 0.95, 1);
        Close(exact, values[0].Value, 1e-6);
        Assert.InRange(values[1].Value, 0, 1e-9);
    }

    /// <summary>Against the singular value decomposition of the whole matrix, on arrays that are no densities of anything.</summary>
    [Fact]
    public void Agrees_with_the_dense_decomposition()
    {
        VelocityGrid grid = new(2, 8, 3);
        Random random = new(11);
        double[] f = [.. Enumerable.Range(0, grid.Size).Select(_ => 1 + random.NextDouble())], g = new double[grid.Size * grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j <= i; j++)
                g[i * grid.Size + j] = g[j * grid.Size + i] = random.NextDouble() - 0.5;
        }
        Matrix<double> dense = Matrix<double>.Build.Dense(grid.Size, grid.Size, (i, j) => grid.CellVolume * g[i * grid.Size + j] / Math.Sqrt(f[i] * f[j]));
        double[] expected = [.. dense.Svd(false).S.Take(3)];
        QuantityValue[] values = Values(grid, f, g);
        for (int k = 0; k < 3; k++)
            Close(expected[k], values[k].Value, 1e-3);
    }

    [Fact]
    public void Noise_is_flagged()
    {
        VelocityGrid grid = new(2, 16, 6);
        double[] f = Gaussian(grid, [0, 0], [1, 1]), g = new double[grid.Size * grid.Size];
        Random random = new(5);
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j <= i; j++)
                g[i * grid.Size + j] = g[j * grid.Size + i] = 1e-6 * (2 * random.NextDouble() - 1);
        }
        QuantityValue[] values = Values(grid, f, g);
        Assert.InRange(values[0].Value, 0, 1e-3);
        Assert.InRange(values[0].NoiseFloor, 0.1 * values[0].Value, double.MaxValue);
    }

    private static readonly Gen<GaussianPair> Parts =
        Gen.Select(Gen.Double[-1, 1].Array[2], Gen.Double[0.7, 1.1].Array[2], Gen.Double[-0.5, 0.5].Array[2], Gen.Double[0.2, 1],
            (mean, variance, rho, weight) => new GaussianPair(mean, variance, rho, weight));

    /// <summary>0 &lt;= c_3 &lt;= c_2 &lt;= c_1 &lt;= 1, and log(1 + sum of squares) bounds the mutual information from above.</summary>
    [Fact]
    public void Ordered_and_at_most_one() => Parts.Array[1, 3].Sample(
        parts =>
        {
            double total = parts.Sum(part => part.Weight);
            VelocityGrid grid = new(2, 20, 7);
            (double[] f, double[] g) = GaussianPair.Sample(grid, [.. parts.Select(part => part with { Weight = part.Weight / total })]);
            QuantityValue[] values = Values(grid, f, g);
            Assert.InRange(values[0].Value, 0, 1 + values[0].NoiseFloor);
            Assert.True(values[1].Value <= values[0].Value && values[2].Value <= values[1].Value && values[2].Value >= 0);
            double covariance = Math.Abs(Evaluate(new PairFunctionals(), grid, f, g)["pair_covariance_xx"].Value);
            double variance = Evaluate(new OneParticleMoments(), grid, f)["covariance_xx"].Value;
            Assert.True(covariance / variance <= values[0].Value + values[0].NoiseFloor + 1e-4);
        },
        iter: 10, threads: 1);
}
