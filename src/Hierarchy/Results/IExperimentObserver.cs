using Hierarchy.Particles;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Results;

/// <summary>Sees an experiment as it goes: the result store and the progress display are observers. Calls come from one thread.</summary>
internal interface IExperimentObserver
{
    /// <summary>A run is about to start.</summary>
    void Begin(PlannedRun run)
    {
    }

    /// <summary>An accepted step.</summary>
    void Step(PlannedRun run, double time, in StepStatistics statistics)
    {
    }

    /// <summary>Replicas of a particle system are done.</summary>
    void Replicas(PlannedRun run, long done, long wanted)
    {
    }

    /// <summary>
    /// The state at the output time with that index: f (n^d values) and g, null where it comes from a checkpoint that had no need of it. Both are valid during the call.
    /// </summary>
    void State(PlannedRun run, int timeIndex, ReadOnlySpan<double> density, PairCorrelation? correlation)
    {
    }

    /// <summary>The estimates of a particle system at the output time with that index, with what they hold of modes and histograms.</summary>
    void Estimates(PlannedRun run, int timeIndex, ParticleEstimates estimates, FourierModes? modes, VelocityHistograms? histograms)
    {
    }

    /// <summary>The modes of f_{N,1} and f_{N,2} of a model on the grid for which particles have them at the same N.</summary>
    void Modes(PlannedRun run, int timeIndex, IReadOnlyList<ModeEstimate> modes)
    {
    }

    /// <summary>The quantities of one output time.</summary>
    void Record(ReadOnlySpan<ResultRow> rows)
    {
    }

    /// <summary>A run has ended.</summary>
    void End(RunRecord record)
    {
    }
}
