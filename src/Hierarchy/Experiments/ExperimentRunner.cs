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
    public IReadOnlyList<RunRecord> Run(CancellationToken cancellation) => Run(_plan.Runs, Prepare(cancellation));

    /// <summary>Runs units of the experiment into the store, the direct solver first where they need it.</summary>
    /// <param name="units">The units.</param>
    /// <param name="ended">Told of every unit that is done.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether all of them are done.</returns>
    public bool Run(IReadOnlyList<WorkUnit> units, Action<WorkUnit> ended, CancellationToken cancellation)
    {
        (RunContext Context, CompanionRuns? Companion) prepared = Prepare(cancellation);
        if (units.Any(unit => !unit.IsParticles))
            Run([.. _plan.Runs.Where(run => run.IsReference)], prepared);
        foreach (WorkUnit unit in units)
        {
            if (cancellation.IsCancellationRequested || !(unit.IsParticles ? RunPart(unit, cancellation)
                : Run(unit.Runs, prepared).All(record => record.Status != RunStatus.Stopped)))
                return false;
            ended(unit);
        }
        return !cancellation.IsCancellationRequested;
    }

    private (RunContext Context, CompanionRuns? Companion) Prepare(CancellationToken cancellation)
    {
        CompanionRuns? companion = _plan.Companion is null ? null : CompanionRuns.Of(_plan.Companion, _plan.Grid, _equations, _store, cancellation);
        return (new RunContext(_plan, _datum, _equations, _evaluation, _observers, _store, companion?.Errors, cancellation), companion);
    }

    private List<RunRecord> Run(IReadOnlyList<PlannedRun> all, (RunContext Context, CompanionRuns? Companion) prepared)
    {
        var records = new List<RunRecord>();
        CancellationToken cancellation = prepared.Context.Cancellation;
        for (int next = 0; next < all.Count && !cancellation.IsCancellationRequested;)
        {
            PlannedRun first = all[next];
            PlannedRun[] runs = [first, .. all.Skip(next + 1).TakeWhile(first.SharesIntegration)];
            foreach (IExperimentObserver observer in _observers)
                observer.Begin(first);
            // The companion comes first, so that every value has its error when it is given out.
            IReadOnlyList<Report> reports = prepared.Companion is null || first.IsParticles ? [] : prepared.Companion.Run(runs);
            if (cancellation.IsCancellationRequested)
                break;
            foreach (RunRecord record in new RunLoop(prepared.Context, runs).Run())
                records.Add(End(record, reports));
            next += runs.Length;
        }
        return records;
    }

    private bool RunPart(WorkUnit unit, CancellationToken cancellation)
    {
        using var particles = new ParticleRun(_plan, unit.Runs[0]);
        foreach (IExperimentObserver observer in _observers)
            observer.Begin(unit.Runs[0]);
        return particles.RunPart(unit.FirstChunk, unit.EndChunk, _store!, Progressed, cancellation);

        void Progressed(long done, long wanted)
        {
            foreach (IExperimentObserver observer in _observers)
                observer.Replicas(unit.Runs[0], done, wanted);
        }
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
