using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Closures;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Equations;

/// <summary>The unknowns of the expansion in 1/N.</summary>
public class LeadingOrderTests
{
    /// <summary>
    /// gamma = 0: E[v1 v1^T] = Sigma_0/N + (1 - 1/N) Sigma_mf(t) and E[v1 v2^T] = (1/N)(Sigma_0 - Sigma_inf)(1 - e^{-4 d Lambda t}) have no terms beyond 1/N, so
    /// int phi v v^T = Sigma_0 - Sigma_mf and int int G v1 v2^T = (Sigma_0 - Sigma_inf)(1 - e^{-4 d Lambda t}), and views are exact in N.
    /// </summary>
    [Fact]
    public void Maxwell_molecules_have_the_exact_moments()
    {
        const double strength = 1.0 / 16, time = 0.5;
        var grid = new VelocityGrid(2, 32, 6.5);
        using var equation = new LeadingOrderHierarchy("leading-order", grid, new CollisionKernel(0, strength), new ParticleNumber(5), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(PairMoments.Gaussians(grid, (1, [0, 0], [1.2, 0.8])), state);
        Evolution.Run(equation, state, 1e-6, [time], _ => { });
        double relaxed = 1 - Math.Exp(-8 * strength * time);
        Assert.Equal(0.2 * relaxed, PairMoments.Second(grid, equation.Shift(state), 0, 0), 2e-6);
        Assert.Equal(-0.2 * relaxed, PairMoments.Second(grid, equation.Shift(state), 1, 1), 2e-6);
        Assert.Equal(0.2 * relaxed, PairMoments.PairSecond(grid, equation.CorrelationLimit(state), 0, 0), 2e-6);
        foreach (int particles in (int[])[3, 5, 100])
        {
            var number = new ParticleNumber(particles);
            Assert.Equal(1.2 / particles + (1 - 1.0 / particles) * (1 + 0.2 * (1 - relaxed)), PairMoments.Second(grid, equation.Density(state, number), 0, 0), 2e-6);
            Assert.Equal(0.2 * relaxed / particles, PairMoments.PairSecond(grid, equation.Correlation(state, number).ToArray(), 0, 0), 2e-6);
        }
    }

    /// <summary>N (f_{N,1} - f) of the cluster closure tends to phi, and N g to G, with errors that fall like 1/N.</summary>
    [Fact]
    public void Is_the_limit_of_the_cluster_closure()
    {
        const double time = 0.2;
        using ClosureTrial leading = new ClosureTrial(new LeadingOrderClosure(), ParticleNumber.Infinity).RunTo(time, 1e-7);
        var equation = (LeadingOrderHierarchy)leading.Equation;
        double[] limit = leading.State[..ClosureTrial.Grid.Size], shift = equation.Shift(leading.State).ToArray();
        double[] correlation = equation.CorrelationLimit(leading.State).ToArray();
        double[] single = new double[2], pair = new double[2];
        for (int k = 0; k < 2; k++)
        {
            int particles = k == 0 ? 32 : 256;
            using ClosureTrial cluster = new ClosureTrial(new ClusterClosure(), new ParticleNumber(particles)).RunTo(time, 1e-8);
            single[k] = ExactRates.RelativeL2([.. cluster.Density.Zip(limit, (x, y) => particles * (x - y))], shift);
            pair[k] = ExactRates.RelativeL2([.. cluster.Correlation.Select(g => particles * g)], correlation);
        }
        Assert.InRange(Math.Log(single[1] / single[0]) / Math.Log(8), -1.1, -0.9);
        Assert.InRange(Math.Log(pair[1] / pair[0]) / Math.Log(8), -1.1, -0.9);
        Assert.InRange(pair[1], 1e-4, 2e-2);
    }

    [Fact]
    public void Refuses_correlated_data()
    {
        var grid = new VelocityGrid(2, 8, 4);
        using var equation = new LeadingOrderHierarchy("leading-order", grid, new CollisionKernel(-3, 1), new ParticleNumber(4), new CollisionOptions());
        InitialDatum datum = InitialDatum.Chaotic(PairMoments.Gaussians(grid, (1, [0, 0], [1, 1]))) with { Correlation = (_, _) => { } };
        Assert.Throws<ArgumentException>(() => equation.Start(datum, new double[equation.Length]));
    }
}
