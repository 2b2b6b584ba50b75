using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.TimeStepping;

public sealed class StabilisedStepperTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-5)]
    [InlineData(1e-7)]
    public void HeatModesDecayAtTheirExactRates(double tolerance)
    {
        var heat = new HeatEquation(60, 0.1);
        double[] state = new double[heat.Length], exact = new double[heat.Length];
        heat.Fill(0, state, 1, 2, 5);
        heat.Fill(1, exact, 1, 2, 5);
        using var stepper = new StabilisedStepper(heat, new StepperOptions { Tolerance = tolerance });
        stepper.AdvanceTo(0.3, state);
        stepper.AdvanceTo(1, state);
        double error = 0;
        for (int i = 0; i < state.Length; i++)
            error = Math.Max(error, Math.Abs(state[i] - exact[i]));
        output.WriteLine($"{tolerance} {error} {heat.SpectralRadius} {stepper.Save()}");
        Assert.Equal(1.0, stepper.Time);
        Assert.Equal(heat.Evaluations, stepper.Statistics.Evaluations);
        Assert.InRange(error, 0, 20 * tolerance);
    }
}
