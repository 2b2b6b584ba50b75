using Hierarchy.Audits;
using Hierarchy.Diagnostics;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Audits;

public class TestFunctionTests
{
    /// <summary>Against differences of the values, and the norms against a search over the radius.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Derivatives_and_norms(int d)
    {
        TestFunction function = new("bump", [.. Enumerable.Range(0, d).Select(a => 0.3 - 0.2 * a)], 1.7);
        double[] v = [.. function.Center], gradient = new double[d], hessian = new double[d * d], unused = new double[d * d];
        double[] before = new double[d], after = new double[d];
        double largestGradient = 0, largestHessian = 0;
        const double Step = 1e-5;
        for (int k = 0; k <= 400; k++)
        {
            for (int a = 0; a < d; a++)
                v[a] = function.Center[a] + 1.7 * 0.0025 * k * (a == 0 ? 0.6 : 0.8 / Math.Sqrt(d - 1));
            function.Evaluate(v, gradient, hessian);
            largestGradient = Math.Max(largestGradient, Math.Sqrt(gradient.Sum(x => x * x)));
            largestHessian = Math.Max(largestHessian,
                MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(d, d, hessian).Evd().EigenValues.Max(x => Math.Abs(x.Real)));
            for (int a = 0; a < d && k % 50 == 0; a++)
            {
                v[a] += Step;
                double above = function.Evaluate(v, after, unused);
                v[a] -= 2 * Step;
                double below = function.Evaluate(v, before, unused);
                v[a] += Step;
                Assert.Equal((above - below) / (2 * Step), gradient[a], 1e-8);
                for (int b = 0; b < d; b++)
                    Assert.Equal((after[b] - before[b]) / (2 * Step), hessian[a * d + b], 1e-7);
            }
        }
        Assert.Equal(function.GradientNorm, largestGradient, 1e-4);
        Assert.Equal(function.HessianNorm, largestHessian, 1e-10);
    }

    [Theory]
    [InlineData(2, 24)]
    [InlineData(3, 12)]
    public void The_family_is_supported_in_the_box(int d, int n)
    {
        VelocityGrid grid = new(d, n, 5.5);
        foreach (TestFunction function in TestFunction.Family(grid, Diagnostics.Densities.Gaussian(grid, [.. Enumerable.Repeat(0.2, d)], [.. Enumerable.Repeat(0.9, d)])))
            Assert.All(function.Center, c => Assert.InRange(Math.Abs(c) + function.Radius, 0, 5.5));
    }
}
