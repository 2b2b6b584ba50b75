using Hierarchy.Invariant;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Invariant;

/// <summary>Data, bases and runs of the tests of rotation-invariant pairs.</summary>
internal static class RadialTrial
{
    public static readonly CollisionKernel Coulomb = new(-3, 1);

    /// <summary>Half a Maxwellian of temperature 1/2, half one of 3/2: E|v|^2 = 3.</summary>
    public static readonly InvariantDatum TwoTemperatures = InvariantDatum.Gaussians((0.5, 0.5), (0.5, 1.5));

    public static RadialBasis Basis(int elements, int modes, double temperature = 1.5, double reach = 8) =>
        new(new RadialSplines(elements, reach * Math.Sqrt(temperature)), temperature, modes);

    /// <summary>Advances a system from the datum to a time.</summary>
    public static double[] Advance(InvariantSystem system, InvariantDatum datum, double time, double tolerance)
    {
        double[] state = new double[system.Length];
        system.Start(datum, state);
        using StabilisedStepper stepper = new(system, new StepperOptions { Tolerance = tolerance });
        stepper.Start(0);
        stepper.AdvanceTo(time, state);
        return state;
    }

    /// <summary>The quantities of a model at times, by name.</summary>
    public static Dictionary<string, InvariantValue>[] Run(
        string model, double particles, CollisionKernel kernel, InvariantDatum datum, RadialResolution resolution, params double[] times)
    {
        using InvariantEquation equation = new(((IRadialModel)ModelRegistry.Find(model)!).Equation, kernel, 1 / particles, datum, resolution);
        double[] state = new double[equation.Length];
        equation.Start(state);
        using StabilisedStepper stepper = new(equation, new StepperOptions { Tolerance = equation.Tolerance });
        stepper.Start(0);
        var results = new Dictionary<string, InvariantValue>[times.Length];
        for (int k = 0; k < times.Length; k++)
        {
            stepper.AdvanceTo(times[k], state);
            results[k] = equation.Quantities(state).ToDictionary(value => value.Name);
        }
        return results;
    }

    public static double Maxwellian(double r, double temperature) => Math.Pow(2 * Math.PI * temperature, -1.5) * Math.Exp(-0.5 * r * r / temperature);
}
