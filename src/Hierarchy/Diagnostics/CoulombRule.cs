using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>The quadrature of int int F(v1, v2)/|v1 - v2| dv1 dv2, whose singularity at v1 = v2 is integrable for d = 2 and 3.</summary>
/// <remarks>
/// The trapezoidal rule with the value -Z(1)/h in place of 1/|z| at z = 0, where Z(s) = sum_{m != 0} |m|^-s over the integer lattice, continued
/// analytically:
/// the corrected rule for a homogeneous singularity (Marin, Runborg, Tornberg, IMA J. Numer. Anal. 34, 2014), of order h^(d+1). For the product
/// part the next
/// term, -Z(-1) h^(d+1)/(2d) times the Laplacian at 0 of R(z) = int f(v) f(v+z) dv, is added too: it is -int |grad f|^2.
/// The familiar cell average of 1/|z| (4 ln(1+sqrt 2)/h for d = 2, 2.38008/h for d = 3) has only the order h^(d-1); it serves as the second rule.
/// </remarks>
public sealed class CoulombRule
{
    private readonly VelocityGrid _grid;
    private readonly double _zetaNext;

    public CoulombRule(VelocityGrid grid)
    {
        _grid = grid;
        double h = grid.Spacing;
        bool plane = grid.Dimension == 2;
        Center = (plane ? 3.9002649200019558828 : 2.8372974794806194767) / h;
        CellAverage = (plane ? 4 * Math.Log(1 + Math.Sqrt(2)) : 2.3800774) / h;
        _zetaNext = plane ? -0.22882431037721895335 : -0.26659627871839347461;
        Width = 2 * grid.Points;
        Table = BuildTable();
    }

    /// <summary>The value that the rule takes at z = 0.</summary>
    public double Center { get; }

    /// <summary>The value that the second rule takes there.</summary>
    public double CellAverage { get; }

    /// <summary>2n, the length of an axis of the table.</summary>
    public int Width { get; }

    /// <summary>1/|z| at z = h j, j = -n..n-1 along each axis, stored at j + n; row-major.</summary>
    public double[] Table { get; }

    private double[] BuildTable()
    {
        int n = _grid.Points, d = _grid.Dimension;
        double[] table = new double[(int)Math.Pow(Width, d)];
        for (int i = 0; i < table.Length; i++)
        {
            double square = 0;
            for (int a = 0, rest = i; a < d; a++, rest /= Width)
                square += (rest % Width - n) * (double)(rest % Width - n);
            table[i] = square == 0 ? Center : 1 / (_grid.Spacing * Math.Sqrt(square));
        }
        return table;
    }

    /// <summary>
    /// The index in the table of v2 - v1 for the line of v2 that begins at flat index <paramref name="line"/>; the line is contiguous in the table.
    /// </summary>
    public int LineStart(int row, int line)
    {
        int n = _grid.Points, index = 0, weight = 1;
        for (int a = _grid.Dimension - 1; a >= 0; a--, row /= n, line /= n, weight *= Width)
            index += (line % n - row % n + n) * weight;
        return index;
    }

    /// <summary>sum_{v2} g(v1, v2) / |v1 - v2| for row v1.</summary>
    public double Row(int row, ReadOnlySpan<double> correlation)
    {
        int n = _grid.Points;
        double sum = 0;
        for (int line = 0; line < correlation.Length; line += n)
            sum += TensorPrimitives.Dot(correlation.Slice(line, n), Table.AsSpan(LineStart(row, line), n));
        return sum;
    }

    /// <summary>int int f(v1) f(v2)/|v1 - v2| by a zero-padded convolution, and the term of order h^(d+1) that it holds.</summary>
    public (double Value, double NextTerm) Product(ReadOnlySpan<double> density)
    {
        int d = _grid.Dimension, n = _grid.Points;
        double[] kernelRe = new double[Table.Length], kernelIm = new double[Table.Length];
        for (int i = 0; i < Table.Length; i++)
            kernelRe[Wrap(i)] = Table[i];
        new FourierTransform([.. Enumerable.Repeat(Width, d)], 0, d).Forward(kernelRe, kernelIm);
        PaddedFourierTransform padded = new(d, n);
        double[] re = new double[Table.Length], im = new double[Table.Length], potential = new double[_grid.Size], unused = new double[_grid.Size];
        padded.Forward(density, [], re, im);
        for (int i = 0; i < re.Length; i++)
            (re[i], im[i]) = (re[i] * kernelRe[i] - im[i] * kernelIm[i], re[i] * kernelIm[i] + im[i] * kernelRe[i]);
        padded.Inverse(re, im, potential, unused);
        double cell = _grid.CellVolume;
        double next = Math.Pow(_grid.Spacing, d + 1) * _zetaNext / (2 * d) * SpectralGradient.SquaredNorm(_grid, density);
        return (cell * cell * TensorPrimitives.Dot(density, potential) + next, next);
    }

    /// <summary>From the order j = -n..n-1 of the table to transform order 0..n-1, -n..-1.</summary>
    private int Wrap(int index)
    {
        int wrapped = 0, weight = 1;
        for (int a = 0; a < _grid.Dimension; a++, index /= Width, weight *= Width)
            wrapped += (index + _grid.Points) % Width * weight;
        return wrapped;
    }
}
