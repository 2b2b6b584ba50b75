using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The quadrature of int int F(v1, v2)/|v1 - v2|^s dv1 dv2 for s = 1 and s = 3/2, whose singularity at v1 = v2 is integrable for d = 2 and 3.
/// </summary>
/// <remarks>
/// The trapezoidal rule with the value -Z(s)/h^s in place of 1/|z|^s at z = 0, where Z(s) = sum_{m != 0} |m|^-s over the integer lattice, continued
/// analytically: the corrected rule for a homogeneous singularity (Marin, Runborg, Tornberg, IMA J. Numer. Anal. 34, 2014), of order h^(d+2-s).
/// For the product part the next term, -Z(s-2) h^(d+2-s)/(2d) times the Laplacian at 0 of R(z) = int f(v) f(v+z) dv, is added too: that Laplacian is
/// -int |grad f|^2, and the order becomes h^(d+4-s). The familiar average of 1/|z|^s over the cell has only the order h^(d-s); it serves as the second rule.
/// </remarks>
internal sealed class SingularRule
{
    private readonly VelocityGrid _grid;
    private readonly double _zetaNext;

    /// <summary>Tabulates the rule.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="exponent">s, 1 or 3/2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another exponent.</exception>
    public SingularRule(VelocityGrid grid, double exponent)
    {
        _grid = grid;
        Exponent = exponent;
        (double zeta, double average, _zetaNext) = (grid.Dimension, exponent) switch
        {
            (2, 1) => (-3.9002649200019558828, 3.5254943480781721009, -0.22882431037721895335),
            (3, 1) => (-2.8372974794806194767, 2.3800773639795535067, -0.26659627871839347461),
            (2, 1.5) => (-10.077559478793152101, 9.4005175827805510567, -0.50604560942922223567),
            (3, 1.5) => (-4.8227199342395451844, 4.0213920447557532654, -0.55148754851353222772),
            _ => throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "the exponents 1 and 3/2 are tabulated"),
        };
        double scale = Math.Pow(grid.Spacing, -exponent);
        Center = -zeta * scale;
        CellAverage = average * scale;
        Width = 2 * grid.Points;
        Table = BuildTable();
    }

    /// <summary>s.</summary>
    public double Exponent { get; }

    /// <summary>The value that the rule takes at z = 0.</summary>
    public double Center { get; }

    /// <summary>The value that the second rule takes there.</summary>
    public double CellAverage { get; }

    /// <summary>2n, the length of an axis of the table.</summary>
    public int Width { get; }

    /// <summary>1/|z|^s at z = h j, j = -n..n-1 along each axis, stored at j + n; row-major.</summary>
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
            table[i] = square == 0 ? Center : Math.Pow(_grid.Spacing * Math.Sqrt(square), -Exponent);
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

    /// <summary>sum_{v2} g(v1, v2) / |v1 - v2|^s for row v1.</summary>
    public double Row(int row, ReadOnlySpan<double> correlation)
    {
        int n = _grid.Points;
        double sum = 0;
        for (int line = 0; line < correlation.Length; line += n)
            sum += TensorPrimitives.Dot(correlation.Slice(line, n), Table.AsSpan(LineStart(row, line), n));
        return sum;
    }

    /// <summary>int int f(v1) f(v2)/|v1 - v2|^s by a zero-padded convolution, and the term of order h^(d+2-s) that it holds.</summary>
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
        double next = Math.Pow(_grid.Spacing, d + 2 - Exponent) * _zetaNext / (2 * d) * SpectralGradient.SquaredNorm(_grid, density);
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
