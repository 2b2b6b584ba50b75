using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using Hierarchy.States;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

public class PairInvariantTests
{
    private static readonly double[] Initial = [1.2, 0.6];
    private static readonly VelocityGrid Grid = new(2, 24, 7.5);

    /// <summary>
    /// Maxwell molecules: from independent data of covariance S0 the N-particle system has E[v1 v1] = S0/N + (1-1/N) S and E[v1 v2] = (S0 - S)/N, S the
    /// covariance of the limit equation. A normal pair with these moments keeps the momentum invariant; its energy invariant follows from Isserlis' formula.
    /// </summary>
    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(0)]
    public void Normal_pairs_with_the_moments_of_maxwell_molecules(int count)
    {
        ParticleNumber particles = count == 0 ? ParticleNumber.Infinity : new ParticleNumber(count);
        double inverse = particles.Inverse;
        double[] limit = [1.0, 0.8], s = [.. limit.Zip(Initial, (now, then) => then * inverse + (1 - inverse) * now)];
        double[] pairs = [.. limit.Zip(Initial, (now, then) => (then - now) * inverse)];
        (double[] f, double[] g) = GaussianPair.Sample(Grid, new GaussianPair([0, 0], s, [.. pairs.Zip(s, (c, v) => c / v)]));
        Dictionary<string, QuantityValue> q = Drift(particles, f, g, false), stored = Drift(particles, f, g, true);
        double others = particles.IsInfinite ? 1 : count - 1;
        double Fourth(double[] c) => Math.Pow(c.Sum(), 2) + 2 * c.Sum(x => x * x);
        double now = Math.Pow(s.Sum(), 2) + 2 * pairs.Sum(x => x * x), then = Math.Pow(Initial.Sum(), 2);
        double energy = others * (now - then) + (particles.IsInfinite ? 0 : Fourth(s) - Fourth(Initial));
        Close(0, q["invariant_momentum"].Value, 1e-7 * others);
        Close(Math.Abs(energy), q["invariant_energy"].Value, 2e-6 * others);
        Assert.Equal(q, stored);
    }

    /// <summary>Without a correlation E[v1 v1] alone moves: the closure error is all of the drift.</summary>
    [Fact]
    public void A_tensorised_model_drifts()
    {
        double[] s = [1.0, 0.8];
        Dictionary<string, QuantityValue> q = Drift(new ParticleNumber(8), Gaussian(Grid, [0, 0], s), null, false);
        Close(0.2, q["invariant_momentum"].Value, 1e-7);
    }

    [Fact]
    public void An_unchanged_state_does_not_drift()
    {
        double[] f = Gaussian(Grid, [0, 0], Initial), mirrored = new double[f.Length];
        int n = Grid.Points;
        for (int i = 0; i < f.Length; i++)
            mirrored[(n - 1 - i / n) * n + n - 1 - i % n] = f[i] * (1 + 1e-16);
        Dictionary<string, QuantityValue> same = Drift(new ParticleNumber(64), f, null, false), turned = Drift(new ParticleNumber(64), mirrored, null, false);
        Assert.Equal(0, same["invariant_momentum"].Value);
        Assert.InRange(turned["invariant_momentum"].Value, 0, 1e-14);
        Assert.InRange(turned["invariant_energy"].Value, 0, turned["invariant_energy"].NoiseFloor);
    }

    [Fact]
    public void Left_out_without_an_initial_state() => Assert.Empty(Evaluate(new PairInvariants(), Grid, Gaussian(Grid, [0, 0], Initial)));

    [Fact]
    public void Sums_keep_what_cancels()
    {
        CompensatedSum sum = default;
        foreach (double term in (double[])[1, 1e100, 1, -1e100])
            sum.Add(term);
        Assert.Equal(2, sum.Value);
    }

    private static Dictionary<string, QuantityValue> Drift(ParticleNumber particles, double[] f, double[]? g, bool stored)
    {
        double[] initial = Gaussian(Grid, [0, 0], Initial);
        List<QuantityValue> values = [];
        Observation observation = new()
        {
            Grid = Grid,
            Model = "test",
            Particles = particles,
            Time = 1,
            Density = f,
            Correlation = g is null ? PairCorrelation.Zero(Grid) : PairCorrelation.Of(Grid, g),
            InitialDensity = stored ? [] : initial,
            InitialPairMoments = stored ? PairMoments.Of(Grid, initial, PairCorrelation.Zero(Grid)) : null,
        };
        new PairInvariants().Evaluate(observation, values);
        return values.ToDictionary(value => value.Name);
    }
}
