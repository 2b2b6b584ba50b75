using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>
/// Short looks at Q(f,f), the transform that it is counted in and the cluster closure, many in turns: the processor time of one thread, which other processes on the machine hardly change, and
/// wall time on one thread and on all. Least and median are printed. Arguments: <c>landau|cluster D N [TURNS]</c>, or <c>numpy D N FILE PYTHON [TURNS]</c> for the cluster closure against
/// another implementation (<see cref="Peer"/>) in turns.
/// </summary>
internal static class KernelTurns
{
    private const int ThreadClock = 3;

    public static int Run(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (arguments is ["numpy", _, _, _, _, ..])
            return AgainstPeer(int.Parse(arguments[1]), int.Parse(arguments[2]), arguments[3], arguments[4], arguments.Length > 5 ? int.Parse(arguments[5]) : 3);
        if (arguments.Length is < 3 or > 4 || arguments[0] is not ("landau" or "cluster"))
        {
            Console.Error.WriteLine("kernels landau|cluster D N [TURNS], or numpy D N FILE PYTHON [TURNS]");
            return 1;
        }
        int d = int.Parse(arguments[1]), n = int.Parse(arguments[2]), turns = arguments.Length > 3 ? int.Parse(arguments[3]) : arguments[0] == "landau" ? 300 : 9;
        if (arguments[0] == "landau")
            Landau(d, n, turns);
        else
            Cluster(d, n, turns);
        return 0;
    }

    private static void Landau(int d, int n, int turns)
    {
        var grid = new VelocityGrid(d, n, 6.5);
        double[] density = EquationTrial.Beams(grid), rate = new double[grid.Size];
        using var landau = new LandauOperator(grid, new CollisionKernel(-3, 1), new CollisionOptions());
        int[] shape = [.. Enumerable.Repeat(2 * n, d)];
        var plan = new FourierTransform(shape, 0, d);
        using NativeBuffer re = new(plan.Length), im = new(plan.Length);
        Turns(turns, $"Q d={d} n={n}", () => landau.Apply(density, rate), $"transform {2 * n}^{d}", () => plan.Forward(re.Span, im.Span));
    }

    private static void Cluster(int d, int n, int turns)
    {
        using var trial = new EquationTrial("cluster", d, n, 5, 16);
        int[] shape = [.. Enumerable.Repeat(n, 2 * d)];
        var plan = new FourierTransform(shape, 0, 2 * d);
        using NativeBuffer re = new(plan.Length), im = new(plan.Length);
        Turns(turns, $"cluster d={d} n={n}", trial.Evaluate, $"transform {n}^{2 * d}", () => plan.Forward(re.Span, im.Span));
    }

    private static int AgainstPeer(int d, int n, string file, string python, int turns)
    {
        using var peer = new Peer(python, file);
        using var trial = new EquationTrial("cluster", d, n, 5, 16);
        Func<double> own = Clock.Warm(trial.Evaluate), other = peer.Cluster(d, n, 5);
        own();
        other();
        for (int turn = 0; turn < turns; turn++)
        {
            double before = own(), numpy = other(), after = own(), mean = 0.5 * (before + after);
            Console.WriteLine($"cluster d={d} n={n}: {before:G4} and {after:G4} ms, numpy {numpy:G4} ms, gain {numpy / mean:F1}");
        }
        return 0;
    }

    private static void Turns(int turns, string name, Action work, string unit, Action transform)
    {
        int threads = WorkCrew.Threads;
        double[][] times = [.. Enumerable.Range(0, 6).Select(_ => new double[turns])];
        for (int turn = -1; turn < turns; turn++)
        {
            (double, double)[] alone = new (double, double)[2], together = new (double, double)[2];
            foreach (int i in (ReadOnlySpan<int>)[0, 1])
            {
                Action action = i == 0 ? work : transform;
                WorkCrew.Threads = 1;
                action();
                alone[i] = Look(action);
                WorkCrew.Threads = threads;
                action();
                together[i] = Look(action);
            }
            if (turn < 0)
                continue;
            (times[0][turn], times[1][turn], times[2][turn]) = (alone[0].Item2, alone[0].Item1, together[0].Item1);
            (times[3][turn], times[4][turn], times[5][turn]) = (alone[1].Item2, alone[1].Item1, together[1].Item1);
        }
        string[] labels = [$"{name}: processor time, 1 thread", $"{name}: 1 thread", $"{name}: {threads} threads", $"{unit}: processor time, 1 thread", $"{unit}: 1 thread",
            $"{unit}: {threads} threads"];
        Console.WriteLine($"{"ms, " + turns + " turns",-52} {"least",9} {"tenth",9} {"median",9}");
        for (int i = 0; i < times.Length; i++)
        {
            Array.Sort(times[i]);
            Console.WriteLine($"{labels[i],-52} {times[i][0],9:G4} {times[i][turns / 10],9:G4} {times[i][turns / 2],9:G4}");
        }
        Ratio("over the transform, processor time", times[0], times[3]);
        Ratio($"over the transform, {threads} threads", times[2], times[5]);
        Ratio($"gain of {threads} threads", times[1], times[2]);
    }

    private static void Ratio(string what, double[] a, double[] b) =>
        Console.WriteLine($"{what,-52} {a[0] / b[0],9:F3} {a[a.Length / 10] / b[b.Length / 10],9:F3} {a[a.Length / 2] / b[b.Length / 2],9:F3}");

    private static (double Wall, double Processor) Look(Action action)
    {
        double processor = ThreadTime();
        long start = Stopwatch.GetTimestamp();
        action();
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, ThreadTime() - processor);
    }

    /// <summary>Milliseconds of processor time of the calling thread.</summary>
    private static double ThreadTime() => GetTime(ThreadClock, out Time time) == 0 ? 1e3 * time.Seconds + 1e-6 * time.Nanoseconds : double.NaN;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
