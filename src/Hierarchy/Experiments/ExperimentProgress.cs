using System.Globalization;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>How far an experiment is.</summary>
/// <param name="Model">The model that runs.</param>
/// <param name="Particles">Its N.</param>
/// <param name="Share">The share of its run that is done, from 0 to 1.</param>
/// <param name="Finished">The runs that have ended.</param>
/// <param name="Runs">All runs.</param>
public readonly record struct ExperimentProgress(string Model, ParticleNumber Particles, double Share, int Finished, int Runs)
{
    /// <summary>The experiment in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"run {Math.Min(Finished + 1, Runs)} of {Runs}: {Model} N={Particles}, {100 * Share:F0} %");
}

/// <summary>Passes the events of an experiment on as progress.</summary>
internal sealed class ProgressObserver(ExperimentPlan plan, IProgress<ExperimentProgress> progress) : IExperimentObserver
{
    private int _finished;

    public void Begin(PlannedRun run) => Report(run, 0);

    public void Step(PlannedRun run, double time, in StepStatistics statistics) => Report(run, Math.Clamp(time / plan.Times[^1], 0, 1));

    public void Replicas(PlannedRun run, long done, long wanted) => Report(run, (double)done / wanted);

    public void End(RunRecord record)
    {
        _finished++;
        Report(record.Run, 1);
    }

    private void Report(PlannedRun run, double share) => progress.Report(new ExperimentProgress(run.Model, run.Particles, share, _finished, plan.Runs.Count));
}
