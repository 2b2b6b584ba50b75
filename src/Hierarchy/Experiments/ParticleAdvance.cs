using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>The replicas of a particle system. They run through all output times at once; once stopped, the estimates from those that are done are the results.</summary>
internal sealed class ParticleAdvance(RunContext context, PlannedRun run) : IAdvance
{
    private readonly ParticleRun _particles = new(context.Plan, run);

    /// <inheritdoc/>
    public bool IsComplete => _particles.IsComplete;

    /// <inheritdoc/>
    public StepStatistics Statistics => default;

    /// <inheritdoc/>
    public IReadOnlyList<Report> Reports => _particles.Reports;

    /// <inheritdoc/>
    public RunTime Restore() => _particles.Restore(context.Store);

    /// <inheritdoc/>
    public bool AdvanceTo(int timeIndex, Func<RunTime> took)
    {
        if (timeIndex > 0)
            return _particles.HasEstimates;
        long restored = _particles.Done;
        _particles.Run((done, wanted) => Progressed(done, wanted, took), context.Cancellation);
        if (_particles.Done > restored)
            Save(took());
        return _particles.HasEstimates;
    }

    /// <inheritdoc/>
    public ResultRow[] Observe(PlannedRun run, int timeIndex)
    {
        ResultRow[] rows = context.Evaluation.Rows(run, _particles, timeIndex);
        foreach (IExperimentObserver observer in context.Observers)
        {
            observer.Estimates(run, timeIndex, _particles.EstimatesAt(timeIndex), _particles.Modes, _particles.Histograms);
            observer.Record(rows);
        }
        return rows;
    }

    /// <inheritdoc/>
    public void Save(RunTime took) => _particles.Save(context.Store, took);

    public void Dispose() => _particles.Dispose();

    private void Progressed(long done, long wanted, Func<RunTime> took)
    {
        foreach (IExperimentObserver observer in context.Observers)
            observer.Replicas(run, done, wanted);
        if (context.Store?.IsDue(atOutputTime: true) == true)
            Save(took());
    }
}
