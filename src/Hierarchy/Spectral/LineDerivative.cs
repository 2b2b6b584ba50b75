using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Spectral;

/// <summary>
/// The Fourier derivative along v of an array of n^d rows (the points v) and many columns, as a product with the n x n matrix of the trigonometric
/// interpolant, Nyquist mode left out: D_jk = (-1)^{j-k} cot(pi (j-k)/n) pi/(2L).
/// </summary>
/// <remarks>
/// A line is parted into its even and odd halves first: with u_k = x_k + x_{n-1-k}, w_k = x_k - x_{n-1-k} and D odd, the derivative at j and at n-1-j is W w + U u and
/// W w - U u with matrices of half the size. For n up to some thirty that is faster than a transform to modes and back, and the derivative of the mirror image of a line
/// (of the half-cell grid, v -> -v) is the mirror image of the derivative to the last bit. No call allocates; one object may serve many threads.
/// Where FftSharp is chosen (<see cref="TransformEngines"/>), lines do go to modes and back, by its transforms, and the matrix takes no part.
/// </remarks>
internal sealed unsafe class LineDerivative : IDisposable
{
    /// <summary>Columns are taken so many at a time.</summary>
    public const int ColumnStep = 8;

    private const int Lanes = 8;
    private const int RowsTogether = 4;
    private readonly VelocityGrid _grid;
    private readonly int _half;
    private readonly NativeBuffer _even;
    private readonly NativeBuffer _odd;
    private readonly bool _byTransforms;

    /// <summary>Tabulates the two matrices, n/2 x n/2 each.</summary>
    public LineDerivative(VelocityGrid grid)
    {
        _grid = grid;
        _half = grid.Points / 2;
        _byTransforms = TransformEngines.Current == TransformEngine.FftSharp;
        _even = new NativeBuffer(_half * _half);
        _odd = new NativeBuffer(_half * _half);
        for (int j = 0; j < _half; j++)
        {
            for (int k = 0; k < _half; k++)
            {
                double near = Entry(j - k), far = Entry(j + k + 1);
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
    /// <param name="rows">The rows, where they are not n^d: whole lines of the axis.</param>
    public void Apply(double* from, double* to, int axis, int stride, int columns, bool add, int rows = 0)
    {
        int n = _grid.Points, inner = 1;
        for (int a = axis + 1; a < _grid.Dimension; a++)
            inner *= n;
        double* lines = stackalloc double[2 * ColumnStep * _half + Lanes];
        lines = (double*)(((nuint)lines + 63) & ~(nuint)63);
        int end = rows > 0 ? rows : _grid.Size;
        for (int outer = 0; outer < end; outer += n * inner)
        {
            for (int row = outer; row < outer + inner; row++)
            {
                for (int column = 0; column < columns; column += ColumnStep)
                {
                    long start = (long)row * stride + column;
                    if (_byTransforms)
                    {
                        ByTransforms(from + start, to + start, (long)inner * stride, add);
                        continue;
                    }
                    Fold(from + start, (long)inner * stride, lines);
                    Multiply(lines, to + start, (long)inner * stride, add);
                }
            }
        }
    }

    /// <summary>to = d from along eight neighbouring lines, whose points lie so many values apart; the two do not overlap.</summary>
    public void EightLines(double* from, double* to, nint fromStep, nint toStep)
    {
        double* lines = stackalloc double[2 * ColumnStep * _half + Lanes];
        lines = (double*)(((nuint)lines + 63) & ~(nuint)63);
        Fold(from, fromStep, lines);
        Multiply(lines, to, toStep, add: false);
    }

    public void Dispose()
    {
        _even.Dispose();
        _odd.Dispose();
    }

    /// <summary>The columns of one line by FftSharp's transforms, two columns as one complex line: D is real.</summary>
    private void ByTransforms(double* from, double* to, long step, bool add)
    {
        Complex[] line = FftSharpLine.Take(_grid.Points);
        for (int column = 0; column < ColumnStep; column += 2)
        {
            for (int j = 0; j < line.Length; j++)
                line[j] = new Complex(from[j * step + column], from[j * step + column + 1]);
            FftSharpLine.Forward(line);
            // Times i k/n, and real and imaginary parts exchanged before and after the way back.
            for (int k = 0; k < line.Length; k++)
                line[k] = new Complex(line[k].Real, -line[k].Imaginary) * (_grid.DerivativeWavenumbers[k] / line.Length);
            FftSharpLine.Forward(line);
            for (int j = 0; j < line.Length; j++)
            {
                double* pair = to + j * step + column;
                (pair[0], pair[1]) = add ? (pair[0] + line[j].Imaginary, pair[1] + line[j].Real) : (line[j].Imaginary, line[j].Real);
            }
        }
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

    /// <summary>lines: for every k, 8 values of u_k and 8 values of w_k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fold(double* from, long step, double* lines)
    {
        double* far = from + (2 * _half - 1) * step;
        for (int k = 0; k < _half; k++, from += step, far -= step, lines += 2 * Lanes)
        {
            Vector512<double> near = Vector512.Load(from), away = Vector512.Load(far);
            (near + away).Store(lines);
            (near - away).Store(lines + Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(double* lines, double* to, long step, bool add)
    {
        double* mirror = to + (2 * _half - 1) * step;
        int j = 0;
        for (; j <= _half - RowsTogether; j += RowsTogether, to += RowsTogether * step, mirror -= RowsTogether * step)
            FourRows(_even.Pointer + j * _half, _odd.Pointer + j * _half, lines, to, mirror, step, add);
        for (; j < _half; j++, to += step, mirror -= step)
            OneRow(_even.Pointer + j * _half, _odd.Pointer + j * _half, lines, to, mirror, add);
    }

    // Written out: the eight sums have to be in registers by name.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FourRows(double* even, double* odd, double* lines, double* to, double* mirror, long step, bool add)
    {
        Vector512<double> u0 = default, u1 = default, u2 = default, u3 = default, w0 = default, w1 = default, w2 = default, w3 = default;
        int rows = _half;
        for (int k = 0; k < rows; k++, lines += 2 * Lanes)
        {
            Vector512<double> u = Vector512.Load(lines), w = Vector512.Load(lines + Lanes);
            u0 = Vector512.MultiplyAddEstimate(Vector512.Create(even[k]), u, u0);
            w0 = Vector512.MultiplyAddEstimate(Vector512.Create(odd[k]), w, w0);
            u1 = Vector512.MultiplyAddEstimate(Vector512.Create(even[rows + k]), u, u1);
            w1 = Vector512.MultiplyAddEstimate(Vector512.Create(odd[rows + k]), w, w1);
            u2 = Vector512.MultiplyAddEstimate(Vector512.Create(even[2 * rows + k]), u, u2);
            w2 = Vector512.MultiplyAddEstimate(Vector512.Create(odd[2 * rows + k]), w, w2);
            u3 = Vector512.MultiplyAddEstimate(Vector512.Create(even[3 * rows + k]), u, u3);
            w3 = Vector512.MultiplyAddEstimate(Vector512.Create(odd[3 * rows + k]), w, w3);
        }
        Put(u0, w0, to, mirror, add);
        Put(u1, w1, to + step, mirror - step, add);
        Put(u2, w2, to + 2 * step, mirror - 2 * step, add);
        Put(u3, w3, to + 3 * step, mirror - 3 * step, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OneRow(double* even, double* odd, double* lines, double* to, double* mirror, bool add)
    {
        Vector512<double> u = default, w = default;
        for (int k = 0; k < _half; k++, lines += 2 * Lanes)
        {
            u = Vector512.MultiplyAddEstimate(Vector512.Create(even[k]), Vector512.Load(lines), u);
            w = Vector512.MultiplyAddEstimate(Vector512.Create(odd[k]), Vector512.Load(lines + Lanes), w);
        }
        Put(u, w, to, mirror, add);
    }

    /// <summary>The derivative at j and at n-1-j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector512<double> u, Vector512<double> w, double* to, double* mirror, bool add)
    {
        Vector512<double> near = w + u, far = w - u;
        (add ? Vector512.Load(to) + near : near).Store(to);
        (add ? Vector512.Load(mirror) + far : far).Store(mirror);
    }
}
