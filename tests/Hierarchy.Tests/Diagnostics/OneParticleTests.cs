using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

public class OneParticleTests
{
    private static readonly double[] Mean3 = [0.3, -0.2, 0.1];
    private static readonly double[] Variance3 = [0.8, 1.0, 1.3];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Moments_of_a_shifted_gaussian(int d)
    {
        VelocityGrid grid = new(d, 32, 9);
        double[] m = Mean3[..d], s = Variance3[..d];
        Dictionary<string, QuantityValue> q = Evaluate(new OneParticleMoments(), grid, Gaussian(grid, m, s));
        double energy = 0, fourth = 0;
        for (int a = 0; a < d; a++)
            energy += s[a] + m[a] * m[a];
        for (int a = 0; a < d; a++)
        {
            fourth += Math.Pow(m[a], 4) + 6 * m[a] * m[a] * s[a] + 3 * s[a] * s[a];
            for (int b = 0; b < d; b++)
                fourth += a == b ? 0 : (s[a] + m[a] * m[a]) * (s[b] + m[b] * m[b]);
        }
        Close(1, q["mass"].Value, 1e-12);
        Close(m[0], q["momentum_x"].Value, 1e-12);
        Close(m[d - 1], q["momentum_" + "xyz"[d - 1]].Value, 1e-12);
        Close(energy, q["energy"].Value, 1e-11);
        Close(fourth, q["fourth_moment"].Value, 1e-9);
        Close(s[1], q["covariance_yy"].Value, 1e-12);
        Close(0, q["covariance_xy"].Value, 1e-12);
    }

    [Theory]
    [InlineData(2, 32)]
    [InlineData(3, 24)]
    public void Entropy_and_fisher_information_of_a_gaussian(int d, int n)
    {
        VelocityGrid grid = new(d, n, 7);
        double[] s = Variance3[..d];
        Dictionary<string, QuantityValue> q = Evaluate(new OneParticleInformation(), grid, Gaussian(grid, Mean3[..d], s));
        double entropy = s.Sum(x => -0.5 * Math.Log(2 * Math.PI * Math.E * x)), fisher = s.Sum(x => 1 / x);
        double tolerance = d == 2 ? 1e-7 : 2e-5;
        Close(entropy, q["entropy_1"].Value, tolerance);
        Close(fisher, q["fisher_1"].Value, 10 * tolerance);
        Assert.InRange(q["entropy_1"].NoiseFloor, 0, 100 * tolerance);
        Assert.InRange(q["fisher_1"].NoiseFloor, 0, 1000 * tolerance);
    }

    /// <summary>At t = 0 the density vanishes at v = 0, where |grad f|^2/f has a limit that no grid value gives.</summary>
    [Theory]
    [InlineData(0, -2.72194555, 4)]
    [InlineData(1, -2.78904929, 2.60142341)]
    [InlineData(2, -2.81419239, 2.26003120)]
    [InlineData(5, -2.83423588, 2.03386282)]
    public void Bkw_in_the_plane(double t, double entropy, double fisher)
    {
        VelocityGrid grid = new(2, 48, 7);
        Dictionary<string, QuantityValue> q = Evaluate(new OneParticleInformation(), grid, Bkw(grid, 1 - 0.5 * Math.Exp(-t / 8)));
        Close(entropy, q["entropy_1"].Value, 1e-6);
        Close(fisher, q["fisher_1"].Value, 1e-6);
    }

    [Theory]
    [InlineData(5.5, -4.19305231, 3.88465539)]
    [InlineData(6, -4.21898220, 3.44270002)]
    [InlineData(10, -4.25534037, 3.01295666)]
    public void Bkw_in_space(double t, double entropy, double fisher)
    {
        VelocityGrid grid = new(3, 32, 6);
        Dictionary<string, QuantityValue> q = Evaluate(new OneParticleInformation(), grid, Bkw(grid, 1 - Math.Exp(-t / 6)));
        Close(entropy, q["entropy_1"].Value, 5e-6);
        Close(fisher, q["fisher_1"].Value, 3e-5);
    }

    /// <summary>The error estimate must cover the error where the zeros of f are complex but near: no extrapolation in h is right there.</summary>
    [Theory]
    [InlineData(0.005)]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void Reported_noise_covers_the_error_next_to_a_zero(double t)
    {
        VelocityGrid grid = new(2, 48, 7);
        double k = 1 - 0.5 * Math.Exp(-t / 8);
        Dictionary<string, QuantityValue> q = Evaluate(new OneParticleInformation(), grid, Bkw(grid, k));
        (double entropy, double fisher) = RadialBkw(k);
        Assert.True(Math.Abs(entropy - q["entropy_1"].Value) <= q["entropy_1"].NoiseFloor + 1e-9);
        Assert.True(Math.Abs(fisher - q["fisher_1"].Value) <= 2 * q["fisher_1"].NoiseFloor + 1e-7, $"{fisher - q["fisher_1"].Value} {q["fisher_1"].NoiseFloor}");
        Assert.InRange(q["fisher_1"].NoiseFloor, 0, 3e-3);
    }

    /// <summary>The same integrals in polar coordinates, by Simpson's rule in log r.</summary>
    private static (double Entropy, double Fisher) RadialBkw(double k)
    {
        const int Steps = 40000;
        double p = (4 * k - 2) / (2 * k), q = (1 - k) / (2 * k * k), from = Math.Log(1e-7), to = Math.Log(9), step = (to - from) / Steps;
        double entropy = 0, fisher = 0;
        for (int i = 0; i <= Steps; i++)
        {
            double r = Math.Exp(from + i * step), m = Math.Exp(-r * r / (2 * k)) / (2 * Math.PI * k), f = m * (p + q * r * r);
            double derivative = m * (2 * q * r - r / k * (p + q * r * r)), weight = (i == 0 || i == Steps ? 1 : i % 2 == 1 ? 4 : 2) * step / 3 * 2 * Math.PI * r * r;
            entropy += weight * f * Math.Log(f);
            fisher += weight * derivative * derivative / f;
        }
        return (entropy, fisher);
    }

    [Fact]
    public void Noise_in_the_tails_does_not_enter_the_information()
    {
        VelocityGrid grid = new(2, 32, 7);
        double[] f = Gaussian(grid, [0, 0], [1, 1]);
        Random random = new(7);
        for (int i = 0; i < f.Length; i++)
            f[i] += 1e-9 * (2 * random.NextDouble() - 1);
        Dictionary<string, QuantityValue> q = Evaluate(new OneParticleInformation(), grid, f);
        double entropy = -Math.Log(2 * Math.PI * Math.E);
        Close(entropy, q["entropy_1"].Value, 1e-5);
        Close(2, q["fisher_1"].Value, 1e-5);
        Assert.True(Math.Abs(entropy - q["entropy_1"].Value) <= q["entropy_1"].NoiseFloor);
        Assert.True(Math.Abs(2 - q["fisher_1"].Value) <= q["fisher_1"].NoiseFloor);
    }

    [Fact]
    public void Negative_values_are_measured()
    {
        VelocityGrid grid = new(2, 16, 4);
        double[] f = new double[grid.Size];
        f[3] = -2;
        f[9] = -0.5;
        f[20] = 1;
        Dictionary<string, QuantityValue> q = Evaluate(new OneParticlePositivity(), grid, f);
        Assert.Equal(-2, q["min_f1"].Value);
        Close(2.5 * 0.25, q["negative_mass_f1"].Value, 1e-15);
    }

    [Theory]
    [InlineData(2, 0.3, 1.2)]
    [InlineData(2, 1e-4, 1.0001)]
    [InlineData(3, 0.2, 0.9)]
    public void Distances_between_gaussians(int d, double shift, double variance)
    {
        VelocityGrid grid = new(d, 32, 8);
        double[] m = new double[d], s = [.. Enumerable.Repeat(1.0, d)];
        double[] reference = Gaussian(grid, m, s);
        m[0] = shift;
        s[1] = variance;
        double[] f = Gaussian(grid, m, s);
        Dictionary<string, QuantityValue> q = Evaluate(new DistanceToLandau(), grid, f, reference: reference);
        double exact = shift * shift / 2 + (variance - 1 - Math.Log(variance)) / 2;
        Close(exact, q["relative_entropy_to_landau"].Value, 1e-7 * exact + 1e-16);
        Close(f.Zip(reference, (x, y) => Math.Abs(x - y)).Max(), q["error_linf"].Value, 0);
        double l2 = Math.Sqrt(grid.CellVolume * f.Zip(reference, (x, y) => (x - y) * (x - y)).Sum());
        Close(l2, q["error_l2"].Value, 1e-12 * l2);
        Assert.InRange(q["error_l1"].Value, Math.Sqrt(2 * exact) * 0.4, Math.Sqrt(2 * exact));
        Assert.Empty(Evaluate(new DistanceToLandau(), grid, f));
    }
}
