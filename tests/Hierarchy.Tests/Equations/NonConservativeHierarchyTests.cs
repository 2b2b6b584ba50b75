using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Spectral;
using Hierarchy.Tests.Collisions;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Equations;

/// <summary>The hierarchy of (1.6) against its closed moment equations, its definition point by point, and the sum rules of its kernel.</summary>
public unsafe class NonConservativeHierarchyTests
{
    /// <summary>
    /// gamma = 0, B = -(d-1) Lambda z, A = Lambda (|z|^2 I - z z^T), S = E[v1 v1^T], K = E[v1 v2^T], M = 2 (S - K): by Ito's formula
    /// dS/dt = 2 Lambda (N-1)/N (tr M I - d M) and dK/dt = (2 Lambda (d-1)/N) M. So tr M decays at a = 4 Lambda (d-1)/N, the trace-free part of M at
    /// b = 4 Lambda d (N-1)/N + a, and S + (N-1) K, constant in the conservative system, grows at 2 (N-1)/N E[A].
    /// </summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public void MaxwellMoleculesFollowTheMomentEquations(int particles)
    {
        const double strength = 1.0 / 16, time = 0.5, trace = 4, deviator = 0.4;
        var grid = new VelocityGrid(2, 32, 6.5);
        using var equation = new NonConservativeHierarchy("trial", grid, new CollisionKernel(0, strength), new ParticleNumber(particles), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(PairMoments.Gaussians(grid, (1, [0, 0], [1.2, 0.8])), state);
        Evolution.Run(equation, state, 1e-6, [time], _ => { });
        double inverse = 1.0 / particles, a = 4 * strength * inverse, b = 8 * strength * (1 - inverse) + a;
        double traces = trace * -double.ExpM1(-a * time) / a, deviators = deviator * -double.ExpM1(-b * time) / b;
        for (int axis = 0; axis < 2; axis++)
        {
            double sign = axis == 0 ? 1 : -1;
            double single = 1 + 0.2 * sign - 4 * strength * (1 - inverse) * sign * deviators, pair = 2 * strength * inverse * (0.5 * traces + sign * deviators);
            double actualSingle = PairMoments.Second(grid, equation.Density(state), axis, axis);
            double actualPair = PairMoments.PairSecond(grid, equation.Correlation(state), axis, axis);
            Assert.True(Math.Abs(actualSingle - single) <= 1e-6, $"{actualSingle} against {single}");
            Assert.True(Math.Abs(actualPair - pair) <= 1e-6, $"pair: {actualPair} against {pair}");
            Assert.True(Math.Abs(actualSingle + (particles - 1) * actualPair - 1 - 0.2 * sign) > 0.01);
        }
        Assert.True(PairMoments.MarginalDefect(grid, equation.Correlation(state)) <= 1e-14);
    }
}
