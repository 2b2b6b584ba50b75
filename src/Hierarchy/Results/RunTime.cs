using System.Diagnostics;
using Hierarchy.Spectral;

namespace Hierarchy.Results;

/// <summary>What work took.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="Processor">Processor time of all threads, in seconds.</param>
/// <param name="Busy">The wall time of all threads that worked: that of the caller, and that of its helpers as long as they took part.</param>
/// <param name="Transforms">The part of it that was spent in Fourier transforms.</param>
internal readonly record struct RunTime(double Seconds, double Processor, double Busy, double Transforms)
{
    /// <summary>What this process has taken so far; differences count.</summary>
    public static RunTime Now
    {
        get
        {
            double seconds = (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;
            return new(seconds, Environment.CpuUsage.TotalTime.TotalSeconds, seconds + WorkCrew.HelperSeconds, TransformClock.Seconds);
        }
    }

    /// <summary>The share of transforms in the work. Both are wall times of threads, so that other programs on the machine do not change it.</summary>
    public double TransformShare => Busy > 0 ? Math.Clamp(Transforms / Busy, 0, 1) : 0;

    /// <summary>Whether all of it is finite.</summary>
    public bool IsFinite => double.IsFinite(Seconds) && double.IsFinite(Processor) && double.IsFinite(Busy) && double.IsFinite(Transforms);

    public static RunTime operator +(RunTime left, RunTime right) =>
        new(left.Seconds + right.Seconds, left.Processor + right.Processor, left.Busy + right.Busy, left.Transforms + right.Transforms);

    public static RunTime operator -(RunTime left, RunTime right) =>
        new(left.Seconds - right.Seconds, left.Processor - right.Processor, left.Busy - right.Busy, left.Transforms - right.Transforms);

    public static RunTime operator /(RunTime time, double parts) => new(time.Seconds / parts, time.Processor / parts, time.Busy / parts, time.Transforms / parts);

    public static RunTime Read(BinaryReader reader) => new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());

    public void Write(BinaryWriter writer)
    {
        writer.Write(Seconds);
        writer.Write(Processor);
        writer.Write(Busy);
        writer.Write(Transforms);
    }
}
