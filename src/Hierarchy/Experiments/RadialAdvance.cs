using System.Globalization;
using Hierarchy.Invariant;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>
/// One integration of a model of rotation-invariant pairs; it gives the results of more than one run if the equation serves every N. Data that need finer
/// splines than usual go over
/// to coarser ones as they become smooth. It takes seconds and saves no state: after an interruption it is run again, to the same bits. Its fields are seen at
/// the points of the grid, of which its values know nothing.
/// </summary>
internal sealed class RadialAdvance : IAdvance
{
    /// <summary>The first look for coarser splines, in thermal units theta^(-gamma/2)/Lambda, and the ratio of the times of two looks.</summary>
    private const double FirstLook = 0.003, NextLook = 1.5;

    private readonly RunContext _context;
    private readonly PlannedRun[] _runs;
    private readonly RadialResolution _start;
    private InvariantEquation _equation;
    private StabilisedStepper _stepper;
    private double[] _state;

    /// <summary>Makes the equation and starts it with the datum.</summary>
    public RadialAdvance(RunContext context, PlannedRun[] runs)
    {
        (_context, _runs) = (context, runs);
        _equation = runs[0].Radial!.Close(context.Plan.Kernel, runs[0].Particles, context.Plan.RadialDatum, runs[0].Settings);
        try
        {
            _state = new double[_equation.Length];
            _equation.Start(_state);
            _start = _equation.Resolution;
            _stepper = Stepper();
        }
        catch
        {
            _equation.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool IsComplete => true;

    /// <inheritdoc/>
    public StepStatistics Statistics => _stepper.Statistics;

    /// <inheritdoc/>
    public IReadOnlyList<Report> Reports =>
    [
        new("unknowns", _equation.Unknowns, "coefficients of f and g at the finer of two resolutions, whose difference is the error of a value"),
        new("radial_elements", _equation.Resolution.Finer().Elements, "elements of the radial splines of degree 4 at that resolution"),
        .. _start == _equation.Resolution ? (Report[])[]
            : [new("radial_elements_at_start", _start.Finer().Elements, "elements of the radial splines at the start, before f had become smooth enough for fewer")],
        .. _equation.Model.Level > 1 ? (Report[])[new("angular_modes", _equation.Resolution.Finer().Modes, "modes P_l of g at that resolution")] : [],
        new("dropped_anisotropy", _equation.Datum.DroppedAnisotropy, "int |f_0 - its average over directions| over the mass"),
    ];

    /// <inheritdoc/>
    public RunTime Restore()
    {
        _stepper.Start(0);
        return default;
    }

    /// <inheritdoc/>
    public bool AdvanceTo(int timeIndex, Func<RunTime> took)
    {
        double end = _context.Plan.Times[timeIndex];
        do
        {
            AdvanceTo(MayCoarsen ? Math.Min(end, Math.Max(NextLook * _stepper.Time, Look)) : end);
            if (MayCoarsen && _stepper.Time > 0)
                Coarsen();
        }
        while (_stepper.Time < end);
        return true;
    }

    /// <inheritdoc/>
    public ResultRow[] Observe(PlannedRun run, int timeIndex)
    {
        if (_context.Store?.Find(run, timeIndex) is { } kept)
            return GridAdvance.Give(_context, run, timeIndex, kept);
        VelocityGrid grid = _context.Plan.Grid;
        double inverse = run.Particles.Inverse;
        var correlation = new RadialPairCorrelation(grid, _equation.Pair(_state, inverse));
        double[] density = new double[grid.Size];
        correlation.FillDensity(density);
        ResultRow[] rows = [.. _equation.Quantities(_state, inverse).Where(value => _context.Plan.Scenario.Wants(value.Name)).Select(value => Row(run, timeIndex, value))];
        _context.Store?.Keep(run, timeIndex, rows, [], density, correlation);
        return GridAdvance.Give(_context, run, timeIndex, new KeptTime(rows, [], density, correlation));
    }

    /// <inheritdoc/>
    public void Save(RunTime took)
    {
    }

    private double Accuracy => ((RadialSettings)_runs[0].Settings).Target;

    private double Look => FirstLook * Math.Pow(_equation.Datum.Temperature, -_context.Plan.Kernel.Gamma / 2) / _context.Plan.Kernel.Strength;

    private bool MayCoarsen => _equation.Resolution.Elements > RadialResolution.For(Accuracy).Elements;

    private void AdvanceTo(double time)
    {
        try
        {
            _stepper.AdvanceTo(time, _state, _context.Cancellation);
        }
        catch (NumericalFailureException failure)
        {
            throw new NumericalFailureException(
                failure, string.Create(CultureInfo.InvariantCulture, $"{failure.Reason}: a coefficient of {failure.Quantity}, after time {failure.Time:G8}"));
        }
    }

    private StabilisedStepper Stepper() => new(_equation, new StepperOptions { Tolerance = _equation.Tolerance })
    {
        OnStep = progress =>
        {
            foreach (IExperimentObserver observer in _context.Observers)
                observer.Step(_runs[0], progress.Time, _stepper.Statistics);
        },
    };

    /// <summary>Goes over to fewer splines if f and g allow it.</summary>
    private void Coarsen()
    {
        if (_equation.Coarsened(_state, Accuracy, out double[] next) is not { } coarser)
            return;
        StepperState before = _stepper.Save();
        _stepper.Dispose();
        _equation.Dispose();
        (_equation, _state) = (coarser, next);
        _stepper = Stepper();
        // The spectral radius is another one.
        _stepper.Restore(before with { SpectralRadius = 0, SpectralRadiusAge = 0 });
    }

    public void Dispose()
    {
        _stepper.Dispose();
        _equation.Dispose();
    }

    /// <summary>A value with the difference of the two resolutions, and with its noise where that is known apart from it.</summary>
    private ResultRow Row(PlannedRun run, int timeIndex, in InvariantValue value) =>
        new(run.Model, run.Particles, _context.Plan.Times[timeIndex], value.Name, value.Value, double.NaN, value.Noise > 0 ? value.Noise : double.NaN, value.Error);
}
