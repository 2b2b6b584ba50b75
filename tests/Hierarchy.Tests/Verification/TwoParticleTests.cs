using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using MathNet.Numerics.Integration;

namespace Hierarchy.Tests.Verification;

/// <summary>
/// N = 2: the pair density obeys the spherical heat equation in the direction of z = v1 - v2, whose degree-l harmonics decay as
/// exp(-2 Lambda |z|^gamma l(l+d-2) t). The cluster hierarchy is exact there, so only the discretisation errs.
/// </summary>
public class TwoParticleTests
{
    /// <summary>F = exp(-(|z|^2 + |v1+v2|^2)/4) (1 + (z_x^2 - z_y^2)/2 exp(-4 d Lambda |z|^gamma t)) (2 pi)^-d: a degree-2 harmonic on a product of Gaussians.</summary>
    private static double[] Exact(VelocityGrid grid, double gamma, double time)
    {
        int d = grid.Dimension, size = grid.Size;
        var pairs = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double z = 0, sum = 0;
                for (int a = 0; a < d; a++)
                {
                    z += Math.Pow(grid.Velocity(i, a) - grid.Velocity(j, a), 2);
                    sum += Math.Pow(grid.Velocity(i, a) + grid.Velocity(j, a), 2);
                }
                double harmonic = Math.Pow(grid.Velocity(i, 0) - grid.Velocity(j, 0), 2) - Math.Pow(grid.Velocity(i, 1) - grid.Velocity(j, 1), 2);
                double decay = z == 0 ? 0 : Math.Exp(-4 * d * Math.Pow(z, 0.5 * gamma) * time);
                pairs[i * size + j] = Math.Exp(-(z + sum) / 4) * (1 + 0.5 * harmonic * decay) / Math.Pow(2 * Math.PI, d);
            }
        }
        return pairs;
    }

    /// <summary>Relative L2 error of f x f + g at the time, started from the exact pair density.</summary>
    private static double Error(int dimension, int points, double halfWidth, double time)
    {
        var grid = new VelocityGrid(dimension, points, halfWidth);
        using var equation = new ClusterHierarchy("cluster", grid, new CollisionKernel(-3, 1), new ParticleNumber(2), new CollisionOptions());
        int size = grid.Size;
        double[] pairs = Exact(grid, -3, 0), density = new double[size], state = new double[equation.Length];
        for (int i = 0; i < pairs.Length; i++)
            density[i / size] += pairs[i] * grid.CellVolume;
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] -= density[i / size] * density[i % size];
        equation.SetPair(density, pairs, state);
        double[] exact = Exact(grid, -3, time);
        double error = 0, norm = 0;
        Evolution.Run(equation, state, 1e-5, [time], _ =>
        {
            for (int i = 0; i < exact.Length; i++)
            {
                double difference = state[i / size] * state[i % size] + state[size + i] - exact[i];
                error += difference * difference;
                norm += exact[i] * exact[i];
            }
        });
        return Math.Sqrt(error / norm);
    }

    /// <summary>
    /// Point values of a kernel of order |z|^(gamma+2) between factors that vanish at z = 0 give errors of order h^(d+1) for Coulomb. The exact solution has
    /// the scale t^(1/3) in z, so the constant is for this time.
    /// </summary>
    [Fact]
    public void Coulomb_pairs_converge_in_two_dimensions()
    {
        double coarse = Error(2, 24, 7, 0.1), fine = Error(2, 40, 7, 0.1);
        double order = Math.Log(coarse / fine) / Math.Log(40.0 / 24);
        Assert.InRange(order, 2.5, 4);
        Assert.InRange(fine, 5e-4, 2.5e-3);
    }

    [Fact]
    public void Coulomb_pairs_converge_in_three_dimensions()
    {
        double coarse = Error(3, 8, 5, 0.1), fine = Error(3, 12, 5, 0.1);
        double order = Math.Log(coarse / fine) / Math.Log(12.0 / 8);
        Assert.InRange(order, 2.8, 5);
        Assert.InRange(fine, 5e-3, 4e-2);
    }

    /// <summary>
    /// Chaotic Gaussian data with variances s_x, s_y: E[v_x^2 - v_y^2] = (s_x - s_y)/2 + E[(z_x^2 - z_y^2) exp(-8 Lambda |z|^gamma t)]/4 with z of variances 2 s,
    /// by radial and angular quadrature.
    /// </summary>
    [Theory]
    [InlineData(-3, 1e-4)]
    [InlineData(-1, 1e-5)]
    public void Second_moments_of_chaotic_data_match_quadrature(double gamma, double tolerance)
    {
        const double sx = 1.2, sy = 0.8, strength = 0.25;
        double[] times = [0.1, 0.4];
        var grid = new VelocityGrid(2, 32, 6.5);
        using var equation = new ClusterHierarchy("cluster", grid, new CollisionKernel(gamma, strength), new ParticleNumber(2), new CollisionOptions());
        double[] density = Equations.PairMoments.Gaussians(grid, (1, [0, 0], [sx, sy])), state = new double[equation.Length];
        equation.SetChaotic(density, state);
        Evolution.Run(equation, state, 1e-6, times, time =>
        {
            double Polar(double angle, double r)
            {
                double x = r * Math.Cos(angle), y = r * Math.Sin(angle);
                double weight = Math.Exp(-0.25 * (x * x / sx + y * y / sy)) / (4 * Math.PI * Math.Sqrt(sx * sy));
                return r * weight * (x * x - y * y) * Math.Exp(-8 * strength * Math.Pow(r, gamma) * time);
            }
            double relative = GaussLegendreRule.Integrate(
                r => 4 * GaussLegendreRule.Integrate(angle => Polar(angle, r), 0, Math.PI / 2, 64), 1e-9, 14, 256);
            double exact = 0.5 * (sx - sy) + 0.25 * relative;
            double actual = Equations.PairMoments.Second(grid, equation.DensityOf(state), 0, 0) - Equations.PairMoments.Second(grid, equation.DensityOf(state), 1, 1);
            Assert.True(Math.Abs(actual - exact) <= tolerance, $"t = {time}: {actual} against {exact}");
        });
    }
}
