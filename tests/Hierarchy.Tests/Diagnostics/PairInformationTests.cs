using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>H_2 and I_2 of a mixture of two normal densities against sums of their own on a finer and wider grid, with gradients in closed form.</summary>
public class PairInformationTests
{
    private static readonly (double Weight, double[] Mean, double[] Variance)[] Parts = [(0.7, [0.6, 0], [0.5, 1.1]), (0.3, [-1.4, 0], [1.1, 0.5])];

    private static readonly Lazy<(double Entropy, double Fisher)> Exact = new(() => Quadrature(56, 7));

    /// <summary>The value that a fourfold quadrature by other means gives.</summary>
    [Fact]
    public void The_reference_is_converged()
    {
        Assert.Equal(2.66110, Exact.Value.Fisher, 5e-6);
        (double entropy, double fisher) = Quadrature(40, 6.5);
        Assert.Equal(Exact.Value.Entropy, entropy, 1e-5);
        Assert.Equal(Exact.Value.Fisher, fisher, 1e-5);
    }

    [Theory]
    [InlineData(20, 5, 0.02)]
    [InlineData(24, 5, 0.02)]
    [InlineData(20, 6.5, 0.06)]
    [InlineData(24, 6.5, 8e-3)]
    [InlineData(32, 6.5, 1e-4)]
    public void Entropy_and_fisher_information_of_a_mixture_are_exact_within_their_floors(int points, double halfWidth, double tolerance)
    {
        VelocityGrid grid = new(2, points, halfWidth);
        (double[] f, double[] g) = Sample(grid);
        QuantityValue fisher = Evaluate(new PairFisher(), grid, f, g)["fisher_2"], entropy = Evaluate(new PairFunctionals(), grid, f, g)["entropy_2"];
        string found = FormattableString.Invariant($"fisher {fisher.Value:G8} +- {fisher.NoiseFloor:G2} for {Exact.Value.Fisher:G8}, ")
            + FormattableString.Invariant($"entropy {entropy.Value:G8} +- {entropy.NoiseFloor:G2} for {Exact.Value.Entropy:G8}");
        Assert.True(Math.Abs(fisher.Value - Exact.Value.Fisher) <= Math.Min(tolerance, fisher.NoiseFloor), found);
        Assert.True(Math.Abs(entropy.Value - Exact.Value.Entropy) <= Math.Min(tolerance, entropy.NoiseFloor), found);
    }

    /// <summary>f is no marginal of F = w x w: the printed values are still those of F, d/s and -d/2 log(2 pi e s).</summary>
    [Fact]
    public void Where_f_is_no_marginal_the_values_are_those_of_the_pair()
    {
        VelocityGrid grid = new(2, 32, 7);
        const double variance = 1.1;
        double[] f = Gaussian(grid, [0, 0], [1, 1]), wide = Gaussian(grid, [0, 0], [variance, variance]);
        double[] g = [.. Enumerable.Range(0, f.Length * f.Length).Select(k => wide[k / f.Length] * wide[k % f.Length] - f[k / f.Length] * f[k % f.Length])];
        Assert.Equal(2 / variance, Evaluate(new PairFisher(), grid, f, g)["fisher_2"].Value, 2e-3);
        Assert.Equal(-Math.Log(2 * Math.PI * Math.E * variance), Evaluate(new PairFunctionals(), grid, f, g)["entropy_2"].Value, 1e-4);
    }

    private static (double[] F, double[] G) Sample(VelocityGrid grid)
    {
        double[][] parts = [.. Parts.Select(part => Normalised(grid, Gaussian(grid, part.Mean, part.Variance)))];
        double[] f = [.. Enumerable.Range(0, grid.Size).Select(i => Parts.Zip(parts, (part, values) => part.Weight * values[i]).Sum())], g = new double[grid.Size * grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < grid.Size; j++)
                g[i * grid.Size + j] = Parts[0].Weight * parts[0][i] * parts[0][j] + Parts[1].Weight * parts[1][i] * parts[1][j] - f[i] * f[j];
        }
        return (f, g);
    }

    private static double[] Normalised(VelocityGrid grid, double[] density)
    {
        double mass = grid.CellVolume * density.Sum();
        return [.. density.Select(f => f / mass)];
    }

    private static (double Entropy, double Fisher) Quadrature(int points, double halfWidth)
    {
        double h = 2 * halfWidth / points, entropy = 0, fisher = 0;
        int size = points * points;
        double[][] values = [.. Parts.Select(_ => new double[size])], x = [.. Parts.Select(_ => new double[size])], y = [.. Parts.Select(_ => new double[size])];
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < Parts.Length; k++)
            {
                (_, double[] mean, double[] variance) = Parts[k];
                double first = (i / points + 0.5) * h - halfWidth - mean[0], second = (i % points + 0.5) * h - halfWidth - mean[1];
                values[k][i] = Normal(first, 0, variance[0]) * Normal(second, 0, variance[1]);
                (x[k][i], y[k][i]) = (-first / variance[0] * values[k][i], -second / variance[1] * values[k][i]);
            }
        }
        for (int i = 0; i < size; i++)
        {
            double one = Parts[0].Weight * values[0][i], other = Parts[1].Weight * values[1][i];
            for (int j = 0; j < size; j++)
            {
                double pair = one * values[0][j] + other * values[1][j], a = one * x[0][j] + other * x[1][j], b = one * y[0][j] + other * y[1][j];
                entropy += pair > 0 ? pair * Math.Log(pair) : 0;
                fisher += pair > 0 ? (a * a + b * b) / pair : 0;
            }
        }
        double cell = h * h * h * h;
        return (cell * entropy / 2, cell * fisher);
    }
}
