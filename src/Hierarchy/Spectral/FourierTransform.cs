using System.Diagnostics;

namespace Hierarchy.Spectral;

/// <summary>
/// Planned complex Fourier transform along a group of neighbouring axes of a row-major array, all other axes carried along:
/// Forward  X_k = sum_j x_j exp(-2 pi i j k / n);  Inverse  x_j = (1/n) sum_k X_k exp(+2 pi i j k / n), along each axis of the group.
/// </summary>
/// <remarks>
/// Data are split into real and imaginary arrays and transformed in place; memory aligned to 64 bytes (<see cref="NativeBuffer"/>) is fastest,
/// any other is correct. The plan owns its tables, threads own their scratch: no call allocates. A plan is used by one caller at a time; with
/// <c>threads = 1</c> it runs on the calling thread alone, for use inside a chunk of a shared loop. Every line is computed by the same
/// operations whatever its neighbours, so results do not depend on the number of threads, the group or the width of the vectors.
/// The engine is the one that is chosen when the transform is planned (<see cref="TransformEngines"/>); FftSharp's allocates in its calls.
/// </remarks>
internal sealed unsafe class FourierTransform
{
    private readonly TransformStage[] _stages;
    private readonly Action<int, int> _chunk;
    private readonly bool _shared;
    private readonly int _scratchSize;
    private readonly double _inverseScale;
    private TransformStage _stage;
    private double* _re;
    private double* _im;
    private double _scale;

    /// <summary>Plans the transform.</summary>
    /// <param name="shape">The lengths of all axes, slowest first; their product is below 2^31.</param>
    /// <param name="firstAxis">The first axis of the group.</param>
    /// <param name="axisCount">The number of neighbouring axes in the group; each even, 8..256, prime factors 2, 3, 5.</param>
    /// <param name="threads">1: the calling thread alone; 0: as many as <see cref="WorkCrew.Threads"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public FourierTransform(ReadOnlySpan<int> shape, int firstAxis, int axisCount, int threads = 0)
        : this(shape, firstAxis, axisCount, threads, AxisEngine.Chosen)
    {
    }

    internal FourierTransform(ReadOnlySpan<int> shape, int firstAxis, int axisCount, int threads, VectorWidth width)
        : this(shape, firstAxis, axisCount, threads, AxisEngine.Create(width))
    {
    }

    private FourierTransform(ReadOnlySpan<int> shape, int firstAxis, int axisCount, int threads, AxisEngine engine)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstAxis);
        ArgumentOutOfRangeException.ThrowIfLessThan(axisCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(axisCount, shape.Length - firstAxis);
        if (threads is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "1 for the calling thread alone, 0 for all");
        Length = Product(shape);
        _shared = threads == 0;
        _stages = [.. StagePlanner.Stages(engine, shape, firstAxis, axisCount, _shared)];
        _inverseScale = 1.0 / Product(shape.Slice(firstAxis, axisCount));
        foreach (TransformStage stage in _stages)
            _scratchSize = Math.Max(_scratchSize, stage.ScratchSize);
        _stage = _stages[0];
        _chunk = TransformClock.Timed(RunChunk);
        Scratch.Take(_scratchSize);
    }

    /// <summary>The number of complex values that a call transforms.</summary>
    public int Length { get; }

    /// <summary>In place, unscaled, exponent -i.</summary>
    /// <exception cref="ArgumentException">A span holds fewer than <see cref="Length"/> values.</exception>
    public void Forward(Span<double> re, Span<double> im) => Apply(re, im, inverse: false);

    /// <summary>In place, exponent +i, divided by the number of values of the transformed axes.</summary>
    /// <exception cref="ArgumentException">A span holds fewer than <see cref="Length"/> values.</exception>
    public void Inverse(Span<double> re, Span<double> im) => Apply(re, im, inverse: true);

    /// <summary>The same as for spans, on <see cref="Length"/> values at each pointer.</summary>
    public void Forward(double* re, double* im) => Apply(re, im, 1);

    /// <summary>The same as for spans, on <see cref="Length"/> values at each pointer: exchanging the two parts turns the sign of the exponent.</summary>
    public void Inverse(double* re, double* im) => Apply(im, re, _inverseScale);

    private void Apply(Span<double> re, Span<double> im, bool inverse)
    {
        if (re.Length < Length || im.Length < Length)
            throw new ArgumentException($"the transform takes {Length} values, not {Math.Min(re.Length, im.Length)}");
        fixed (double* pinnedRe = re, pinnedIm = im)
        {
            if (inverse)
                Inverse(pinnedRe, pinnedIm);
            else
                Forward(pinnedRe, pinnedIm);
        }
    }

    private void Apply(double* re, double* im, double scale)
    {
        _re = re;
        _im = im;
        for (int i = 0; i < _stages.Length; i++)
        {
            _stage = _stages[i];
            _scale = i == _stages.Length - 1 ? scale : 1;
            if (_shared)
            {
                WorkCrew.Run(_stage.Chunks, _chunk);
                continue;
            }
            long start = Stopwatch.GetTimestamp();
            double* scratch = Scratch.Take(_scratchSize);
            for (int chunk = 0; chunk < _stage.Chunks; chunk++)
                _stage.Run(chunk, re, im, _scale, scratch);
            TransformClock.Add(start);
        }
    }

    private void RunChunk(int chunk, int worker) => _stage.Run(chunk, _re, _im, _scale, Scratch.Take(_scratchSize));

    private static int Product(ReadOnlySpan<int> lengths)
    {
        int product = 1;
        foreach (int n in lengths)
            product = checked(product * n);
        return product;
    }
}
