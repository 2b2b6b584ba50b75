using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>A run of the Landau equation from a datum, stopped at times of interest.</summary>
internal sealed class LandauRun : IDisposable
{
    private readonly LandauEquation _equation;
    private readonly StabilisedStepper _stepper;
    private readonly GridMoments _first;

    public LandauRun(VelocityGrid grid, CollisionKernel kernel, CollisionOptions options, double tolerance, params IInitialDensity[] components)
    {
        Grid = grid;
        State = new double[grid.Size];
        InitialDensities.OnGrid(grid, components, State);
        _equation = new LandauEquation(grid, kernel, options);
        _equation.SetChaotic([.. State], State);
        _first = GridMoments.Of(grid, State);
        _stepper = new StabilisedStepper(_equation, new StepperOptions { Tolerance = tolerance });
    }

    public VelocityGrid Grid { get; }

    public double[] State { get; }

    public IReadOnlyList<Report> Reports => _equation.Reports;

    public StepStatistics Statistics => _stepper.Statistics;

    /// <summary>The largest relative change of mass, momentum (in thermal units) and energy seen by <see cref="AdvanceTo"/>.</summary>
    public double Drift { get; private set; }

    public double[] AdvanceTo(double time)
    {
        _stepper.AdvanceTo(time, State);
        _equation.Assess(State);
        GridMoments now = GridMoments.Of(Grid, State);
        double drift = Math.Max(Math.Abs(now.Mass / _first.Mass - 1), Math.Abs(now.Energy / _first.Energy - 1));
        for (int a = 0; a < Grid.Dimension; a++)
            drift = Math.Max(drift, Math.Abs(now.Momentum[a] - _first.Momentum[a]) / Math.Sqrt(_first.Mass * _first.Energy));
        Drift = Math.Max(Drift, drift);
        return State;
    }

    public void Dispose()
    {
        _stepper.Dispose();
        _equation.Dispose();
    }
}
