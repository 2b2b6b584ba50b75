using Hierarchy.Diagnostics;
using Hierarchy.Invariant;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Invariant;

/// <summary>Quantities of rotation-invariant pairs against closed forms and against the sums over a grid.</summary>
public sealed class RadialQuantityTests
{
    [Fact]
    public void The_distance_of_two_Maxwellians_in_the_sense_of_Wasserstein_is_that_of_their_widths()
    {
        // W_1 of two centred normal laws is |sigma_1 - sigma_2| sqrt(2/pi).
        RadialBasis basis = RadialTrial.Basis(17, 1);
        double found = RadialDistances.Wasserstein(basis, r => RadialTrial.Maxwellian(r, 1.3) - RadialTrial.Maxwellian(r, 0.7));
        Assert.Equal((Math.Sqrt(1.3) - Math.Sqrt(0.7)) * Math.Sqrt(2 / Math.PI), found, 1e-8);
        // A difference whose distribution functions cross: W_1 of half a sum against the middle, by the error function.
        double Distribution(double x) => 0.5 * Tail(x, 0.5) + 0.5 * Tail(x, 1.5) - Tail(x, 1);
        double sum = 0;
        for (int k = 0; k < 100000; k++)
            sum += 2 * 1e-4 * Math.Abs(Distribution((k + 0.5) * 1e-4));
        double crossing = RadialDistances.Wasserstein(basis, r => 0.5 * RadialTrial.Maxwellian(r, 0.5) + 0.5 * RadialTrial.Maxwellian(r, 1.5) - RadialTrial.Maxwellian(r, 1));
        Assert.Equal(sum, crossing, 1e-4 * sum);
    }

    [Fact]
    public void Spherical_Bessel_functions_are_those_of_their_closed_forms()
    {
        foreach (double r in (double[])[0.01, 0.7, 3, 9.5])
        {
            double[] values = InvariantFluctuations.SphericalBessel(r, 12);
            Assert.Equal(Math.Sin(r) / r, values[0], 1e-14);
            Assert.Equal(Math.Sin(r) / (r * r) - Math.Cos(r) / r, values[1], 1e-11);
            Assert.Equal(((3 / (r * r)) - 1) * Math.Sin(r) / r - 3 * Math.Cos(r) / (r * r), values[2], 1e-8);
        }
    }

    [Fact]
    public void Fluctuations_and_norms_are_those_of_the_sums_over_a_grid()
    {
        InvariantModel model = ((IRadialModel)ModelRegistry.Find("cluster-radial")!).Equation;
        using InvariantEquation equation = new(model, RadialTrial.Coulomb, 0.25, InvariantDatum.Gaussians((0.5, 0.8), (0.5, 1.2)), new RadialResolution(12, 7, 1e-2));
        double[] state = new double[equation.Length];
        equation.Start(state);
        using StabilisedStepper stepper = new(equation, new StepperOptions { Tolerance = equation.Tolerance });
        stepper.Start(0);
        var start = equation.Quantities(state).ToDictionary(value => value.Name);
        stepper.AdvanceTo(0.3, state);
        var found = equation.Quantities(state).ToDictionary(value => value.Name);
        VelocityGrid grid = new(3, 12, 6);
        RadialPairCorrelation g = new(grid, equation.Pair(state));
        double[] density = new double[grid.Size];
        g.FillDensity(density);
        List<QuantityValue> sums = [];
        Observation seen = new() { Grid = grid, Model = "cluster-radial", Particles = new ParticleNumber(4), Time = 0.3, Density = density, Correlation = g };
        new Fluctuations().Evaluate(seen, sums);
        Assert.Equal(14, sums.Count);
        Assert.All(sums, sum => Assert.Equal(sum.Value, found[sum.Name].Value, 3e-3 * Math.Abs(sum.Value)));
        InvariantPair pair = equation.Pair(state);
        double third = 0;
        for (double r = 0.0025; r < 9; r += 0.005)
            third += 0.005 * 4 * Math.PI * r * r * Math.Pow(pair.Density(r), 3) / Math.Pow(1 + r * r, 2.5);
        Assert.Equal(Math.Cbrt(third), found["weighted_l3"].Value, 1e-5 * Math.Cbrt(third));
        // Sums of momenta and energies of all particles do not change.
        Assert.Equal(start["fluctuation_energy"].Value, found["fluctuation_energy"].Value, 1e-9);
        Assert.Equal(start["fluctuation_momentum_x"].Value, found["fluctuation_momentum_x"].Value, 1e-10);
        Assert.True(Math.Abs(found["fluctuation_xy"].Value - found["fourth_moment"].Value / 15) > 1e-4);
    }

    /// <summary>The mass of a normal law beyond x.</summary>
    private static double Tail(double x, double temperature)
    {
        (double[] nodes, double[] weights) = LegendreTables.Rule(40);
        double width = Math.Sqrt(temperature), reach = 12 * width, sum = 0;
        for (int k = 0; k < nodes.Length && x < reach; k++)
        {
            double y = x + (reach - x) * nodes[k];
            sum += weights[k] * (reach - x) * Math.Exp(-0.5 * y * y / temperature) / (width * Math.Sqrt(2 * Math.PI));
        }
        return sum;
    }
}
