using System.Diagnostics;

namespace Hierarchy.Results;

/// <summary>When a checkpoint is due: after the interval, earlier at output times, and never so often that writing takes more than two per cent of the time.</summary>
/// <param name="interval">Seconds between two checkpoints; 0 writes one after every step.</param>
internal sealed class CheckpointPace(double interval)
{
    private const double LongestShare = 0.02;
    private const double AssumedCost = 0.05;
    private long _last = Stopwatch.GetTimestamp();
    private double _cost = AssumedCost;

    /// <summary>The seconds spent on checkpoints.</summary>
    public double TotalCost { get; private set; }

    /// <summary>The checkpoints written.</summary>
    public int Count { get; private set; }

    /// <summary>Whether to write one now.</summary>
    public bool IsDue(bool atOutputTime)
    {
        double elapsed = Stopwatch.GetElapsedTime(_last).TotalSeconds;
        return interval == 0 || elapsed * LongestShare >= _cost && (atOutputTime || elapsed >= interval);
    }

    /// <summary>Takes the time of one that was begun at that time stamp and is written now.</summary>
    public void Written(long start)
    {
        _last = Stopwatch.GetTimestamp();
        _cost = Stopwatch.GetElapsedTime(start, _last).TotalSeconds;
        TotalCost += _cost;
        Count++;
    }
}
