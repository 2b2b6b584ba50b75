using System.Diagnostics;
using Hierarchy.Models;
using Hierarchy.Particles;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>One run of a particle system: its replicas, and the rows that their estimates give at every output time.</summary>
internal sealed class ParticleRun : IDisposable
{
    private const double TypicalUpdatesPerSecond = 1e8;
    private static readonly TimeSpan LongestFirstReplicas = TimeSpan.FromSeconds(2);
    private readonly PlannedRun _run;
    private readonly ExperimentPlan _plan;
    private readonly ParticleExperiment _experiment;
    private readonly ReplicaTarget? _target;
    private double _reached = double.NaN;

    /// <summary>Prepares the run.</summary>
    /// <exception cref="ArgumentException">The settings do not fit together.</exception>
    public ParticleRun(ExperimentPlan plan, PlannedRun run)
    {
        _plan = plan;
        _run = run;
        _target = ReplicaTarget.Of(run);
        _experiment = new ParticleExperiment(ParticleSetup.Options(plan, run, (int)run.Particles.Value));
    }

    /// <summary>The replicas that are wanted, at most.</summary>
    public long Wanted => ((ParticleSettings)_run.Settings).Replicas!.Value;

    /// <summary>The modes that are estimated, or null.</summary>
    public FourierModes? Modes => _experiment.Options.Modes;

    /// <summary>The histograms that are estimated, or null.</summary>
    public VelocityHistograms? Histograms => _experiment.Options.Histograms;

    /// <summary>Whether all replicas that are wanted are done.</summary>
    public bool IsComplete => _experiment.Replicas >= Wanted || _reached <= _target?.Error;

    /// <summary>The estimates at an output time.</summary>
    public ParticleEstimates EstimatesAt(int timeIndex) => _experiment.EstimatesAt(timeIndex);

    /// <summary>Whether there are replicas enough for estimates with errors.</summary>
    public bool HasEstimates => _experiment.Replicas >= ParticleExperiment.FewestReplicas;

    /// <summary>Figures for the manifest.</summary>
    public IReadOnlyList<Report> Reports =>
    [
        new("replicas", _experiment.Replicas, "independent systems of N particles"),
        new("time_step", _experiment.Options.StepInUse, "the longest time step"),
        new("pair_updates", _experiment.PairUpdatesPerReplica * _experiment.Replicas, "exact flows of single pairs, all replicas together"),
        .. _target is null || double.IsNaN(_reached) ? (Report[])[] :
            [
                new(ReplicaTarget.Wanted, _target.Error, "the standard error that replicas were added for"),
                new(ReplicaTarget.Reached, _reached, "the largest standard error of second and fourth moments over their largest values"),
            ],
        .. HasEstimates ? Figures(_experiment.EstimatesAt(_plan.Times.Length - 1)) : [],
    ];

    /// <summary>The chunks of all replicas that are wanted.</summary>
    public long Chunks => _experiment.ChunksOf(Wanted);

    /// <summary>Runs a part of the chunks, as far as it is not done and not stopped; what the store has of another part is run again.</summary>
    /// <returns>Whether the part is complete.</returns>
    public bool RunPart(long firstChunk, long endChunk, IExperimentStore store, Action<long, long> progressed, CancellationToken cancellation)
    {
        store.TryRestore(_run, _experiment);
        if (_experiment.FirstBlock != _experiment.FirstBlockOf(firstChunk))
            _experiment.BeginAt(firstChunk);
        RunTime start = RunTime.Now;
        _experiment.RunPart(endChunk, Wanted, cancellation, progress =>
        {
            progressed(progress.Replicas, progress.Wanted);
            if (store.IsDue(atOutputTime: true))
                store.Save(_run, _experiment, RunTime.Now - start);
        });
        store.Save(_run, _experiment, RunTime.Now - start);
        return _experiment.HoldsPart(endChunk, Wanted);
    }

    /// <summary>The pair updates of all replicas that are wanted.</summary>
    public double PairUpdates => _experiment.PairUpdatesPerReplica * Wanted;

    /// <summary>Seconds that the run takes, from as many replicas as it does in about the given time; from its pair updates if the first ones take much longer.</summary>
    public double PredictSeconds(double trial, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        enough.CancelAfter(LongestFirstReplicas);
        _experiment.Run(Math.Min(8, Wanted), enough.Token);
        if (_experiment.Replicas == 0)
            return _experiment.PairUpdatesPerReplica * Wanted / TypicalUpdatesPerSecond;
        enough.CancelAfter(Timeout.InfiniteTimeSpan);
        double seconds = 0;
        long before = _experiment.Replicas, done = before;
        for (long batch = 64; seconds < trial && done < Wanted && !enough.IsCancellationRequested; batch *= 2)
        {
            long start = Stopwatch.GetTimestamp();
            _experiment.Run(Math.Min(Wanted, done + batch), enough.Token);
            // Small batches leave threads idle, so the last and largest one counts.
            (before, done) = (done, _experiment.Replicas);
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        return done > before ? seconds * Expected(done) / (done - before) : 0;
    }

    /// <summary>The replicas that will run, from the error of those that are done.</summary>
    private double Expected(long done)
    {
        if (_target is null || !HasEstimates)
            return Wanted;
        double ratio = ReachedError() / _target.Error;
        return double.IsNaN(ratio) ? Wanted : Math.Clamp(1.1 * done * ratio * ratio, done, Wanted);
    }

    private double ReachedError() => ReplicaTarget.Of(Enumerable.Range(0, _plan.Times.Length).Select(_experiment.EstimatesAt));

    /// <summary>Takes up the sums that the store has.</summary>
    /// <returns>What they took.</returns>
    public RunTime Restore(IExperimentStore? store)
    {
        RunTime took = store?.TryRestore(_run, _experiment) ?? default;
        if (_experiment.FirstBlock == 0)
            return took;
        // A share keeps a part, which is none of the beginning.
        _experiment.BeginAt(0);
        return default;
    }

    /// <summary>Keeps the sums of the replicas that are done.</summary>
    public void Save(IExperimentStore? store, RunTime took) => store?.Save(_run, _experiment, took);

    /// <summary>Runs the replicas that are missing, as far as it is not stopped.</summary>
    public void Run(Action<long, long> progressed, CancellationToken cancellation)
    {
        foreach (long stage in _target?.StagesFrom(_experiment.Replicas) ?? [Wanted])
        {
            _experiment.Run(stage, cancellation, progress => progressed(progress.Replicas, Math.Max(stage, (long)Expected(progress.Replicas))));
            if (cancellation.IsCancellationRequested && _experiment.Replicas < stage)
                return;
            if (_target is null)
                continue;
            _reached = ReachedError();
            if (_reached <= _target.Error)
                return;
        }
    }

    /// <summary>The replicas that are done.</summary>
    public long Done => _experiment.Replicas;

    /// <summary>The rows of an output time.</summary>
    /// <param name="timeIndex">Its number.</param>
    /// <param name="reference">f_1 of the direct solver then.</param>
    public IEnumerable<ResultRow> Rows(int timeIndex, ReadOnlySpan<double> reference)
    {
        ParticleEstimates estimates = EstimatesAt(timeIndex);
        double time = _plan.Times[timeIndex];
        var rows = new List<ResultRow>();
        foreach (Estimate estimate in estimates.Quantities())
        {
            if (_plan.Scenario.Wants(estimate.Name))
                rows.Add(new ResultRow(_run.Model, _run.Particles, time, estimate.Name, estimate.Value, estimate.StandardError, double.NaN, estimate.StepError));
        }
        if (_experiment.Options.Modes is { } modes && !reference.IsEmpty && _plan.Scenario.Wants("error_modes_squared"))
        {
            SampledSobolevDistance distance = estimates.DistanceTo(GridModes.Single(modes, _plan.Grid, reference), ParticleSetup.SobolevOrder);
            if (double.IsNaN(distance.StandardError))
                return rows;
            rows.Add(new ResultRow(_run.Model, _run.Particles, time, "error_modes_squared", distance.Squared, distance.StandardError, distance.NoiseFloor, distance.StepError));
        }
        return rows;
    }

    public void Dispose() => _experiment.Dispose();

    private static Report[] Figures(ParticleEstimates last) =>
    [
        new("variance_ratio_covariance_xx", last.VarianceRatio("covariance_xx"), "variance with control variates over the variance without, at the end"),
        new("step_error_covariance_xx", last.Quantity("covariance_xx").StepError,
            "what the time step may add to covariance_xx at the end, from coupled runs at two steps; beside its standard error"),
        new("step_error_energy", last.Quantity("energy").StepError, "the same for energy"),
    ];
}
