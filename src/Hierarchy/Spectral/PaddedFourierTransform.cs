using System.Diagnostics;

namespace Hierarchy.Spectral;

/// <summary>
/// The transforms of a zero-padded convolution: a field on n^d points is continued by zeros to (2n)^d points and transformed,
/// and only the first n points of each axis are kept on the way back. Half of every padded axis is zero on input and unwanted on
/// output, and neither half is ever computed: per pass only the lines that matter are transformed, and per line only the half that matters is
/// read or written.
/// </summary>
/// <remarks>
/// Modes are X_k = sum_j x_j exp(-2 pi i j k / 2n) along each axis, row-major with 2n points an axis. No call allocates; a plan is used by one
/// caller at a time; results do not depend on the number of threads. The engine is the one that is chosen when it is planned (<see cref="TransformEngines"/>).
/// </remarks>
internal sealed unsafe class PaddedFourierTransform
{
    private const int RowsPerChunk = 16;
    private const int SweepSize = 8192;
    private readonly int _dimension;
    private readonly int _points;
    private readonly int _lanes;
    private readonly int _slice;
    private readonly int _planes;
    private readonly int _slices;
    private readonly bool _shared;
    private readonly int _scratchSize;
    private readonly double _inverseScale;
    private readonly AxisEngine _engine;
    private readonly LinePlan _pad;
    private readonly LinePlan _drop;
    private readonly Action<int, int> _padPlane;
    private readonly Action<int, int> _padSlice;
    private readonly Action<int, int> _dropPlane;
    private readonly Action<int, int> _dropSlice;
    private Action<int, int>? _fill;
    private double* _re;
    private double* _im;
    private double* _fieldRe;
    private double* _fieldIm;

    /// <summary>Plans the transforms.</summary>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="points">n, even, 8..128, prime factors 2, 3, 5; the padded axes have 2n points.</param>
    /// <param name="threads">1: the calling thread alone; 0: as many as <see cref="WorkCrew.Threads"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public PaddedFourierTransform(int dimension, int points, int threads = 0)
        : this(dimension, points, threads, AxisEngine.Chosen)
    {
    }

    internal PaddedFourierTransform(int dimension, int points, int threads, VectorWidth width)
        : this(dimension, points, threads, AxisEngine.Create(width))
    {
    }

    private PaddedFourierTransform(int dimension, int points, int threads, AxisEngine engine)
    {
        if (dimension is not (2 or 3))
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "the dimension is 2 or 3");
        if (!VelocityGrid.IsSupportedLength(points))
            throw new ArgumentOutOfRangeException(nameof(points), points, "points per axis: even, 8..128, prime factors 2, 3, 5");
        if (threads is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "1 for the calling thread alone, 0 for all");
        _dimension = dimension;
        _points = points;
        _shared = threads == 0;
        _engine = engine;
        _pad = new LinePlan(2 * points, LineKind.ZeroUpper);
        _drop = new LinePlan(2 * points, LineKind.DropUpper);
        _lanes = dimension == 2 ? 2 * points : 4 * points * points;
        FieldSize = dimension == 2 ? points * points : points * points * points;
        PaddedSize = FieldSize << dimension;
        _inverseScale = 1.0 / PaddedSize;
        _planes = dimension == 3 ? points : (points + RowsPerChunk - 1) / RowsPerChunk;
        _slice = Math.Max(32, SweepSize / (2 * points) / 32 * 32);
        _slices = (_lanes + _slice - 1) / _slice;
        _scratchSize = Math.Max(AxisEngine.Scratch(_pad), AxisEngine.Scratch(_drop));
        (_padPlane, _padSlice, _dropPlane, _dropSlice) = (PadPlane, PadSlice, DropPlane, DropSlice);
        if (_shared)
            (_padPlane, _padSlice, _dropPlane, _dropSlice) = (TransformClock.Timed(_padPlane), TransformClock.Timed(_padSlice), TransformClock.Timed(_dropPlane),
                TransformClock.Timed(_dropSlice));
        Scratch.Take(_scratchSize);
    }

    /// <summary>n^d.</summary>
    public int FieldSize { get; }

    /// <summary>(2n)^d.</summary>
    public int PaddedSize { get; }

    /// <summary>Transform of the complex field (fieldRe, fieldIm) continued by zeros; fieldIm may be empty for a real field. Unscaled, exponent -i.</summary>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Forward(ReadOnlySpan<double> fieldRe, ReadOnlySpan<double> fieldIm, Span<double> re, Span<double> im)
    {
        Require(fieldIm.IsEmpty ? fieldRe.Length : Math.Min(fieldRe.Length, fieldIm.Length), FieldSize);
        Require(Math.Min(re.Length, im.Length), PaddedSize);
        fixed (double* fr = fieldRe, fi = fieldIm, r = re, i = im)
        {
            Place(fr, fi, r, i);
            Run(_planes, _padPlane);
            Run(_slices, _padSlice);
        }
    }

    /// <summary>Inverse transform (scaled by (2n)^-d) of (re, im), which are overwritten, restricted to the n^d points of the field.</summary>
    /// <param name="re">Real parts.</param>
    /// <param name="im">Imaginary parts.</param>
    /// <param name="fieldRe">Receives the real part of the field.</param>
    /// <param name="fieldIm">Receives its imaginary part.</param>
    /// <param name="fill">
    /// Writes (re, im) just before they are read, so that they do not leave the cache between: fill(first, count) gives the places first..first + count - 1 of
    /// all planes of the first axis.
    /// It is called once for each part of a plane, by several threads.
    /// </param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Inverse(Span<double> re, Span<double> im, Span<double> fieldRe, Span<double> fieldIm, Action<int, int>? fill = null)
    {
        Require(Math.Min(fieldRe.Length, fieldIm.Length), FieldSize);
        Require(Math.Min(re.Length, im.Length), PaddedSize);
        fixed (double* fr = fieldRe, fi = fieldIm, r = re, i = im)
        {
            // Exchanging real and imaginary parts turns the sign of the exponent.
            Place(fi, fr, i, r);
            _fill = fill;
            Run(_slices, _dropSlice);
            Run(_planes, _dropPlane);
        }
    }

    private void Place(double* fieldRe, double* fieldIm, double* re, double* im)
    {
        _fieldRe = fieldRe;
        _fieldIm = fieldIm;
        _re = re;
        _im = im;
    }

    private static void Require(int given, int needed)
    {
        if (given < needed)
            throw new ArgumentException($"the transform takes {needed} values, not {given}");
    }

    private void Run(int chunks, Action<int, int> body)
    {
        if (_shared)
        {
            WorkCrew.Run(chunks, body);
            return;
        }
        long start = Stopwatch.GetTimestamp();
        for (int chunk = 0; chunk < chunks; chunk++)
            body(chunk, 0);
        TransformClock.Add(start);
    }

    /// <summary>The rows of one chunk from the field into the padded array, and in three dimensions the second axis of that plane.</summary>
    private void PadPlane(int chunk, int worker)
    {
        double* scratch = Scratch.Take(_scratchSize);
        (nint field, nint padded, int rows) = Plane(chunk);
        LinePlace source = new(_fieldRe + field, _fieldIm == null ? null : _fieldIm + field, _points);
        _engine.Along(_pad, source, new LinePlace(_re + padded, _im + padded, 2 * _points), rows, 1, scratch);
        if (_dimension == 2)
            return;
        LinePlace plane = new(_re + padded, _im + padded, 2 * _points);
        _engine.Across(_pad, plane, plane, 2 * _points, 1, 1, scratch);
    }

    private void PadSlice(int chunk, int worker) => Slice(_pad, chunk);

    private void DropSlice(int chunk, int worker)
    {
        int first = chunk * _slice;
        _fill?.Invoke(first, Math.Min(_slice, _lanes - first));
        Slice(_drop, chunk);
    }

    private void DropPlane(int chunk, int worker)
    {
        double* scratch = Scratch.Take(_scratchSize);
        (nint field, nint padded, int rows) = Plane(chunk);
        LinePlace plane = new(_re + padded, _im + padded, 2 * _points);
        if (_dimension == 3)
            _engine.Across(_drop, plane, plane, 2 * _points, 1, 1, scratch);
        _engine.Along(_drop, plane, new LinePlace(_fieldRe + field, _fieldIm + field, _points), rows, _inverseScale, scratch);
    }

    /// <summary>The first axis for a slice of its lines.</summary>
    private void Slice(LinePlan plan, int chunk)
    {
        int first = chunk * _slice;
        LinePlace lines = new(_re + first, _im + first, _lanes);
        _engine.Across(plan, lines, lines, Math.Min(_slice, _lanes - first), 1, 1, Scratch.Take(_scratchSize));
    }

    private (nint Field, nint Padded, int Rows) Plane(int chunk)
    {
        if (_dimension == 3)
            return ((nint)chunk * _points * _points, (nint)chunk * 4 * _points * _points, _points);
        int first = chunk * RowsPerChunk;
        return (first * _points, first * 2 * _points, Math.Min(RowsPerChunk, _points - first));
    }
}
