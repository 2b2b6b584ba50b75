using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The Landau part of the kernel at the differences of grid points, A(z) = alpha (|z|^2 I - z z^T), B(z) = -(d-1) alpha z, alpha = a(|z|)/|z|^2, and zero at z = 0.
/// </summary>
/// <remarks>
/// The sums of the weak forms meet A and B in combinations whose isotropic parts cancel at z = 0, because B = div A; what is left there has no mean over
/// the directions of a cubic lattice. The value zero at z = 0 is therefore the corrected one, of order h^(d+gamma+4).
/// </remarks>
internal sealed class PointKernel
{
    private readonly double[] _alpha;
    private readonly int[][] _index;
    private readonly double _spacing;

    public PointKernel(VelocityGrid grid, CollisionKernel kernel)
    {
        Grid = grid;
        Kernel = kernel;
        _spacing = grid.Spacing;
        int d = grid.Dimension, n = grid.Points;
        _alpha = new double[d * (n - 1) * (n - 1) + 1];
        for (int q = 1; q < _alpha.Length; q++)
            _alpha[q] = kernel.Potential(_spacing * Math.Sqrt(q)) / (_spacing * _spacing * q);
        _index = [.. Enumerable.Range(0, d).Select(a => Enumerable.Range(0, grid.Size).Select(i => grid.AxisIndex(i, a)).ToArray())];
    }

    public VelocityGrid Grid { get; }

    public CollisionKernel Kernel { get; }

    /// <summary>Whether v_i - v_j is a difference of the lattice of spacing 2h, whose rule of the sums over pairs serves as the second one.</summary>
    public bool IsCoarse(int i, int j)
    {
        foreach (int[] index in _index)
        {
            if (((index[i] - index[j]) & 1) != 0)
                return false;
        }
        return true;
    }

    /// <summary>Fills z = v_i - v_j and gives alpha(|z|).</summary>
    public double Difference(int i, int j, Span<double> z)
    {
        int square = 0;
        for (int a = 0; a < z.Length; a++)
        {
            int m = _index[a][i] - _index[a][j];
            z[a] = _spacing * m;
            square += m * m;
        }
        return _alpha[square];
    }

    /// <summary>A(z):M of a symmetric d x d matrix M = u u^T-like array.</summary>
    public static double Contract(double alpha, ReadOnlySpan<double> z, ReadOnlySpan<double> matrix)
    {
        int d = z.Length;
        double square = 0, trace = 0, quadratic = 0;
        for (int a = 0; a < d; a++)
        {
            square += z[a] * z[a];
            trace += matrix[a * d + a];
            for (int b = 0; b < d; b++)
                quadratic += z[a] * matrix[a * d + b] * z[b];
        }
        return alpha * (square * trace - quadratic);
    }

    /// <summary>x.y.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int a = 0; a < x.Length; a++)
            sum += x[a] * y[a];
        return sum;
    }
}
