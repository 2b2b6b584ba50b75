namespace Hierarchy.Analysis;

/// <summary>
/// The temperature isotropisation of the NRL Plasma Formulary for one species, in the units of A(z) = Lambda |z|^-1 Pi(z), d = 3: with A = T_perp/T_par - 1
/// <code>
/// dT_par/dt = 2 nu (T_perp - T_par),     dT_perp/dt = -nu (T_perp - T_par),
/// nu = Lambda pi^{-1/2} T_par^{-3/2} A^-2 ( -3 + (A+3) atan(sqrt A)/sqrt A ),     for A &lt; 0 with atanh(sqrt(-A))/sqrt(-A).
/// </code>
/// The rate is that of the Landau equation for a bi-Maxwellian; the equation keeps f one, which that of Landau does not, so that only the slope at the start is exact.
/// </summary>
internal static class NrlIsotropisation
{
    /// <summary>Below it the series of the rate in A replaces the formula, which cancels there; the terms left out are below 1e-12.</summary>
    private const double SmallAnisotropy = 0.02;

    private const int StepsPerInterval = 64;

    /// <summary>nu.</summary>
    public static double Rate(double parallel, double perpendicular, double strength)
    {
        double a = perpendicular / parallel - 1, shape;
        if (Math.Abs(a) < SmallAnisotropy)
        {
            // sum_{k >= 2} (-A)^k (3/(2k+1) - 1/(2k-1)), over A^2.
            double power = 1;
            shape = 0;
            for (int k = 2; k < 12; k++, power *= -a)
                shape += power * (3.0 / (2 * k + 1) - 1.0 / (2 * k - 1));
        }
        else
        {
            double root = Math.Sqrt(Math.Abs(a));
            shape = (-3 + (a + 3) * (a > 0 ? Math.Atan(root) : Math.Atanh(root)) / root) / (a * a);
        }
        return strength / Math.Sqrt(Math.PI) * Math.Pow(parallel, -1.5) * shape;
    }

    /// <summary>T_par at times, by Runge and Kutta's method of order four; T_par + 2 T_perp stays.</summary>
    /// <param name="parallel">T_par at the first time.</param>
    /// <param name="perpendicular">T_perp then.</param>
    /// <param name="strength">Lambda.</param>
    /// <param name="times">Increasing.</param>
    public static double[] Parallel(double parallel, double perpendicular, double strength, double[] times)
    {
        double sum = parallel + 2 * perpendicular, now = parallel;
        double[] result = new double[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            double h = i == 0 ? 0 : (times[i] - times[i - 1]) / StepsPerInterval;
            for (int step = 0; h > 0 && step < StepsPerInterval; step++)
            {
                double k1 = Slope(now), k2 = Slope(now + 0.5 * h * k1), k3 = Slope(now + 0.5 * h * k2), k4 = Slope(now + h * k3);
                now += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
            }
            result[i] = now;
        }
        return result;

        double Slope(double value) => 2 * Rate(value, 0.5 * (sum - value), strength) * (0.5 * (sum - value) - value);
    }
}
