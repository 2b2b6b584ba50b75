using Hierarchy.Densities;
using Hierarchy.Invariant;
using Hierarchy.Particles;

namespace Hierarchy.Tests.Invariant;

public sealed class ParticleAgreementTests
{
    /// <summary>Exact at N = 2; at N = 4 and 8 the cluster closure is off by less than the standard errors here.</summary>
    [Theory]
    [InlineData("liouville-radial", 2, 64000), InlineData("cluster-radial", 4, 24000), InlineData("cluster-radial", 8, 8000)]
    public void Moments_are_those_of_the_particles_within_their_standard_errors(string model, int particles, int replicas)
    {
        const double time = 0.25;
        ParticleOptions options = new()
        {
            Particles = particles,
            Kernel = RadialTrial.Coulomb,
            Components = [GaussianDensity.Isotropic([0, 0, 0], 0.5, 0.5), GaussianDensity.Isotropic([0, 0, 0], 1.5, 0.5)],
            Times = [time],
            Seed = 11,
        };
        using ParticleExperiment experiment = new(options);
        experiment.Run(replicas);
        Dictionary<string, Estimate> measured = experiment.EstimatesAt(0).Quantities().ToDictionary(estimate => estimate.Name);
        var found = RadialTrial.Run(model, particles, RadialTrial.Coulomb, RadialTrial.TwoTemperatures, RadialResolution.For(1e-3), time)[0];
        foreach (string name in (string[])["fourth_moment", "pair_energy_covariance", "pair_covariance_xx", "coulomb_integral"])
        {
            Estimate estimate = measured[name];
            Assert.InRange(Math.Abs(found[name].Value - estimate.Value), 0, 4 * estimate.StandardError + found[name].Error);
        }
        Assert.InRange(measured["pair_energy_covariance"].StandardError, 0, 0.3 * found["pair_energy_covariance"].Value);
    }
}
