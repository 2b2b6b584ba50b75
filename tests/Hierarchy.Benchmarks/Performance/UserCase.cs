using System.Diagnostics;
using System.Globalization;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>A line of the first table of the page: a model on a grid, with all columns or those of the representatives under a group of so many elements.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Dimension">d.</param>
/// <param name="Points">n.</param>
/// <param name="Order">|G|, 1 for no symmetry.</param>
internal readonly record struct UserCase(string Model, int Dimension, int Points, int Order)
{
    private const double End = 1;
    private const double Tolerance = 1e-3;
    private const int Particles = 64;

    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Model},{Dimension},{Points},{Order}");

    /// <summary>Runs the case in this process for at most some seconds and says what it took.</summary>
    public UserFigures Measure(double limit)
    {
        var grid = new VelocityGrid(Dimension, Points, 5);
        var model = (IGridModel)ModelRegistry.Find(Model)!;
        var options = new CollisionOptions { Orbits = Order == 1 ? null : Orbits(grid, Order) };
        using IKineticEquation equation = model.Close(new ModelInput(
            grid, new CollisionKernel(-3, 1), new ParticleNumber(Particles), options, model.Settings.Resolved(Dimension)));
        using var state = new NativeBuffer(equation.Length);
        double[] density = new double[grid.Size];
        InitialDensities.OnGrid(grid, [GaussianDensity.Diagonal(new double[Dimension], Dimension == 2 ? [1.4, 0.8] : [1.4, 0.8, 0.8], 1)], density);
        equation.Start(InitialDatum.Chaotic(density), state.Span);
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = Tolerance });
        stepper.Start(0);
        var clock = Stopwatch.StartNew();
        double before = 0, last = 0, length = 0;
        stepper.OnStep = progress =>
        {
            double now = clock.Elapsed.TotalSeconds;
            (last, length, before) = (now - before, progress.Step, now);
        };
        try
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(limit));
            using (WorkCrew.StopWith(stop.Token))
                stepper.AdvanceTo(End, state.Span, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // What is left goes by the last step.
        }
        bool whole = stepper.Time >= End;
        double left = whole ? 0 : length > 0 ? last * (End - stepper.Time) / length : double.NaN;
        long steps = stepper.Statistics.Steps;
        return new UserFigures(Process.GetCurrentProcess().PeakWorkingSet64 / 1e9, steps > 0 ? before / steps : double.NaN, before + left, whole);
    }

    /// <summary>4 and 8 in d = 2, 8, 16 and 48 in d = 3: mirrors; exchanges of the axes that are alike; all.</summary>
    private static VelocityOrbits Orbits(VelocityGrid grid, int order)
    {
        bool exchanges = order is 16 or 48;
        return new VelocityOrbits(grid, [.. AxisSymmetry.All(grid.Dimension).Where(element =>
            exchanges ? order == 48 || element.Axis(0) == 0 : Enumerable.Range(0, element.Dimension).All(a => element.Axis(a) == a))]);
    }
}

/// <summary>What a case took.</summary>
/// <param name="Memory">The peak of the process, GB.</param>
/// <param name="Step">Seconds a step, the mean.</param>
/// <param name="Run">Seconds to t = 1.</param>
/// <param name="Whole">Whether the run came to its end; otherwise its last step stands for those that are left.</param>
internal readonly record struct UserFigures(double Memory, double Step, double Run, bool Whole)
{
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Memory:G3},{Step:G3},{Run:G3},{(Whole ? 1 : 0)}");
}
