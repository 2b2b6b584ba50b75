using Hierarchy.Invariant;
using Hierarchy.Kernels;

namespace Hierarchy.Tests.Invariant;

/// <summary>
/// For gamma = 0 the fourth moments m = E|v1|^4, c = E|v1|^2|v2|^2, p = E(v1.v2)^2 of the cluster closure obey a linear system, exact at N = 2 (P maps polynomials of a degree to
/// such, Delta = |v1|^2 - |v2|^2 has the mean square 2m - 2c and (1/N) P Delta^2 = -(24/N)(Delta^2 - V^2 z^2/3)):
///   m' = -8 (N-1)/N (m - 2c + p),   c' = 8/N (m - 2c + p),   p' = -24 (N-2)/N (p - c/3).
/// </summary>
public sealed class MaxwellMoleculeTests
{
    [Theory]
    [InlineData(2), InlineData(4), InlineData(16)]
    public void Fourth_moments_of_the_cluster_closure_are_exact(int particles)
    {
        const double time = 0.1;
        var found = RadialTrial.Run("cluster-radial", particles, new CollisionKernel(0, 1), RadialTrial.TwoTemperatures, new RadialResolution(12, 5, 1e-4), time)[0];
        (double m, double c, double p) = Exact(particles, time);
        Assert.Equal(m, found["fourth_moment"].Value, 1e-7);
        Assert.Equal(c - 9, found["pair_energy_covariance"].Value, 1e-7);
        Assert.Equal(p - 3, found["pair_projection_covariance"].Value, 1e-7);
        Assert.InRange(found["invariant_energy"].Value, 0, 3e-12 * particles);
    }

    /// <summary>Classical Runge-Kutta in 4000 steps.</summary>
    private static (double M, double C, double P) Exact(int n, double time)
    {
        const int steps = 4000;
        double h = time / steps;
        double[] y = [18.75, 9, 3];
        double[] Rate(double[] x)
        {
            double drive = x[0] - 2 * x[1] + x[2];
            return [-8.0 * (n - 1) / n * drive, 8.0 / n * drive, -24.0 * (n - 2) / n * (x[2] - x[1] / 3)];
        }
        double[] Shift(double[] x, double factor, double[] k) => [.. x.Zip(k, (a, b) => a + factor * b)];
        for (int step = 0; step < steps; step++)
        {
            double[] a = Rate(y), b = Rate(Shift(y, h / 2, a)), c = Rate(Shift(y, h / 2, b)), d = Rate(Shift(y, h, c));
            y = [.. y.Select((x, i) => x + h / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i]))];
        }
        return (y[0], y[1], y[2]);
    }
}
