using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>Sees an experiment as it goes: the result store and the progress display are observers. Calls come from one thread.</summary>
public interface IExperimentObserver
{
    /// <summary>A run is about to start.</summary>
    void Begin(PlannedRun run)
    {
    }

    /// <summary>An accepted step.</summary>
    void Step(PlannedRun run, double time, in StepStatistics statistics)
    {
    }

    /// <summary>The state at the output time with that index: f (n^d values) and g (n^{2d} values, or empty). The spans are valid during the call.</summary>
    void State(PlannedRun run, int timeIndex, ReadOnlySpan<double> density, ReadOnlySpan<double> correlation)
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
