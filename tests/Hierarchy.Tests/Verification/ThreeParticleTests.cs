using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Equations;

namespace Hierarchy.Tests.Verification;

/// <summary>The Liouville equation at N = 3 against closed forms and the particle system.</summary>
public class ThreeParticleTests
{
    /// <summary>
    /// gamma = 0: E[v1 v1^T] = Sigma_0/3 + (2/3) Sigma_mf(t), E[v1 v2^T] = (1/3)(Sigma_0 - Sigma_inf)(1 - e^{-4 d Lambda t}), up to what the edge of a box of
    /// 12 points cuts. Second moments do not see h there, so the cluster closure has the same ones on the same grid.
    /// </summary>
    [Fact]
    public void Maxwell_molecules_reproduce_the_second_moments()
    {
        const double strength = 1.0 / 16, time = 0.5;
        var grid = new VelocityGrid(2, 12, 5);
        using var equation = new LiouvilleEquation("liouville", grid, new CollisionKernel(0, strength), new CollisionOptions());
        using var cluster = new ClusterHierarchy("cluster", grid, new CollisionKernel(0, strength), new ParticleNumber(3), new CollisionOptions());
        double[] state = new double[equation.Length], pairState = new double[cluster.Length];
        double[] density = PairMoments.Gaussians(grid, (1, [0, 0], [1.2, 0.8]));
        equation.SetChaotic(density, state);
        cluster.SetChaotic(density, pairState);
        Evolution.Run(equation, state, 1e-5, [time], _ => { });
        Evolution.Run(cluster, pairState, 1e-5, [time], _ => { });
        double relaxed = 1 - Math.Exp(-8 * strength * time);
        (double Start, int Axis)[] expected = [(1.2, 0), (0.8, 1)];
        foreach ((double start, int axis) in expected)
        {
            double single = PairMoments.Second(grid, equation.DensityOf(state), axis, axis), pair = PairMoments.PairSecond(grid, equation.CorrelationOf(state), axis, axis);
            Assert.Equal(start + (1 - start) * relaxed * 2 / 3, single, 6e-4);
            Assert.Equal((start - 1) * relaxed / 3, pair, 6e-4);
            Assert.Equal(PairMoments.Second(grid, cluster.DensityOf(pairState), axis, axis), single, 1e-6);
            Assert.Equal(PairMoments.PairSecond(grid, cluster.CorrelationOf(pairState), axis, axis), pair, 1e-6);
        }
    }

    /// <summary>
    /// Two beams, gamma = -3, t = 0.5: 6 million samples of three particles with exact pair flows, split over the pairs symmetrically with steps of 0.025, gave
    /// E[vx^2 - vy^2] = 1.30646(47), E[v1x v2x - v1y v2y] = 0.06674(50) and, with q = vx^2 - vy^2, E[q1 q2] = 1.8020(22) and E[q1 q2 q3] = 2.6150(85), standard
    /// errors in brackets.
    /// </summary>
    [Fact]
    public void Beams_agree_with_the_particle_system()
    {
        var grid = new VelocityGrid(2, 12, 5);
        using var equation = new LiouvilleEquation("liouville", grid, new CollisionKernel(-3, 1), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(PairMoments.Gaussians(grid, (0.5, [1.2, 0], [0.6, 0.6]), (0.5, [-1.2, 0], [0.6, 0.6])), state);
        Evolution.Run(equation, state, 1e-4, [0.5], _ => { });
        double[] q = [.. Enumerable.Range(0, grid.Size).Select(i => Math.Pow(grid.Velocity(i, 0), 2) - Math.Pow(grid.Velocity(i, 1), 2))];
        ReadOnlySpan<double> correlation = equation.CorrelationOf(state);
        double anisotropy = PairMoments.Mean(grid, equation.DensityOf(state), i => q[i]);
        double covariance = PairMoments.PairSecond(grid, correlation, 0, 0) - PairMoments.PairSecond(grid, correlation, 1, 1);
        double pair = PairMoments.Pair(grid, correlation, i => q[i], j => q[j]), triple = Triple(grid, equation.TripleOf(state), q);
        // Three standard errors, and what twelve points leave of the anisotropy at its start, 1.44.
        double grid12 = Math.Abs(PairMoments.Mean(grid, PairMoments.Gaussians(grid, (0.5, [1.2, 0], [0.6, 0.6]), (0.5, [-1.2, 0], [0.6, 0.6])), i => q[i]) - 1.44) + 5e-4;
        Assert.InRange(anisotropy, 1.30646 - 3 * 0.00047 - grid12, 1.30646 + 3 * 0.00047 + grid12);
        Assert.InRange(covariance, 0.06674 - 3 * 0.00050, 0.06674 + 3 * 0.00050);
        Assert.InRange(pair + anisotropy * anisotropy, 1.8020 - 3 * 0.0022, 1.8020 + 3 * 0.0022);
        Assert.InRange(triple + 3 * pair * anisotropy + Math.Pow(anisotropy, 3), 2.6150 - 3 * 0.0085, 2.6150 + 3 * 0.0085);
    }

    private static double Triple(VelocityGrid grid, ReadOnlySpan<double> triple, double[] q)
    {
        double sum = 0;
        for (int i = 0; i < grid.Size; i++)
            sum += q[i] * PairMoments.Pair(grid, triple.Slice(i * grid.Size * grid.Size, grid.Size * grid.Size), a => q[a], b => q[b]);
        return sum * grid.CellVolume;
    }
}
