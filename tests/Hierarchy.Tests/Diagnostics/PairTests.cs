using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

public class PairTests
{
    /// <summary>The exact values: MI = -1/2 sum log(1-rho^2); I(F|ff) = 2/s sum rho^2/(1-rho^2); pair covariance s rho; E|v1|^2|v2|^2 - (E|v|^2)^2 = 2 s^2 sum rho^2.</summary>
    [Theory]
    [InlineData(2, 24, 6.5, new[] { 0.3, -0.2 }, 2e-6)]
    [InlineData(2, 24, 6.5, new[] { 0.01, 0.005 }, 2e-6)]
    [InlineData(3, 12, 5, new[] { 0.2, 0.1, -0.15 }, 2e-3)]
    public void CorrelatedGaussians(int d, int n, double halfWidth, double[] rho, double tolerance)
    {
        const double Variance = 1;
        VelocityGrid grid = new(d, n, halfWidth);
        double[] f = Gaussian(grid, new double[d], [.. Enumerable.Repeat(Variance, d)]), g = GaussianPairCorrelation(grid, Variance, rho);
        Dictionary<string, QuantityValue> q = Evaluate(new PairFunctionals(), grid, f, g), fisher = Evaluate(new PairFisher(), grid, f, g);
        Dictionary<string, QuantityValue> one = Evaluate(new OneParticleInformation(), grid, f);
        double information = -0.5 * rho.Sum(r => Math.Log(1 - r * r)), relative = 2 / Variance * rho.Sum(r => r * r / (1 - r * r));
        Close(information, q["mutual_information"].Value, tolerance * information);
        Close(relative, fisher["relative_fisher"].Value, 10 * tolerance * relative);
        Close(information / 2, q["entropy_2"].Value - one["entropy_1"].Value, tolerance * information + q["entropy_2"].NoiseFloor);
        Close(relative / 2, fisher["fisher_2"].Value - one["fisher_1"].Value, tolerance * relative + fisher["fisher_2"].NoiseFloor);
        Assert.InRange(fisher["fisher_2"].NoiseFloor, 0, d == 2 ? 1e-3 : 1);
        Close(Variance * rho[0], q["pair_covariance_xx"].Value, tolerance * rho[0]);
        Close(Variance * rho[1], q["pair_covariance_yy"].Value, tolerance * Math.Abs(rho[1]));
        Close(0, q["pair_covariance_xy"].Value, 1e-10);
        Close(2 * Variance * Variance * rho.Sum(r => r * r), q["pair_energy_covariance"].Value, 10 * tolerance * rho.Sum(r => r * r));
        Close(1, q["mutual_information_mass"].Value, 1e-4);
        Assert.False(q["mutual_information"].BelowNoise);
    }
}
