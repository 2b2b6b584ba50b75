namespace Hierarchy.Spectral;

/// <summary>
/// Gradient and divergence of real fields on the box by Fourier differentiation, Nyquist modes left out.
/// Two real fields travel in one complex transform: d = 2 needs two transforms for a gradient or a divergence, d = 3 three.
/// </summary>
/// <remarks>
/// Gradient: the inverse transform of (i k_0 - k_1) f^ is d_0 f + i d_1 f.
/// Divergence: with Z = J_0^ + i J_1^, the real part of the inverse transform of (i k_0 + k_1) Z is d_0 J_0 + d_1 J_1, the imaginary part
/// is a rotation and is dropped. No call allocates. An object serves one caller at a time.
/// </remarks>
internal sealed unsafe class SpectralDerivative : IDisposable
{
    private readonly VelocityGrid _grid;
    private readonly FourierTransform _transform;
    private readonly NativeBuffer _memory;
    private readonly double* _re, _im, _pairIm;
    private readonly Action<int, int> _multiply;
    private readonly bool _alone;
    private double* _fromRe, _fromIm, _toRe, _toIm;
    private int _first, _second, _sign;
    private bool _add;

    /// <summary>Plans for a grid.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="threads">1: the calling thread alone, for use inside a chunk of a shared loop; 0: all threads of <see cref="WorkCrew"/>.</param>
    public SpectralDerivative(VelocityGrid grid, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(grid);
        _grid = grid;
        _alone = threads == 1;
        _transform = new FourierTransform(grid.Shape, 0, grid.Dimension, threads);
        int stride = (grid.Size + 7) / 8 * 8;
        _memory = new NativeBuffer(3 * stride);
        _re = _memory.Pointer;
        _im = _re + stride;
        _pairIm = _im + stride;
        _multiply = Multiply;
    }

    /// <summary>d fields of n^d values, one after the other: d_a f.</summary>
    public void Gradient(ReadOnlySpan<double> field, Span<double> gradient)
    {
        int size = _grid.Size;
        field[..size].CopyTo(new Span<double>(_re, size));
        new Span<double>(_im, size).Clear();
        _transform.Forward(new Span<double>(_re, size), new Span<double>(_im, size));
        fixed (double* to = gradient[..(_grid.Dimension * size)])
        {
            Symbol(_re, _im, to, to + size, first: 0, second: 1, sign: -1, add: false);
            _transform.Inverse(gradient[..size], gradient.Slice(size, size));
            if (_grid.Dimension == 2)
                return;
            Symbol(_re, _im, to + 2 * size, _pairIm, first: 2, second: -1, sign: -1, add: false);
            _transform.Inverse(gradient.Slice(2 * size, size), new Span<double>(_pairIm, size));
        }
    }

    /// <summary>sum_a d_a J_a of d fields of n^d values, one after the other; the fields are not changed.</summary>
    public void Divergence(ReadOnlySpan<double> fields, Span<double> divergence)
    {
        int size = _grid.Size;
        Span<double> re = new(_re, size), im = new(_im, size);
        fields[..size].CopyTo(re);
        fields.Slice(size, size).CopyTo(im);
        _transform.Forward(re, im);
        fixed (double* to = divergence[..size])
        {
            Symbol(_re, _im, to, _pairIm, first: 0, second: 1, sign: 1, add: false);
            if (_grid.Dimension == 3)
            {
                fields.Slice(2 * size, size).CopyTo(re);
                im.Clear();
                _transform.Forward(re, im);
                Symbol(_re, _im, to, _pairIm, first: 2, second: -1, sign: 1, add: true);
            }
        }
        _transform.Inverse(divergence[..size], new Span<double>(_pairIm, size));
    }

    /// <summary>to = (i k_first + sign k_second) from, or to += the same.</summary>
    private void Symbol(double* fromRe, double* fromIm, double* toRe, double* toIm, int first, int second, int sign, bool add)
    {
        _fromRe = fromRe;
        _fromIm = fromIm;
        _toRe = toRe;
        _toIm = toIm;
        (_first, _second, _sign, _add) = (first, second, sign, add);
        if (_alone)
        {
            for (int plane = 0; plane < _grid.Points; plane++)
                Multiply(plane, 0);
            return;
        }
        WorkCrew.Run(_grid.Points, _multiply);
    }

    private void Multiply(int plane, int worker)
    {
        int n = _grid.Points, rows = _grid.Dimension == 2 ? 1 : n;
        double[] k = _grid.DerivativeWavenumbers;
        int last = _grid.Dimension - 1;
        for (int row = 0; row < rows; row++)
        {
            int start = (plane * rows + row) * n;
            double outerFirst = Outer(_first, plane, row), outerSecond = _sign * Outer(_second, plane, row);
            double innerFirst = _first == last ? 1 : 0, innerSecond = _second == last ? _sign : 0;
            for (int j = 0; j < n; j++)
            {
                int i = start + j;
                double imaginary = outerFirst + innerFirst * k[j], real = outerSecond + innerSecond * k[j];
                double re = real * _fromRe[i] - imaginary * _fromIm[i], im = real * _fromIm[i] + imaginary * _fromRe[i];
                _toRe[i] = _add ? _toRe[i] + re : re;
                _toIm[i] = _add ? _toIm[i] + im : im;
            }
        }
    }

    /// <summary>The wavenumber of an axis other than the last one, and zero for the last one or none.</summary>
    private double Outer(int axis, int plane, int row)
    {
        if (axis < 0 || axis == _grid.Dimension - 1)
            return 0;
        return _grid.DerivativeWavenumbers[axis == 0 ? plane : row];
    }

    public void Dispose() => _memory.Dispose();
}
