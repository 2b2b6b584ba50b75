using System.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>
/// Integrates the runs of a plan one after another from the same initial density, the direct solver first, and evaluates the diagnostics
/// at every output time. A model that fails ends alone; the others still run.
/// </summary>
public sealed class ExperimentRunner
{
    private readonly ExperimentPlan _plan;
    private readonly EquationMaker _equations;
    private readonly IReadOnlyList<IExperimentObserver> _observers;
    private readonly InitialDatum _datum;
    private readonly ResultEvaluation _evaluation;
    private readonly IExperimentStore? _store;

    /// <summary>Prepares the experiment.</summary>
    /// <param name="plan">What runs.</param>
    /// <param name="equations">Makes the equation of a run; the runner disposes of it.</param>
    /// <param name="observers">Who sees it.</param>
    /// <param name="store">Keeps what is done and has what was done before an interruption; null keeps nothing.</param>
    public ExperimentRunner(ExperimentPlan plan, EquationMaker equations, IReadOnlyList<IExperimentObserver> observers, IExperimentStore? store = null)
    {
        _store = store;
        _plan = plan;
        _equations = equations;
        _observers = observers;
        _datum = InitialData.Datum(plan);
        _evaluation = new ResultEvaluation(plan, _datum);
    }

    /// <summary>Runs everything that the store does not have; once cancelled, the current run ends as stopped and the others do not start.</summary>
    public IReadOnlyList<RunRecord> Run(CancellationToken cancellation)
    {
        var records = new List<RunRecord>();
        for (int next = 0; next < _plan.Runs.Count && !cancellation.IsCancellationRequested;)
        {
            PlannedRun first = _plan.Runs[next];
            PlannedRun[] runs = [first, .. _plan.Runs.Skip(next + 1).TakeWhile(first.SharesIntegration)];
            foreach (IExperimentObserver observer in _observers)
                observer.Begin(first);
            foreach (RunRecord record in first.IsParticles ? [Simulate(first, cancellation)] : Integrate(runs, cancellation))
            {
                records.Add(record);
                if (record.Status != RunStatus.Stopped && _store?.Ending(record.Run) is null)
                    _store?.Keep(record);
                foreach (IExperimentObserver observer in _observers)
                    observer.End(record);
            }
            next += runs.Length;
        }
        return records;
    }

    private RunRecord[] Integrate(PlannedRun[] runs, CancellationToken cancellation)
    {
        var run = new GridRun(_plan, runs, _evaluation, _observers, _store, cancellation);
        return run.Replay() ?? run.Integrate(_datum, _equations);
    }

    /// <summary>One particle system; once cancelled, the estimates from the replicas that are done are its results.</summary>
    private RunRecord Simulate(PlannedRun run, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        var rows = new List<ResultRow>();
        IReadOnlyList<Report> reports = [];
        RunStatus status = RunStatus.Completed;
        string message = "";
        try
        {
            using var simulation = new ParticleRun(_plan, run);
            simulation.Run(_store, _observers, cancellation);
            status = simulation.IsComplete ? RunStatus.Completed : RunStatus.Stopped;
            reports = simulation.Reports;
            for (int i = 0; i < _plan.Times.Length && simulation.HasEstimates; i++)
                Observe(run, simulation, i, rows);
        }
        catch (Exception error) when (error.GetBaseException() is not (IOException or UnauthorizedAccessException))
        {
            status = RunStatus.Failed;
            message = $"{error.GetType().Name}: {error.Message}";
        }
        double seconds = _store?.Ending(run)?.Seconds ?? Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new RunRecord(run, status, message, _plan.Times[^1], default, reports, seconds, rows);
    }

    private void Observe(PlannedRun run, ParticleRun simulation, int timeIndex, List<ResultRow> rows)
    {
        ResultRow[] found = _evaluation.Rows(run, simulation, timeIndex);
        rows.AddRange(found);
        foreach (IExperimentObserver observer in _observers)
        {
            observer.Estimates(run, timeIndex, simulation.EstimatesAt(timeIndex), simulation.Modes, simulation.Histograms);
            observer.Record(found);
        }
    }
}
