using System.Diagnostics;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>How long a call may go on.</summary>
/// <param name="minutes">From now.</param>
internal sealed class Pace(double minutes)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => Stopwatch.GetElapsedTime(_start).TotalMinutes >= minutes;
}
