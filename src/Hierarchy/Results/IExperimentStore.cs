using Hierarchy.Particles;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Results;

/// <summary>What one output time of a run on the grid gave.</summary>
/// <param name="Rows">Its quantities.</param>
/// <param name="Modes">Its modes, where particles have them at the same N; empty otherwise.</param>
/// <param name="Density">f, n^d values.</param>
/// <param name="Correlation">g, or null if it is not stored.</param>
internal sealed record KeptTime(ResultRow[] Rows, IReadOnlyList<ModeEstimate> Modes, double[] Density, PairCorrelation? Correlation);

/// <summary>Keeps what an experiment has done, so that it goes on after an interruption as if there had been none.</summary>
internal interface IExperimentStore
{
    /// <summary>What is kept of an output time; null if nothing is.</summary>
    KeptTime? Find(PlannedRun run, int timeIndex);

    /// <summary>Keeps an output time. Of g it keeps what results or later runs need.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Keep(PlannedRun run, int timeIndex, ResultRow[] rows, IReadOnlyList<ModeEstimate> modes, ReadOnlySpan<double> density, PairCorrelation correlation);

    /// <summary>The record of a run that has ended, without its rows; null if it has not.</summary>
    RunRecord? Ending(PlannedRun run);

    /// <summary>Keeps the record of a run that has ended.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Keep(RunRecord record);

    /// <summary>Keeps the last good state of a run that cannot go on; of g what results need.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void KeepLast(PlannedRun run, double time, ReadOnlySpan<double> density, PairCorrelation correlation);

    /// <summary>Whether the state of the current run is to be saved now.</summary>
    bool IsDue(bool atOutputTime);

    /// <summary>Saves the state of an integration between two steps.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Save(PlannedRun run, IKineticEquation equation, StepperState stepper, ReadOnlySpan<double> state, RunTime took);

    /// <summary>Saves the state of an integration at the end, from which a later one may go on.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void SaveEnd(PlannedRun run, IKineticEquation equation, StepperState stepper, ReadOnlySpan<double> state, RunTime took);

    /// <summary>Gives an integration that was started the state that was saved last.</summary>
    /// <returns>The stepper's state and what it took before; null if there is none that can be used: then nothing was changed.</returns>
    (StepperState Stepper, RunTime Took)? TryRestore(PlannedRun run, IKineticEquation equation, Span<double> state);

    /// <summary>The store of the companion, which belongs to this one; null if it keeps nothing.</summary>
    IExperimentStore? OfCompanion(ExperimentPlan companion);

    /// <summary>Gives a particle experiment the sums that were kept for the run.</summary>
    /// <returns>What they took; null if there are none that fit.</returns>
    RunTime? TryRestore(PlannedRun run, ParticleExperiment experiment);

    /// <summary>Keeps the sums of the replicas done so far.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    void Save(PlannedRun run, ParticleExperiment experiment, RunTime took);
}
