using Hierarchy.Densities;
using Hierarchy.Invariant;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Invariant;

public sealed class IsotropicDataTests
{
    [Fact]
    public void Families_of_isotropic_densities_are_taken_as_they_are()
    {
        IInitialDensity[] densities =
        [
            GaussianDensity.Isotropic([0, 0, 0], 0.7), new BkwDensity(3, 1.0 / 24, 1, 5.5), new LemouDensity(3, 1, 0), new ShellDensity(3, 10, 1.2),
        ];
        foreach (IInitialDensity density in densities)
        {
            Assert.Null(IsotropicData.Excludes([density]));
            InvariantDatum datum = IsotropicData.Of([density]);
            Assert.Equal(0, datum.DroppedAnisotropy);
            Assert.Equal(density.Evaluate([0.6, 0.3, -0.2]), datum.Density(0.7), 1e-12);
            // The temperature bounds that of the tail and of the equilibrium.
            Assert.InRange(datum.Temperature, density.Covariance[0] - 1e-9, 1.3 * density.Covariance[0]);
        }
    }

    [Fact]
    public void The_temperature_is_that_of_the_hottest_component() =>
        Assert.Equal(1.5, IsotropicData.Of([GaussianDensity.Isotropic([0, 0, 0], 0.5, 0.5), GaussianDensity.Isotropic([0, 0, 0], 1.5, 0.5)]).Temperature, 1e-2);

    [Fact]
    public void Other_densities_are_refused_with_the_reason()
    {
        Assert.Contains("component 0 is not isotropic", IsotropicData.Excludes([GaussianDensity.Isotropic([0.5, 0, 0], 1)]));
        Assert.Contains("covariance", IsotropicData.Excludes([GaussianDensity.Diagonal([0, 0, 0], [1, 1, 2])]));
        Assert.Contains("d = 3", IsotropicData.Excludes([GaussianDensity.Isotropic([0, 0], 1)]));
        Assert.Throws<ArgumentException>(() => IsotropicData.Of([GaussianDensity.Diagonal([0, 0, 0], [1, 1, 2])]));
    }

    [Fact]
    public void A_gridded_density_is_averaged_and_the_anisotropy_is_stated()
    {
        VelocityGrid grid = new(3, 20, 6);
        double[] values = new double[grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            // The average of x^2 y^2 over directions is r^4/15.
            double x = grid.Velocity(i, 0), y = grid.Velocity(i, 1), square = grid.SpeedSquared(i);
            values[i] = RadialTrial.Maxwellian(Math.Sqrt(square), 1) * (1 + 0.02 * (x * x * y * y - square * square / 15));
        }
        InvariantDatum datum = IsotropicData.Of([new GridDensity(grid, values)]);
        foreach (double r in (double[])[0, 0.5, 1.7, 3])
            Assert.Equal(RadialTrial.Maxwellian(r, 1), datum.Density(r), 2e-5 * RadialTrial.Maxwellian(0, 1));
        Assert.InRange(datum.DroppedAnisotropy, 5e-3, 3e-2);
    }

    [Fact]
    public void Samples_are_averaged_over_directions()
    {
        RandomStream random = new(3, 0);
        double[] samples = new double[30000];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = random.NextNormal();
        InvariantDatum datum = IsotropicData.Of([new SamplesDensity(3, samples, 0.5)]);
        // The estimate has the covariance of the samples.
        Assert.Equal(RadialTrial.Maxwellian(1, 1), datum.Density(1), 0.02 * RadialTrial.Maxwellian(0, 1));
        Assert.InRange(datum.DroppedAnisotropy, 1e-4, 0.1);
    }

    [Fact]
    public void A_pair_on_a_grid_has_the_values_of_its_expansion()
    {
        using RadialBasis basis = RadialTrial.Basis(12, 4, 1);
        PairSystem system = new(basis, RadialTrial.Coulomb, 0.25, 1);
        InvariantPair pair = system.View(RadialTrial.Advance(system, InvariantDatum.Gaussians((0.5, 0.5), (0.5, 1)), 0.1, 1e-2), 0.25);
        VelocityGrid grid = new(3, 8, 4);
        RadialPairCorrelation correlation = new(grid, pair);
        double[] row = correlation.Row(77, new double[grid.Size]).ToArray(), density = new double[grid.Size];
        correlation.FillDensity(density);
        for (int i = 0; i < grid.Size; i++)
        {
            double r1 = Math.Sqrt(grid.SpeedSquared(77)), r2 = Math.Sqrt(grid.SpeedSquared(i)), product = 0;
            for (int a = 0; a < 3; a++)
                product += grid.Velocity(77, a) * grid.Velocity(i, a);
            Assert.Equal(pair.Correlation(r1, r2, r1 * r2 > 0 ? product / (r1 * r2) : 0), row[i], 1e-14);
            Assert.Equal(pair.Density(r2), density[i], 1e-12);
        }
    }
}
