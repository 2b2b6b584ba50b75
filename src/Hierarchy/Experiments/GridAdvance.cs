using Hierarchy.Particles;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>One integration on the grid; it gives the results of more than one run if the equation serves every N.</summary>
internal sealed class GridAdvance : IAdvance
{
    private readonly RunContext _context;
    private readonly PlannedRun[] _runs;
    private readonly IKineticEquation _equation;
    private readonly NativeBuffer _state;
    private readonly IStepper _stepper;
    private double? _rewound;

    /// <summary>Makes the equation and starts it with the datum.</summary>
    public GridAdvance(RunContext context, PlannedRun[] runs)
    {
        _context = context;
        _runs = runs;
        _equation = context.Equations(context.Plan, runs[0]);
        NativeBuffer? state = null;
        try
        {
            state = new NativeBuffer(_equation.Length);
            // The datum comes first: it fixes the scales that the stepper measures errors against.
            _equation.Start(context.Datum, state.Span);
            foreach (PlannedRun run in runs)
                context.Evaluation.Begin(run, _equation, state.Memory);
            _stepper = _equation.CreateStepper(OptionsOf(context.Plan));
            _state = state;
        }
        catch
        {
            state?.Dispose();
            _equation.Dispose();
            throw;
        }
    }

    /// <summary>How the stepper of a run of a plan chooses its steps.</summary>
    public static StepperOptions OptionsOf(ExperimentPlan plan) => new() { Tolerance = plan.Scenario.Time.Tolerance };

    /// <inheritdoc/>
    public bool IsComplete => true;

    /// <inheritdoc/>
    public StepStatistics Statistics => _stepper.Statistics;

    /// <inheritdoc/>
    public IReadOnlyList<Report> Reports => _equation.Reports;

    private double[] Times => _context.Plan.Times;

    /// <inheritdoc/>
    public RunTime Restore()
    {
        _stepper.Start(0);
        if (_context.Store?.TryRestore(_runs[0], _equation, _state.Span) is not { } restored)
            return default;
        _stepper.Restore(restored.Stepper);
        return restored.Took;
    }

    /// <inheritdoc/>
    public bool AdvanceTo(int timeIndex, Func<RunTime> took)
    {
        // A state that was restored lies behind the first output times.
        if (Times[timeIndex] < _stepper.Time)
            return true;
        _stepper.OnStep = progress =>
        {
            foreach (IExperimentObserver observer in _context.Observers)
                observer.Step(_runs[0], progress.Time, _stepper.Statistics);
            // A state past the output time is saved there.
            if (!_stepper.IsAhead && _context.Store?.IsDue(atOutputTime: false) == true)
                Save(took());
        };
        try
        {
            // The step past an output time that was saved is taken again towards that time, as a run that was not saved took it.
            if (_rewound is { } time && time < Times[timeIndex])
                _stepper.AdvanceTo(time, _state.Span, _context.Cancellation);
            _rewound = null;
            _stepper.AdvanceTo(Times[timeIndex], _state.Span, _context.Cancellation);
        }
        catch (NumericalFailureException failure)
        {
            foreach (PlannedRun run in _runs)
                _context.Store?.KeepLast(run, _stepper.Time, _equation.Density(_state.Span, run.Particles), _equation.Correlation(_state.Memory, run.Particles));
            throw new NumericalFailureException(failure, FailureReport.Describe(failure, _context.Plan.Grid, _equation, _runs[0].Particles, _state.Memory));
        }
        _equation.Assess(_state.Span);
        return true;
    }

    /// <inheritdoc/>
    public ResultRow[] Observe(PlannedRun run, int timeIndex)
    {
        if (_context.Store?.Find(run, timeIndex) is { } kept)
        {
            _context.Errors?.Follow(kept.Rows);
            return Give(_context, run, timeIndex, kept);
        }
        ReadOnlySpan<double> density = _equation.Density(_state.Span, run.Particles);
        PairCorrelation correlation = _equation.Correlation(_state.Memory, run.Particles);
        ResultRow[] rows = _context.Evaluation.Rows(run, _equation, timeIndex, _state.Span, density, correlation);
        _context.Errors?.Attach(run, rows);
        IReadOnlyList<ModeEstimate> modes = _context.Evaluation.Modes(run, _context.Plan.Grid, density, correlation);
        _context.Store?.Keep(run, timeIndex, rows, modes, density, correlation);
        return Give(_context, run, timeIndex, rows, modes, density, correlation);
    }

    /// <inheritdoc/>
    public void Save(RunTime took)
    {
        if (_context.Store is null)
            return;
        _rewound = _stepper.IsAhead ? _stepper.Time : null;
        _stepper.Rewind(_state.Span);
        _context.Store.Save(_runs[0], _equation, _stepper.Save(), _state.Span, took);
    }

    /// <inheritdoc/>
    public void SaveEnd(RunTime took)
    {
        if (_context.Store is null)
            return;
        _stepper.Rewind(_state.Span);
        _context.Store.SaveEnd(_runs[0], _equation, _stepper.Save(), _state.Span, took);
    }

    public void Dispose()
    {
        _stepper.Dispose();
        _state.Dispose();
        _equation.Dispose();
    }

    /// <summary>Gives out what the store has of an output time.</summary>
    public static ResultRow[] Give(RunContext context, PlannedRun run, int timeIndex, KeptTime kept) =>
        Give(context, run, timeIndex, kept.Rows, kept.Modes, kept.Density, kept.Correlation);

    private static ResultRow[] Give(
        RunContext context, PlannedRun run, int timeIndex, ResultRow[] rows, IReadOnlyList<ModeEstimate> modes, ReadOnlySpan<double> density, PairCorrelation? correlation)
    {
        context.Evaluation.Remember(run, timeIndex, density, correlation);
        rows = [.. rows, .. context.Evaluation.Distances(run, timeIndex, modes)];
        foreach (IExperimentObserver observer in context.Observers)
        {
            observer.State(run, timeIndex, density, correlation);
            if (modes.Count > 0)
                observer.Modes(run, timeIndex, modes);
            observer.Record(rows);
        }
        return rows;
    }
}
