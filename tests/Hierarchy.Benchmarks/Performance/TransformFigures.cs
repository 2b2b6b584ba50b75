using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>The transforms that set the scale of everything else, next to FFTW where the machine has it.</summary>
internal static class TransformFigures
{
    public static void Measure(PerformanceTable table, PerformanceOptions options)
    {
        table.Section("Transforms, forward, complex, in place");
        TransformCase[] cases =
        [
            new("64^3", [64, 64, 64], 0, 3),
            new("96^3", [96, 96, 96], 0, 3),
            new(options.Quick ? "12^6" : "16^6", [.. Enumerable.Repeat(options.Quick ? 12 : 16, 6)], 0, 6),
        ];
        foreach (TransformCase work in cases)
        {
            using NativeBuffer re = new(work.Length), im = new(work.Length), pairs = new(Fftw.IsInstalled ? Fftw.BufferSize(work.Length) : 0);
            var own = new FourierTransform(work.Shape, work.FirstAxis, work.AxisCount);
            List<Func<double>> works = [Clock.Of(() => own.Forward(re.Span, im.Span))];
            nint plan = Fftw.IsInstalled ? Fftw.Plan(work, pairs, WorkCrew.Threads) : 0;
            pairs.Span.Clear();
            if (Fftw.IsInstalled)
                works.Add(Clock.Of(() => Fftw.Execute(plan)));
            double[] times = Clock.InTurns(options.Rounds, [.. works]);
            table.Add(works.Count > 1 ? $"{work.Name}, against FFTW" : work.Name, times[0], "ms", works.Count > 1 ? times[1] : double.NaN);
            if (Fftw.IsInstalled)
                Fftw.Destroy(plan);
        }
        foreach (TransformCase work in cases[..2])
            Independent(table, options, work);
        if (!Fftw.IsInstalled)
            table.Note("FFTW 3 with threads is not installed: own times alone.");
    }

    /// <summary>The engine of --transform fftsharp against the library's own: its fast transform for powers of two, its convolution for other lengths.</summary>
    private static void Independent(PerformanceTable table, PerformanceOptions options, TransformCase work)
    {
        using NativeBuffer re = new(work.Length), im = new(work.Length);
        var own = new FourierTransform(work.Shape, work.FirstAxis, work.AxisCount);
        using TransformEngines.EngineScope scope = TransformEngines.Use(TransformEngine.FftSharp);
        var independent = new FourierTransform(work.Shape, work.FirstAxis, work.AxisCount);
        double[] times = Clock.InTurns(options.Rounds, Clock.Of(() => independent.Forward(re.Span, im.Span)), Clock.Of(() => own.Forward(re.Span, im.Span)));
        table.Add($"{work.Name} by FftSharp, against own", times[0], "ms", times[1]);
    }

    /// <summary>A forward transform of a cube of zeros, as a work to be timed.</summary>
    public static (Func<double> Work, IDisposable Memory) Cube(int points, int axes)
    {
        int[] shape = [.. Enumerable.Repeat(points, axes)];
        var plan = new FourierTransform(shape, 0, axes);
        // One array for both parts, which keeps what is held alive in one place.
        var memory = new NativeBuffer(2 * plan.Length);
        return (Clock.Of(() => plan.Forward(memory.Span[..plan.Length], memory.Span[plan.Length..])), memory);
    }
}
