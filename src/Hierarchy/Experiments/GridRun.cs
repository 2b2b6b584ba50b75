using System.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>One integration on the grid; it gives the results of more than one run if the equation serves every N.</summary>
internal sealed class GridRun(
    ExperimentPlan plan, PlannedRun[] runs, ResultEvaluation evaluation, IReadOnlyList<IExperimentObserver> observers, IExperimentStore? store, CancellationToken cancellation)
{
    private readonly List<ResultRow> _rows = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private double _reached;
    private double _secondsBefore;
    private StepStatistics _statistics;
    private IReadOnlyList<Report> _reports = [];

    private double Seconds => _secondsBefore + Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Gives out what is kept of runs that have ended, in the order in which they were integrated; null if one of them has not ended.</summary>
    public RunRecord[]? Replay()
    {
        RunRecord?[] records = [.. runs.Select(run => store?.Ending(run))];
        if (records.Contains(null))
            return null;
        for (int i = 0; i < plan.Times.Length; i++)
        {
            foreach (PlannedRun run in runs)
            {
                if (store!.Find(run, i) is { } kept)
                    Give(run, i, kept.Rows, kept.Modes, kept.Density, kept.Correlation);
            }
        }
        return [.. records.Select(record => record! with { Rows = RowsOf(record.Run) })];
    }

    /// <summary>Integrates to the end, or from where the store has it; a failure becomes a record, errors of files do not.</summary>
    public RunRecord[] Integrate(InitialDatum datum, EquationMaker equations)
    {
        (RunStatus status, string message) = (RunStatus.Completed, "");
        try
        {
            using WorkCrew.StopScope scope = WorkCrew.StopWith(cancellation);
            using IKineticEquation equation = equations(plan, runs[0]);
            using var state = new NativeBuffer(equation.Length);
            // The datum comes first: it fixes the scales that the stepper measures errors against.
            equation.Start(datum, state.Span);
            foreach (PlannedRun run in runs)
                evaluation.Begin(run, equation, state.Memory);
            using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = plan.Scenario.Time.Tolerance });
            Integrate(equation, stepper, state.Memory);
        }
        catch (OperationCanceledException)
        {
            status = RunStatus.Stopped;
        }
        catch (Exception error) when (error.GetBaseException() is not (IOException or UnauthorizedAccessException))
        {
            // A disk that is full concerns every run; whatever else happens concerns this model.
            status = RunStatus.Failed;
            message = error is NumericalFailureException ? error.Message : $"{error.GetType().Name}: {error.Message}";
        }
        double seconds = Seconds / runs.Length;
        return [.. runs.Select(run => new RunRecord(run, status, message, _reached, _statistics, _reports, seconds, RowsOf(run)))];
    }

    private ResultRow[] RowsOf(PlannedRun run) => [.. _rows.Where(row => row.Particles == run.Particles)];

    private void Integrate(IKineticEquation equation, IStepper stepper, Memory<double> state)
    {
        stepper.Start(0);
        if (store?.TryRestore(runs[0], equation, state.Span) is { } restored)
        {
            stepper.Restore(restored.Stepper);
            _secondsBefore = restored.Seconds;
        }
        try
        {
            Advance(equation, stepper, state);
        }
        catch (OperationCanceledException)
        {
            store?.Save(runs[0], equation, stepper.Save(), state.Span, Seconds);
            throw;
        }
        catch (NumericalFailureException failure)
        {
            KeepLast(equation, stepper.Time, state);
            throw new NumericalFailureException(failure, FailureReport.Describe(failure, plan.Grid, equation, runs[0].Particles, state));
        }
        finally
        {
            _statistics = stepper.Statistics;
            _reports = [.. equation.Reports];
        }
    }

    private void Advance(IKineticEquation equation, IStepper stepper, Memory<double> state)
    {
        stepper.OnStep = progress =>
        {
            foreach (IExperimentObserver observer in observers)
                observer.Step(runs[0], progress.Time, stepper.Statistics);
            if (store?.IsDue(atOutputTime: false) == true)
                store.Save(runs[0], equation, stepper.Save(), state.Span, Seconds);
        };
        for (int i = 0; i < plan.Times.Length; i++)
        {
            // A state that was restored lies behind the first output times.
            if (plan.Times[i] >= stepper.Time)
            {
                stepper.AdvanceTo(plan.Times[i], state.Span, cancellation);
                equation.Assess(state.Span);
            }
            foreach (PlannedRun run in runs)
                Observe(run, equation, i, state);
            _reached = plan.Times[i];
            if (i > 0 && plan.Times[i] == stepper.Time && store?.IsDue(atOutputTime: true) == true)
                store.Save(runs[0], equation, stepper.Save(), state.Span, Seconds);
        }
    }

    private void Observe(PlannedRun run, IKineticEquation equation, int timeIndex, ReadOnlyMemory<double> state)
    {
        if (store?.Find(run, timeIndex) is { } kept)
        {
            Give(run, timeIndex, kept.Rows, kept.Modes, kept.Density, kept.Correlation);
            return;
        }
        ReadOnlySpan<double> density = equation.Density(state.Span, run.Particles);
        PairCorrelation correlation = equation.Correlation(state, run.Particles);
        ResultRow[] rows = evaluation.Rows(run, equation, timeIndex, state.Span, density, correlation);
        IReadOnlyList<Particles.ModeEstimate> modes = evaluation.Modes(run, timeIndex, density, correlation);
        store?.Keep(run, timeIndex, rows, modes, density, correlation);
        Give(run, timeIndex, rows, modes, density, correlation);
    }

    private void Give(PlannedRun run, int timeIndex, ResultRow[] rows, IReadOnlyList<Particles.ModeEstimate> modes, ReadOnlySpan<double> density, PairCorrelation? correlation)
    {
        evaluation.Remember(run, timeIndex, density, correlation);
        _rows.AddRange(rows);
        foreach (IExperimentObserver observer in observers)
        {
            observer.State(run, timeIndex, density, correlation);
            if (modes.Count > 0)
                observer.Modes(run, timeIndex, modes);
            observer.Record(rows);
        }
    }

    private void KeepLast(IKineticEquation equation, double time, ReadOnlyMemory<double> state)
    {
        foreach (PlannedRun run in runs)
            store?.KeepLast(run, time, equation.Density(state.Span, run.Particles), equation.Correlation(state, run.Particles));
    }
}
