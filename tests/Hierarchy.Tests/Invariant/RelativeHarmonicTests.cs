using Hierarchy.Invariant;
using Hierarchy.Models;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Invariant;

/// <summary>The second harmonic of g in v1 - v2.</summary>
public sealed class RelativeHarmonicTests
{
    [Fact]
    public void It_is_the_coefficient_of_a_product_that_is_known()
    {
        // f x f of Maxwellians of temperature T is exp(-(V^2 + z^2)/(4T)): no harmonic; f_1 x f_2 + f_2 x f_1 is cosh(c V z s), c = 1/(4 T_1) - 1/(4 T_2),
        // whose P_2 part is c^2 V^2 z^2/3 + ...
        RadialBasis basis = RadialTrial.Basis(24, 2);
        double[] density = new double[basis.Stride], other = new double[basis.Stride], pairs = new double[2 * basis.Count * basis.Stride];
        InvariantStart.Density(basis, r => RadialTrial.Maxwellian(r, 0.8), density);
        InvariantStart.Density(basis, r => RadialTrial.Maxwellian(r, 1.25), other);
        InvariantStart.AddSymmetric(density, other, pairs.AsSpan(0, basis.Count * basis.Stride), basis.Stride);
        InvariantPair pair = new(basis, density, pairs);
        const double total = 1.3, difference = 0.2, c = 1 / 3.2 - 1 / 5.0;
        double at = 2 * RadialTrial.Maxwellian(0, 0.8) * RadialTrial.Maxwellian(0, 1.25) * Math.Exp(-(total * total + difference * difference) / 8 * (1 / 0.8 + 1 / 1.25));
        Assert.Equal(at * Math.Pow(c * total * difference, 2) / 3, RelativeHarmonic.Of(pair, total, difference), 1e-3 * at * Math.Pow(c * total * difference, 2));
    }

    [Fact]
    public void To_leading_order_it_begins_like_the_distance_with_the_slope_of_diffusion_against_collisions()
    {
        InvariantModel model = ((IRadialModel)ModelRegistry.Find("leading-order-radial")!).Equation;
        using InvariantEquation equation = new(model, RadialTrial.Coulomb, 0, RadialTrial.TwoTemperatures, new RadialResolution(18, 12, 1e-2));
        double[] state = new double[equation.Length];
        equation.Start(state);
        using StabilisedStepper stepper = new(equation, new StepperOptions { Tolerance = equation.Tolerance });
        stepper.Start(0);
        stepper.AdvanceTo(0.25, state);
        InvariantPair pair = equation.Pair(state, 1), landau = equation.Landau(state);
        foreach (double r in (double[])[0.9, 1.2])
        {
            // Beyond what the splines resolve, to 0 along a line.
            double near = RelativeHarmonic.Of(pair, 2 * r, 0.3) / 0.3, far = RelativeHarmonic.Of(pair, 2 * r, 0.5) / 0.5, slope = RelativeHarmonic.CoulombSlope(landau, r);
            Assert.Equal(slope, near - 1.5 * (far - near), 0.15 * Math.Abs(slope));
        }
    }
}
