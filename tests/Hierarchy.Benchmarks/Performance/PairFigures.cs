using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>One evaluation of the pair level: cluster whole and in parts, the other closures, threads, the growth with n.</summary>
internal static class PairFigures
{
    private const int Particles = 16;

    public static void Measure(PerformanceTable table, PerformanceOptions options, Peer? peer)
    {
        table.Section("Cluster closure, one evaluation");
        (int D, int N, double L, double Peer, double Transforms)[] cases =
            [(2, 24, 5, double.NaN, double.NaN), (2, 32, 5, 40, double.NaN), (3, 12, 4.5, double.NaN, double.NaN), (3, 16, 5, 50, 8)];
        foreach (var work in options.Quick ? cases[..3] : cases)
        {
            using var trial = new EquationTrial("cluster", work.D, work.N, work.L, Particles);
            (Func<double> transform, IDisposable memory) = TransformFigures.Cube(work.N, 2 * work.D);
            bool withPeer = peer is not null;
            double[] times = Clock.InTurns(options.Rounds, Clock.Of(trial.Evaluate), transform, Clock.Of(trial.Evaluate, 1));
            string what = $"d={work.D} n={work.N}";
            table.AtMost($"{what}, in transforms of {work.N}^{2 * work.D}", times[0], "ms", times[1], work.Transforms);
            memory.Dispose();
            if (withPeer)
            {
                double[] both = Clock.InTurns(work.N >= 16 && work.D == 3 ? 2 : 3, Clock.Warm(trial.Evaluate), peer!.Cluster(work.D, work.N, work.L));
                table.Gain($"{what}, gain over numpy", both[0], "ms", both[1], work.Peer);
                if (work.D == 3)
                    table.Point(ScalingPanel.Pairs, "numpy", work.N, both[1]);
            }
            table.Gain($"{what}, gain of {Environment.ProcessorCount} threads over 1", times[0], "ms", times[2], 1.7);
            table.Limit($"{what}, bits that differ between 1 thread and {Environment.ProcessorCount}", Differences(trial), "", 0);
            table.Limit($"{what}, bytes allocated by an evaluation", Clock.AllocatedBytes(trial.Evaluate), "B", 0);
        }
        Parts(table, options);
        Closures(table, options);
        Growth(table, options);
    }

    /// <summary>N = 2 has no T, N = infinity no P.</summary>
    private static void Parts(PerformanceTable table, PerformanceOptions options)
    {
        (int d, int n, double halfWidth) = options.Quick ? (2, 32, 5.0) : (3, 16, 5.0);
        using EquationTrial whole = new("cluster", d, n, halfWidth, Particles), pair = new("cluster", d, n, halfWidth, 2), outside = new("cluster", d, n, halfWidth, 0);
        double[] times = Clock.InTurns(options.Rounds, Clock.Of(whole.Evaluate), Clock.Of(pair.Evaluate), Clock.Of(outside.Evaluate));
        table.Section($"Parts of an evaluation, d={d} n={n}");
        table.Add("whole", times[0], "ms");
        table.Add("Q, C and P (N = 2), part of the whole", times[1], "ms", times[0]);
        table.Add("Q, C and T (infinite N), part of the whole", times[2], "ms", times[0]);
    }

    private static void Closures(PerformanceTable table, PerformanceOptions options)
    {
        (int d, int n, double halfWidth) = options.Quick ? (2, 20, 5.0) : (2, 32, 5.0);
        table.Section($"Closures, one evaluation, d={d} n={n}, in evaluations of cluster");
        using var cluster = new EquationTrial("cluster", d, n, halfWidth, 4);
        foreach (IGridModel closure in ModelRegistry.All.OfType<IGridModel>()
            .Where(closure => closure is { Level: 2 } and not ClusterLowRankClosure && closure.Excludes(new ParticleNumber(4), d) is null))
        {
            using var trial = new EquationTrial(closure.Name, d, n, halfWidth, 4);
            double[] times = Clock.InTurns(options.Rounds, Clock.Of(trial.Evaluate), Clock.Of(cluster.Evaluate));
            table.Add(closure.Name, times[0], "ms", times[1]);
        }
    }

    /// <summary>Time over n^6 log n, relative to the first n, may leave 1 by a factor of 1.5.</summary>
    private static void Growth(PerformanceTable table, PerformanceOptions options)
    {
        table.Section("Growth with n, d=3, against n^6 log n");
        List<int> points = options.Quick ? [8, 10, 12] : options.Large ? [12, 16, 20, 24] : [12, 16, 20];
        double first = 0, start = 0;
        foreach (int n in points)
        {
            using var trial = new EquationTrial("cluster", 3, n, 5, Particles);
            double time = Clock.InTurns(options.Quick || n < 20 ? 5 : 2, Clock.Of(trial.Evaluate))[0], law = Math.Pow(n, 6) * Math.Log(n);
            if (first == 0)
                (first, start) = (time, law);
            table.AtMost($"n={n}", time, "ms", first * law / start, 1.5);
            table.Point(ScalingPanel.Pairs, "this program", n, time);
        }
    }

    private static long Differences(EquationTrial trial)
    {
        int threads = WorkCrew.Threads;
        trial.Evaluate();
        double[] expected = trial.Rate.ToArray();
        WorkCrew.Threads = threads == 1 ? 2 : 1;
        trial.Evaluate();
        WorkCrew.Threads = threads;
        long differences = 0;
        for (int i = 0; i < expected.Length; i++)
            differences += BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(trial.Rate[i]) ? 0 : 1;
        return differences;
    }
}
