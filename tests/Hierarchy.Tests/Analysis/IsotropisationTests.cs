using Hierarchy.Analysis;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Analysis;

/// <summary>The isotropisation rate of the NRL Plasma Formulary against the Landau equation, and its own solution.</summary>
public class IsotropisationTests
{
    /// <summary>Values computed elsewhere, and the slope of the Landau equation by an integral over the sphere.</summary>
    [Theory]
    [InlineData(0.6, 1.2, 0.206262442)]
    [InlineData(1.8, 0.6, -0.347668215)]
    [InlineData(1, 1.001, double.NaN)]
    [InlineData(1, 0.985, double.NaN)]
    [InlineData(1, 1.03, double.NaN)]
    public void The_rate_is_that_of_a_bi_Maxwellian_under_the_Landau_equation(double parallel, double perpendicular, double listed)
    {
        double slope = 2 * NrlIsotropisation.Rate(parallel, perpendicular, 1) * (perpendicular - parallel);
        Assert.Equal(ExactRates.GaussianSlope(-3, 1, [perpendicular, perpendicular, parallel], 2, 2), slope, 1e-10);
        if (!double.IsNaN(listed))
            Assert.Equal(listed, slope, 1e-9);
    }

    /// <summary>The Landau operator itself on the grid, as fine as the narrow direction asks for: the rate to nine digits.</summary>
    [Fact]
    public void The_operator_on_the_grid_has_the_rate_to_nine_digits()
    {
        VelocityGrid grid = new(3, 48, 7);
        double[] density = ExactRates.Sample(grid, GaussianDensity.Diagonal([0, 0, 0], [1.2, 1.2, 0.6])), rate = new double[grid.Size];
        using var landau = new LandauOperator(grid, new CollisionKernel(-3, 1), new CollisionOptions());
        landau.Apply(density, rate);
        Assert.Equal(2 * NrlIsotropisation.Rate(0.6, 1.2, 1) * 0.6, ExactRates.SecondMoment(grid, rate, 2, 2), 1e-9);
    }

    /// <summary>Both temperatures keep their sum and meet; small anisotropies decay with 3 nu(A = 0) = (4/5) Lambda/(pi^(1/2) T^(3/2)).</summary>
    [Fact]
    public void Small_anisotropies_decay_exponentially()
    {
        double[] times = [0, 1, 2, 4], values = NrlIsotropisation.Parallel(1 - 2e-6, 1 + 1e-6, 1, times);
        double decay = 3 * 4 / 15.0 / Math.Sqrt(Math.PI);
        for (int i = 0; i < times.Length; i++)
            Assert.Equal(1 - 2e-6 * Math.Exp(-decay * times[i]), values[i], 1e-11);
    }
}
