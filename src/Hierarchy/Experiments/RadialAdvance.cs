using System.Globalization;
using Hierarchy.Invariant;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>
/// One integration of a model of rotation-invariant pairs; it gives the results of more than one run if the equation serves every N. It takes seconds and saves no state: after an
/// interruption it is run again, to the same bits. Its fields are seen at the points of the grid, of which its values know nothing.
/// </summary>
internal sealed class RadialAdvance : IAdvance
{
    private readonly RunContext _context;
    private readonly PlannedRun[] _runs;
    private readonly InvariantEquation _equation;
    private readonly StabilisedStepper _stepper;
    private readonly double[] _state;

    /// <summary>Makes the equation and starts it with the datum.</summary>
    public RadialAdvance(RunContext context, PlannedRun[] runs)
    {
        (_context, _runs) = (context, runs);
        _equation = runs[0].Radial!.Close(context.Plan.Kernel, runs[0].Particles, context.Plan.RadialDatum, runs[0].Settings);
        try
        {
            _state = new double[_equation.Length];
            _equation.Start(_state);
            _stepper = new StabilisedStepper(_equation, new StepperOptions { Tolerance = _equation.Tolerance });
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
        _stepper.OnStep = progress =>
        {
            foreach (IExperimentObserver observer in _context.Observers)
                observer.Step(_runs[0], progress.Time, _stepper.Statistics);
        };
        try
        {
            _stepper.AdvanceTo(_context.Plan.Times[timeIndex], _state, _context.Cancellation);
        }
        catch (NumericalFailureException failure)
        {
            throw new NumericalFailureException(
                failure, string.Create(CultureInfo.InvariantCulture, $"{failure.Reason}: a coefficient of {failure.Quantity}, after time {failure.Time:G8}"));
        }
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

    public void Dispose()
    {
        _stepper.Dispose();
        _equation.Dispose();
    }

    /// <summary>A value with the difference of the two resolutions, and with its noise where that is known apart from it.</summary>
    private ResultRow Row(PlannedRun run, int timeIndex, in InvariantValue value) =>
        new(run.Model, run.Particles, _context.Plan.Times[timeIndex], value.Name, value.Value, double.NaN, value.Noise > 0 ? value.Noise : double.NaN, value.Error);
}
