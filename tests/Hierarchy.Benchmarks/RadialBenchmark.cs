using System.Diagnostics;
using System.Globalization;
using Hierarchy.Kernels;
using Hierarchy.Invariant;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>Rotation-invariant pairs: a run to t = 0.25 and 1 with all quantities and their errors.</summary>
internal static class RadialBenchmark
{
    /// <summary>Arguments: model, N, accuracy, gamma, tolerance.</summary>
    public static int Run(string[] arguments)
    {
        double Number(int at, double otherwise) => arguments.Length > at ? double.Parse(arguments[at], CultureInfo.InvariantCulture) : otherwise;
        InvariantModel model = InvariantModel.Find(arguments.Length > 0 ? arguments[0] : "cluster-radial")!;
        double inverse = 1 / Number(1, 4), accuracy = Number(2, 1e-4), gamma = Number(3, -3);
        var watch = Stopwatch.StartNew();
        RadialResolution resolution = RadialResolution.For(accuracy);
        resolution = resolution with { Tolerance = Number(4, resolution.Tolerance) };
        using InvariantEquation equation = new(model, new CollisionKernel(gamma, 1), inverse, InvariantDatum.Gaussians((0.5, 0.5), (0.5, 1.5)), resolution);
        double[] state = new double[equation.Length], rate = new double[equation.Length];
        equation.Start(state);
        Console.WriteLine($"{resolution} finer {resolution.Finer()} unknowns {equation.Unknowns} setup {watch.Elapsed.TotalSeconds:F3} s");
        equation.Evaluate(state, rate);
        watch.Restart();
        for (int i = 0; i < 20; i++)
            equation.Evaluate(state, rate);
        Console.WriteLine($"evaluation {watch.Elapsed.TotalMilliseconds / 20:F3} ms");
        using StabilisedStepper stepper = new(equation, new StepperOptions { Tolerance = resolution.Tolerance });
        stepper.Start(0);
        watch.Restart();
        foreach (double time in (double[])[0.25, 1])
        {
            stepper.AdvanceTo(time, state);
            Console.WriteLine($"t={time} {watch.Elapsed.TotalSeconds:F2} s, {stepper.Statistics.Evaluations} evaluations, {stepper.Statistics.Steps} steps, radius {stepper.Save().SpectralRadius:F0}");
            var own = Stopwatch.StartNew();
            foreach (InvariantValue value in equation.Quantities(state))
                Console.WriteLine($"  {value.Name,-34} {value.Value,20:G12} {value.Error:E1} {value.Noise:E1}");
            Console.WriteLine($"  quantities {own.Elapsed.TotalSeconds:F3} s, cpu {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:F2} s");
        }
        return 0;
    }
}
