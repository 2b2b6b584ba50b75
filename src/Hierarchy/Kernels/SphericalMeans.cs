namespace Hierarchy.Kernels;

/// <summary>
/// The integral over the unit sphere of Pi(w) exp(-i x e.w) for a unit vector e: it equals Across (I - e e^T) + Along e e^T, and both are real. With J the
/// Bessel functions (d = 2), j the spherical ones (d = 3) and c = 2 pi, 4 pi: Across = c (J0 - J1/x),  Along = c (d - 1) J1/x, the same in j for d = 3.
/// </summary>
/// <remarks>
/// In the form P I + Q e e^T: P = Across and Q = Along - Across = c J2, from J2 = 2 J1/x - J0 and j2 = 3 j1/x - j0.
/// </remarks>
internal static class SphericalMeans
{
    private const double SeriesBelow = 2;
    private const double AsymptoticAbove = 25;

    /// <summary>P and Q at x &gt;= 0 in d = 2 or 3, absolute error a few units in the sixteenth digit.</summary>
    public static (double P, double Q) Evaluate(int dimension, double x)
    {
        double sphere = dimension == 2 ? 2 * Math.PI : 4 * Math.PI;
        if (x < SeriesBelow)
        {
            double order = 0.5 * (dimension - 2);
            double zeroth = Series(order, x), first = Series(order + 1, x) / dimension, second = Series(order + 2, x) / (dimension * (dimension + 2));
            return (sphere * (zeroth - first), sphere * x * x * second);
        }
        if (dimension == 3)
        {
            (double sine, double cosine) = Math.SinCos(x);
            double j0 = sine / x, j1OverX = (j0 - cosine) / (x * x);
            return (sphere * (j0 - j1OverX), sphere * (3 * j1OverX - j0));
        }
        (double b0, double b1) = x < AsymptoticAbove ? Recurrence(x) : Asymptotic(x);
        return (sphere * (b0 - b1 / x), sphere * (2 * b1 / x - b0));
    }

    /// <summary>J0(x) and J1(x), x &gt;= 0.</summary>
    public static (double J0, double J1) Bessel(double x)
    {
        if (x < SeriesBelow)
            return (Series(0, x), 0.5 * x * Series(1, x));
        return x < AsymptoticAbove ? Recurrence(x) : Asymptotic(x);
    }

    /// <summary>0F1(; order + 1; -x^2/4) = Gamma(order + 1) (2/x)^order J_order(x).</summary>
    private static double Series(double order, double x)
    {
        double step = -0.25 * x * x, term = 1, sum = 1;
        for (int k = 1; Math.Abs(term) > 1e-18; k++)
        {
            term *= step / (k * (k + order));
            sum += term;
        }
        return sum;
    }

    /// <summary>Downward recurrence from an order where J is negligible, normalised by J0 + 2 (J2 + J4 + ...) = 1 (Miller's algorithm).</summary>
    private static (double J0, double J1) Recurrence(double x)
    {
        int start = 2 * (int)(0.5 * x + 22);
        double above = 0, here = 1e-280, sum = 0, twice = 2 / x;
        for (int k = start; k > 0; k--)
        {
            (above, here) = (here, k * twice * here - above);
            if (k % 2 == 1)
                sum += here;
        }
        double norm = 1 / (2 * sum - here);
        return (here * norm, above * norm);
    }

    /// <summary>Hankel's expansion; at x &gt;= 25 its smallest term is far below round-off.</summary>
    private static (double J0, double J1) Asymptotic(double x)
    {
        (double sine, double cosine) = Math.SinCos(x);
        double amplitude = 1 / Math.Sqrt(Math.PI * x);
        (double p0, double q0) = Hankel(0, x);
        (double p1, double q1) = Hankel(4, x);
        double plus = cosine + sine, minus = sine - cosine;
        return (amplitude * (p0 * plus - q0 * minus), amplitude * (p1 * minus + q1 * plus));
    }

    private static (double P, double Q) Hankel(double fourOrderSquared, double x)
    {
        double p = 1, q = 0, term = 1;
        for (int k = 1; k < 40 && Math.Abs(term) > 1e-18; k++)
        {
            double odd = 2 * k - 1;
            term *= (fourOrderSquared - odd * odd) / (8 * k * x);
            switch (k & 3)
            {
                case 1: q += term; break;
                case 2: p -= term; break;
                case 3: q -= term; break;
                default: p += term; break;
            }
        }
        return (p, q);
    }
}
