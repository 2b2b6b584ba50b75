using System.Diagnostics;

namespace Hierarchy.Spectral;

/// <summary>
/// The time that threads have spent in Fourier transforms, summed over all threads of the process: beside the time of all work it gives the share of
/// transforms. Two time stamps a visit of some microseconds; nothing depends on it.
/// </summary>
internal static class TransformClock
{
    /// <summary>Threads add up in slots of their own, each a cache line apart.</summary>
    private const int Slots = 64, Stride = 8;

    private static readonly long[] Ticks = new long[Slots * Stride];

    /// <summary>The seconds so far.</summary>
    public static double Seconds
    {
        get
        {
            long ticks = 0;
            for (int slot = 0; slot < Slots; slot++)
                ticks += Interlocked.Read(ref Ticks[slot * Stride]);
            return (double)ticks / Stopwatch.Frequency;
        }
    }

    /// <summary>Adds the time since a time stamp.</summary>
    public static void Add(long start) =>
        Interlocked.Add(ref Ticks[Environment.CurrentManagedThreadId % Slots * Stride], Stopwatch.GetTimestamp() - start);

    /// <summary>A body of a shared loop whose time counts.</summary>
    public static Action<int, int> Timed(Action<int, int> body) => (chunk, worker) =>
    {
        long start = Stopwatch.GetTimestamp();
        body(chunk, worker);
        Add(start);
    };
}
