using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>E 1/|z| of a centred normal z of covariance s I is sqrt(pi/(2 s)) for d = 2 and sqrt(2/(pi s)) for d = 3.</summary>
public class CoulombRuleTests
{
    private static double Exact(int d, double s) => d == 2 ? Math.Sqrt(Math.PI / (2 * s)) : Math.Sqrt(2 / (Math.PI * s));

    /// <summary>The error of a product falls like h^(d+3): terms of order h^(d-1) and h^(d+1) are corrected for.</summary>
    [Theory]
    [InlineData(2, 0.03)]
    [InlineData(3, 0.03)]
    public void OrderForAProduct(int d, double constant)
    {
        double[] errors = new double[3];
        int[] points = [16, 20, 24];
        for (int level = 0; level < points.Length; level++)
        {
            VelocityGrid grid = new(d, points[level], 6.5);
            QuantityValue q = Evaluate(new PairFunctionals(), grid, Gaussian(grid, new double[d], [.. Enumerable.Repeat(1.0, d)]))["coulomb_integral"];
            errors[level] = Math.Abs(q.Value - Exact(d, 2));
            Assert.True(errors[level] < q.NoiseFloor);
            Assert.InRange(errors[level], 1e-9, constant * Math.Pow(grid.Spacing, d + 3));
        }
        Assert.InRange(Math.Log(errors[0] / errors[2]) / Math.Log(24.0 / 16), d + 2.7, d + 3.6);
    }

    [Theory]
    [InlineData(2, 24, 6.5, 0.3, 1e-3)]
    [InlineData(2, 24, 6.5, -0.3, 1e-3)]
    [InlineData(3, 12, 5, 0.2, 3e-3)]
    public void CorrelatedPair(int d, int n, double halfWidth, double rho, double tolerance)
    {
        VelocityGrid grid = new(d, n, halfWidth);
        double[] ones = [.. Enumerable.Repeat(1.0, d)];
        (double[] f, double[] g) = GaussianPair.Sample(grid, new GaussianPair(new double[d], ones, [.. ones.Select(_ => rho)]));
        QuantityValue q = Evaluate(new PairFunctionals(), grid, f, g)["coulomb_integral"];
        double error = Math.Abs(q.Value - Exact(d, 2 * (1 - rho)));
        Assert.True(error <= Math.Min(tolerance, q.NoiseFloor), FormattableString.Invariant($"error {error:E2}, floor {q.NoiseFloor:E2}"));
    }

    /// <summary>The convolution and the direct sum over pairs are the same quadrature.</summary>
    [Theory]
    [InlineData(2, 10)]
    [InlineData(3, 8)]
    public void ConvolutionAgreesWithTheDirectSum(int d, int n)
    {
        VelocityGrid grid = new(d, n, 4);
        double[] f = Gaussian(grid, [.. Enumerable.Repeat(0.3, d)], [.. Enumerable.Repeat(0.8, d)]);
        CoulombRule rule = new(grid);
        (double value, double next) = rule.Product(f);
        double direct = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < grid.Size; j++)
            {
                double square = 0;
                for (int a = 0; a < d; a++)
                    square += Math.Pow(grid.Velocity(i, a) - grid.Velocity(j, a), 2);
                direct += f[i] * f[j] * (i == j ? rule.Center : 1 / Math.Sqrt(square));
            }
        }
        Close(grid.CellVolume * grid.CellVolume * direct, value - next, 1e-12);
    }
}
