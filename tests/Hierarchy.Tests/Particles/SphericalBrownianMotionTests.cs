using Hierarchy.Densities;
using Hierarchy.Particles;

namespace Hierarchy.Tests.Particles;

/// <summary>
/// E P_l(cos theta) = exp(-l (l+1) tau/2) on the sphere in R^3: without samples by integration over the quantiles and sums over the lineages, and with
/// samples.
/// </summary>
public class SphericalBrownianMotionTests
{
    /// <summary>E P_l = int_0^infinity P_l(1 - 2 Y(tau, e)) exp(-e) de by Simpson's rule.</summary>
    [Theory]
    [InlineData(1.0 / 16)]
    [InlineData(0.05)]
    [InlineData(0.01)]
    [InlineData(1e-4)]
    public void Quantiles_have_the_moments_of_the_heat_kernel(double time)
    {
        const int intervals = 40_000;
        const double largest = 36, width = largest / intervals;
        for (int degree = 1; degree <= 6; degree++)
        {
            double sum = 0;
            for (int i = 0; i <= intervals; i++)
            {
                double weight = i is 0 or intervals ? 1 : i % 2 == 1 ? 4 : 2;
                sum += weight * width / 3 * Math.Exp(-i * width) * Samples.Legendre(degree, 1 - 2 * SphereQuantile.At(time, i * width));
            }
            double exact = Math.Exp(-0.5 * degree * (degree + 1) * time);
            Assert.True(Math.Abs(sum - exact) <= 5e-12, $"l = {degree}: {sum - exact:E2}");
        }
    }

    /// <summary>
    /// The spectral series of the distribution function, P(y &lt;= Y) = y + sum_l exp(-l (l+1) tau/2) (P_{l-1} - P_{l+1})/2, holds about 1e-13 absolutely.
    /// </summary>
    [Fact]
    public void Quantiles_invert_the_spectral_series()
    {
        foreach (double time in (ReadOnlySpan<double>)[1.0 / 16, 1.0 / 40])
        {
            foreach (double e in (ReadOnlySpan<double>)[0.01, 0.1, 0.5, 1, 2, 4, 8])
            {
                double y = SphereQuantile.At(time, e), sum = y;
                for (int l = 1; l < 80; l++)
                    sum += Math.Exp(-0.5 * l * (l + 1) * time) * (Samples.Legendre(l - 1, 1 - 2 * y) - Samples.Legendre(l + 1, 1 - 2 * y)) / 2;
                Assert.True(Math.Abs(1 - sum - Math.Exp(-e)) <= 2e-11 * Math.Exp(-e) * e + 4e-14, $"tau = {time}, e = {e}: {1 - sum - Math.Exp(-e):E2}");
            }
        }
    }

    /// <summary>Given m, y is Beta(1, m+1), and E P_l(1 - 2y) = m! (m+1)!/((m-l)! (m+l+1)!), zero for l &gt; m (Rodrigues).</summary>
    [Theory]
    [InlineData(0.25, 1e-13)]
    [InlineData(0.5, 1e-14)]
    [InlineData(3, 1e-14)]
    [InlineData(0.125, 1e-9)]
    public void Lineages_have_the_moments_of_the_heat_kernel(double time, double tolerance)
    {
        for (int degree = 0; degree <= 6; degree++)
        {
            double sum = 0;
            for (int m = degree; m < 120; m++)
            {
                double mean = 1;
                for (int i = 0; i < degree; i++)
                    mean *= (m - i) / (m + 2.0 + i);
                sum += SphericalBrownianMotion.LineageProbability(m, time) * mean;
            }
            double exact = Math.Exp(-0.5 * degree * (degree + 1) * time);
            Assert.True(Math.Abs(sum - exact) <= tolerance, $"l = {degree}: {sum - exact:E2}");
        }
    }

    [Theory]
    [InlineData(0.03)]
    [InlineData(0.2)]
    [InlineData(0.3)]
    [InlineData(1.5)]
    [InlineData(50)]
    public void Samples_have_the_moments_of_the_heat_kernel(double time)
    {
        var random = new RandomStream(17, 4);
        double[] cosines = [.. Enumerable.Range(0, 200_000).Select(_ => SphericalBrownianMotion.SampleCosine(time, random))];
        for (int degree = 1; degree <= 6; degree++)
            Samples.Near(Math.Exp(-0.5 * degree * (degree + 1) * time), $"P_{degree}", [.. cosines.Select(c => Samples.Legendre(degree, c))]);
    }

    [Fact]
    public void No_time_is_no_motion_and_negative_times_are_refused()
    {
        var random = new RandomStream(1, 1);
        Assert.Equal(1, SphericalBrownianMotion.SampleCosine(0, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => SphericalBrownianMotion.SampleCosine(-1, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => SphericalBrownianMotion.SampleCosine(double.NaN, random));
    }
}
