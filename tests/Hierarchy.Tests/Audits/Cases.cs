using Hierarchy.Audits;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Results;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Diagnostics;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Audits;

/// <summary>Results that are known in closed form, as inputs of an audit.</summary>
internal static class Cases
{
    public static readonly CollisionKernel Coulomb = new(-3, 1);

    public static AuditInput Input(VelocityGrid grid, params AuditRun[] runs) => new(grid, Coulomb, new CollisionOptions(), runs);

    public static AuditInput Input(VelocityGrid grid, CollisionKernel kernel, params AuditRun[] runs) => new(grid, kernel, new CollisionOptions(), runs);

    /// <summary>Centred isotropic normal densities of the given variances, as a run of the direct solver.</summary>
    public static StoredRun Normals(VelocityGrid grid, double[] times, params double[] variances) =>
        new("landau", ParticleNumber.Infinity, times, [.. variances.Select(s => Gaussian(grid, new double[grid.Dimension], [.. Enumerable.Repeat(s, grid.Dimension)]))]);

    /// <summary>Normal pairs of unit variance and the given correlations, as a run of a closure.</summary>
    public static StoredRun Pairs(VelocityGrid grid, int particles, double[] times, params double[] rho)
    {
        int d = grid.Dimension;
        (double[] Density, double[] Correlation)[] states =
            [.. rho.Select(r => GaussianPair.Sample(grid, new GaussianPair(new double[d], [.. Enumerable.Repeat(1.0, d)], [.. Enumerable.Repeat(r, d)])))];
        return new("cluster", new ParticleNumber(particles), times, [.. states.Select(state => state.Density)],
            [.. states.Select(state => PairCorrelation.Of(grid, state.Correlation))]);
    }

    /// <summary>
    /// Two particles, d = 2: f_2 = M(v1) M(v2) (1 + b (z_x^2 - z_y^2)/(1 + |z|^2) exp(-8 Lambda s |z|^gamma t)) solves the Liouville equation at speed s = 1, because
    /// the perturbation is a harmonic of degree 2 in the direction of z = v1 - v2, and M M is not changed.
    /// </summary>
    public static StoredRun TwoParticles(VelocityGrid grid, CollisionKernel kernel, double[] times, double speed = 1, double strength = 0.6)
    {
        double[] maxwellian = Gaussian(grid, [0, 0], [1, 1]);
        double[][] densities = [.. times.Select(_ => new double[grid.Size])], correlations = [.. times.Select(_ => new double[grid.Size * grid.Size])];
        for (int k = 0; k < times.Length; k++)
        {
            for (int i = 0; i < grid.Size; i++)
            {
                for (int j = 0; j < grid.Size; j++)
                {
                    double x = grid.Velocity(i, 0) - grid.Velocity(j, 0), y = grid.Velocity(i, 1) - grid.Velocity(j, 1), square = x * x + y * y;
                    double decay = square == 0 ? 0 : Math.Exp(-8 * kernel.Strength * speed * Math.Pow(square, kernel.Gamma / 2) * times[k]);
                    double pair = maxwellian[i] * maxwellian[j] * (1 + strength * (x * x - y * y) / (1 + square) * decay);
                    correlations[k][i * grid.Size + j] = pair;
                    densities[k][i] += grid.CellVolume * pair;
                }
            }
            for (int i = 0; i < grid.Size * grid.Size; i++)
                correlations[k][i] -= densities[k][i / grid.Size] * densities[k][i % grid.Size];
        }
        return new("liouville", new ParticleNumber(2), times, densities, [.. correlations.Select(values => PairCorrelation.Of(grid, values))]);
    }

    /// <summary>The exact solution of the Landau equation for Maxwell molecules, d = 2, Lambda = 1/16, at a speed of which 1 is right.</summary>
    public static StoredRun Bkw(VelocityGrid grid, double[] times, double speed = 1) =>
        new("landau", ParticleNumber.Infinity, times, [.. times.Select(t => Diagnostics.Densities.Bkw(grid, 1 - 0.4 * Math.Exp(-speed * t / 8)))]);

    public static double[] Times(double end, int count) => [.. Enumerable.Range(0, count).Select(k => end * k / (count - 1))];
}
