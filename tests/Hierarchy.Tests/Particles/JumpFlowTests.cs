using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;
using Hierarchy.Spectral;
using MathNet.Numerics;

namespace Hierarchy.Tests.Particles;

/// <summary>Jumps by a fixed angle in place of the pair flow: their law, what they conserve, and their bias with its error.</summary>
public unsafe class JumpFlowTests
{
    /// <summary>P(X &lt;= k) = sum exp(-mu) I_j(mu) from the Bessel functions of another library, at normal numbers beside each rank.</summary>
    [Theory]
    [InlineData(0.03)]
    [InlineData(2.5)]
    [InlineData(60)]
    public void The_quantile_is_that_of_the_difference_of_poisson_numbers(double mu)
    {
        var quantile = new SkellamQuantile();
        double rank = 0;
        int reach = (int)(4 * Math.Sqrt(mu)) + 3;
        for (int k = -60; k < reach; k++)
        {
            rank += SpecialFunctions.BesselI(Math.Abs(k), mu) * Math.Exp(-mu);
            if (k < -reach || rank is < 1e-7 or > 1 - 1e-7)
                continue;
            double normal = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, rank);
            Assert.Equal(k, quantile.At(mu, normal - 1e-6));
            Assert.Equal(k + 1, quantile.At(mu, normal + 1e-6));
        }
        Assert.Equal(0, quantile.At(0, 1.5));
    }

    /// <summary>E exp(i l (angle - old angle)) = exp(-tau (1 - cos l h)/sin^2 h); momentum and energy of the pair to round-off.</summary>
    [Theory]
    [InlineData(0.2, 0.1)]
    [InlineData(0.8, 0.7)]
    [InlineData(0.5, 40)]
    public void Harmonics_decay_at_the_rates_of_jumps(double angle, double time)
    {
        const int lanes = LaneMath.Lanes, calls = 3000;
        double[] before = [0.3, -0.4, -0.9, 0.5], angles = new double[calls * lanes];
        double tau = 0.7 * Math.Pow(1.5, -1.5) * time, old = Math.Atan2(-0.9, 1.2);
        using PairFlow flow = PairFlow.CreateJumps(new CollisionKernel(-1.5, 0.7), 2, angle);
        using LaneRandom random = new();
        random.Restart(5, 0);
        double[] velocity = new double[4 * lanes];
        int[] pair = [0, 1];
        fixed (double* v = velocity)
        fixed (int* pairs = pair)
        {
            for (int call = 0; call < calls; call++)
            {
                for (int i = 0; i < velocity.Length; i++)
                    v[i] = before[i / lanes];
                flow.Apply(v, pairs, 1, time, random, null);
                for (int lane = 0; lane < lanes; lane++)
                {
                    double zx = v[lane] - v[2 * lanes + lane], zy = v[lanes + lane] - v[3 * lanes + lane];
                    angles[call * lanes + lane] = Math.Atan2(zy, zx) - old;
                    Assert.Equal(-0.6, v[lane] + v[2 * lanes + lane], 1e-14);
                    Assert.Equal(1.5 * 1.5, zx * zx + zy * zy, 1e-13);
                }
            }
        }
        for (int l = 1; l <= 4; l++)
        {
            Samples.Near(Math.Exp(-tau * (1 - Math.Cos(l * angle)) / (Math.Sin(angle) * Math.Sin(angle))), $"cos {l}", [.. angles.Select(x => Math.Cos(l * x))]);
            Samples.Near(0, $"sin {l}", [.. angles.Select(x => Math.Sin(l * x))]);
        }
    }

    /// <summary>
    /// N = 2, gamma = 0, where the law is known: P(harmonic 4 of z) decays with (1 - cos 4 h)/sin^2 h in place of 8. So the bias is known too; the error
    /// printed covers it without excess, and falls like h^2.
    /// </summary>
    [Fact]
    public void The_bias_of_jumps_stands_in_the_error_of_the_step()
    {
        double[] bias = new double[2];
        for (int i = 0; i < 2; i++)
        {
            double angle = i == 0 ? 1.0 : 0.5;
            ParticleOptions options = Samples.Options(4, -3, 0.05, Samples.Beams, 0.5);
            Estimate jumps = Samples.Run(options with { JumpAngle = angle }, 40_000).Quantity("covariance_xx"),
                flow = Samples.Run(options with { Seed = 2 }, 40_000).Quantity("covariance_xx");
            Assert.True(
                Math.Abs(jumps.Value - flow.Value) <= 4 * double.Hypot(jumps.StandardError, flow.StandardError) + jumps.StepError + flow.StepError, $"{jumps} against {flow}");
            bias[i] = jumps.StepError;
            Assert.InRange(jumps.StepError, 0, 0.05);
        }
        Assert.InRange(bias[0] / bias[1], 1.5, 8);
    }

    /// <summary>N = 2, gamma = 0: the deviatoric covariance falls by (1 + exp(-4 d t))/2, exactly, whatever the angle.</summary>
    [Fact]
    public void Quadratic_functions_have_no_bias_at_two_maxwell_molecules()
    {
        ParticleOptions options = Samples.Options(2, 0, 1, [GaussianDensity.Diagonal([0, 0], [1.5, 0.5])], 0.1) with { JumpAngle = 0.9 };
        ParticleEstimates estimates = Samples.Run(options, 20_000);
        Samples.Near(1 + 0.5 * 0.5 * (1 + Math.Exp(-0.8)), estimates.Quantity("covariance_xx"));
        Samples.Near(2, estimates.Quantity("energy"));
    }
}
