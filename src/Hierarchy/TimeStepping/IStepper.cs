namespace Hierarchy.TimeStepping;

/// <summary>Advances a flat state in time with a prescribed local error and lands on the times it is asked for.</summary>
public interface IStepper : IDisposable
{
    /// <summary>Called after each accepted step.</summary>
    Action<StepProgress>? OnStep { get; set; }

    /// <summary>The time of the state.</summary>
    double Time { get; }

    /// <summary>What was done so far.</summary>
    StepStatistics Statistics { get; }

    /// <summary>Begins anew at <paramref name="time"/>: no step is known, the counters are zero.</summary>
    void Start(double time);

    /// <summary>What <see cref="Restore"/> needs, besides the state itself.</summary>
    StepperState Save();

    /// <summary>Whether a step was taken past <see cref="Time"/>, of whose state the stepper knows the rest.</summary>
    bool IsAhead => false;

    /// <summary>
    /// Goes back to the beginning of a step that was taken past <see cref="Time"/>, if there is one: <paramref name="state"/> is then that of
    /// <see cref="Save"/>. The step is taken again
    /// when it is needed, to the same bits.
    /// </summary>
    void Rewind(Span<double> state)
    {
    }

    /// <summary>Goes on where <see cref="Save"/> was called.</summary>
    void Restore(StepperState state);

    /// <summary>Advances <paramref name="state"/> from <see cref="Time"/> to exactly <paramref name="time"/>.</summary>
    /// <exception cref="NumericalFailureException">The step failed; <paramref name="state"/> is the last good one, at <see cref="Time"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps; <paramref name="state"/> is that of <see cref="Time"/>.</exception>
    void AdvanceTo(double time, Span<double> state, CancellationToken cancellation = default);
}
