using System.Globalization;

namespace Hierarchy.TimeStepping;

/// <summary>A time integration cannot go on; the state that was passed in holds the last accepted values, at <see cref="Time"/>.</summary>
internal sealed class NumericalFailureException : Exception
{
    /// <summary>Makes the exception; its message names the time and the quantity.</summary>
    public NumericalFailureException(double time, string reason, string quantity, int? index = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"{reason} ({quantity}, last good time {time:R})"))
    {
        Time = time;
        Reason = reason;
        Quantity = quantity;
        Index = index;
    }

    /// <summary>The same failure with a message of those who know what the state means.</summary>
    public NumericalFailureException(NumericalFailureException failure, string message)
        : base(message, failure)
    {
        Time = failure.Time;
        Reason = failure.Reason;
        Quantity = failure.Quantity;
        Index = failure.Index;
    }

    /// <summary>The time of the last accepted state.</summary>
    public double Time { get; }

    /// <summary>What went wrong.</summary>
    public string Reason { get; }

    /// <summary>The block of the state that failed first, or the quantity of the stepper.</summary>
    public string Quantity { get; }

    /// <summary>The value of the state that is not finite, or else has the largest error; null where none is to blame.</summary>
    public int? Index { get; }
}
