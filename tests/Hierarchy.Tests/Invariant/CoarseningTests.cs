using Hierarchy.Densities;
using Hierarchy.Invariant;
using Hierarchy.Models;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Invariant;

/// <summary>Sharp data begin on fine splines and go over to coarser ones when they are smooth.</summary>
public sealed class CoarseningTests
{
    private const double Accuracy = 1e-2;
    private static readonly double[] Looks = [0.2, 0.5, 1, 2, 4];
    private static readonly InvariantDatum Shell = IsotropicData.Of([new ShellDensity(3, 12, 1.6)]);

    [Theory]
    [InlineData("cluster-radial"), InlineData("leading-order-radial"), InlineData("landau-radial")]
    public void A_state_goes_over_with_its_integrals_and_the_values_stay_within_the_accuracy(string name)
    {
        InvariantModel model = ((IRadialModel)ModelRegistry.Find(name)!).Equation;
        using InvariantEquation fine = new(model, RadialTrial.Coulomb, model.IsLimit ? 0 : 0.25, Shell, RadialResolution.For(Accuracy, Shell, -3));
        double[] state = new double[fine.Length];
        fine.Start(state);
        Assert.True(fine.Resolution.Elements > RadialResolution.For(Accuracy).Elements);
        using StabilisedStepper stepper = new(fine, new StepperOptions { Tolerance = fine.Tolerance });
        stepper.Start(0);
        double time = 0;
        InvariantEquation? found = null;
        double[] next = [];
        for (int k = 0; k < Looks.Length && found is null; k++)
        {
            time = Looks[k];
            stepper.AdvanceTo(time, state);
            found = fine.Coarsened(state, Accuracy, out next);
        }
        Assert.NotNull(found);
        using InvariantEquation coarse = found;
        Assert.True(coarse.Resolution.Elements < fine.Resolution.Elements);
        Dictionary<string, InvariantValue> before = Values(fine, state), after = Values(coarse, next);
        foreach (string kept in (string[])["mass", "energy", "fourth_moment", .. model.Level > 1 ? (string[])["pair_covariance_xx", "pair_energy_covariance"] : []])
            Assert.Equal(before[kept].Value, after[kept].Value, 1e-9 * Math.Abs(before[kept].Value) + 1e-11);
        foreach (string near in (string[])["entropy_1", "fisher_1", .. model.Level > 1 ? (string[])["chaos_l1", "fisher_2", "coulomb_integral"] : []])
            Assert.Equal(before[near].Value, after[near].Value, 20 * Accuracy * Math.Abs(before[near].Value));
        if (model.Level > 1)
            Assert.InRange(after["marginal_defect"].Value, 0, 1e-10);
        using StabilisedStepper rest = new(coarse, new StepperOptions { Tolerance = coarse.Tolerance });
        rest.Start(time);
        rest.AdvanceTo(time + 0.05, next);
        stepper.AdvanceTo(time + 0.05, state);
        (before, after) = (Values(fine, state), Values(coarse, next));
        foreach (string value in (string[])["fourth_moment", "fisher_1", .. model.Level > 1 ? (string[])["chaos_l1", "pair_energy_covariance"] : []])
            Assert.Equal(before[value].Value, after[value].Value, before[value].Error + after[value].Error + 20 * Accuracy * Math.Abs(before[value].Value));
    }

    private static Dictionary<string, InvariantValue> Values(InvariantEquation equation, double[] state) => equation.Quantities(state, 0.25).ToDictionary(value => value.Name);
}
