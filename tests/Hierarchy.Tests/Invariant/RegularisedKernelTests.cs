using Hierarchy.Invariant;
using Hierarchy.Kernels;

namespace Hierarchy.Tests.Invariant;

public sealed class RegularisedKernelTests
{
    [Theory]
    [InlineData("elliptic", 0.05), InlineData("cutoff", 0.2), InlineData("softened", 0.4)]
    public void The_energy_grows_as_it_should_and_the_other_invariants_hold(string name, double epsilon)
    {
        const double time = 0.1;
        CollisionKernel kernel = new(-3, 1, RegularisationRegistry.Find(name), epsilon);
        var found = RadialTrial.Run("cluster-radial", 4, kernel, RadialTrial.TwoTemperatures, new RadialResolution(12, 5, 1e-3), time)[0];
        Assert.Equal(3 + kernel.HeatingRate(3, 0.75) * time, found["energy"].Value, 1e-9);
        Assert.Equal(1, found["mass"].Value, 1e-13);
        Assert.InRange(found["marginal_defect"].Value, 0, 1e-14);
        // v1 + v2 has no drift, and its square grows by the viscosity alone: E|v|^2 + 3 E v1.v2 grows at 2 d nu.
        double pair = found["pair_covariance_xx"].Value + found["pair_covariance_yy"].Value + found["pair_covariance_zz"].Value;
        Assert.Equal(3 + 6 * kernel.Viscosity * time, found["energy"].Value + 3 * pair, 1e-9);
    }

    [Fact]
    public void An_isotropic_part_alone_is_a_heat_flow_of_the_difference()
    {
        // For A = eps I and N = 2 the pair diffuses in z: F keeps the law of v1 + v2 and E|v1 - v2|^2 grows at 24 eps/N. The Landau part is small, its effect on these none.
        CollisionKernel kernel = new(-3, 1e-9, RegularisationRegistry.Find("elliptic"), 0.2);
        RadialBasis basis = RadialTrial.Basis(16, 10, 1.3);
        PairSystem system = new(basis, kernel, 0.5, 0);
        const double time = 0.2;
        InvariantPair pair = system.View(RadialTrial.Advance(system, InvariantDatum.Gaussians((1, 1.0)), time, 1e-5), 0.5);
        // v1 = (V + z)/2 and v2 = (V - z)/2 with independent normal V and z of variances 2 and 2 + 8 eps t/N: a normal pair of variance s and covariance c.
        double variance = 2 + 8 * 0.2 * time / 2, own = (2 + variance) / 4, covariance = (2 - variance) / 4;
        foreach ((double r1, double r2, double mu) in ((double, double, double)[])[(0.3, 0.8, 0.5), (1.2, 1.1, -1), (2, 0.5, 1), (1, 1, 1)])
        {
            double determinant = own * own - covariance * covariance;
            double exponent = (own * (r1 * r1 + r2 * r2) - 2 * covariance * r1 * r2 * mu) / (2 * determinant);
            double exact = Math.Pow(2 * Math.PI, -3) * Math.Pow(determinant, -1.5) * Math.Exp(-exponent);
            Assert.Equal(exact, pair.Density(r1) * pair.Density(r2) + pair.Correlation(r1, r2, mu), 2e-9);
        }
    }
}
