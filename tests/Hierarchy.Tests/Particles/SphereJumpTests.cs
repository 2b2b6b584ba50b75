using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Particles;

/// <summary>Jumps by a fixed angle in d = 3: the law of the polar angle, what a pair keeps, and the bias against the flow on common random numbers.</summary>
public unsafe class SphereJumpTests
{
    /// <summary>The mean of P_l(1 - 2 Y(e)) over all ranks is exp(-mu (1 - P_l(cos h))), by tables and by series, and the atoms are those of no turn and of one.</summary>
    [Theory]
    [InlineData(0.2, 0.05)]
    [InlineData(0.2, 1.5)]
    [InlineData(0.2, 12)]
    [InlineData(0.2, 31.9)]
    [InlineData(0.2, 32.1)]
    [InlineData(0.05, 400)]
    [InlineData(1.2, 0.7)]
    [InlineData(1.2, 33)]
    public void The_quantile_has_the_harmonics_of_jumps(double angle, double mean)
    {
        const int ranks = 40_000;
        var quantile = new SphereJumpQuantile(angle);
        double[] sums = new double[7];
        int never = 0, once = 0;
        double last = double.PositiveInfinity;
        for (int j = 0; j < ranks; j++)
        {
            double y = quantile.At(mean, -Math.Log((j + 0.5) / ranks));
            Assert.InRange(y, 0, last);
            last = y;
            never += y == 0 ? 1 : 0;
            once += Math.Abs(y - Math.Pow(Math.Sin(angle / 2), 2)) < 1e-12 ? 1 : 0;
            for (int l = 1; l < sums.Length; l++)
                sums[l] += Samples.Legendre(l, 1 - 2 * y) / ranks;
        }
        for (int l = 1; l < sums.Length; l++)
            Assert.Equal(Math.Exp(-mean * (1 - Samples.Legendre(l, Math.Cos(angle)))), sums[l], 1e-4);
        Assert.Equal(Math.Exp(-mean), (double)never / ranks, 5e-5);
        if (mean < 32)
            Assert.Equal(mean * Math.Exp(-mean), (double)once / ranks, 5e-5);
    }

    /// <summary>Harmonic l of the direction decays with 2 (1 - P_l(cos h))/sin^2 h; the azimuth is uniform, momentum and energy of the pair stay.</summary>
    [Theory]
    [InlineData(0.2, 0.1)]
    [InlineData(0.8, 0.7)]
    public void Harmonics_decay_at_the_rates_of_jumps(double angle, double time)
    {
        const int lanes = LaneMath.Lanes, calls = 4000;
        double[] before = [0.3, -0.4, 0.2, -0.9, 0.5, 0.6], old = [1.2 / Norm, -0.9 / Norm, -0.4 / Norm];
        double tau = 0.7 * Math.Pow(Norm, -1.5) * time;
        List<double[]> turned = [];
        using PairFlow flow = PairFlow.CreateJumps(new CollisionKernel(-1.5, 0.7), 3, angle);
        using LaneRandom random = new();
        random.Restart(5, 0);
        double[] velocity = new double[6 * lanes];
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
                    double[] z = [.. Enumerable.Range(0, 3).Select(a => velocity[a * lanes + lane] - velocity[(3 + a) * lanes + lane])];
                    for (int a = 0; a < 3; a++)
                        Assert.Equal(before[a] + before[3 + a], velocity[a * lanes + lane] + velocity[(3 + a) * lanes + lane], 1e-14);
                    Assert.Equal(Norm * Norm, z.Sum(x => x * x), 1e-13);
                    turned.Add([.. z.Select(x => x / Norm)]);
                }
            }
        }
        double[] cosines = [.. turned.Select(z => z[0] * old[0] + z[1] * old[1] + z[2] * old[2])];
        for (int l = 1; l <= 4; l++)
            Samples.Near(Math.Exp(-2 * tau * (1 - Samples.Legendre(l, Math.Cos(angle))) / (Math.Sin(angle) * Math.Sin(angle))), $"P_{l}",
                [.. cosines.Select(c => Samples.Legendre(l, c))]);
        // Across the old direction nothing is preferred: means vanish, and so do those of two components across it.
        Samples.Near(0, "across", [.. turned.Select(z => 0.6 * z[0] + 0.8 * z[1])]);
        Samples.Near(0, "both across", [.. turned.Select(z => (0.6 * z[0] + 0.8 * z[1]) * (0.8 * 0.4 * z[0] - 0.6 * 0.4 * z[1] + 1.5 * z[2]))]);
    }

    private static double Norm => Math.Sqrt(1.44 + 0.81 + 0.16);

    /// <summary>N = 2, gamma = 0, d = 3: the deviatoric covariance falls by (1 + exp(-12 t))/2, exactly, whatever the angle; N = 4 has that of the hierarchy.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Quadratic_functions_of_maxwell_molecules(int particles)
    {
        ParticleOptions options = Samples.Options(particles, 0, 0.01, [GaussianDensity.Diagonal([0, 0, 0], [1.6, 0.6, 0.8])], 0.1) with { JumpAngle = 0.6 };
        ParticleEstimates estimates = Samples.Run(options, 20_000);
        double decay = Math.Exp(-12 * 0.1), expected = 1.6 / particles + (1 - 1.0 / particles) * (1 + 0.6 * decay);
        Estimate xx = estimates.Quantity("covariance_xx"), pair = estimates.Quantity("pair_covariance_xx");
        Samples.Near(expected, xx, xx.StepError);
        Samples.Near(0.6 / particles * (1 - decay), pair, pair.StepError);
        Samples.Near(3, estimates.Quantity("energy"));
        Assert.InRange(estimates.Quantity("invariant_energy").Value, 0, 1e-11);
    }

    /// <summary>At one rank both angles are less than a jump apart, so that coupled paths differ by a part of what independent ones do.</summary>
    [Theory]
    [InlineData(0.2, 0.5)]
    [InlineData(0.2, 2.5)]
    [InlineData(0.4, 0.7)]
    public void Jumps_and_the_flow_of_the_same_numbers_stay_close(double angle, double mean)
    {
        var quantile = new SphereJumpQuantile(angle);
        double tau = 0.5 * mean * Math.Sin(angle) * Math.Sin(angle), coupled = 0, apart = 0;
        const int ranks = 4000;
        for (int j = 0; j < ranks; j++)
        {
            double e = -Math.Log((j + 0.5) / ranks), jump = Angle(quantile.At(mean, e)), flow = Angle(SphereQuantile.At(tau, e));
            coupled += (jump - flow) * (jump - flow) / ranks;
            apart += (jump * jump + flow * flow) / ranks;
        }
        Assert.InRange(Math.Sqrt(coupled), 0, 0.5 * angle);
        Assert.InRange(coupled / apart, 0, 0.2);

        static double Angle(double y) => 2 * Math.Asin(Math.Sqrt(y));
    }

    /// <summary>The bias against the flow, from paths on common random numbers, covers the difference of independent runs.</summary>
    [Fact]
    public void The_bias_of_jumps_is_measured_against_the_flow_on_common_random_numbers()
    {
        ParticleOptions options = Samples.Options(4, -3, 0.05, [GaussianDensity.Diagonal([0, 0, 0], [1.8, 0.5, 0.7])], 0.5);
        Estimate jumps = Samples.Run(options with { JumpAngle = 0.6 }, 16_000).Quantity("covariance_xx"),
            flow = Samples.Run(options with { Seed = 2 }, 16_000).Quantity("covariance_xx");
        Assert.True(
            Math.Abs(jumps.Value - flow.Value) <= 4 * double.Hypot(jumps.StandardError, flow.StandardError) + jumps.StepError + flow.StepError, $"{jumps} against {flow}");
        Assert.InRange(jumps.StepError, 0, 0.06);
    }
}
