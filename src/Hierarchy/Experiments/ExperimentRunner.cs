using System.Diagnostics;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>
/// Integrates the runs of a plan one after another from the same initial density, the direct solver first, and evaluates the diagnostics
/// at every output time. A model that fails ends alone; the others still run.
/// </summary>
internal sealed class ExperimentRunner
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
        CompanionRuns? companion = _plan.Companion is null ? null : CompanionRuns.Of(_plan.Companion, _plan.Grid, _equations, _store, cancellation);
        var context = new RunContext(_plan, _datum, _equations, _evaluation, _observers, _store, companion?.Errors, cancellation);
        for (int next = 0; next < _plan.Runs.Count && !cancellation.IsCancellationRequested;)
        {
            PlannedRun first = _plan.Runs[next];
            PlannedRun[] runs = [first, .. _plan.Runs.Skip(next + 1).TakeWhile(first.SharesIntegration)];
            foreach (IExperimentObserver observer in _observers)
                observer.Begin(first);
            // The companion comes first, so that every value has its error when it is given out.
            IReadOnlyList<Report> reports = companion is null || first.IsParticles ? [] : companion.Run(runs);
            if (cancellation.IsCancellationRequested)
                break;
            foreach (RunRecord record in new RunLoop(context, runs).Run())
                records.Add(End(record, reports));
            next += runs.Length;
        }
        return records;
    }

    private RunRecord End(RunRecord record, IReadOnlyList<Report> companion)
    {
        bool isKept = _store?.Ending(record.Run) is not null;
        RunRecord ended = isKept ? record : Judged(record with { Reports = [.. record.Reports, .. companion] });
        if (ended.Status != RunStatus.Stopped && !isKept)
            _store?.Keep(ended);
        foreach (IExperimentObserver observer in _observers)
            observer.End(ended);
        return ended;
    }

    private RunRecord Judged(RunRecord record) =>
        record.Status == RunStatus.Completed && PhysicalVerdict.Of(record, _plan.Grid.HalfWidth) is { } verdict
            ? record with { Status = RunStatus.Unphysical, Message = verdict + (record.Time < _plan.Times[^1] ? ", where it was stopped" : "") } : record;
}
