using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Spectral;

/// <summary>
/// Eigenvalues of a symmetric tridiagonal matrix by the implicit QL method (Wilkinson and Reinsch, Handbook for Automatic Computation II, 1971, II/4), and the
/// eigenvectors as rows: the plane rotations are kept and applied many at a time to strips of columns, each of which stays in the cache.
/// </summary>
internal sealed unsafe class TridiagonalRotations
{
    private const int MostSweeps = 60;

    /// <summary>
    /// After so many sweeps what is left beside the diagonal is compared with the norm of the matrix and no more with its neighbours: in a block of rounding,
    /// as a matrix of low rank has it, every sweep brings as much rounding in as it takes out.
    /// </summary>
    private const int PatientSweeps = 30;
    private const double Rounding = 1.1e-16;
    private const int StripColumns = 32;
    private const int Batch = 16384;
    private readonly double[] _diagonal;
    private readonly double[] _beside;
    private readonly DenseMatrix _rows;
    private readonly List<(int Row, double Cos, double Sin)> _rotations = new(Batch + 1024);

    /// <summary>Diagonalises.</summary>
    /// <param name="diagonal">Overwritten by the eigenvalues.</param>
    /// <param name="beside">The n - 1 values beside the diagonal and one more; overwritten.</param>
    public TridiagonalRotations(double[] diagonal, double[] beside)
    {
        (_diagonal, _beside) = (diagonal, beside);
        _rows = new DenseMatrix(diagonal.Length, diagonal.Length);
        for (int i = 0; i < diagonal.Length; i++)
            _rows[i, i] = 1;
        double norm = 0;
        for (int i = 0; i < diagonal.Length; i++)
            norm = Math.Max(norm, Math.Abs(diagonal[i]) + Math.Abs(beside[i]));
        for (int l = 0; l < diagonal.Length; l++)
        {
            int sweeps = 0, m;
            while ((m = Split(l, sweeps < PatientSweeps ? Rounding * norm : norm)) != l)
            {
                if (++sweeps > MostSweeps)
                    throw new InvalidOperationException("the eigenvalues of a tridiagonal matrix do not converge");
                Sweep(l, m);
                if (_rotations.Count >= Batch)
                    Apply();
            }
        }
        Apply();
    }

    /// <summary>Row k is the eigenvector of the eigenvalue k.</summary>
    public DenseMatrix Vectors => _rows;

    /// <summary>The first place from l on beside which there is rounding alone, of its neighbours or of a size below which they do not count.</summary>
    private int Split(int l, double least)
    {
        int m = l;
        while (m < _diagonal.Length - 1 && Math.Abs(_beside[m]) > Rounding * Math.Max(Math.Abs(_diagonal[m]) + Math.Abs(_diagonal[m + 1]), least))
            m++;
        return m;
    }

    /// <summary>One implicit step with Wilkinson's shift on the rows l..m.</summary>
    private void Sweep(int l, int m)
    {
        double[] d = _diagonal, e = _beside;
        double g = (d[l + 1] - d[l]) / (2 * e[l]), r = double.Hypot(g, 1);
        g = d[m] - d[l] + e[l] / (g + (g < 0 ? -r : r));
        double s = 1, c = 1, p = 0;
        for (int i = m - 1; i >= l; i--)
        {
            double f = s * e[i], b = c * e[i];
            r = double.Hypot(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            (s, c) = (f / r, g / r);
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            _rotations.Add((i, c, s));
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    /// <summary>Applies the rotations that wait to all strips.</summary>
    private void Apply()
    {
        if (_rotations.Count == 0)
            return;
        WorkCrew.Run((_rows.Stride + StripColumns - 1) / StripColumns, (strip, _) =>
        {
            int first = strip * StripColumns, vectors = Math.Min(StripColumns, _rows.Stride - first) / Vector512<double>.Count;
            foreach ((int row, double cos, double sin) in _rotations)
            {
                double* one = _rows.Pointer + (long)row * _rows.Stride + first;
                Rotate(one, one + _rows.Stride, cos, sin, vectors);
            }
        });
        _rotations.Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rotate(double* one, double* other, double cos, double sin, int vectors)
    {
        Vector512<double> c = Vector512.Create(cos), s = Vector512.Create(sin);
        for (int v = 0; v < vectors; v++, one += Vector512<double>.Count, other += Vector512<double>.Count)
        {
            Vector512<double> x = Vector512.Load(one), y = Vector512.Load(other);
            (c * x - s * y).Store(one);
            (s * x + c * y).Store(other);
        }
    }
}
