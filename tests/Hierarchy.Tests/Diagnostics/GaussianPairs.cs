using Hierarchy.Spectral;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>
/// A normal law of two velocities: the same mean and diagonal covariance for both, and the correlation coefficient rho_a between their components a.
/// </summary>
internal sealed record GaussianPair(double[] Mean, double[] Variance, double[] Rho, double Weight = 1)
{
    public double Information => -0.5 * Rho.Sum(r => Math.Log(1 - r * r));

    public double RelativeFisher => 2 * Rho.Zip(Variance, (r, s) => r * r / (1 - r * r) / s).Sum();

    /// <summary>The density of components a of the two velocities.</summary>
    public double Joint(int a, double v, double w)
    {
        double x = v - Mean[a], y = w - Mean[a], left = 1 - Rho[a] * Rho[a], s = Variance[a];
        return Math.Exp(-(x * x - 2 * Rho[a] * x * y + y * y) / (2 * s * left)) / (2 * Math.PI * s * Math.Sqrt(left));
    }

    /// <summary>f and g = F - f x f of a mixture of such laws on a grid.</summary>
    public static (double[] Density, double[] Correlation) Sample(VelocityGrid grid, params GaussianPair[] parts)
    {
        int n = grid.Points, size = grid.Size, d = grid.Dimension;
        double[] f = new double[size], g = new double[size * size];
        foreach (GaussianPair part in parts)
        {
            double[] density = Densities.Gaussian(grid, part.Mean, part.Variance);
            for (int i = 0; i < size; i++)
                f[i] += part.Weight * density[i];
            double[][] joint = [.. Enumerable.Range(0, d).Select(a =>
                Enumerable.Range(0, n * n).Select(ij => part.Joint(a, grid.Axis[ij / n], grid.Axis[ij % n])).ToArray())];
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                {
                    double value = part.Weight;
                    for (int a = d - 1, p = i, q = j; a >= 0; a--, p /= n, q /= n)
                        value *= joint[a][p % n * n + q % n];
                    g[i * size + j] += value;
                }
            }
        }
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                g[i * size + j] -= f[i] * f[j];
        }
        return (f, g);
    }
}
