using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>
/// What an evaluation of the cluster closure has to do, counted, and the least time for it: arrays of n^{2d} values moved to and from memory at the rate of a triad, block
/// arrays moved within the second-level cache at the rate of a triad there, and the transforms of blocks as measured by themselves.
/// </summary>
internal static unsafe class RooflineFigures
{
    private const int Lanes = 8;
    private const double WithinBound = 2.5;
    private const double OneByOneBound = 1.4;

    public static void Measure(PerformanceTable table, PerformanceOptions options)
    {
        table.Section("Roofline of an evaluation of cluster");
        double memory = Triad(options.Quick ? 1 << 22 : 1 << 24), cache = Triad(1 << 13);
        table.Add("triad, memory, all threads", memory, "GB/s");
        table.Add("triad, second-level cache, all threads", cache, "GB/s");
        foreach ((int d, int n) in options.Quick ? ((int, int)[])[(2, 32), (3, 10)] : [(2, 32), (3, 12), (3, 16)])
        {
            using var trial = new EquationTrial("cluster", d, n, 5, 16);
            double[] times = Clock.InTurns(options.Rounds, Clock.Of(trial.Evaluate), BlockTransform(d, n));
            double values = Math.Pow(n, 2 * d), outputs = 0.5 * d * (d + 1) + d, blocks = Math.Ceiling(Math.Pow(n, d) / (2 * Lanes));
            double one = times[1] * blocks, transforms = d == 3 ? PowerTransforms : 1 + outputs;
            double Bound(int arrays, int blockArrays, double count) => 8e-6 * values * (arrays / memory + blockArrays / cache) + one * count;
            int arrays = MemoryArrays(d, values), blockArrays = d == 3 ? PowerArrays : CacheArrays(d);
            double bound = Bound(arrays, blockArrays, transforms);
            double work = 1e-9 * values * (3 * d * n + transforms * 2.5 * d * Math.Log2(n) + 30 * d);
            string what = $"d={d} n={n}";
            table.AtMost($"{what}: measured, against the bound", times[0], "ms", bound, WithinBound);
            if (d == 3)
                table.AtMost($"{what}: the same against convolutions one by one", times[0], "ms", Bound(MemoryArrays(d, 0), CacheArrays(d), 1 + outputs), OneByOneBound);
            table.Add($"{what}: arrays moved to and from memory, {arrays}", 8e-6 * values * arrays / memory, "ms");
            table.Add($"{what}: block arrays moved in the cache, {blockArrays}", 8e-6 * values * blockArrays / cache, "ms");
            table.Add($"{what}: {transforms:G3} transforms in v1 of half the values", one * transforms, "ms");
            table.Add($"{what}: operations", work, "GFlop");
            table.Add($"{what}: rate", 1e3 * work / times[0], "GFlop/s");
        }
        table.Note("Three visits to memory: g to d derivatives, g and the derivatives to the divergence, the divergence to the symmetric result. Against convolutions one by one: what the "
            + "evaluation would have to do with ten transforms a block and without writes past the caches, 15 and 88 arrays.");
    }

    /// <summary>
    /// Reads and writes of n^{2d} values: 1 + 2d, d + 2 and 3; a write to memory that was not read counts twice. Arrays of 64 MB and more are written past the caches in the first and
    /// the third visit: 1 + d, d + 2 and 2.
    /// </summary>
    private static int MemoryArrays(int d, double values) => values >= 1 << 23 ? 1 + d + d + 2 + 2 : 1 + 2 * d + d + 2 + 3;

    /// <summary>In d = 3 26 transforms along one axis: 3 to modes, 5, 9 and 9 to points.</summary>
    private const double PowerTransforms = 26.0 / 3;

    /// <summary>
    /// Within blocks in d = 3: loads 2; derivatives 12 and 3 to transpose; local fluxes 7; products 1 + 5; powers of the second wavenumber 8 + 5, of the third 9 + 6; sums 9 + 6; moments 3;
    /// divergence 8.
    /// </summary>
    private const int PowerArrays = 2 + 12 + 3 + 7 + 6 + 13 + 15 + 15 + 3 + 8;

    /// <summary>
    /// Within blocks: the load 2; first derivatives twice, 2d each, and d to transpose; local fluxes 1 + 2d; of each of the d (d+1)/2 + d convolutions 2 for the
    /// product and 3 or, off the diagonal, 5 for the sum; moments d; divergence 3d - 1; the copy that is transformed 2.
    /// </summary>
    private static int CacheArrays(int d) => 2 + 4 * d + d + 1 + 2 * d + 5 * (2 * d) + 7 * d * (d - 1) / 2 + d + 3 * d - 1 + 2;

    /// <summary>Bytes moved by a = b + c d in turns on all threads, three arrays of this length each, in GB/s: two reads, one write and what it reads first.</summary>
    private static double Triad(int length)
    {
        int threads = WorkCrew.Threads, repeats = Math.Max(1, (1 << 22) / length);
        bool cached = length < 1 << 16;
        NativeBuffer[][] arrays = [.. Enumerable.Range(0, threads).Select(_ => (NativeBuffer[])[new(length), new(length), new(length)])];
        Action<int, int> body = (chunk, _) =>
        {
            for (int i = 0; i < repeats; i++)
                Add(arrays[chunk][0], arrays[chunk][1], arrays[chunk][2]);
        };
        double time = Clock.InTurns(9, Clock.Of(() => WorkCrew.Run(threads, body)))[0];
        foreach (NativeBuffer array in arrays.SelectMany(array => array))
            array.Dispose();
        return 1e-6 * threads * repeats * length * 8.0 * (cached ? 3 : 4) / time;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(NativeBuffer a, NativeBuffer b, NativeBuffer c)
    {
        double* to = a.Pointer, first = b.Pointer, second = c.Pointer;
        for (int i = 0; i < a.Length; i += Lanes)
            (Vector512.Load(first + i) + 0.5 * Vector512.Load(second + i)).Store(to + i);
    }

    /// <summary>Milliseconds of wall time for the transform of one block of eight complex columns when all threads are at it.</summary>
    private static Func<double> BlockTransform(int d, int n)
    {
        const int calls = 16;
        int threads = WorkCrew.Threads, length = (int)Math.Pow(n, d) * Lanes;
        int[] shape = [.. Enumerable.Repeat(n, d), Lanes];
        FourierTransform[] plans = [.. Enumerable.Range(0, threads).Select(_ => new FourierTransform(shape, 0, d, threads: 1))];
        NativeBuffer[] data = [.. Enumerable.Range(0, 2 * threads).Select(_ => new NativeBuffer(length))];
        Action<int, int> body = (chunk, _) =>
        {
            for (int i = 0; i < calls; i++)
                plans[chunk].Forward(data[2 * chunk].Span, data[2 * chunk + 1].Span);
        };
        Func<double> timed = Clock.Of(() => WorkCrew.Run(threads, body));
        return () => timed() / calls / threads;
    }
}
