using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using Hierarchy.States;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>Relative entropies and Fisher informations against products of another density, and the limits to leading order, in closed form.</summary>
public class LandauProductTests
{
    /// <summary>
    /// A Gaussian pair of means m, variances s and correlations rho against the standard normal product: H = -1/2 sum log(1-rho^2) + 2 sum (s + m^2 - 1 - log s)/2,
    /// I = 2 sum rho^2/((1-rho^2) s) + 2 sum ((1 - 1/s)^2 s + m^2).
    /// </summary>
    [Theory]
    [InlineData(2, 30, 7, 0.1, 0.9, new[] { 0.3, -0.2 }, 1e-4)]
    [InlineData(2, 30, 7, 1e-3, 1.002, new[] { 0.01, 0.005 }, 1e-4)]
    [InlineData(2, 30, 7, 0.2, 1.1, new[] { 0.0, 0.0 }, 1e-4)]
    [InlineData(3, 12, 5, 0.1, 1.05, new[] { 0.2, 0.1, -0.15 }, 1e-2)]
    public void A_gaussian_pair_against_a_product(int d, int n, double halfWidth, double mean, double variance, double[] rho, double tolerance)
    {
        VelocityGrid grid = new(d, n, halfWidth);
        double[] m = new double[d], s = [.. Enumerable.Repeat(1.0, d)];
        (m[0], s[1]) = (mean, variance);
        var pair = new GaussianPair(m, s, rho);
        (double[] f, double[] g) = GaussianPair.Sample(grid, pair);
        double[] landau = Gaussian(grid, new double[d], [.. Enumerable.Repeat(1.0, d)]);
        double entropy = pair.Information + m.Zip(s, (a, b) => b + a * a - 1 - Math.Log(b)).Sum();
        double fisher = pair.RelativeFisher + 2 * m.Zip(s, (a, b) => (1 - 1 / b) * (1 - 1 / b) * b + a * a).Sum();
        foreach (double[]? correlation in (double[]?[])(rho.Any(r => r != 0) ? [g] : [g, null]))
        {
            QuantityValue h = Evaluate(new PairFunctionals(), grid, f, correlation, landau)["pair_relative_entropy_to_landau"];
            QuantityValue i = Evaluate(new PairFisher(), grid, f, correlation, landau)["pair_relative_fisher_to_landau"];
            Close(entropy, h.Value, tolerance * entropy + h.NoiseFloor);
            Close(fisher, i.Value, 10 * tolerance * fisher + i.NoiseFloor);
            Assert.InRange(h.NoiseFloor, 0, (d == 2 ? 0.02 : 0.1) * entropy);
            Assert.InRange(i.NoiseFloor, 0, (d == 2 ? 0.1 : 0.3) * fisher);
        }
        Assert.DoesNotContain("pair_relative_entropy_to_landau", Evaluate(new PairFunctionals(), grid, f, g).Keys);
    }

    /// <summary>A pair whose marginal is not f, as some closures have: F = p x p (1 + x1 y2 ...) against plain sums over all pairs.</summary>
    [Fact]
    public void A_pair_without_its_marginal_against_plain_sums()
    {
        VelocityGrid grid = new(2, 20, 5.5);
        int size = grid.Size;
        double[] landau = Gaussian(grid, [0, 0], [1, 1]), f = Gaussian(grid, [0.05, 0], [1, 1]), g = new double[size * size], pair = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double x = grid.Velocity(i, 0), y = grid.Velocity(j, 0);
                pair[i * size + j] = landau[i] * landau[j] * (1 + 0.05 * Math.Exp(-x * x - y * y) - 0.05 / 3);
                g[i * size + j] = pair[i * size + j] - f[i] * f[j];
            }
        }
        double entropy = 0, fisher = 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double x = grid.Velocity(i, 0), y = grid.Velocity(j, 0), bump = 0.05 * Math.Exp(-x * x - y * y), value = pair[i * size + j],
                    ratio = value / (landau[i] * landau[j]);
                entropy += value * Math.Log(ratio);
                fisher += value * 4 * (x * x + y * y) * bump * bump / (ratio * ratio);
            }
        }
        double cell = grid.CellVolume * grid.CellVolume;
        QuantityValue h = Evaluate(new PairFunctionals(), grid, f, g, landau)["pair_relative_entropy_to_landau"];
        QuantityValue relative = Evaluate(new PairFisher(), grid, f, g, landau)["pair_relative_fisher_to_landau"];
        Close(cell * entropy, h.Value, h.NoiseFloor + 2e-3 * cell * entropy);
        Close(cell * fisher, relative.Value, relative.NoiseFloor + 2e-3 * cell * fisher);
        Assert.InRange(h.NoiseFloor, 0, 0.1 * cell * entropy);
    }

    /// <summary>Gaussian triples of correlation rho: 3 H against the standard product is -1/2 sum log((1-rho)^2 (1+2 rho)) + 3 sum (s - 1 - log s)/2.</summary>
    [Fact]
    public void A_gaussian_triple_against_a_product()
    {
        var law = new GaussianTriple([1.05, 0.95], [0.1, -0.06]);
        var grid = new VelocityGrid(2, 16, 6);
        (double[] f, double[] g, double[] h) = law.Cumulants(grid);
        List<QuantityValue> values = [];
        var observation = new Observation
        {
            Grid = grid,
            Model = "test",
            Particles = new ParticleNumber(3),
            Time = 0,
            Density = f,
            Correlation = PairCorrelation.Of(grid, g),
            Triple = new TripleCorrelation(grid, h),
            Reference = Gaussian(grid, [0, 0], [1, 1]),
        };
        new TripleAgainstLandau().Evaluate(observation, values);
        double exact = law.Variance.Zip(law.Rho, (s, r) => -0.5 * Math.Log((1 - r) * (1 - r) * (1 + 2 * r)) + 1.5 * (s - 1 - Math.Log(s))).Sum();
        QuantityValue value = Assert.Single(values);
        Close(exact, value.Value, value.NoiseFloor + 1e-4 * exact);
        Assert.InRange(value.NoiseFloor, 0, 0.02 * exact);
    }

    /// <summary>
    /// f normal, phi = c f (x^2-1), G = f f (b x1 x2 + e (x1^2-1)(x2^2-1)): h1 = c^2, i1 = 4 c^2, mi = (b^2 + 4 e^2)/2, i2 = 2 (b^2 + 8 e^2), int phi |v|^4 =
    /// 16 c, int G |v1|^2 |v2|^2 = 4 e.
    /// </summary>
    [Theory]
    [InlineData(7)]
    [InlineData(100000)]
    public void Limits_of_polynomial_corrections(int particles)
    {
        const double c = 0.3, b = 0.2, e = -0.1;
        VelocityGrid grid = new(2, 30, 7);
        double[] f = Gaussian(grid, [0, 0], [1, 1]), phi = new double[grid.Size], limit = new double[grid.Size * grid.Size], density = new double[grid.Size];
        double[] x = [.. Enumerable.Range(0, grid.Size).Select(i => grid.Velocity(i, 0))];
        for (int i = 0; i < grid.Size; i++)
        {
            phi[i] = c * f[i] * (x[i] * x[i] - 1);
            density[i] = f[i] + phi[i] / particles;
            for (int j = 0; j < grid.Size; j++)
                limit[i * grid.Size + j] = f[i] * f[j] * (b * x[i] * x[j] + e * (x[i] * x[i] - 1) * (x[j] * x[j] - 1));
        }
        List<QuantityValue> list = [];
        new LeadingOrderLimits().Evaluate(
            new Observation
            {
                Grid = grid,
                Model = "test",
                Particles = new ParticleNumber(particles),
                Time = 0,
                Density = density,
                Correlation = new LeadingOrderCorrelation(PairCorrelation.Of(grid, limit), phi, 1.0 / particles),
            },
            list);
        (string Name, double Exact)[] exact =
        [
            ("phi_fourth_moment", 16 * c), ("energy_covariance_limit", 4 * e), ("relative_entropy_limit", c * c), ("mutual_information_limit", 0.5 * (b * b + 4 * e * e)),
            ("relative_fisher_to_landau_limit", 4 * c * c), ("relative_fisher_limit", 2 * (b * b + 8 * e * e)),
        ];
        Assert.Equal(new LeadingOrderLimits().Quantities(2).Select(quantity => quantity.Name).Order(), list.Select(value => value.Name).Order());
        foreach ((string name, double value) in exact)
        {
            QuantityValue found = list.Single(quantity => quantity.Name == name);
            Close(value, found.Value, 1e-4 * Math.Abs(value) + (double.IsNaN(found.NoiseFloor) ? 0 : found.NoiseFloor));
            Assert.False(found.NoiseFloor > 0.02 * Math.Abs(value), name);
        }
    }
}
