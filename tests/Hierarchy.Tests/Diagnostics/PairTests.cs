using CsCheck;
using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

public class PairTests
{
    private static GaussianPair Unit(params double[] rho) => new(new double[rho.Length], [.. rho.Select(_ => 1.0)], rho);

    /// <summary>
    /// The exact values: MI = -1/2 sum log(1-rho^2); I(F|ff) = 2 sum rho^2/(1-rho^2); pair covariance rho; E|v1|^2|v2|^2 - (E|v|^2)^2 = 2 sum rho^2;
    /// H_2 - H_1 = MI/2; I_2 - I_1 half the relative Fisher information.
    /// </summary>
    [Theory]
    [InlineData(2, 24, 6.5, new[] { 0.3, -0.2 }, 2e-6)]
    [InlineData(2, 24, 6.5, new[] { 0.01, 0.005 }, 2e-6)]
    [InlineData(3, 12, 5, new[] { 0.2, 0.1, -0.15 }, 2e-3)]
    public void Correlated_gaussians(int d, int n, double halfWidth, double[] rho, double tolerance)
    {
        VelocityGrid grid = new(d, n, halfWidth);
        GaussianPair pair = Unit(rho);
        (double[] f, double[] g) = GaussianPair.Sample(grid, pair);
        Dictionary<string, QuantityValue> q = Evaluate(new PairFunctionals(), grid, f, g), fisher = Evaluate(new PairFisher(), grid, f, g);
        Dictionary<string, QuantityValue> one = Evaluate(new OneParticleInformation(), grid, f);
        double squares = rho.Sum(r => r * r);
        Close(pair.Information, q["mutual_information"].Value, tolerance * pair.Information);
        Close(pair.RelativeFisher, fisher["relative_fisher"].Value, 10 * tolerance * pair.RelativeFisher);
        Close(pair.Information / 2, q["entropy_2"].Value - one["entropy_1"].Value, tolerance * pair.Information + q["entropy_2"].NoiseFloor);
        Close(pair.RelativeFisher / 2, fisher["fisher_2"].Value - one["fisher_1"].Value, tolerance * pair.RelativeFisher + fisher["fisher_2"].NoiseFloor);
        Assert.InRange(fisher["fisher_2"].NoiseFloor, 0, d == 2 ? 1e-3 : 1);
        Close(rho[0], q["pair_covariance_xx"].Value, tolerance * rho[0]);
        Close(rho[1], q["pair_covariance_yy"].Value, tolerance * Math.Abs(rho[1]));
        Close(0, q["pair_covariance_xy"].Value, 1e-10);
        Close(2 * squares, q["pair_energy_covariance"].Value, 10 * tolerance * squares);
        Close(1, q["mutual_information_mass"].Value, 1e-4);
        Assert.False(q["mutual_information"].BelowNoise);
        Assert.False(fisher["relative_fisher"].BelowNoise);
        Assert.InRange(q["marginal_defect"].Value, 0, 1e-6);
        Assert.InRange(q["exchange_defect"].Value, 0, 1e-16);
    }

    [Fact]
    public void Norms_are_those_of_plain_loops()
    {
        VelocityGrid grid = new(2, 10, 4);
        (double[] f, double[] g) = GaussianPair.Sample(grid, Unit(0.4, -0.3));
        f[7] = -1e-3;
        g[3] = -2e-2;
        Dictionary<string, QuantityValue> q = Evaluate(new PairFunctionals(), grid, f, g);
        double absolute = 0, square = 0, negative = 0, smallest = 1, cell = grid.CellVolume * grid.CellVolume;
        for (int i = 0; i < g.Length; i++)
        {
            double pair = f[i / f.Length] * f[i % f.Length] + g[i];
            absolute += Math.Abs(g[i]);
            square += g[i] * g[i];
            smallest = Math.Min(smallest, pair);
            negative += Math.Max(0, -pair);
        }
        Close(cell * absolute, q["chaos_l1"].Value, 1e-13);
        Close(Math.Sqrt(cell * square), q["chaos_l2"].Value, 1e-14);
        Close(cell * negative, q["negative_mass_f2"].Value, 1e-15);
        Assert.Equal(smallest, q["min_f2"].Value);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Defects_find_an_injected_asymmetry(int d)
    {
        VelocityGrid grid = new(d, d == 2 ? 10 : 8, 4);
        double[] f = Gaussian(grid, new double[d], [.. Enumerable.Repeat(1.0, d)]);
        double[] g = new double[grid.Size * grid.Size];
        int last = grid.Size - 1;
        g[last * grid.Size + 5] = 3e-7;
        g[last * grid.Size + 6] = -1e-7;
        Dictionary<string, QuantityValue> q = Evaluate(new PairFunctionals(), grid, f, g);
        Close(3e-7, q["exchange_defect"].Value, 1e-22);
        Close(2e-7 * grid.CellVolume, q["marginal_defect"].Value, 1e-20);
    }

    /// <summary>A model without correlation and one with g = 0 must report the same, and nothing of chaos lost.</summary>
    [Theory]
    [InlineData(2, 16)]
    [InlineData(3, 8)]
    public void A_product_has_no_correlation(int d, int n)
    {
        VelocityGrid grid = new(d, n, 5);
        double[] f = Gaussian(grid, new double[d], [.. Enumerable.Repeat(1.1, d)]);
        f[0] = -1e-6;
        double[] g = new double[grid.Size * grid.Size];
        foreach (IDiagnostic diagnostic in (IDiagnostic[])[new PairFunctionals(), new PairFisher()])
        {
            Dictionary<string, QuantityValue> without = Evaluate(diagnostic, grid, f, null, f), with = Evaluate(diagnostic, grid, f, g, f);
            Assert.Equal(with.Keys.Order(), without.Keys.Order());
            Assert.Equal(diagnostic.Quantities(d).Select(q => q.Name).Order(), with.Keys.Order());
            foreach (string name in with.Keys.Where(name => name != "mutual_information_mass"))
                Close(without[name].Value, with[name].Value, 1e-10 * Math.Abs(without[name].Value));
            Close(1, with.GetValueOrDefault("mutual_information_mass", new("", 1)).Value, 0.05);
        }
    }

    /// <summary>Noise of 1e-9 in g: without the restriction to f above a level it would add about 1e3 to the mutual information.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.01)]
    public void Noise_in_the_correlation_stays_below_the_reported_floor(double rho)
    {
        VelocityGrid grid = new(2, 20, 6);
        GaussianPair pair = Unit(rho, rho);
        (double[] f, double[] g) = GaussianPair.Sample(grid, pair);
        Random random = new(3);
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double noise = 1e-9 * (2 * random.NextDouble() - 1);
                g[i * grid.Size + j] += noise;
                g[j * grid.Size + i] = g[i * grid.Size + j];
            }
        }
        QuantityValue information = Evaluate(new PairFunctionals(), grid, f, g)["mutual_information"];
        QuantityValue relative = Evaluate(new PairFisher(), grid, f, g)["relative_fisher"];
        Close(pair.Information, information.Value, information.NoiseFloor);
        Close(pair.RelativeFisher, relative.Value, relative.NoiseFloor);
        Assert.InRange(information.NoiseFloor, 0, 0.1 * pair.Information);
        Assert.InRange(relative.NoiseFloor, 0, 0.3 * pair.RelativeFisher);
    }

    [Fact]
    public void Noise_alone_is_flagged()
    {
        VelocityGrid grid = new(2, 16, 6);
        double[] f = Gaussian(grid, [0, 0], [1, 1]), g = new double[grid.Size * grid.Size];
        Random random = new(5);
        for (int i = 0; i < g.Length; i++)
            g[i] = 1e-6 * (2 * random.NextDouble() - 1);
        Assert.True(Evaluate(new PairFunctionals(), grid, f, g)["mutual_information"].BelowNoise);
        Assert.True(Evaluate(new PairFisher(), grid, f, g)["relative_fisher"].BelowNoise);
    }

    private static readonly Gen<GaussianPair> Parts =
        Gen.Select(Gen.Double[-1, 1].Array[2], Gen.Double[0.7, 1.1].Array[2], Gen.Double[-0.5, 0.5].Array[2], Gen.Double[0.2, 1],
            (mean, variance, rho, weight) => new GaussianPair(mean, variance, rho, weight));

    /// <summary>
    /// Mixtures of normal pairs are densities with equal marginals: MI is non-negative, and H and I are subadditive: H_2 - H_1 = MI/2, I_2 - I_1 =
    /// half the relative Fisher information.
    /// </summary>
    [Fact]
    public void Subadditivity_of_mixtures() => Parts.Array[1, 3].Sample(
        parts =>
        {
            double total = parts.Sum(part => part.Weight);
            VelocityGrid grid = new(2, 24, 7.5);
            (double[] f, double[] g) = GaussianPair.Sample(grid, [.. parts.Select(part => part with { Weight = part.Weight / total })]);
            Dictionary<string, QuantityValue> one = Evaluate(new OneParticleInformation(), grid, f), q = Evaluate(new PairFunctionals(), grid, f, g);
            Dictionary<string, QuantityValue> fisher = Evaluate(new PairFisher(), grid, f, g);
            double information = q["mutual_information"].Value, relative = fisher["relative_fisher"].Value;
            Assert.True(information >= 0 && relative >= 0);
            double entropyGain = q["entropy_2"].Value - one["entropy_1"].Value, fisherGain = fisher["fisher_2"].Value - one["fisher_1"].Value;
            Close(information / 2, entropyGain, 1e-4 * information + q["entropy_2"].NoiseFloor + q["mutual_information"].NoiseFloor);
            Close(relative / 2, fisherGain, 1e-3 * relative + fisher["fisher_2"].NoiseFloor + fisher["relative_fisher"].NoiseFloor);
            Assert.InRange(q["entropy_2"].NoiseFloor, 0, 1e-2);
        },
        iter: 12, threads: 1);
}
