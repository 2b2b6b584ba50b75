using System.Diagnostics;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>Times works in turns, so that what else the machine does meets all of them alike.</summary>
internal static class Clock
{
    private const double ShortestLook = 2;

    /// <summary>The median milliseconds of each work over the rounds. A work returns its own milliseconds.</summary>
    public static double[] InTurns(int rounds, params Func<double>[] works)
    {
        double[][] times = [.. works.Select(_ => new double[rounds])];
        foreach (Func<double> work in works)
            work();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < works.Length; i++)
                times[i][round] = works[i]();
        }
        return [.. times.Select(Median)];
    }

    /// <summary>The same after one evaluation that is not timed: what ran in between, for long and in another process, has taken the caches and the pages.</summary>
    public static Func<double> Warm(Action work)
    {
        Func<double> timed = Of(work);
        return () =>
        {
            work();
            return timed();
        };
    }

    /// <summary>A work that is timed from here; a short one is repeated within a look.</summary>
    public static Func<double> Of(Action work, int threads = 0)
    {
        int calls = 0;
        return () =>
        {
            int before = WorkCrew.Threads;
            WorkCrew.Threads = threads > 0 ? threads : before;
            if (calls == 0)
            {
                work();
                calls = Math.Max(1, (int)(ShortestLook / Math.Max(1e-3, Look(work, 1))));
            }
            double time = Look(work, calls);
            WorkCrew.Threads = before;
            return time;
        };
    }

    /// <summary>Bytes that one call takes from the collected heap, on all threads: the mean over ten, after others that wake the threads.</summary>
    public static double AllocatedBytes(Action work)
    {
        const int calls = 10;
        for (int call = 0; call < calls; call++)
            work();
        long before = GC.GetTotalAllocatedBytes(true);
        for (int call = 0; call < calls; call++)
            work();
        return (double)(GC.GetTotalAllocatedBytes(true) - before) / calls;
    }

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static double Look(Action work, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++)
            work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / calls;
    }
}
