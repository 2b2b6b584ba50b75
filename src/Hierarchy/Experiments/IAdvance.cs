using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>What every run of an experiment is made with.</summary>
/// <param name="Plan">What runs.</param>
/// <param name="Datum">f and g at time 0.</param>
/// <param name="Equations">Makes the equations of models on the grid.</param>
/// <param name="Evaluation">Turns states into rows.</param>
/// <param name="Observers">Who sees it.</param>
/// <param name="Store">Keeps what is done; null keeps nothing.</param>
/// <param name="Errors">Gives values their discretisation errors; null without a companion.</param>
/// <param name="Cancellation">Stops a run between two steps.</param>
internal sealed record RunContext(
    ExperimentPlan Plan, InitialDatum Datum, EquationMaker Equations, ResultEvaluation Evaluation, IReadOnlyList<IExperimentObserver> Observers,
        IExperimentStore? Store, CompanionErrors? Errors,
    CancellationToken Cancellation);

/// <summary>What a run advances: an equation with its stepper, or the replicas of a particle system. <see cref="RunLoop"/> does not know which.</summary>
internal interface IAdvance : IDisposable
{
    /// <summary>Whether all that is wanted is done; false once it has been stopped.</summary>
    bool IsComplete { get; }

    /// <summary>The stepper's counters.</summary>
    StepStatistics Statistics { get; }

    /// <summary>Figures about the discretisation.</summary>
    IReadOnlyList<Report> Reports { get; }

    /// <summary>Takes up what the store has of the run.</summary>
    /// <returns>What it took before.</returns>
    RunTime Restore();

    /// <summary>Goes on to an output time, telling the observers and saving where that is due.</summary>
    /// <param name="timeIndex">Its number.</param>
    /// <param name="took">What it took so far, for what is saved.</param>
    /// <returns>Whether there are results at that time.</returns>
    /// <exception cref="OperationCanceledException">It was stopped, and what it came to is no result.</exception>
    /// <exception cref="NumericalFailureException">It cannot go on; its last good state is kept.</exception>
    bool AdvanceTo(int timeIndex, Func<RunTime> took);

    /// <summary>The results of a run at the output time that was reached, which the observers are told.</summary>
    ResultRow[] Observe(PlannedRun run, int timeIndex);

    /// <summary>Saves it between two steps.</summary>
    void Save(RunTime took);

    /// <summary>Saves it where it ended, so that a later end can begin from there; what is quickly run again saves nothing.</summary>
    void SaveEnd(RunTime took)
    {
    }
}
