using CsCheck;
using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>Sobolev and Wasserstein distances on functions for which they have closed forms.</summary>
public class WeakDistanceTests
{
    private static QuantityValue Value(IDiagnostic diagnostic, string name, VelocityGrid grid, double[] f, double[] reference) =>
        Evaluate(diagnostic, grid, f, reference: reference)[name];

    /// <summary>a cos(k.v + c): squared norm (2L)^d a^2/2 (1 + |k|^2)^-2.</summary>
    [Theory]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(2, new[] { 0, -5 })]
    [InlineData(3, new[] { 2, 0, 1 })]
    public void Sobolev_norm_of_a_mode(int d, int[] mode)
    {
        VelocityGrid grid = new(d, 12, 4);
        double unit = Math.PI / 4, square = unit * unit * mode.Sum(m => m * m);
        double[] reference = Gaussian(grid, new double[d], [.. mode.Select(_ => 1.0)]);
        double[] wave = Sample(grid, v => 0.3 * Math.Cos(unit * v.Zip(mode, (x, m) => x * m).Sum() + 0.4));
        double expected = Math.Pow(8, d / 2.0) * 0.3 / Math.Sqrt(2) / (1 + square);
        QuantityValue q = Value(new SobolevDistance(), "error_sobolev", grid, [.. reference.Zip(wave, (x, y) => x + y)], reference);
        Close(expected, q.Value, 1e-14 * expected + 1e-15);
        Assert.Equal(Math.Abs(mode[1]) == 5, q.NoiseFloor > 0.5 * expected);
    }

    /// <summary>On the whole space the norm of M is int (1 + k^2)^-2 exp(-k^2) dk/(2 pi)^d: a point mass smoothed, which a box must reproduce.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Sobolev_norm_does_not_depend_on_the_box(int d)
    {
        const int Steps = 4000;
        double integral = 0, step = 10.0 / Steps;
        for (int i = 1; i <= Steps; i++)
        {
            double k = (i - 0.5) * step;
            integral += step * (d == 2 ? k / (2 * Math.PI) : k * k / (2 * Math.PI * Math.PI)) * Math.Exp(-k * k) / Math.Pow(1 + k * k, 2);
        }
        VelocityGrid grid = new(d, d == 2 ? 48 : 32, 12);
        double[] zero = new double[grid.Size];
        QuantityValue q = Value(new SobolevDistance(), "error_sobolev", grid, Gaussian(grid, new double[d], [.. Enumerable.Repeat(1.0, d)]), zero);
        Close(Math.Sqrt(integral), q.Value, 2e-3 * q.Value);
    }

    /// <summary>g = a x b + b x a: |g|^2 = 2 |a|^2 |b|^2 + 2 (a, b)^2, and the one-particle norm gives |a|, |b| and, polarised, (a, b).</summary>
    [Theory]
    [InlineData(2, 12)]
    [InlineData(3, 8)]
    public void Product_norm_of_a_pair(int d, int n)
    {
        VelocityGrid grid = new(d, n, 4);
        double[] a = Sample(grid, v => v[0] * Math.Exp(-v.Sum(x => x * x)));
        double[] b = Sample(grid, v => (v[0] + v[1] * v[1]) * Math.Exp(-v.Sum(x => x * x) / 2));
        double[] g = new double[grid.Size * grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < grid.Size; j++)
                g[i * grid.Size + j] = a[i] * b[j] + b[i] * a[j];
        }
        double Norm(double[] field) => SobolevNorm.Of(grid, field).Norm;
        double inner = (Math.Pow(Norm([.. a.Zip(b, (x, y) => x + y)]), 2) - Math.Pow(Norm([.. a.Zip(b, (x, y) => x - y)]), 2)) / 4;
        double expected = Math.Sqrt(2 * Math.Pow(Norm(a) * Norm(b), 2) + 2 * inner * inner);
        QuantityValue q = Evaluate(new ChaosSobolev(), grid, Gaussian(grid, new double[d], [.. Enumerable.Repeat(1.0, d)]), g)["chaos_sobolev"];
        Close(expected, q.Value, 1e-12 * expected);
        Assert.InRange(q.NoiseFloor, 0, 1e-6 * expected);
        Assert.Equal(0, Evaluate(new ChaosSobolev(), grid, a)["chaos_sobolev"].Value);
    }

    /// <summary>Translation by s moves every projection by m.s/|m|; the largest is that along s.</summary>
    [Theory]
    [InlineData(2, new[] { 0.3, 0.0 }, 0.3, true)]
    [InlineData(2, new[] { 0.2, -0.2 }, 0.28284271247461901, false)]
    [InlineData(3, new[] { 0.1, 0.1, 0.1 }, 0.17320508075688773, false)]
    public void Wasserstein_of_a_translation(int d, double[] shift, double largest, bool axis)
    {
        VelocityGrid grid = new(d, d == 2 ? 32 : 24, 6.5);
        double[] ones = [.. shift.Select(_ => 1.0)], f = Gaussian(grid, shift, ones), reference = Gaussian(grid, new double[d], ones);
        QuantityValue q = Value(new WassersteinDistance(), "error_wasserstein", grid, f, reference);
        Close(largest, q.Value, 1e-6);
        QuantityValue sliced = Value(new WassersteinDistance(), "error_wasserstein_sliced", grid, f, reference);
        Assert.InRange(sliced.Value, 0.3 * largest, largest);
        if (axis)
            Close((0.3 + 0 + 2 * 0.3 / Math.Sqrt(2)) / 4, sliced.Value, 1e-6);
        Assert.Empty(Evaluate(new WassersteinDistance(), grid, f));
    }

    /// <summary>N(0, s^2) against N(0, 1) on the line: |s - 1| sqrt(2/pi).</summary>
    [Theory]
    [InlineData(2, 1.1)]
    [InlineData(2, 0.9)]
    [InlineData(3, 1.15)]
    [InlineData(2, 1.0001)]
    public void Wasserstein_of_a_dilation(int d, double s)
    {
        VelocityGrid grid = new(d, d == 2 ? 32 : 24, 7);
        double[] f = Gaussian(grid, new double[d], [.. Enumerable.Repeat(s * s, d)]), reference = Gaussian(grid, new double[d], [.. Enumerable.Repeat(1.0, d)]);
        double expected = Math.Abs(s - 1) * Math.Sqrt(2 / Math.PI);
        foreach (string name in (string[])["error_wasserstein", "error_wasserstein_sliced"])
        {
            QuantityValue q = Value(new WassersteinDistance(), name, grid, f, reference);
            Close(expected, q.Value, 2e-3 * expected);
            Close(expected, q.Value, q.NoiseFloor + 1e-9);
        }
    }

    /// <summary>Int f |grad log(f/M)|^2 of a normal density of variance s and mean m against the standard one: m^2 + (s - 1)^2/s.</summary>
    [Theory]
    [InlineData(2, 0.3, 1.2)]
    [InlineData(2, 1e-4, 1.0001)]
    [InlineData(3, 0.2, 0.9)]
    public void Relative_fisher_of_normal_densities(int d, double shift, double variance)
    {
        VelocityGrid grid = new(d, 32, 8);
        double[] m = new double[d], s = [.. Enumerable.Repeat(1.0, d)];
        double[] reference = Gaussian(grid, m, s);
        (m[0], s[1]) = (shift, variance);
        QuantityValue q = Value(new RelativeFisherToLandau(), "relative_fisher_to_landau", grid, Gaussian(grid, m, s), reference);
        double exact = shift * shift + (variance - 1) * (variance - 1) / variance;
        Close(exact, q.Value, 1e-5 * exact);
        Close(exact, q.Value, q.NoiseFloor + 1e-9 * exact);
        Assert.False(q.BelowNoise);
    }

    private static readonly Gen<double[]> Law =
        Gen.Select(Gen.Double[-1, 1].Array[2], Gen.Double[0.7, 1.3].Array[2], (mean, variance) => (double[])[.. mean, .. variance]);

    /// <summary>Both are metrics on densities: non-negative, symmetric, with the triangle inequality, and weaker than L2 and, times the radius, L1.</summary>
    [Fact]
    public void Metrics() => Gen.Select(Law, Law, Law).Sample(
        (first, second, third) =>
        {
            VelocityGrid grid = new(2, 24, 7.5);
            double[][] f = [.. ((double[][])[first, second, third]).Select(law => Gaussian(grid, law[..2], law[2..]))];
            foreach ((IDiagnostic diagnostic, string name) in ((IDiagnostic, string)[])
                [(new SobolevDistance(), "error_sobolev"), (new WassersteinDistance(), "error_wasserstein"), (new WassersteinDistance(), "error_wasserstein_sliced")])
            {
                double ab = Value(diagnostic, name, grid, f[0], f[1]).Value, ba = Value(diagnostic, name, grid, f[1], f[0]).Value;
                double bc = Value(diagnostic, name, grid, f[1], f[2]).Value, ac = Value(diagnostic, name, grid, f[0], f[2]).Value;
                Assert.True(ab >= 0 && ac <= ab + bc + 1e-12);
                Close(ab, ba, 1e-14);
            }
            Dictionary<string, QuantityValue> strong = Evaluate(new DistanceToLandau(), grid, f[0], reference: f[1]);
            Assert.True(Value(new SobolevDistance(), "error_sobolev", grid, f[0], f[1]).Value <= strong["error_l2"].Value);
            QuantityValue weak = Value(new WassersteinDistance(), "error_wasserstein", grid, f[0], f[1]);
            Assert.True(weak.Value <= strong["error_l1"].Value / 2 * 2 * 7.5 * Math.Sqrt(2) + weak.NoiseFloor);
        },
        iter: 20, threads: 1);
}
