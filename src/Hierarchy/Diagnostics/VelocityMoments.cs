using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The moments E[phi] = int f phi dv of a one-particle density by the trapezoidal rule h^d sum_j f_j phi(v_j), for phi = 1, v_a, v_a v_b and |v|^4.
/// They are not divided by the mass.
/// </summary>
/// <param name="Mass">int f dv.</param>
/// <param name="Mean">E[v_a], d values.</param>
/// <param name="Second">E[v_a v_b], d x d values, row-major.</param>
/// <param name="Fourth">E|v|^4.</param>
public sealed record VelocityMoments(double Mass, double[] Mean, double[] Second, double Fourth)
{
    /// <summary>E|v|^2.</summary>
    public double Energy
    {
        get
        {
            double trace = 0;
            for (int a = 0; a < Mean.Length; a++)
                trace += Second[a * Mean.Length + a];
            return trace;
        }
    }

    /// <summary>E[v_a v_b] - E[v_a] E[v_b].</summary>
    public double Covariance(int a, int b) => Second[a * Mean.Length + b] - Mean[a] * Mean[b];

    /// <summary>Computes the moments; one compensated sum each.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="density">f, n^d values.</param>
    public static VelocityMoments Of(VelocityGrid grid, ReadOnlySpan<double> density)
    {
        int d = grid.Dimension;
        Span<double> v = stackalloc double[3];
        Span<CompensatedSum> sums = stackalloc CompensatedSum[2 + 3 + 9];
        sums.Clear();
        for (int i = 0; i < grid.Size; i++)
        {
            double f = density[i];
            double square = 0;
            for (int a = 0; a < d; a++)
            {
                v[a] = grid.Velocity(i, a);
                square += v[a] * v[a];
            }
            sums[0].Add(f);
            sums[1].Add(f * square * square);
            for (int a = 0; a < d; a++)
            {
                sums[2 + a].Add(f * v[a]);
                for (int b = a; b < d; b++)
                    sums[5 + 3 * a + b].Add(f * v[a] * v[b]);
            }
        }
        return Collect(grid, sums);
    }

    private static VelocityMoments Collect(VelocityGrid grid, ReadOnlySpan<CompensatedSum> sums)
    {
        int d = grid.Dimension;
        double w = grid.CellVolume;
        double[] mean = new double[d], second = new double[d * d];
        for (int a = 0; a < d; a++)
        {
            mean[a] = w * sums[2 + a].Value;
            for (int b = a; b < d; b++)
                second[a * d + b] = second[b * d + a] = w * sums[5 + 3 * a + b].Value;
        }
        return new VelocityMoments(w * sums[0].Value, mean, second, w * sums[1].Value);
    }
}
