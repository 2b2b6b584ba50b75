using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Results;

/// <summary>
/// One line of diagnostics.csv. What stands beside a value bounds it from three sides that do not know of each other: the sample, the discretisation, and the
/// noise of rounding and truncation.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="Particles">N.</param>
/// <param name="Time">The time.</param>
/// <param name="Quantity">The name of the quantity.</param>
/// <param name="Value">Its value.</param>
/// <param name="StandardError">Its standard error; NaN for deterministic models.</param>
/// <param name="NoiseFloor">The size below which the resolution does not support the value; NaN if none is known.</param>
/// <param name="DiscretisationError">What the grid, the box and the steps may add to the value: from a companion on a coarser grid, or from two steps of a
/// particle system; NaN if it is not known.</param>
public readonly record struct ResultRow(
    string Model, ParticleNumber Particles, double Time, string Quantity, double Value, double StandardError, double NoiseFloor, double DiscretisationError = double.NaN)
{
    /// <summary>The standard error and the discretisation error together, those that are known; 0 if none is.</summary>
    public double Error => double.Hypot(OrZero(StandardError), OrZero(DiscretisationError));

    /// <summary>Whether the resolution does not support the value.</summary>
    public bool BelowNoise => Math.Abs(Value) < NoiseFloor;

    /// <summary>The discretisation error, 0 where it is not known.</summary>
    internal double KnownDiscretisationError => OrZero(DiscretisationError);

    /// <summary>The standard error, 0 where there is none.</summary>
    internal double KnownStandardError => OrZero(StandardError);

    private static double OrZero(double error) => double.IsNaN(error) ? 0 : error;
}

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>It reached the end.</summary>
    Completed,

    /// <summary>The integration could not go on.</summary>
    Failed,

    /// <summary>The user stopped it.</summary>
    Stopped,

    /// <summary>From some time on it was no density; it reached the end, or stopped there if the scenario asks for that; see <see cref="PhysicalVerdict"/>.</summary>
    Unphysical,
}

/// <summary>What one run did.</summary>
/// <param name="Run">The model and N.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Message">Why it failed, or from when and why it is unphysical; empty otherwise.</param>
/// <param name="Time">The last output time that has results.</param>
/// <param name="Statistics">The stepper's counters.</param>
/// <param name="Reports">The equation's figures about its discretisation.</param>
/// <param name="Took">What the integration and the diagnostics took.</param>
/// <param name="Rows">All its results.</param>
internal sealed record RunRecord(
    PlannedRun Run,
    RunStatus Status,
    string Message,
    double Time,
    StepStatistics Statistics,
    IReadOnlyList<Report> Reports,
    RunTime Took,
    IReadOnlyList<ResultRow> Rows)
{
    /// <summary>Wall time of the integration and the diagnostics.</summary>
    public double Seconds => Took.Seconds;

    /// <summary>The value of a quantity at a time, or NaN.</summary>
    public double Value(string quantity, double time) => Find(quantity, time)?.Value ?? double.NaN;

    /// <summary>The standard error of a quantity at a time; NaN without one.</summary>
    public double StandardError(string quantity, double time) => Find(quantity, time)?.StandardError ?? double.NaN;

    /// <summary>A result, or null.</summary>
    public ResultRow? Find(string quantity, double time)
    {
        foreach (ResultRow row in Rows)
        {
            if (row.Time == time && row.Quantity == quantity)
                return row;
        }
        return null;
    }
}
