using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Verification;

/// <summary>Runs an equation from a state that the caller has set.</summary>
internal static class Evolution
{
    /// <summary>Advances the state through the times and calls <paramref name="observe"/> at each.</summary>
    public static StepStatistics Run(IKineticEquation equation, double[] state, double tolerance, double[] times, Action<double> observe)
    {
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = tolerance });
        stepper.Start(0);
        foreach (double time in times)
        {
            stepper.AdvanceTo(time, state);
            observe(time);
        }
        return stepper.Statistics;
    }
}
