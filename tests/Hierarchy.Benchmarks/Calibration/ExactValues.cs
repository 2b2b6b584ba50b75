namespace Hierarchy.Benchmarks.Calibration;

/// <summary>Integrals of known densities by rules that have nothing in common with the grid: Simpson's along a radius, the trapezoidal rule along lines and in planes.</summary>
internal static class ExactValues
{
    private const double FarRadius = 16, FarLine = 12;
    private const int RadialIntervals = 8000, LineIntervals = 4000, PlaneIntervals = 600;

    /// <summary>int f log f, int |f'|^2/f, E|v|^2 and E|v|^4 of a radial density.</summary>
    public static Dictionary<string, double> Radial(int dimension, Func<double, double> density, Func<double, double> slope)
    {
        double sphere = dimension == 2 ? 2 * Math.PI : 4 * Math.PI, h = FarRadius / RadialIntervals;
        double entropy = 0, fisher = 0, energy = 0, fourth = 0;
        for (int i = 1; i <= RadialIntervals; i++)
        {
            double r = i * h, f = density(r), weight = sphere * h / 3 * (i == RadialIntervals ? 1 : i % 2 == 1 ? 4 : 2) * Math.Pow(r, dimension - 1);
            if (!(f > 1e-300))
                continue;
            entropy += weight * f * Math.Log(f);
            fisher += weight * slope(r) * slope(r) / f;
            energy += weight * f * r * r;
            fourth += weight * f * r * r * r * r;
        }
        return new() { ["mass"] = 1, ["energy"] = energy, ["covariance_xx"] = energy / dimension, ["fourth_moment"] = fourth, ["entropy_1"] = entropy, ["fisher_1"] = fisher };
    }

    /// <summary>f = (2 pi K)^(-d/2) exp(-r^2/2K) (P + Q r^2) of Bobylev, Krook and Wu.</summary>
    public static Dictionary<string, double> Bkw(int dimension, double constant, double strength, double time)
    {
        double k = 1 - constant * Math.Exp(-2 * (dimension - 1) * strength * time), p = ((dimension + 2) * k - dimension) / (2 * k), q = (1 - k) / (2 * k * k);
        double Gauss(double r) => Math.Pow(2 * Math.PI * k, -0.5 * dimension) * Math.Exp(-r * r / (2 * k));
        return Radial(dimension, r => Gauss(r) * (p + q * r * r), r => Gauss(r) * (2 * q * r - r / k * (p + q * r * r)));
    }

    /// <summary>f = M (1 + a L(r^2/2)), L(x) = x^2/2 - (d+2) x/2 + d (d+2)/8, a = exp(-4 (d-1) Lambda t)/15.</summary>
    public static Dictionary<string, double> Lemou(int dimension, double strength, double time)
    {
        double a = Math.Exp(-4 * (dimension - 1) * strength * time) / 15;
        double Gauss(double r) => Math.Pow(2 * Math.PI, -0.5 * dimension) * Math.Exp(-r * r / 2);
        double Factor(double r) => 1 + a * (r * r * r * r / 8 - (dimension + 2) * r * r / 4 + dimension * (dimension + 2) / 8.0);
        return Radial(dimension, r => Gauss(r) * Factor(r), r => Gauss(r) * (a * (r * r * r / 2 - (dimension + 2) * r / 2) - r * Factor(r)));
    }

    /// <summary>A mixture of Maxwellians at rest, halves of two temperatures.</summary>
    public static Dictionary<string, double> TwoTemperatures(int dimension, double one, double other)
    {
        double Gauss(double r, double t) => 0.5 * Math.Pow(2 * Math.PI * t, -0.5 * dimension) * Math.Exp(-r * r / (2 * t));
        return Radial(dimension, r => Gauss(r, one) + Gauss(r, other), r => -r / one * Gauss(r, one) - r / other * Gauss(r, other));
    }

    /// <summary>Two beams along x in the plane, as de Finetti states of a pair: f^k(v) = a_k(x) b(y), so that all but b is an integral over x1 and x2.</summary>
    public static Dictionary<string, double> Beams(double[] weights, double[] means, double temperature)
    {
        double Normal(double x, double mean) => Math.Exp(-(x - mean) * (x - mean) / (2 * temperature)) / Math.Sqrt(2 * Math.PI * temperature);
        (double Value, double Slope) One(double x)
        {
            double value = 0, slope = 0;
            for (int k = 0; k < weights.Length; k++)
            {
                value += weights[k] * Normal(x, means[k]);
                slope -= weights[k] * Normal(x, means[k]) * (x - means[k]) / temperature;
            }
            return (value, slope);
        }
        double h = 2 * FarLine / LineIntervals, entropy = 0, fisher = 0;
        for (int i = 0; i < LineIntervals; i++)
        {
            (double value, double slope) = One(-FarLine + i * h);
            entropy += value > 1e-300 ? h * value * Math.Log(value) : 0;
            fisher += value > 1e-300 ? h * slope * slope / value : 0;
        }
        double across = -0.5 * Math.Log(2 * Math.PI * Math.E * temperature), mean = weights.Zip(means, (w, m) => w * m).Sum();
        double spread = weights.Zip(means, (w, m) => w * (m - mean) * (m - mean)).Sum(), squares = weights.Zip(means, (w, m) => w * m * m).Sum();
        var values = new Dictionary<string, double>
        {
            ["mass"] = 1,
            ["momentum_x"] = mean,
            ["energy"] = squares + 2 * temperature,
            ["covariance_xx"] = temperature + spread,
            ["entropy_1"] = entropy + across,
            ["fisher_1"] = fisher + 1 / temperature,
            ["pair_covariance_xx"] = spread,
            ["pair_energy_covariance"] = weights.Zip(means, (w, m) => w * Math.Pow(m * m - squares, 2)).Sum(),
        };
        AddPlane(values, weights, means, temperature, Normal, One, across);
        values["chaos_sobolev"] = BeamsInSobolev(weights, means, temperature);
        return values;
    }

    /// <summary>
    /// The norm of g = sum_ab (w_a delta_ab - w_a w_b) X_a x X_b in H^-2 x H^-2 of the whole space: the root of tr(M G M G) with
    /// G_ab = (2 pi)^-2 int (1+|k|^2)^-2 exp(-T |k|^2) cos(k_x (m_a - m_b)) dk.
    /// </summary>
    private static double BeamsInSobolev(double[] weights, double[] means, double temperature)
    {
        const double farthest = 12, step = 0.05;
        int intervals = (int)(2 * farthest / step), count = weights.Length;
        double[,] product = new double[count, count];
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                // Row a of M times column b of G.
                for (int c = 0; c < count; c++)
                    product[a, b] += ((a == c ? weights[a] : 0) - weights[a] * weights[c]) * Overlap(means[c] - means[b]);
            }
        }
        double square = 0;
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
                square += product[a, b] * product[b, a];
        }
        return Math.Sqrt(square);

        double Overlap(double shift)
        {
            double sum = 0;
            for (int i = 0; i <= intervals; i++)
            {
                for (int j = 0; j <= intervals; j++)
                {
                    double x = -farthest + i * step, y = -farthest + j * step, k = x * x + y * y;
                    sum += Math.Exp(-temperature * k) * Math.Cos(shift * x) / ((1 + k) * (1 + k));
                }
            }
            return sum * step * step / (4 * Math.PI * Math.PI);
        }
    }

    private static void AddPlane(
        Dictionary<string, double> values, double[] weights, double[] means, double temperature, Func<double, double, double> normal, Func<double,
            (double Value, double Slope)> one, double across)
    {
        double h = 2 * FarLine / PlaneIntervals, information = 0, entropy = 0, first = 0, square = 0, fisher = 0, relative = 0;
        for (int i = 0; i < PlaneIntervals; i++)
        {
            double x = -FarLine + i * h;
            (double f, double slope) = one(x);
            for (int j = 0; j < PlaneIntervals; j++)
            {
                double y = -FarLine + j * h, product = f * one(y).Value, pair = 0, pairSlope = 0;
                for (int k = 0; k < weights.Length; k++)
                {
                    double part = weights[k] * normal(x, means[k]) * normal(y, means[k]);
                    pair += part;
                    pairSlope -= part * (x - means[k]) / temperature;
                }
                first += h * h * Math.Abs(pair - product);
                square += h * h * (pair - product) * (pair - product);
                if (!(product > 1e-280) || !(pair > 1e-280))
                    continue;
                information += h * h * pair * Math.Log(pair / product);
                entropy += h * h * pair * Math.Log(pair);
                fisher += h * h * pairSlope * pairSlope / pair;
                relative += 2 * h * h * pair * Math.Pow(pairSlope / pair - slope / f, 2);
            }
        }
        values["mutual_information"] = information;
        values["entropy_2"] = 0.5 * entropy + across;
        values["chaos_l1"] = first;
        values["chaos_l2"] = Math.Sqrt(square) / (2 * Math.Sqrt(Math.PI * temperature));
        values["fisher_2"] = fisher + 1 / temperature;
        values["relative_fisher"] = relative;
    }

    /// <summary>Second moments at gamma = 0 of independent particles with the covariance diag(x, y) at the start; N infinite without a pair.</summary>
    /// <param name="x">E vx^2.</param>
    /// <param name="y">E vy^2.</param>
    /// <param name="particles">N.</param>
    /// <param name="strength">Lambda.</param>
    /// <param name="time">t.</param>
    /// <param name="correlated">Whether the model has correlations; without, relaxation has the factor 1 - 1/N.</param>
    public static Dictionary<string, double> Moments(double x, double y, double particles, double strength, double time, bool correlated)
    {
        double rate = 8 * strength * (correlated ? 1 : 1 - 1 / particles), relaxed = (1 - Math.Exp(-rate * time)) * (x - y) / 2, share = correlated ? 1 - 1 / particles : 1;
        var values = new Dictionary<string, double> { ["mass"] = 1, ["energy"] = x + y, ["covariance_xx"] = x - share * relaxed, ["covariance_yy"] = y + share * relaxed };
        if (correlated && double.IsFinite(particles))
        {
            values["pair_covariance_xx"] = relaxed / particles;
            values["pair_covariance_yy"] = -relaxed / particles;
        }
        return values;
    }
}
