using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

/// <summary>
/// The convolutions A*f (d (d+1)/2 fields) and B*f (d fields) of a density on the box with the transform of the truncated kernel:
/// free-space (the box continued by zeros, R = 2L) or periodic (R = L).
/// </summary>
/// <remarks>
/// In d = 3 free-space convolutions are those of <see cref="FreeSpaceConvolution"/>. The others: A^ is real and even, B^ = i beta with beta real and odd, so all results are real and two of
/// them travel in one complex inverse transform: 3 inverse transforms in d = 2, 5 in d = 3, and one forward. The symbols are formed from the tables of P and Q/|k|^2 while the coefficients
/// pass by, on the box continued by zeros for a slice of lines at a time, which is transformed along the first axis before it leaves the cache.
/// No call allocates; results are the same to the last bit for any number of threads. An object serves one caller at a time.
/// </remarks>
internal sealed unsafe class KernelConvolution : IDisposable
{
    private readonly VelocityGrid _grid;
    private readonly int _points, _half, _outputs, _rows;
    private readonly double _unit;
    private readonly FreeSpaceConvolution? _freeSpace;
    private readonly PaddedFourierTransform? _padded;
    private readonly FourierTransform? _periodic;
    private readonly NativeBuffer _memory;
    private readonly double* _isotropic, _axial, _mode, _square, _re, _im, _workRe, _workIm, _spare;
    private readonly Action<int, int> _fill;
    private readonly bool _alone;
    private int _pair;

    /// <summary>Plans the transforms and tabulates the kernel.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="kernel">The kernel, of which the Landau part is taken.</param>
    /// <param name="padded">Free-space or periodic.</param>
    /// <param name="threads">1: the calling thread alone, for use inside a chunk of a shared loop; 0: all threads of <see cref="WorkCrew"/>.</param>
    public KernelConvolution(VelocityGrid grid, CollisionKernel kernel, bool padded, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(grid);
        _grid = grid;
        _alone = threads == 1;
        int d = grid.Dimension;
        Matrices = SymmetricIndex.Count(d);
        _outputs = Matrices + d;
        KernelTransform transform = padded ? KernelTransform.Padded(kernel, grid) : KernelTransform.Periodic(kernel, grid);
        _points = transform.Points;
        _half = _points / 2;
        _unit = transform.Unit;
        _rows = d == 2 ? 1 : _points;
        if (padded && d == 3)
        {
            _freeSpace = new FreeSpaceConvolution(grid, transform, threads);
            _memory = new NativeBuffer(0);
            _fill = static (_, _) => { };
            return;
        }
        if (padded)
            _padded = new PaddedFourierTransform(d, grid.Points, threads);
        else
            _periodic = new FourierTransform(grid.Shape, 0, d, threads);

        int table = (d == 2 ? 1 : _half + 1) * (_half + 1) * _points, size = transform.Size;
        Layout layout = new();
        int isotropic = layout.Take(table), axial = layout.Take(table), mode = layout.Take(_points), square = layout.Take(_points);
        int re = layout.Take(size), im = layout.Take(size), workRe = layout.Take(size), workIm = layout.Take(size), spare = layout.Take(grid.Size);
        _memory = new NativeBuffer(layout.Length);
        double* memory = _memory.Pointer;
        _fill = Fill;
        _isotropic = memory + isotropic;
        _axial = memory + axial;
        _mode = memory + mode;
        _square = memory + square;
        _re = memory + re;
        _im = memory + im;
        _workRe = memory + workRe;
        _workIm = memory + workIm;
        _spare = memory + spare;
        FillTables(transform);
    }

    /// <summary>d (d + 1)/2, the number of fields of A*f.</summary>
    public int Matrices { get; }

    /// <summary>
    /// Fills <paramref name="fields"/> with A*f (d (d+1)/2 fields of n^d values in the order of <see cref="SymmetricIndex"/>) followed by B*f (d fields).
    /// </summary>
    public void Apply(ReadOnlySpan<double> density, Span<double> fields)
    {
        if (_freeSpace is not null)
        {
            _freeSpace.Apply(density, fields);
            return;
        }
        int size = _grid.Size, length = _padded?.PaddedSize ?? size;
        Span<double> re = new(_re, length), im = new(_im, length), workRe = new(_workRe, length), workIm = new(_workIm, length);
        if (_padded is not null)
        {
            _padded.Forward(density[..size], [], re, im);
        }
        else
        {
            density[..size].CopyTo(re);
            im.Clear();
            _periodic!.Forward(re, im);
        }
        for (int first = 0; first < _outputs; first += 2)
        {
            _pair = first;
            Span<double> one = fields.Slice(first * size, size);
            Span<double> other = first + 1 < _outputs ? fields.Slice((first + 1) * size, size) : new Span<double>(_spare, size);
            if (_padded is not null)
            {
                _padded.Inverse(workRe, workIm, one, other, _fill);
            }
            else
            {
                Symbols();
                _periodic!.Inverse(workRe, workIm);
                workRe.CopyTo(one);
                workIm.CopyTo(other);
            }
        }
    }

    /// <summary>work = (S_p + i S_q) f^ for the outputs p = first and q = first + 1, where S = A^_ab or i beta_a.</summary>
    private void Symbols()
    {
        if (_alone)
        {
            for (int plane = 0; plane < _points; plane++)
                Multiply(plane);
            return;
        }
        WorkCrew.Run(_points, new Products(this));
    }

    private void Multiply(int plane)
    {
        for (int row = 0; row < _rows; row++)
            MultiplyPart(plane, row, 0, _points);
    }

    /// <summary>The places first..first + count - 1 of every plane.</summary>
    private void Fill(int first, int count)
    {
        for (int plane = 0; plane < _points; plane++)
        {
            for (int place = first; place < first + count;)
            {
                int row = place / _points, begin = place - row * _points, end = Math.Min(_points, begin + first + count - place);
                MultiplyPart(plane, row, begin, end);
                place += end - begin;
            }
        }
    }

    /// <summary>The places begin..end - 1 of a row.</summary>
    private void MultiplyPart(int plane, int row, int begin, int end)
    {
        int slow = plane < _half ? plane : plane - _points;
        int middle = _grid.Dimension == 2 ? 0 : row < _half ? row : row - _points;
        Symbol first = SymbolOf(_pair, slow, middle), second = _pair + 1 < _outputs ? SymbolOf(_pair + 1, slow, middle) : default;
        long start = ((long)plane * _rows + row) * _points, table = TableRow(slow, middle) * (long)_points;
        MultiplyRow(first, second, start, table, begin, end);
    }

    /// <summary>
    /// S(k) = (alpha P + (Q/|k|^2)(c0 + c1 k + c2 k^2)) (e0 + e1 k), with k the integer of the last axis (zero at its Nyquist mode where it enters oddly).
    /// A product with i, of the second output or of B^, only exchanges real and imaginary parts.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyRow(in Symbol p, in Symbol q, long start, long table, int j, int end)
    {
        double* isotropic = _isotropic + table, axial = _axial + table, re = _re + start, im = _im + start, toRe = _workRe + start, toIm = _workIm + start;
        double realP = p.Odd ? 0 : 1, imaginaryP = p.Odd ? 1 : 0, realQ = q.Odd ? -1 : 0, imaginaryQ = q.Odd ? 0 : 1;
        for (; j <= end - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            Vector512<double> mode = Vector512.Load(_mode + j), square = Vector512.Load(_square + j), u = Vector512.Load(isotropic + j), w = Vector512.Load(axial + j);
            Vector512<double> sp = (p.Alpha * u + w * (Vector512.Create(p.C0) + p.C1 * mode + p.C2 * square)) * (Vector512.Create(p.E0) + p.E1 * mode);
            Vector512<double> sq = (q.Alpha * u + w * (Vector512.Create(q.C0) + q.C1 * mode + q.C2 * square)) * (Vector512.Create(q.E0) + q.E1 * mode);
            Vector512<double> real = realP * sp + realQ * sq, imaginary = imaginaryP * sp + imaginaryQ * sq;
            Vector512<double> fr = Vector512.Load(re + j), fi = Vector512.Load(im + j);
            Vector512.Store(real * fr - imaginary * fi, toRe + j);
            Vector512.Store(real * fi + imaginary * fr, toIm + j);
        }
        for (; j < end; j++)
        {
            double mode = _mode[j], square = _square[j];
            double sp = (p.Alpha * isotropic[j] + axial[j] * (p.C0 + p.C1 * mode + p.C2 * square)) * (p.E0 + p.E1 * mode);
            double sq = (q.Alpha * isotropic[j] + axial[j] * (q.C0 + q.C1 * mode + q.C2 * square)) * (q.E0 + q.E1 * mode);
            double real = realP * sp + realQ * sq, imaginary = imaginaryP * sp + imaginaryQ * sq;
            toRe[j] = real * re[j] - imaginary * im[j];
            toIm[j] = real * im[j] + imaginary * re[j];
        }
    }

    /// <summary>The symbol of an output on the row of the slow modes (slow, middle).</summary>
    private Symbol SymbolOf(int output, int slow, int middle)
    {
        int d = _grid.Dimension, last = d - 1;
        if (output >= Matrices)
        {
            int axis = output - Matrices;
            double rest = (double)slow * slow + (double)middle * middle;
            return axis == last
                ? new Symbol(1, rest, 0, 1, 0, _unit, true)
                : new Symbol(1, rest, 0, 1, _unit * OddMode(axis, slow, middle), 0, true);
        }
        (int a, int b) = (0, output);
        while (b >= d)
        {
            a++;
            b -= d - a;
        }
        if (a == last)
            return new Symbol(1, 0, 0, 1, 1, 0, false);
        if (b == last)
            return new Symbol(0, 0, OddMode(a, slow, middle), 0, 1, 0, false);
        double mode = a == 0 ? slow : middle;
        return a == b
            ? new Symbol(1, mode * mode, 0, 0, 1, 0, false)
            : new Symbol(0, OddMode(a, slow, middle) * OddMode(b, slow, middle), 0, 0, 1, 0, false);
    }

    private double OddMode(int axis, int slow, int middle)
    {
        int mode = axis == 0 ? slow : middle;
        return mode == -_half ? 0 : mode;
    }

    /// <summary>P and Q are even in every mode: rows are kept for |mode| of the slow axes only.</summary>
    private int TableRow(int slow, int middle) => _grid.Dimension == 2 ? Math.Abs(slow) : Math.Abs(slow) * (_half + 1) + Math.Abs(middle);

    private void FillTables(KernelTransform transform)
    {
        for (int j = 0; j < _points; j++)
        {
            int mode = j < _half ? j : j - _points;
            _mode[j] = mode == -_half ? 0 : mode;
            _square[j] = (double)mode * mode;
        }
        for (int slow = 0; slow <= _half; slow++)
        {
            for (int middle = 0; middle <= (_grid.Dimension == 2 ? 0 : _half); middle++)
            {
                for (int j = 0; j < _points; j++)
                {
                    int square = slow * slow + middle * middle + (int)_square[j], at = TableRow(slow, middle) * _points + j;
                    _isotropic[at] = transform.Isotropic[square];
                    _axial[at] = square == 0 ? 0 : transform.Axial[square] / square;
                }
            }
        }
    }

    public void Dispose()
    {
        _memory.Dispose();
        _freeSpace?.Dispose();
    }

    private readonly struct Products(KernelConvolution owner) : ILoopBody
    {
        public void Run(int chunk, int worker) => owner.Multiply(chunk);
    }

    private readonly record struct Symbol(double Alpha, double C0, double C1, double C2, double E0, double E1, bool Odd);

    /// <summary>Places of arrays in one buffer, each on a whole cache line.</summary>
    private sealed class Layout
    {
        public int Length { get; private set; }

        public int Take(int count)
        {
            int place = Length;
            Length += (count + 7) / 8 * 8;
            return place;
        }
    }
}
