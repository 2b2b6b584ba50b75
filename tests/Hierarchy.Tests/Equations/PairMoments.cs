using Hierarchy.Spectral;

namespace Hierarchy.Tests.Equations;

/// <summary>Moments by plain sums over the grid.</summary>
internal static class PairMoments
{
    /// <summary>E[phi(v)].</summary>
    public static double Mean(VelocityGrid grid, ReadOnlySpan<double> density, Func<int, double> phi)
    {
        double sum = 0;
        for (int i = 0; i < grid.Size; i++)
            sum += phi(i) * density[i];
        return sum * grid.CellVolume;
    }

    /// <summary>E[v_a v_b].</summary>
    public static double Second(VelocityGrid grid, ReadOnlySpan<double> density, int a, int b) =>
        Mean(grid, density, i => grid.Velocity(i, a) * grid.Velocity(i, b));

    /// <summary>int phi(v1) psi(v2) g dv1 dv2.</summary>
    public static double Pair(VelocityGrid grid, ReadOnlySpan<double> correlation, Func<int, double> phi, Func<int, double> psi)
    {
        double sum = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            double row = 0;
            for (int j = 0; j < grid.Size; j++)
                row += psi(j) * correlation[i * grid.Size + j];
            sum += phi(i) * row;
        }
        return sum * grid.CellVolume * grid.CellVolume;
    }

    /// <summary>int v1_a v2_b g dv1 dv2.</summary>
    public static double PairSecond(VelocityGrid grid, ReadOnlySpan<double> correlation, int a, int b) =>
        Pair(grid, correlation, i => grid.Velocity(i, a), j => grid.Velocity(j, b));

    /// <summary>max over v1 of |int g dv2|.</summary>
    public static double MarginalDefect(VelocityGrid grid, ReadOnlySpan<double> correlation)
    {
        double worst = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            double row = 0;
            for (int j = 0; j < grid.Size; j++)
                row += correlation[i * grid.Size + j];
            worst = Math.Max(worst, Math.Abs(row * grid.CellVolume));
        }
        return worst;
    }

    /// <summary>A mixture of isotropic or diagonal Gaussians on the grid: weight, mean, variances for each.</summary>
    public static double[] Gaussians(VelocityGrid grid, params (double Weight, double[] Mean, double[] Variance)[] parts)
    {
        var density = new double[grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            foreach ((double weight, double[] mean, double[] variance) in parts)
            {
                double exponent = 0, determinant = 1;
                for (int a = 0; a < grid.Dimension; a++)
                {
                    double v = grid.Velocity(i, a) - mean[a];
                    exponent += v * v / variance[a];
                    determinant *= 2 * Math.PI * variance[a];
                }
                density[i] += weight * Math.Exp(-0.5 * exponent) / Math.Sqrt(determinant);
            }
        }
        return density;
    }
}
