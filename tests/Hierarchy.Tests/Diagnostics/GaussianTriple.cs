using Hierarchy.Spectral;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>
/// A centred normal law of three velocities in d = 2: the component a of each has the variance s_a, those of two particles the correlation rho_a in (-1/2, 1).
/// </summary>
internal sealed record GaussianTriple(double[] Variance, double[] Rho)
{
    /// <summary>1/3 int f3 log f3.</summary>
    public double Entropy => -Variance.Zip(Rho, (s, r) => 3 * Math.Log(2 * Math.PI * Math.E * s) + Math.Log((1 - r) * (1 - r) * (1 + 2 * r))).Sum() / 6;

    /// <summary>1/3 int |grad f3|^2/f3.</summary>
    public double Fisher => Enumerable.Range(0, 2).Sum(Diagonal);

    /// <summary>The diagonal entry of the inverse covariance of component a.</summary>
    public double Diagonal(int a) => (1 + Rho[a]) / ((1 - Rho[a]) * (1 + 2 * Rho[a]) * Variance[a]);

    /// <summary>An off-diagonal entry.</summary>
    public double Mixed(int a) => -Rho[a] / ((1 - Rho[a]) * (1 + 2 * Rho[a]) * Variance[a]);

    /// <summary>The law after a time of the heat flow d_t f = Lap f: every variance grows by 2 t, covariances stay.</summary>
    public GaussianTriple Heated(double time) =>
        new([.. Variance.Select(s => s + 2 * time)], [.. Rho.Zip(Variance, (r, s) => r * s / (s + 2 * time))]);

    /// <summary>f_3 on the grid.</summary>
    public double[] Whole(VelocityGrid grid)
    {
        int n = grid.Points, size = grid.Size;
        double[][] joint = [.. Enumerable.Range(0, 2).Select(a => Enumerable.Range(0, n * n * n).Select(
            i => Joint(a, grid.Axis[i / n / n], grid.Axis[i / n % n], grid.Axis[i % n])).ToArray())];
        double[] whole = new double[size * size * size];
        for (int i = 0; i < whole.Length; i++)
        {
            int p = i / size / size, q = i / size % size, r = i % size;
            whole[i] = joint[0][(p / n * n + q / n) * n + r / n] * joint[1][(p % n * n + q % n) * n + r % n];
        }
        return whole;
    }

    /// <summary>f, g and h.</summary>
    public (double[] Density, double[] Correlation, double[] Triple) Cumulants(VelocityGrid grid)
    {
        int size = grid.Size;
        double[] whole = Whole(grid), f = Densities.Gaussian(grid, [0, 0], Variance);
        double[] g = GaussianPair.Sample(grid, new GaussianPair([0, 0], Variance, Rho)).Correlation;
        for (int i = 0; i < whole.Length; i++)
        {
            int p = i / size / size, q = i / size % size, r = i % size;
            whole[i] -= f[p] * f[q] * f[r] + g[p * size + q] * f[r] + g[p * size + r] * f[q] + g[q * size + r] * f[p];
        }
        return (f, g, whole);
    }

    private double Joint(int a, double x, double y, double z)
    {
        double quadratic = Diagonal(a) * (x * x + y * y + z * z) + 2 * Mixed(a) * (x * y + y * z + z * x);
        double determinant = Math.Pow(2 * Math.PI * Variance[a], 3) * (1 - Rho[a]) * (1 - Rho[a]) * (1 + 2 * Rho[a]);
        return Math.Exp(-0.5 * quadratic) / Math.Sqrt(determinant);
    }
}
