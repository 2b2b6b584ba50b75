using Hierarchy.Invariant;
using Hierarchy.Kernels;

namespace Hierarchy.Tests.Invariant;

/// <summary>The derivatives of I_2 and H_2 along collisions, against closed forms and against what I_2 and H_2 do.</summary>
public sealed class PairDissipationTests
{
    [Theory]
    [InlineData(-3), InlineData(-1), InlineData(0)]
    public void A_Maxwellian_loses_nothing(double gamma)
    {
        RadialBasis basis = RadialTrial.Basis(16, 3, 1, 8);
        double[] density = new double[basis.Stride];
        InvariantStart.Density(basis, r => RadialTrial.Maxwellian(r, 1), density);
        ((double fisher, _), (double entropy, _)) = PairDissipation.Of(new InvariantPair(basis, density, []), new CollisionKernel(gamma, 1));
        Assert.Equal(0, fisher, 1e-6);
        Assert.Equal(0, entropy, 1e-9);
    }

    [Fact]
    public void Maxwell_molecules_have_the_closed_form_of_the_derivative_of_the_entropy()
    {
        // gamma = 0, isotropic f, E|v|^2 = 3: d_t f = 2 div(grad f + v f), so dH/dt = -2 (I_1 - 3).
        var found = RadialTrial.Run("landau-radial", double.PositiveInfinity, new CollisionKernel(0, 1), RadialTrial.TwoTemperatures,
            new RadialResolution(24, 1, 1e-4), 0.008, 0.01, 0.012);
        Assert.Equal(-2 * (found[1]["fisher_1"].Value - 3), found[1]["dissipation_entropy_1"].Value, 1e-6);
        double quotient = (found[2]["fisher_1"].Value - found[0]["fisher_1"].Value) / 0.004;
        Assert.Equal(quotient, found[1]["dissipation_inside_1"].Value, 3e-3 * Math.Abs(quotient));
    }

    [Theory]
    [InlineData(-3), InlineData(-1)]
    public void The_terms_are_what_entropy_and_Fisher_information_of_two_particles_do(double gamma)
    {
        const double at = 0.1, step = 0.004;
        var found = RadialTrial.Run("liouville-radial", 2, new CollisionKernel(gamma, 1), RadialTrial.TwoTemperatures, new RadialResolution(17, 11, 1e-3),
            at - step, at, at + step);
        foreach ((string functional, string term) in ((string, string)[])[("entropy_2", "dissipation_entropy_2"), ("fisher_2", "dissipation_inside_2")])
        {
            double quotient = (found[2][functional].Value - found[0][functional].Value) / (2 * step), value = found[1][term].Value, error = found[1][term].Error;
            Assert.True(value < -5 * error, $"{term} {value} {error}");
            Assert.Equal(quotient, value, error + 2e-3 * Math.Abs(quotient));
        }
    }
}
