using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using MathNet.Numerics;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>E |z|^-s of a centred normal z of covariance c I is (2c)^(-s/2) Gamma((d-s)/2)/Gamma(d/2).</summary>
public class SingularRuleTests
{
    private static string Name(double s) => s == 1 ? "coulomb_integral" : "coulomb_integral_3_2";

    private static double Exact(int d, double s, double variance) =>
        Math.Pow(2 * variance, -s / 2) * SpecialFunctions.Gamma((d - s) / 2) / SpecialFunctions.Gamma(d / 2.0);

    /// <summary>The error of a product falls like h^(d+4-s): terms of order h^(d-s) and h^(d+2-s) are corrected for.</summary>
    [Theory]
    [InlineData(2, 1, 0.03)]
    [InlineData(3, 1, 0.03)]
    [InlineData(2, 1.5, 0.05)]
    [InlineData(3, 1.5, 0.05)]
    public void Order_for_a_product(int d, double s, double constant)
    {
        double[] errors = new double[3];
        int[] points = [16, 20, 24];
        for (int level = 0; level < points.Length; level++)
        {
            VelocityGrid grid = new(d, points[level], 6.5);
            QuantityValue q = Evaluate(new PairFunctionals(), grid, Gaussian(grid, new double[d], [.. Enumerable.Repeat(1.0, d)]))[Name(s)];
            errors[level] = Math.Abs(q.Value - Exact(d, s, 2));
            Assert.True(errors[level] < q.NoiseFloor);
            Assert.InRange(errors[level], 1e-9, constant * Math.Pow(grid.Spacing, d + 4 - s));
        }
        Assert.InRange(Math.Log(errors[0] / errors[2]) / Math.Log(24.0 / 16), d + 3.7 - s, d + 4.6 - s);
    }

    [Theory]
    [InlineData(2, 24, 6.5, 0.3, 1, 1e-3)]
    [InlineData(2, 24, 6.5, -0.3, 1, 1e-3)]
    [InlineData(3, 12, 5, 0.2, 1, 3e-3)]
    [InlineData(2, 24, 6.5, 0.3, 1.5, 4e-3)]
    [InlineData(2, 24, 6.5, -0.3, 1.5, 4e-3)]
    [InlineData(3, 12, 5, 0.2, 1.5, 6e-3)]
    public void Correlated_pair(int d, int n, double halfWidth, double rho, double s, double tolerance)
    {
        VelocityGrid grid = new(d, n, halfWidth);
        double[] ones = [.. Enumerable.Repeat(1.0, d)];
        (double[] f, double[] g) = GaussianPair.Sample(grid, new GaussianPair(new double[d], ones, [.. ones.Select(_ => rho)]));
        QuantityValue q = Evaluate(new PairFunctionals(), grid, f, g)[Name(s)];
        double error = Math.Abs(q.Value - Exact(d, s, 2 * (1 - rho)));
        Assert.True(error <= Math.Min(tolerance, q.NoiseFloor), FormattableString.Invariant($"error {error:E2}, floor {q.NoiseFloor:E2}"));
    }

    /// <summary>The convolution and the direct sum over pairs are the same quadrature.</summary>
    [Theory]
    [InlineData(2, 10, 1)]
    [InlineData(3, 8, 1)]
    [InlineData(2, 10, 1.5)]
    public void Convolution_agrees_with_the_direct_sum(int d, int n, double s)
    {
        VelocityGrid grid = new(d, n, 4);
        double[] f = Gaussian(grid, [.. Enumerable.Repeat(0.3, d)], [.. Enumerable.Repeat(0.8, d)]);
        SingularRule rule = new(grid, s);
        (double value, double next) = rule.Product(f);
        double direct = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < grid.Size; j++)
            {
                double square = 0;
                for (int a = 0; a < d; a++)
                    square += Math.Pow(grid.Velocity(i, a) - grid.Velocity(j, a), 2);
                direct += f[i] * f[j] * (i == j ? rule.Center : Math.Pow(square, -s / 2));
            }
        }
        Close(grid.CellVolume * grid.CellVolume * direct, value - next, 1e-12);
    }
}
