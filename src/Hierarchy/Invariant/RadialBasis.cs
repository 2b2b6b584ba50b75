using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// The radial discretisation: trial functions phi_j(r) w(r) and test functions phi_i(r), phi the splines of the parity of l and w(r) = exp(-r^2/(2 theta)), for every
/// mode l from spline <see cref="First"/>(l) on. The weight depends on |v1|^2 + |v2|^2 in a pair, which collisions of the pair do not change, so a symmetric form in
/// the test functions stays one; 1, r^2 and r^4 are test functions of mode 0.
/// </summary>
/// <remarks>
/// A mode l behaves like r^l at the origin: splines that are centred below 0.7 l h/pi, h the width of the first element, are left out. All matrices have
/// <see cref="Stride"/> values a row, those beyond the splines zero.
/// </remarks>
internal sealed unsafe class RadialBasis : IDisposable
{
    /// <summary>Gauss points an element: one vector, so that all loops over points are loops over whole vectors.</summary>
    public const int PointsPerElement = SmallProduct.Width;

    private const double LeftOut = 0.7;

    /// <summary>Points an element of the integrals that are taken once: those of a polynomial of degree 10 and a Gaussian, to round-off.</summary>
    private const int MassNodes = 16;

    private readonly NativeBuffer[] _factors, _masses;
    private readonly double[][] _values, _slopes, _curvatures;
    private readonly int[] _first;

    /// <summary>Makes the tables.</summary>
    /// <param name="splines">phi.</param>
    /// <param name="temperature">theta &gt; 0.</param>
    /// <param name="modes">The number of modes, l = 0..modes - 1.</param>
    public RadialBasis(RadialSplines splines, double temperature, int modes)
    {
        Splines = splines;
        Temperature = temperature;
        Modes = modes;
        Stride = SmallProduct.Pad(splines.Count);
        PointCount = splines.Elements * PointsPerElement;
        Support = splines.Degree + 1;
        (Radii, Weights) = (new double[PointCount], new double[PointCount]);
        (_values, _slopes, _curvatures) = (Tables(), Tables(), Tables());
        _masses = [new NativeBuffer(splines.Count * Stride), new NativeBuffer(splines.Count * Stride)];
        _factors = [new NativeBuffer(splines.Count * Stride), new NativeBuffer(splines.Count * Stride)];
        FillRadii();
        for (int parity = 0; parity < 2; parity++)
        {
            FillPoints(parity);
            FillMass(parity);
            Factorise(parity);
        }
        _first = [.. Enumerable.Range(0, modes).Select(FirstOf)];
    }

    /// <summary>phi.</summary>
    public RadialSplines Splines { get; }

    /// <summary>theta.</summary>
    public double Temperature { get; }

    /// <summary>The number of modes.</summary>
    public int Modes { get; }

    /// <summary>The number of splines.</summary>
    public int Count => Splines.Count;

    /// <summary>Values a row of a matrix, the number of splines rounded up to whole vectors.</summary>
    public int Stride { get; }

    /// <summary>p + 1.</summary>
    public int Support { get; }

    /// <summary>Gauss points in all; those of element e begin at e times <see cref="PointsPerElement"/>.</summary>
    public int PointCount { get; }

    /// <summary>r_a.</summary>
    public double[] Radii { get; }

    /// <summary>The weights of int_0^R dr at the Gauss points.</summary>
    public double[] Weights { get; }

    /// <summary>phi_(first+i)(r_a) of the functions tabulated on the element of r_a, at [a (p+1) + i].</summary>
    public double[] Values(int mode) => _values[mode & 1];

    /// <summary>phi'.</summary>
    public double[] Slopes(int mode) => _slopes[mode & 1];

    /// <summary>phi''.</summary>
    public double[] Curvatures(int mode) => _curvatures[mode & 1];

    /// <summary>M_ij = int phi_i phi_j w r^2 dr.</summary>
    public NativeBuffer Mass(int mode) => _masses[mode & 1];

    /// <summary>The first spline of mode l.</summary>
    public int First(int mode) => _first[mode];

    /// <summary>w(r).</summary>
    public double Gaussian(double r) => Math.Exp(-0.5 * r * r / Temperature);

    /// <summary>Solves M x = b for the splines of a mode, for all columns of b at once, in place; rows of the splines left out become zero.</summary>
    /// <param name="rows">b, <see cref="Count"/> rows of <see cref="Stride"/> values.</param>
    /// <param name="columns">Columns in use, a multiple of the width of a vector.</param>
    /// <param name="mode">l.</param>
    public void Solve(double* rows, int columns, int mode)
    {
        // M = U U^T with U upper triangular, so that the factor of the splines from any one on is a part of U.
        int first = First(mode), count = Count, band = Splines.Degree;
        double* u = _factors[mode & 1].Pointer;
        new Span<double>(rows, first * Stride).Clear();
        for (int i = count - 1; i >= first; i--)
        {
            double* row = rows + i * Stride;
            for (int j = i + 1; j <= Math.Min(i + band, count - 1); j++)
                SmallProduct.Add(-u[i * Stride + j], rows + j * Stride, row, columns);
            Scale(row, 1 / u[i * Stride + i], columns);
        }
        for (int i = first; i < count; i++)
        {
            double* row = rows + i * Stride;
            for (int j = Math.Max(first, i - band); j < i; j++)
                SmallProduct.Add(-u[j * Stride + i], rows + j * Stride, row, columns);
            Scale(row, 1 / u[i * Stride + i], columns);
        }
    }

    /// <summary>Solves M x = b for one vector of mode 0.</summary>
    public void Solve(Span<double> vector)
    {
        int count = Count, band = Splines.Degree;
        double* u = _factors[0].Pointer;
        for (int i = count - 1; i >= 0; i--)
        {
            for (int j = i + 1; j <= Math.Min(i + band, count - 1); j++)
                vector[i] -= u[i * Stride + j] * vector[j];
            vector[i] /= u[i * Stride + i];
        }
        for (int i = 0; i < count; i++)
        {
            for (int j = Math.Max(0, i - band); j < i; j++)
                vector[i] -= u[j * Stride + i] * vector[j];
            vector[i] /= u[i * Stride + i];
        }
    }

    /// <summary>The coefficients of the function whose integrals against the test functions of mode 0 are those of f(r), by quadrature in halves of every element.</summary>
    public void Project(Func<double, double> density, Span<double> coefficients)
    {
        const int pieces = 4, nodes = 12;
        (double[] x, double[] weight) = LegendreTables.Rule(nodes);
        Span<double> value = stackalloc double[Support], first = stackalloc double[Support], second = stackalloc double[Support];
        coefficients.Clear();
        for (int e = 0; e < Splines.Elements; e++)
        {
            double width = (Splines.Breaks[e + 1] - Splines.Breaks[e]) / pieces;
            for (int at = 0; at < pieces * nodes; at++)
            {
                double r = Splines.Breaks[e] + width * (at / nodes + x[at % nodes]), f = density(r) * r * r * width * weight[at % nodes];
                Splines.Evaluate(e, r, 0, value, first, second);
                SmallProduct.AddScalars(f, value, coefficients.Slice(Splines.First(e), Support));
            }
        }
        Solve(coefficients[..Count]);
    }

    public void Dispose()
    {
        foreach (NativeBuffer buffer in (NativeBuffer[])[.. _masses, .. _factors])
            buffer.Dispose();
    }

    private double[][] Tables() => [new double[PointCount * Support], new double[PointCount * Support]];

    private static void Scale(double* row, double factor, int columns)
    {
        for (int j = 0; j < columns; j++)
            row[j] *= factor;
    }

    private int FirstOf(int mode)
    {
        double limit = LeftOut * mode * Splines.Breaks[1] / Math.PI;
        int first = 0;
        while (first < Count - 2 * Support && Splines.Centre(first) < limit)
            first++;
        return first;
    }

    private void FillRadii()
    {
        (double[] nodes, double[] weights) = LegendreTables.Rule(PointsPerElement);
        for (int a = 0; a < PointCount; a++)
        {
            int e = a / PointsPerElement, at = a % PointsPerElement;
            double width = Splines.Breaks[e + 1] - Splines.Breaks[e];
            Radii[a] = Splines.Breaks[e] + width * nodes[at];
            Weights[a] = width * weights[at];
        }
    }

    private void FillPoints(int parity)
    {
        for (int a = 0; a < PointCount; a++)
        {
            int from = a * Support;
            Span<double> value = _values[parity].AsSpan(from, Support), slope = _slopes[parity].AsSpan(from, Support);
            Splines.Evaluate(a / PointsPerElement, Radii[a], parity, value, slope, _curvatures[parity].AsSpan(from, Support));
        }
    }

    private void FillMass(int parity)
    {
        (double[] nodes, double[] weights) = LegendreTables.Rule(MassNodes);
        Span<double> value = stackalloc double[Support], first = stackalloc double[Support], second = stackalloc double[Support];
        for (int e = 0; e < Splines.Elements; e++)
        {
            double width = Splines.Breaks[e + 1] - Splines.Breaks[e];
            int from = Splines.First(e);
            for (int at = 0; at < MassNodes; at++)
            {
                double r = Splines.Breaks[e] + width * nodes[at], weight = width * weights[at] * r * r * Gaussian(r);
                Splines.Evaluate(e, r, parity, value, first, second);
                for (int i = 0; i < Support; i++)
                    SmallProduct.AddScalars(weight * value[i], value, new Span<double>(_masses[parity].Pointer + (from + i) * Stride + from, Support));
            }
        }
    }

    private void Factorise(int parity)
    {
        double* m = _masses[parity].Pointer, u = _factors[parity].Pointer;
        for (int j = Count - 1; j >= 0; j--)
        {
            for (int i = j; i >= Math.Max(0, j - Splines.Degree); i--)
            {
                double sum = m[i * Stride + j];
                for (int k = j + 1; k <= Math.Min(Count - 1, i + Splines.Degree); k++)
                    sum -= u[i * Stride + k] * u[j * Stride + k];
                u[i * Stride + j] = i == j ? Math.Sqrt(sum) : sum / u[j * Stride + j];
            }
        }
    }
}
