using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Spectral;

/// <summary>
/// The Fourier derivative along v of an array of n^d rows (the points v) and many columns, as a product with the n x n matrix of the trigonometric
/// interpolant, Nyquist mode left out: D_jk = (-1)^{j-k} cot(pi (j-k)/n) pi/(2L).
/// </summary>
/// <remarks>
/// One radix-2 step comes first: with u_k = x_k + x_{k+n/2}, w_k = x_k - x_{k+n/2} and D circulant, the derivative at j and at j + n/2 is E u + O w and E u - O w with
/// matrices of half the size. For n up to some thirty that is faster than a transform to modes and back. No call allocates; one object may serve many threads.
/// </remarks>
internal sealed unsafe class LineDerivative : IDisposable
{
    /// <summary>Columns are taken so many at a time.</summary>
    public const int ColumnStep = 16;

    private const int Lanes = 8;
    private readonly VelocityGrid _grid;
    private readonly int _half;
    private readonly NativeBuffer _even;
    private readonly NativeBuffer _odd;

    /// <summary>Tabulates the two matrices, n/2 x n/2 each.</summary>
    public LineDerivative(VelocityGrid grid)
    {
        _grid = grid;
        _half = grid.Points / 2;
        _even = new NativeBuffer(_half * _half);
        _odd = new NativeBuffer(_half * _half);
        for (int j = 0; j < _half; j++)
        {
            for (int k = 0; k < _half; k++)
            {
                double near = Entry(j - k), far = Entry(j - k - _half);
                _even.Span[j * _half + k] = 0.5 * (near + far);
                _odd.Span[j * _half + k] = 0.5 * (near - far);
            }
        }
    }

    /// <summary>to = d_axis from, or to += d_axis from; the two may be the same array.</summary>
    /// <param name="from">n^d rows.</param>
    /// <param name="to">n^d rows.</param>
    /// <param name="axis">The component of v.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="columns">A multiple of <see cref="ColumnStep"/>, at most <paramref name="stride"/>.</param>
    /// <param name="add">Whether the derivative is added.</param>
    public void Apply(double* from, double* to, int axis, int stride, int columns, bool add)
    {
        int n = _grid.Points, inner = 1;
        for (int a = axis + 1; a < _grid.Dimension; a++)
            inner *= n;
        double* lines = stackalloc double[2 * ColumnStep * _half + Lanes];
        lines = (double*)(((nuint)lines + 63) & ~(nuint)63);
        for (int outer = 0; outer < _grid.Size; outer += n * inner)
        {
            for (int row = outer; row < outer + inner; row++)
            {
                for (int column = 0; column < columns; column += ColumnStep)
                {
                    long start = (long)row * stride + column;
                    Fold(from + start, (long)inner * stride, lines);
                    Multiply(lines, to + start, (long)inner * stride, add);
                }
            }
        }
    }

    public void Dispose()
    {
        _even.Dispose();
        _odd.Dispose();
    }

    /// <summary>The entry of D at the difference j - k.</summary>
    private double Entry(int difference)
    {
        int n = _grid.Points;
        int m = (difference % n + n) % n;
        if (m == 0 || 2 * m == n)
            return 0;
        double sign = m % 2 == 0 ? 1 : -1;
        return sign * Math.PI / (2 * _grid.HalfWidth) / Math.Tan(Math.PI * m / n);
    }

    /// <summary>lines: for every k, 16 values of u_k and 16 values of w_k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fold(double* from, long step, double* lines)
    {
        double* far = from + _half * step;
        for (int k = 0; k < _half; k++, from += step, far += step, lines += 2 * ColumnStep)
        {
            Vector512<double> first = Vector512.Load(from), second = Vector512.Load(from + Lanes);
            Vector512<double> firstFar = Vector512.Load(far), secondFar = Vector512.Load(far + Lanes);
            (first + firstFar).Store(lines);
            (second + secondFar).Store(lines + Lanes);
            (first - firstFar).Store(lines + 2 * Lanes);
            (second - secondFar).Store(lines + 3 * Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(double* lines, double* to, long step, bool add)
    {
        double* even = _even.Pointer, odd = _odd.Pointer, far = to + _half * step;
        for (int j = 0; j < _half; j++, to += step, far += step, even += _half, odd += _half)
        {
            Vector512<double> u0 = default, u1 = default, w0 = default, w1 = default;
            double* line = lines;
            for (int k = 0; k < _half; k++, line += 2 * ColumnStep)
            {
                Vector512<double> e = Vector512.Create(even[k]), o = Vector512.Create(odd[k]);
                u0 = Vector512.FusedMultiplyAdd(e, Vector512.Load(line), u0);
                u1 = Vector512.FusedMultiplyAdd(e, Vector512.Load(line + Lanes), u1);
                w0 = Vector512.FusedMultiplyAdd(o, Vector512.Load(line + 2 * Lanes), w0);
                w1 = Vector512.FusedMultiplyAdd(o, Vector512.Load(line + 3 * Lanes), w1);
            }
            Put(u0 + w0, to, add);
            Put(u1 + w1, to + Lanes, add);
            Put(u0 - w0, far, add);
            Put(u1 - w1, far + Lanes, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector512<double> value, double* to, bool add) => (add ? Vector512.Load(to) + value : value).Store(to);
}
