using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Spectral;
using Hierarchy.Tests.Equations;

namespace Hierarchy.Tests.Verification;

/// <summary>The Liouville equation at N = 3 against closed forms and the particle system.</summary>
public class ThreeParticleTests
{
    /// <summary>gamma = 0: E[v1 v1^T] = Sigma_0/3 + (2/3) Sigma_mf(t), E[v1 v2^T] = (1/3)(Sigma_0 - Sigma_inf)(1 - e^{-4 d Lambda t}).</summary>
    [Fact]
    public void MaxwellMoleculesReproduceTheSecondMoments()
    {
        const double strength = 1.0 / 16;
        var grid = new VelocityGrid(2, 12, 5);
        using var equation = new LiouvilleEquation("liouville", grid, new CollisionKernel(0, strength), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(PairMoments.Gaussians(grid, (1, [0, 0], [1.2, 0.8])), state);
        Evolution.Run(equation, state, 1e-5, [0.5], time =>
        {
            double relaxed = 1 - Math.Exp(-8 * strength * time);
            (double Start, int Axis)[] expected = [(1.2, 0), (0.8, 1)];
            foreach ((double start, int axis) in expected)
            {
                double single = start + (1 - start) * relaxed * 2 / 3, pair = (start - 1) * relaxed / 3;
                double actualSingle = PairMoments.Second(grid, equation.Density(state), axis, axis);
                double actualPair = PairMoments.PairSecond(grid, equation.Correlation(state), axis, axis);
                Assert.True(Math.Abs(actualSingle - single) <= 3e-5, $"{actualSingle} against {single}");
                Assert.True(Math.Abs(actualPair - pair) <= 3e-5, $"pair: {actualPair} against {pair}");
            }
        });
    }

    /// <summary>
    /// Two beams, gamma = -3, t = 0.5: 2 million samples of three particles with exact pair flows, split over the pairs symmetrically with steps of 0.025, gave
    /// E[vx^2 - vy^2] = 1.30449(100), E[v1x v2x - v1y v2y] = 0.06696(78) and, with q = vx^2 - vy^2, E[q1 q2] = 1.7974(42) and E[q1 q2 q3] = 2.602(16), standard errors in brackets.
    /// The last one without h would be the products of f and g alone.
    /// </summary>
    [Fact]
    public void BeamsAgreeWithTheParticleSystem()
    {
        var grid = new VelocityGrid(2, 12, 5);
        using var equation = new LiouvilleEquation("liouville", grid, new CollisionKernel(-3, 1), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(PairMoments.Gaussians(grid, (0.5, [1.2, 0], [0.6, 0.6]), (0.5, [-1.2, 0], [0.6, 0.6])), state);
        Evolution.Run(equation, state, 1e-4, [0.5], _ => { });
        double[] q = [.. Enumerable.Range(0, grid.Size).Select(i => Math.Pow(grid.Velocity(i, 0), 2) - Math.Pow(grid.Velocity(i, 1), 2))];
        ReadOnlySpan<double> correlation = equation.Correlation(state);
        double anisotropy = PairMoments.Mean(grid, equation.Density(state), i => q[i]);
        double covariance = PairMoments.PairSecond(grid, correlation, 0, 0) - PairMoments.PairSecond(grid, correlation, 1, 1);
        double pair = PairMoments.Pair(grid, correlation, i => q[i], j => q[j]), triple = Triple(grid, equation.TripleOf(state), q);
        Assert.InRange(anisotropy, 1.30449 - 2 * 0.00100, 1.30449 + 2 * 0.00100);
        Assert.InRange(covariance, 0.06696 - 2 * 0.00078, 0.06696 + 2 * 0.00078);
        Assert.InRange(pair + anisotropy * anisotropy, 1.7974 - 2 * 0.0042, 1.7974 + 2 * 0.0042);
        Assert.InRange(triple + 3 * pair * anisotropy + Math.Pow(anisotropy, 3), 2.602 - 2 * 0.016, 2.602 + 2 * 0.016);
    }

    private static double Triple(VelocityGrid grid, ReadOnlySpan<double> triple, double[] q)
    {
        double sum = 0;
        for (int i = 0; i < grid.Size; i++)
            sum += q[i] * PairMoments.Pair(grid, triple.Slice(i * grid.Size * grid.Size, grid.Size * grid.Size), a => q[a], b => q[b]);
        return sum * grid.CellVolume;
    }
}
