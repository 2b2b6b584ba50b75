using Hierarchy.Densities;

namespace Hierarchy.Particles;

/// <summary>
/// The polar angle of Brownian motion on the unit sphere of R^3, started at the pole, after the time tau: E P_l(cos theta) = exp(-l (l+1) tau/2).
/// (1 - cos theta)/2 is a Wright-Fisher diffusion with the mutation parameters (1, 1) started at 0, so it is a Beta(1, m+1) number where m has the law
/// q_m = sum_{k >= m} (-1)^(k-m) (2k+1) (m+k)! / ((m+1)! m! (k-m)!) exp(-k (k+1) tau/2).
/// </summary>
/// <remarks>
/// Jenkins and Spano (2017) for the law of m, Mijatovic, Mramor and Uribe Bravo (2020) for the sphere. The alternating series is exact to round-off from
/// tau = 1/4 on; shorter times, where it cancels, take <see cref="SphereQuantile"/> up to 1/16 and steps of at most 1/16, one after the other, between.
/// </remarks>
internal static class SphericalBrownianMotion
{
    /// <summary>From here on every step is the sum of the alternating series.</summary>
    internal const double ShortestSeriesTime = 0.25;

    /// <summary>Beyond, the law is uniform: exp(-tau) is below round-off.</summary>
    internal const double UniformTime = 40;

    /// <summary>Draws cos theta.</summary>
    /// <param name="time">tau &gt;= 0.</param>
    /// <param name="random">The source.</param>
    /// <exception cref="ArgumentOutOfRangeException">tau is negative or not a number.</exception>
    public static double SampleCosine(double time, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(time >= 0))
            throw new ArgumentOutOfRangeException(nameof(time), time, "the time is not negative");
        if (time >= ShortestSeriesTime)
            return CosineBySeries(time, random.NextUniform(), random.NextUniform());
        int steps = Math.Max(1, (int)Math.Ceiling(time / SphereQuantile.LongestTime));
        double cosine = 1;
        for (int i = 0; i < steps; i++)
        {
            double y = SphereQuantile.At(time / steps, -Math.Log(random.NextUniform()));
            cosine = Compose(cosine, y, i == 0 ? 0 : random.NextUniform());
        }
        return cosine;
    }

    /// <summary>cos theta by the alternating series, tau &gt;= 1/8 or so, from two independent uniform numbers.</summary>
    internal static double CosineBySeries(double time, double first, double second)
    {
        if (time >= UniformTime)
            return 1 - 2 * first;
        // The quantile of Beta(1, m+1).
        return 2 * Math.Pow(first, 1.0 / (SampleLineages(time, second) + 1)) - 1;
    }

    /// <summary>The cosine of the polar angle after one more step of (1 - cos alpha)/2 = y in the direction of the azimuth 2 pi turns.</summary>
    private static double Compose(double cosine, double y, double turns)
    {
        double stepCosine = 1 - 2 * y, stepSine = 2 * Math.Sqrt(y * (1 - y)), sine = Math.Sqrt(Math.Max(0, 1 - cosine * cosine));
        return Math.Clamp(cosine * stepCosine - sine * stepSine * Math.Cos(2 * Math.PI * turns), -1, 1);
    }

    /// <summary>The quantile of the law q of m at the level u.</summary>
    internal static int SampleLineages(double time, double u)
    {
        const int unreachable = 1000;
        double total = 0;
        for (int m = 0; m < unreachable; m++)
        {
            total += LineageProbability(m, time);
            if (u < total)
                return m;
        }
        return unreachable;
    }

    /// <summary>q_m. The terms grow first and then fall faster than geometrically.</summary>
    internal static double LineageProbability(int m, double time)
    {
        // At k = m: (2m+1) (2m)!/((m+1)! m!) exp(-m (m+1) tau/2).
        double logarithm = -0.5 * m * (m + 1) * time;
        for (int i = 1; i <= m; i++)
            logarithm += Math.Log((m + i) / (double)i);
        double coefficient = Math.Exp(logarithm) / (m + 1), sum = 0;
        for (int k = m; ; k++)
        {
            double term = (2 * k + 1) * coefficient;
            sum += (k - m) % 2 == 0 ? term : -term;
            double ratio = (m + k + 1.0) / (k + 1 - m) * Math.Exp(-(k + 1) * time);
            if (term < 1e-18 && ratio < 1)
                return Math.Max(0, sum);
            coefficient *= ratio;
        }
    }
}
