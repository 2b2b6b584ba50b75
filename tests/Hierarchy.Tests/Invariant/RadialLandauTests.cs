using Hierarchy.Densities;
using Hierarchy.Invariant;
using Hierarchy.Kernels;

namespace Hierarchy.Tests.Invariant;

public sealed class RadialLandauTests
{
    [Theory]
    [InlineData(6, -4.21898220, 3.44270002), InlineData(7.5, -4.24674450, 3.09908630)]
    public void The_solution_of_Bobylev_Krook_and_Wu_is_met(double time, double entropy, double fisher)
    {
        BkwDensity start = new(3, 1.0 / 24, 1, 5.5), end = new(3, 1.0 / 24, 1, time);
        InvariantPair pair = Solve(r => start.Evaluate([r, 0, 0]), 1, new CollisionKernel(0, 1.0 / 24), time - 5.5, 28);
        Assert.InRange(RadialFunctionals.Largest(pair.Basis, r => pair.Density(r) - end.Evaluate([r, 0, 0])), 0, 1e-8);
        (double h, double i) = RadialFunctionals.Information(pair);
        Assert.Equal(entropy, h, 2e-8);
        Assert.Equal(fisher, i, 2e-7);
    }

    [Fact]
    public void The_radial_solution_of_Lemou_is_met()
    {
        LemouDensity start = new(3, 1, 0), end = new(3, 1, 0.1);
        InvariantPair pair = Solve(r => start.Evaluate([r, 0, 0]), 1, new CollisionKernel(0, 1), 0.1, 24);
        Assert.InRange(RadialFunctionals.Largest(pair.Basis, r => pair.Density(r) - end.Evaluate([r, 0, 0])), 0, 5e-9);
    }

    [Fact]
    public void The_fourth_moment_and_the_correlation_to_leading_order_balance_for_Coulomb()
    {
        // d/dt int G |v1|^2 |v2|^2 = - d/dt E|v|^4 under Landau; the table holds .2644529(1) at t = 1/4.
        InvariantPair pair = Solve(RadialTrial.TwoTemperatures.Density, 1.5, RadialTrial.Coulomb, 0.25, 24);
        Assert.Equal(1, RadialFunctionals.Moment(pair, 0), 1e-14);
        Assert.Equal(3, RadialFunctionals.Moment(pair, 2), 1e-10);
        Assert.Equal(18.75 - 0.2644529, RadialFunctionals.Moment(pair, 4), 2.5e-7);
    }

    private static InvariantPair Solve(Func<double, double> density, double temperature, CollisionKernel kernel, double time, int elements)
    {
        RadialBasis basis = RadialTrial.Basis(elements, 1, temperature);
        RadialLandau landau = new(basis, kernel);
        return landau.View(RadialTrial.Advance(landau, new InvariantDatum([(1, density)], temperature), time, 1e-8), 0);
    }
}
