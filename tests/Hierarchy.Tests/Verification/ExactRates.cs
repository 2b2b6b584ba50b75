using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Verification;

/// <summary>Exact time derivatives and norms, independent of the collision operators.</summary>
internal static class ExactRates
{
    /// <summary>The density of a component on the grid.</summary>
    public static double[] Sample(VelocityGrid grid, params IInitialDensity[] components)
    {
        double[] values = new double[grid.Size];
        InitialDensities.OnGrid(grid, components, values);
        return values;
    }

    /// <summary>d_t f of the BKW solution, by hand from its formula: K' d_K f with K' = 2 (d-1) Lambda (1 - K).</summary>
    public static double[] BkwRate(VelocityGrid grid, double strength, double constant, double time)
    {
        int d = grid.Dimension;
        double k = 1 - constant * Math.Exp(-2 * (d - 1) * strength * time), slope = 2 * (d - 1) * strength * (1 - k);
        double p = (d + 2) / 2.0 - d / (2 * k), q = (1 - k) / (2 * k * k), dp = d / (2 * k * k), dq = -1 / (2 * k * k) - (1 - k) / (k * k * k);
        double[] rate = new double[grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            double s = grid.SpeedSquared(i);
            double bell = Math.Pow(2 * Math.PI * k, -0.5 * d) * Math.Exp(-s / (2 * k));
            rate[i] = slope * bell * ((p + q * s) * (s / (2 * k * k) - d / (2 * k)) + dp + dq * s);
        }
        return rate;
    }

    /// <summary>
    /// d/dt E[v_a v_b] = 2 Lambda E[ |z|^gamma ( |z|^2 delta_ab - d z_a z_b ) ] for a centred normal density with covariance diag(variances):
    /// z = r S w with r the length of a standard normal vector, w on the unit sphere and S = diag(sqrt(2 variance)), the sphere by quadrature.
    /// </summary>
    public static double GaussianSlope(double gamma, double strength, double[] variances, int a, int b)
    {
        int d = variances.Length;
        // E r^(gamma+2) = 2^((gamma+2)/2) Gamma((d+gamma+2)/2)/Gamma(d/2)
        double radial = Math.Pow(2, 0.5 * (gamma + 2)) * MathNet.Numerics.SpecialFunctions.Gamma(0.5 * (d + gamma + 2)) / MathNet.Numerics.SpecialFunctions.Gamma(0.5 * d);
        const int angles = 400;
        double sum = 0, total = 0;
        double[] z = new double[3];
        for (int i = 0; i < (d == 2 ? 1 : angles); i++)
        {
            (double cosine, double weight) = d == 2 ? (0, 1) : Node(i, angles);
            double sine = Math.Sqrt(1 - cosine * cosine);
            for (int j = 0; j < angles; j++)
            {
                double angle = 2 * Math.PI * j / angles;
                z[0] = sine * Math.Cos(angle);
                z[1] = sine * Math.Sin(angle);
                z[2] = cosine;
                double square = 0;
                for (int c = 0; c < d; c++)
                {
                    z[c] *= Math.Sqrt(2 * variances[c]);
                    square += z[c] * z[c];
                }
                sum += weight * Math.Pow(square, 0.5 * gamma) * ((a == b ? square : 0) - d * z[a] * z[b]);
                total += weight;
            }
        }
        return 2 * strength * radial * sum / total;
    }

    /// <summary>sum v_a v_b q h^d.</summary>
    public static double SecondMoment(VelocityGrid grid, ReadOnlySpan<double> values, int a, int b)
    {
        CompensatedSum sum = default;
        for (int i = 0; i < grid.Size; i++)
            sum.Add(values[i] * grid.Velocity(i, a) * grid.Velocity(i, b));
        return grid.CellVolume * sum.Value;
    }

    public static double RelativeL2(ReadOnlySpan<double> values, ReadOnlySpan<double> exact)
    {
        double error = 0, norm = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            error += (values[i] - exact[i]) * (values[i] - exact[i]);
            norm += exact[i] * exact[i];
        }
        return Math.Sqrt(error / norm);
    }

    public static double RelativeMaximum(ReadOnlySpan<double> values, ReadOnlySpan<double> exact)
    {
        double error = 0, norm = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            error = Math.Max(error, Math.Abs(values[i] - exact[i]));
            norm = Math.Max(norm, Math.Abs(exact[i]));
        }
        return error / norm;
    }

    /// <summary>Gauss-Legendre in the cosine of the polar angle.</summary>
    private static (double Cosine, double Weight) Node(int i, int count)
    {
        Hierarchy.Spectral.GaussJacobiRule rule = Rules.GetOrAdd(count, static n => new(n, 0));
        return (2 * rule.Nodes[i] - 1, 2 * rule.Weights[i]);
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, Hierarchy.Spectral.GaussJacobiRule> Rules = new();
}
