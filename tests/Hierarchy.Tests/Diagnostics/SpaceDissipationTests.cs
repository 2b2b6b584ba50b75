using Hierarchy.Diagnostics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>
/// The terms of Lemmas 2.2 to 2.4 for pairs on the box in d = 3: against the integrand by difference quotients of a known log F, and that against the
/// isotropisation rate of normal laws.
/// </summary>
public sealed class SpaceDissipationTests
{
    private const double Step = 2e-3;

    /// <summary>
    /// The points that count are the same on both sides, the derivatives spectral here and difference quotients there, z = 0 a formula here and a mean over the
    /// cell there.
    /// </summary>
    [Theory]
    [InlineData(-3)]
    [InlineData(-1)]
    [InlineData(0)]
    public void The_terms_are_those_of_difference_quotients(double gamma)
    {
        var grid = new VelocityGrid(3, 10, 4.2);
        var kernel = new CollisionKernel(gamma, 0.8);
        var law = new Law([1.25, 1.1, 1.0], [0.1, -0.1, 0.05], 0.01);
        double[] pairs = law.Sample(grid);
        double largest = pairs.Max(), floor = 0.05;
        FisherDissipation terms = FisherDissipation.OfPair(grid, kernel, pairs, floor);
        double inside = 0, entropy = 0;
        double[] z = new double[3], s = new double[3];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < grid.Size; j++)
            {
                double value = pairs[i * grid.Size + j];
                if (!(value > floor * largest))
                    continue;
                for (int a = 0; a < 3; a++)
                    (z[a], s[a]) = (grid.Velocity(i, a) - grid.Velocity(j, a), grid.Velocity(i, a) + grid.Velocity(j, a));
                (double fisher, double produced) = i == j ? CellMean(law, kernel, grid.Spacing, s) : law.Integrand(kernel, z, s);
                inside -= 0.25 * value * fisher * grid.CellVolume * grid.CellVolume;
                entropy -= 0.25 * value * produced * grid.CellVolume * grid.CellVolume;
            }
        }
        Assert.InRange(terms.MassKept, 0.5, 1);
        Assert.Equal(inside, terms.LandauInside, 0.03 * Math.Abs(inside));
        Assert.Equal(entropy, terms.Entropy, 0.03 * Math.Abs(entropy));
    }

    /// <summary>
    /// A normal pair with covariances S of one and C between both: its part in v1 - v2 is that of two independent velocities with the covariance S - C =
    /// diag(1.2, 1.2, 0.6), so that dI_2 along P/2 is -(1/2) tr(K^2 dSigma), dH_2 = -(1/4) tr(K dSigma), K = (S - C)^-1 and dSigma the slope of the Landau equation
    /// at that covariance: for Coulomb (-1/2, -1/2, 1) 0.206262442, the NRL isotropisation rate. The same integrand by polar coordinates of z.
    /// </summary>
    [Theory]
    [InlineData(-3, 0.206262442)]
    [InlineData(0, 4.8)]
    public void The_integrand_of_normal_pairs_is_the_isotropisation_rate(double gamma, double slope)
    {
        double[] difference = [1.2, 1.2, 0.6], s = [0.3, -0.2, 0.4], change = [-0.5 * slope, -0.5 * slope, slope];
        var law = new Law(difference, [0.2, -0.1, 0.1], 0);
        double expectedFisher = 0, expectedEntropy = 0, fisher = 0, entropy = 0, mass = 0;
        for (int a = 0; a < 3; a++)
        {
            expectedFisher -= 0.5 * change[a] / (difference[a] * difference[a]);
            expectedEntropy -= 0.25 * change[a] / difference[a];
        }
        const int radii = 60, cosines = 24, azimuths = 16;
        for (int k = 0; k < radii * cosines * azimuths; k++)
        {
            double r = (k / (cosines * azimuths) + 0.5) * 9 / radii, mu = -1 + (k / azimuths % cosines + 0.5) * 2 / cosines, phi = 2 * Math.PI * (k % azimuths + 0.5) / azimuths;
            double[] z = [r * Math.Sqrt(1 - mu * mu) * Math.Cos(phi), r * Math.Sqrt(1 - mu * mu) * Math.Sin(phi), r * mu];
            double weight = r * r * Math.Exp(law.Logarithm(z, [0, 0, 0]));
            (double one, double two) = law.Integrand(new CollisionKernel(gamma, 1), z, s);
            (mass, fisher, entropy) = (mass + weight, fisher - 0.25 * weight * one, entropy - 0.25 * weight * two);
        }
        Assert.Equal(expectedFisher, fisher / mass, 0.01 * Math.Abs(expectedFisher));
        Assert.Equal(expectedEntropy, entropy / mass, 0.01 * Math.Abs(expectedEntropy));
    }

    /// <summary>The mean of the integrands over a cell around z = 0, its middle left out by an even number of midpoints.</summary>
    private static (double Fisher, double Entropy) CellMean(Law law, CollisionKernel kernel, double spacing, double[] s)
    {
        const int n = 6;
        double fisher = 0, entropy = 0;
        for (int k = 0; k < n * n * n; k++)
        {
            double[] z = [((k % n + 0.5) / n - 0.5) * spacing, ((k / n % n + 0.5) / n - 0.5) * spacing, ((k / n / n + 0.5) / n - 0.5) * spacing];
            (double one, double two) = law.Integrand(kernel, z, s);
            (fisher, entropy) = (fisher + one / (n * n * n), entropy + two / (n * n * n));
        }
        return (fisher, entropy);
    }

    /// <summary>log F = -(1/4) sum (z_a^2/D_a + s_a^2/(D_a + 2 C_a)) - c s_x^2 z_y^2, symmetric in z = v - w.</summary>
    private sealed class Law(double[] difference, double[] between, double coupling)
    {
        public double Logarithm(double[] z, double[] s)
        {
            double sum = -coupling * s[0] * s[0] * z[1] * z[1];
            for (int a = 0; a < 3; a++)
                sum -= 0.25 * (z[a] * z[a] / difference[a] + s[a] * s[a] / (difference[a] + 2 * between[a]));
            return sum;
        }

        public double[] Sample(VelocityGrid grid)
        {
            double[] pairs = new double[grid.Size * grid.Size];
            for (int i = 0; i < grid.Size; i++)
            {
                for (int j = 0; j < grid.Size; j++)
                {
                    pairs[i * grid.Size + j] = Math.Exp(Logarithm(
                        [.. Enumerable.Range(0, 3).Select(a => grid.Velocity(i, a) - grid.Velocity(j, a))],
                            [.. Enumerable.Range(0, 3).Select(a => grid.Velocity(i, a) + grid.Velocity(j, a))]));
                }
            }
            return pairs;
        }

        /// <summary>4 alpha |D+ L u|^2 + 16 alpha (|d_r L u|^2 + |L L u|^2/r^2) + 16 alpha' L u.d_r L u and 4 alpha |L u|^2, D+ = 2 d/ds at fixed z.</summary>
        public (double Fisher, double Entropy) Integrand(CollisionKernel kernel, double[] z, double[] s)
        {
            double r = Math.Sqrt(z.Sum(x => x * x)), alpha = kernel.Potential(r) / (r * r), slope = kernel.Gamma * alpha / r, fisher = 0, entropy = 0;
            for (int a = 0; a < 3; a++)
            {
                int axis = a;
                double turn = Turned(z, s, axis), radial = 0;
                double[] along = new double[3];
                for (int b = 0; b < 3; b++)
                {
                    along[b] = Quotient(x => Turned(x, s, axis), z, b);
                    radial += along[b] * z[b] / r;
                    double centre = 2 * Quotient(x => Turned(z, x, axis), s, b);
                    fisher += 4 * alpha * centre * centre;
                }
                for (int b = 0; b < 3; b++)
                    fisher += 16 * alpha * Math.Pow(z[(b + 1) % 3] * along[(b + 2) % 3] - z[(b + 2) % 3] * along[(b + 1) % 3], 2) / (r * r);
                fisher += 16 * alpha * radial * radial + 16 * slope * turn * radial;
                entropy += 4 * alpha * turn * turn;
            }
            return (fisher, entropy);
        }

        /// <summary>L_a log F.</summary>
        private double Turned(double[] z, double[] s, int a)
        {
            int b = (a + 1) % 3, c = (a + 2) % 3;
            return z[b] * Quotient(x => Logarithm(x, s), z, c) - z[c] * Quotient(x => Logarithm(x, s), z, b);
        }

        private static double Quotient(Func<double[], double> function, double[] at, int axis)
        {
            double[] far = [.. at], near = [.. at];
            far[axis] += Step;
            near[axis] -= Step;
            return (function(far) - function(near)) / (2 * Step);
        }
    }
}
