using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>Every diagnostic sees the same pair density in whatever form its correlation comes.</summary>
public sealed class PairFormTests
{
    /// <summary>
    /// Quantities of a pair density that is a mixture of three displaced normal laws: by products and by values, to 1e-12 relative or a rounding of
    /// numbers of the size 1. Noise floors agree where both forms compute alike.
    /// </summary>
    [Theory]
    [InlineData(2, 16)]
    [InlineData(3, 8)]
    public void A_sum_of_products_has_every_quantity_of_its_values(int dimension, int points)
    {
        (VelocityGrid grid, double[] density, PairCorrelation products) = Mixture(dimension, points);
        Dictionary<string, QuantityValue> found = Values(grid, density, products), expected = Values(grid, density, PairCorrelation.Of(grid, products.ToArray()));
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        Assert.Contains("mutual_information", found.Keys);
        Assert.Contains("closure_error_pair_l1", found.Keys);
        foreach ((string name, QuantityValue value) in expected)
        {
            Assert.True(IsNear(value.Value, found[name].Value), $"{name}: {value.Value:R}, {found[name].Value:R}");
            if (!name.StartsWith("canonical", StringComparison.Ordinal) && name != "chaos_sobolev")
                Assert.True(double.IsNaN(value.NoiseFloor) ? double.IsNaN(found[name].NoiseFloor) : IsNear(value.NoiseFloor, found[name].NoiseFloor), $"floor of {name}");
        }
    }

    private static bool IsNear(double expected, double found) => Math.Abs(expected - found) <= 1e-12 * Math.Abs(expected) + 1e-15;

    /// <summary>The variance of the means: E[v1a v2b] - E[v_a] E[v_b] = sum_k w_k m_ka m_kb - m_a m_b, whatever the components.</summary>
    [Fact]
    public void A_mixture_has_the_covariance_of_its_means()
    {
        (VelocityGrid grid, double[] density, PairCorrelation products) = Mixture(2, 48, 8);
        Dictionary<string, QuantityValue> found = Values(grid, density, products);
        double mean = Weights.Zip(Means, (w, m) => w * m).Sum(), variance = Weights.Zip(Means, (w, m) => w * (m - mean) * (m - mean)).Sum();
        Assert.Equal(variance, found["pair_covariance_xx"].Value, 1e-9);
        Assert.Equal(-0.5 * variance, found["pair_covariance_xy"].Value, 1e-9);
        Assert.Equal(0, found["exchange_defect"].Value);
        Assert.Equal(products.Norm(), found["chaos_l2"].Value, 1e-14);
    }

    /// <summary>The product of two fields: |a x b| = |a| |b| in the negative norm, and the singular value of g/sqrt(f x f) is that of a rank-one kernel.</summary>
    [Fact]
    public void One_product_has_the_norms_of_its_factor()
    {
        var grid = new VelocityGrid(2, 24, 6);
        double[] f = Densities.Gaussian(grid, [0, 0], [1, 1]), factor = [.. f.Select((value, i) => value * grid.Velocity(i, 0))];
        Dictionary<string, QuantityValue> found = Values(grid, f, PairCorrelation.OfProducts(grid, [0.3], [factor]));
        double norm = SobolevNorm.Of(grid, factor).Norm;
        Assert.Equal(0.3 * norm * norm, found["chaos_sobolev"].Value, 1e-14);
        Assert.Equal(0.3, found["canonical_correlation_1"].Value, 1e-6);
        Assert.Equal(0, found["canonical_correlation_2"].Value, 1e-12);
    }

    /// <summary>Single precision: the quantities of the rounded values, to the last bit.</summary>
    [Fact]
    public void Rows_in_single_precision_are_those_of_the_rounded_values()
    {
        (VelocityGrid grid, double[] density, PairCorrelation products) = Mixture(2, 10);
        double[] packed = new double[grid.Size * grid.Size / 2];
        System.Numerics.Tensors.TensorPrimitives.ConvertChecked(products.ToArray(), System.Runtime.InteropServices.MemoryMarshal.Cast<double, float>(packed.AsSpan()));
        var single = new SingleCorrelation(grid, packed);
        Assert.Equal(Values(grid, density, PairCorrelation.Of(grid, single.ToArray())), Values(grid, density, single));
    }

    private static readonly double[] Weights = [0.5, 0.3, 0.2];
    private static readonly double[] Means = [0.4, -0.7, 0.6];

    private static (VelocityGrid Grid, double[] Density, PairCorrelation Products) Mixture(int dimension, int points, double halfWidth = 5.5)
    {
        var grid = new VelocityGrid(dimension, points, halfWidth);
        double[][] parts =
            [.. Means.Select((mean, k) => Densities.Gaussian(grid, [mean, -0.5 * mean, .. new double[dimension - 2]], [.. Enumerable.Repeat(1 - 0.2 * k, dimension)]))];
        double[] density = [.. Enumerable.Range(0, grid.Size).Select(i => Weights.Select((w, k) => w * parts[k][i]).Sum())];
        double[][] differences = [.. parts.Select(part => part.Select((value, i) => value - density[i]).ToArray())];
        return (grid, density, PairCorrelation.OfProducts(grid, Weights, differences));
    }

    /// <summary>All diagnostics against a Landau solution and an exact pair density that are near.</summary>
    private static Dictionary<string, QuantityValue> Values(VelocityGrid grid, double[] density, PairCorrelation correlation)
    {
        double[] reference = Densities.Gaussian(grid, new double[grid.Dimension], [.. Enumerable.Repeat(1.1, grid.Dimension)]);
        List<QuantityValue> values = [];
        foreach (IDiagnostic diagnostic in DiagnosticRegistry.All)
        {
            diagnostic.Evaluate(
                new Observation
                {
                    Grid = grid,
                    Model = "test",
                    Particles = new ParticleNumber(8),
                    Time = 0,
                    Density = density,
                    Correlation = correlation,
                    Reference = reference,
                    ExactDensity = reference,
                    ExactCorrelation = PairCorrelation.OfProducts(grid, [0.1], [density]),
                    InitialDensity = reference,
                },
                values);
        }
        return values.ToDictionary(value => value.Name);
    }
}
