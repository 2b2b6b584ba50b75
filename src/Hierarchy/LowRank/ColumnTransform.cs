using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>One term of a convolution: a component of the kernel and the transform that it multiplies.</summary>
/// <param name="Component">Its place in the order of <see cref="Kernels.SymmetricIndex"/>.</param>
/// <param name="Column">The number of the transform that <see cref="ColumnTransform.Forward"/> filled.</param>
internal readonly record struct ConvolutionTerm(int Component, int Column);

/// <summary>
/// The transforms of a lattice convolution of one complex column (two real ones) with the components of a kernel: n^d values continued by zeros to M^d, M between 3n/2 and 2n,
/// and n^d values back. Only lines that hold data or are kept are transformed; the products with the kernel are formed on the lines of the slowest axis
/// while these lie in the nearest cache.
/// </summary>
/// <remarks>One worker's: it holds the transforms of some columns, of M^d complex values each. No call allocates.</remarks>
internal sealed unsafe class ColumnTransform : IDisposable
{
    private readonly KernelMultipliers _kernel;
    private readonly int _points;
    private readonly int _length;
    private readonly int _dimension;
    private readonly int _rows;
    private readonly AxisEngine _engine;
    private readonly LinePlan _pad;
    private readonly LinePlan _drop;
    private readonly int _scratchSize;
    private readonly NativeBuffer _panel;
    private readonly NativeBuffer _planes;
    private readonly NativeBuffer[] _columns;

    /// <summary>Plans the transforms.</summary>
    /// <param name="kernel">The transform of the kernel.</param>
    /// <param name="columns">How many transforms are kept at once.</param>
    public ColumnTransform(KernelMultipliers kernel, int columns)
        : this(kernel)
    {
        _panel = new NativeBuffer(2 * _length * _length);
        _planes = new NativeBuffer(2 * PlaneValues);
        _columns = [.. Enumerable.Range(0, columns).Select(_ => new NativeBuffer(2 * _length * _rows * _length))];
    }

    /// <summary>Plans those of another kernel of the same lengths, in the memory of the first, which disposes of it.</summary>
    public ColumnTransform(KernelMultipliers kernel, ColumnTransform memory)
        : this(kernel)
    {
        (_panel, _planes, _columns) = (memory._panel, memory._planes, memory._columns);
    }

    private ColumnTransform(KernelMultipliers kernel)
    {
        _kernel = kernel;
        _points = kernel.Points;
        _length = kernel.Length;
        _dimension = kernel.Dimension;
        _rows = _dimension == 3 ? _length : 1;
        _engine = AxisEngine.Chosen;
        bool half = _length == 2 * _points;
        _pad = new LinePlan(_length, half ? LineKind.ZeroUpper : LineKind.Full);
        _drop = new LinePlan(_length, half ? LineKind.DropUpper : LineKind.Full);
        _scratchSize = Math.Max(AxisEngine.Scratch(_pad), AxisEngine.Scratch(_drop));
        (_panel, _planes, _columns) = (null!, null!, null!);
    }

    /// <summary>n M^{d-1}, the values of the planes that hold data.</summary>
    private int PlaneValues => _points * _rows * _length;

    private int Modes => _length * _rows * _length;

    public void Dispose()
    {
        _panel.Dispose();
        _planes.Dispose();
        foreach (NativeBuffer column in _columns)
            column.Dispose();
    }

    /// <summary>Keeps the transform of (re, im), n^d values each, as the column of that number.</summary>
    public void Forward(double* re, double* im, int column)
    {
        double* scratch = Scratch.Take(_scratchSize), planesRe = _planes.Pointer, planesIm = planesRe + PlaneValues;
        int rowsTogether = _dimension == 3 ? _points : 1;
        for (int block = 0; block < _points; block++)
        {
            double* toRe = planesRe + (long)block * _rows * _length, toIm = planesIm + (long)block * _rows * _length;
            Spread(re + block * rowsTogether * _points, toRe, rowsTogether);
            Spread(im + block * rowsTogether * _points, toIm, rowsTogether);
            if (_dimension == 2)
                continue;
            LinePlace plane = new(toRe, toIm, _length);
            _engine.Along(_pad, plane, plane, _points, 1, scratch);
            _engine.Across(_pad, plane, plane, _length, 1, 1, scratch);
        }
        LinePlace all = new(planesRe, planesIm, _length);
        if (_dimension == 2)
            _engine.Along(_pad, all, all, _points, 1, scratch);
        double* hat = _columns[column].Pointer, panelRe = _panel.Pointer, panelIm = panelRe + _length * _length;
        nint stride = (nint)_rows * _length;
        for (int row = 0; row < _rows; row++)
        {
            for (int i = 0; i < _points; i++)
            {
                Copy(planesRe + i * stride + row * _length, panelRe + i * _length, _length);
                Copy(planesIm + i * stride + row * _length, panelIm + i * _length, _length);
            }
            int rest = (_pad.Inputs - _points) * _length;
            new Span<double>(panelRe + _points * _length, rest).Clear();
            new Span<double>(panelIm + _points * _length, rest).Clear();
            LinePlace target = new(hat + row * _length, hat + Modes + row * _length, stride);
            _engine.Across(_pad, new LinePlace(panelRe, panelIm, _length), target, _length, 1, 1, scratch);
        }
    }

    /// <summary>(re, im) = sum of the terms, n^d values each: A_c * x for the component c and the column x of every term.</summary>
    public void Convolve(ReadOnlySpan<ConvolutionTerm> terms, double* re, double* im)
    {
        double* scratch = Scratch.Take(_scratchSize), planesRe = _planes.Pointer, planesIm = planesRe + PlaneValues;
        double* panelRe = _panel.Pointer, panelIm = panelRe + _length * _length;
        nint stride = (nint)_rows * _length;
        for (int row = 0; row < _rows; row++)
        {
            for (int t = 0; t < terms.Length; t++)
                AddProducts(terms[t], row, panelRe, panelIm, t > 0);
            // Exchanging real and imaginary parts turns the sign of the exponent.
            LinePlace panel = new(panelIm, panelRe, _length);
            _engine.Across(_drop, panel, panel, _length, 1, 1, scratch);
            for (int i = 0; i < _points; i++)
            {
                Copy(panelRe + i * _length, planesRe + i * stride + row * _length, _length);
                Copy(panelIm + i * _length, planesIm + i * stride + row * _length, _length);
            }
        }
        if (_dimension == 2)
        {
            LinePlace all = new(planesIm, planesRe, _length);
            _engine.Along(_drop, all, all, _points, 1, scratch);
            Collect(planesRe, re, _points);
            Collect(planesIm, im, _points);
            return;
        }
        for (int i = 0; i < _points; i++)
        {
            LinePlace plane = new(planesIm + i * stride, planesRe + i * stride, _length);
            _engine.Across(_drop, plane, plane, _length, 1, 1, scratch);
            _engine.Along(_drop, plane, plane, _points, 1, scratch);
            Collect(planesRe + i * stride, re + i * _points * _points, _points);
            Collect(planesIm + i * stride, im + i * _points * _points, _points);
        }
    }

    /// <summary>panel = kernel times column on the lines (all modes of the slowest axis, one of the middle axis), or panel += the same.</summary>
    private void AddProducts(ConvolutionTerm term, int row, double* panelRe, double* panelIm, bool add)
    {
        double* hatRe = _columns[term.Column].Pointer + row * _length, hatIm = hatRe + Modes;
        nint stride = (nint)_rows * _length;
        for (int k = 0; k < _length; k++, hatRe += stride, hatIm += stride, panelRe += _length, panelIm += _length)
        {
            double* multiplier = _kernel.Row(term.Component, k, row, out double sign);
            AddProduct(multiplier, sign, hatRe, panelRe, _length, add);
            AddProduct(multiplier, sign, hatIm, panelIm, _length, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProduct(double* multiplier, double sign, double* from, double* to, int count, bool add)
    {
        Vector512<double> factor = Vector512.Create(sign);
        int j = 0;
        for (; j <= count - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            Vector512<double> scaled = factor * Vector512.Load(multiplier + j), value = Vector512.Load(from + j);
            (add ? Vector512.MultiplyAddEstimate(scaled, value, Vector512.Load(to + j)) : scaled * value).Store(to + j);
        }
        for (; j < count; j++)
            to[j] = add ? Math.FusedMultiplyAdd(sign * multiplier[j], from[j], to[j]) : sign * multiplier[j] * from[j];
    }

    /// <summary>Rows of n values into rows of M; what the plan reads beyond them is cleared, and the rows of a plane that hold nothing.</summary>
    private void Spread(double* from, double* to, int rows)
    {
        for (int i = 0; i < rows; i++)
        {
            Copy(from + i * _points, to + i * _length, _points);
            new Span<double>(to + i * _length + _points, _pad.Inputs - _points).Clear();
        }
        if (_dimension == 3)
            new Span<double>(to + _points * _length, (_pad.Inputs - _points) * _length).Clear();
    }

    private void Collect(double* from, double* to, int rows)
    {
        for (int i = 0; i < rows; i++)
            Copy(from + i * _length, to + i * _points, _points);
    }

    private static void Copy(double* from, double* to, int count) => new ReadOnlySpan<double>(from, count).CopyTo(new Span<double>(to, count));
}
