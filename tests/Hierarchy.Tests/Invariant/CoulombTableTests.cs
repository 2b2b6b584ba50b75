using Hierarchy.Invariant;

namespace Hierarchy.Tests.Invariant;

/// <summary>Half T = .5 + half T = 1.5, Coulomb, t = 0.25: values computed by another implementation, with the errors of their last digits.</summary>
public sealed class CoulombTableTests
{
    [Fact]
    public void The_cluster_closure_at_four_particles()
    {
        var found = RadialTrial.Run("cluster-radial", 4, RadialTrial.Coulomb, RadialTrial.TwoTemperatures, new RadialResolution(17, 12, 1e-2), 0.25)[0];
        void Holds(string name, double value, double error)
        {
            Assert.Equal(value, found[name].Value, error + found[name].Error);
            Assert.InRange(found[name].Error, 0, 1e-4 * Math.Abs(value));
        }
        Holds("error_l1", 0.0094989, 3e-7);
        Holds("chaos_l1", 0.0133984, 9e-7);
        Holds("pair_energy_covariance", 0.0628454, 2.5e-7);
        Holds("pair_projection_covariance", 0.0019003, 1.1e-7);
        Holds("fourth_moment", 18.561464, 1e-6);
        Holds("fisher_1", 3.295273, 1e-6);
        Holds("fisher_2", 3.296804, 1e-6);
        Holds("coulomb_integral", 0.595011, 1e-6);
        Holds("coulomb_integral_3_2", 0.537285, 1e-6);
        Assert.InRange(found["invariant_energy"].Value, 0, 1e-12);
        Assert.InRange(found["invariant_momentum"].Value, 0, 1e-13);
        Assert.InRange(found["marginal_defect"].Value, 0, 1e-16);
        Assert.Equal(1, found["mass"].Value, 1e-14);
        Assert.Equal(found["fisher_2"].Value - found["fisher_1"].Value, 0.5 * found["relative_fisher"].Value, 1e-12);
    }

    [Fact]
    public void The_leading_order()
    {
        var found = RadialTrial.Run("leading-order-radial", double.PositiveInfinity, RadialTrial.Coulomb, RadialTrial.TwoTemperatures,
            new RadialResolution(16, 12, 1e-1), 0.25)[0];
        void Holds(string name, double value, double error) => Assert.Equal(value, found[name].Value, error + found[name].Error);
        Holds("phi_l1", 0.043429, 5e-6);
        Holds("phi_fourth_moment", 0.33135, 8e-5);
        Holds("correlation_limit_l1", 0.05863, 2e-5);
        Holds("correlation_limit_l2", 0.0021834, 2e-7);
        Holds("energy_covariance_limit", 0.2644529, 2.5e-7);
        Holds("projection_covariance_limit", 0.0148277, 5e-7);
        Holds("mutual_information_limit", 0.0036617, 1e-7);
    }
}
