using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>Densities with known functionals, sampled on a grid, and short ways to evaluate diagnostics on them.</summary>
internal static class Densities
{
    public static double[] Sample(VelocityGrid grid, Func<double[], double> f)
    {
        double[] values = new double[grid.Size], v = new double[grid.Dimension];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int a = 0; a < v.Length; a++)
                v[a] = grid.Velocity(i, a);
            values[i] = f(v);
        }
        return values;
    }

    /// <summary>The normal density of mean m and diagonal covariance s.</summary>
    public static double[] Gaussian(VelocityGrid grid, double[] m, double[] s) => Sample(grid, v =>
    {
        double value = 1;
        for (int a = 0; a < v.Length; a++)
            value *= Normal(v[a], m[a], s[a]);
        return value;
    });

    public static double Normal(double v, double mean, double variance) =>
        Math.Exp(-(v - mean) * (v - mean) / (2 * variance)) / Math.Sqrt(2 * Math.PI * variance);

    /// <summary>BKW: (2 pi K)^(-d/2) exp(-|v|^2/2K) (P + Q |v|^2) with mass 1 and E|v|^2 = d.</summary>
    public static double[] Bkw(VelocityGrid grid, double k) => Sample(grid, v =>
    {
        int d = v.Length;
        double square = v.Sum(x => x * x), p = ((d + 2) * k - d) / (2 * k), q = (1 - k) / (2 * k * k);
        return Math.Pow(2 * Math.PI * k, -d / 2.0) * Math.Exp(-square / (2 * k)) * (p + q * square);
    });

    public static Dictionary<string, QuantityValue> Evaluate(
        IDiagnostic diagnostic, VelocityGrid grid, double[] density, double[]? correlation = null, double[]? reference = null)
    {
        List<QuantityValue> values = [];
        diagnostic.Evaluate(
            new Observation
            {
                Grid = grid,
                Model = "test",
                Particles = new ParticleNumber(8),
                Time = 0,
                Density = density,
                Correlation = correlation is null ? PairCorrelation.Zero(grid) : PairCorrelation.Of(grid, correlation),
                Reference = reference,
            },
            values);
        return values.ToDictionary(value => value.Name);
    }

    public static void Close(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, FormattableString.Invariant($"expected {expected:R}, got {actual:R}, apart {expected - actual:E2}"));
}
