using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// The points of a <see cref="PairForm"/> that share r1 = r_a, in element e: the Gauss points of all lower elements, then as many as an element has on [r_e, r_a].
/// </summary>
internal unsafe struct PairRow
{
    /// <summary>e.</summary>
    public int Element;

    /// <summary>The first function that is tabulated on e.</summary>
    public int First;

    /// <summary>Points in lower elements.</summary>
    public int Base;

    /// <summary>All points: those and <see cref="RadialBasis.PointsPerElement"/> in the own element.</summary>
    public int Length;

    /// <summary>
    /// For the even functions, then for the odd: phi_(first+i)(r1), phi_(first+i)'(r1)/r1, and phi_(first+j)(r2), phi_(first+j)'(r2)/r2 at the own points, those of one function
    /// after the other.
    /// </summary>
    public double* Tables;

    /// <summary>-(1/r1^2 - 1/r2^2).</summary>
    public double* Bend;

    /// <summary>The weights of the nodes mu and -mu, their sum and difference, with all factors of the point: <see cref="Length"/> values a node.</summary>
    public double* Sum, Difference;

    /// <summary>Values of one parity in <see cref="Tables"/>.</summary>
    public static int TableSize(int support) => 2 * support * (1 + RadialBasis.PointsPerElement);

    /// <summary>phi(r1) of a mode; phi'/r1 follows.</summary>
    public readonly double* Value(int mode, int support) => Tables + (mode & 1) * TableSize(support) + 2 * support * RadialBasis.PointsPerElement;

    /// <summary>phi(r2) at the own points; phi'/r2 follows.</summary>
    public readonly double* OwnValue(int mode, int support) => Tables + (mode & 1) * TableSize(support);
}

/// <summary>The rows of a <see cref="PairForm"/> with everything that is computed once.</summary>
internal sealed unsafe class PairRows : IDisposable
{
    private const double SolidAngles = 8 * Math.PI * Math.PI;
    private readonly RadialBasis _basis;
    private readonly IAngularMoments _moments;
    private readonly PairRow[] _rows;
    private readonly NativeBuffer _memory;
    private readonly double[] _nodes, _weights;

    public PairRows(RadialBasis basis, IAngularMoments moments)
    {
        _basis = basis;
        _moments = moments;
        (_nodes, _weights) = LegendreTables.Rule(2 * basis.Modes - 1);
        _rows = new PairRow[basis.PointCount];
        const int points = RadialBasis.PointsPerElement;
        long length = 0;
        for (int a = 0; a < _rows.Length; a++)
            length += SizeOf(a);
        _memory = new NativeBuffer(checked((int)length));
        double* at = _memory.Pointer;
        for (int a = 0; a < _rows.Length; a++)
        {
            int e = a / points, row = (e + 1) * points;
            _rows[a] = new PairRow
            {
                Element = e,
                First = basis.Splines.First(e),
                Base = e * points,
                Length = row,
                Bend = at,
                Sum = at + row,
                Difference = at + (1 + basis.Modes) * row,
                Tables = at + (1 + 2 * basis.Modes) * row,
            };
            at += SizeOf(a);
        }
        WorkCrew.Run(_rows.Length, (chunk, _) => Fill(_rows.Length - 1 - chunk));
    }

    /// <summary>The row of a Gauss point.</summary>
    public PairRow this[int a] => _rows[a];

    /// <summary>Doubles in all.</summary>
    public long Size => _memory.Length;

    public void Dispose() => _memory.Dispose();

    private int SizeOf(int a)
    {
        const int points = RadialBasis.PointsPerElement;
        int row = (a / points + 1) * points;
        return SmallProduct.Pad((1 + 2 * _basis.Modes) * row + 2 * PairRow.TableSize(_basis.Support));
    }

    private void Fill(int a)
    {
        PairRow row = _rows[a];
        double r1 = _basis.Radii[a], low = _basis.Splines.Breaks[row.Element], outer = _basis.Weights[a] * _basis.Gaussian(r1) * Math.Pow(r1, 4);
        int support = _basis.Support;
        for (int i = 0; i < 2 * support; i++)
        {
            double* value = row.Value(i / support, support) + i % support;
            value[0] = _basis.Values(i / support)[a * support + i % support];
            value[support] = _basis.Slopes(i / support)[a * support + i % support] / r1;
        }
        Span<double> moments = stackalloc double[2 * _basis.Modes - 1];
        (double[] nodes, double[] weights) = LegendreTables.Rule(RadialBasis.PointsPerElement);
        for (int b = 0; b < row.Length; b++)
        {
            int own = b - row.Base;
            double r2 = own < 0 ? _basis.Radii[b] : low + (r1 - low) * nodes[own], inner = own < 0 ? _basis.Weights[b] : (r1 - low) * weights[own];
            if (own >= 0)
                FillOwn(row, own, r2);
            row.Bend[b] = (r1 - r2) * (r1 + r2) / (r1 * r1 * r2 * r2);
            _moments.Fill(r1, r2, [], [], moments);
            FillNodes(row, b, -SolidAngles * outer * inner * _basis.Gaussian(r2) * Math.Pow(r2, 4), moments);
        }
    }

    private void FillOwn(PairRow row, int own, double r2)
    {
        int support = _basis.Support;
        Span<double> value = stackalloc double[support], first = stackalloc double[support], second = stackalloc double[support];
        for (int parity = 0; parity < 2; parity++)
        {
            _basis.Splines.Evaluate(row.Element, r2, parity, value, first, second);
            double* table = row.OwnValue(parity, support) + own;
            for (int j = 0; j < support; j++)
            {
                table[j * RadialBasis.PointsPerElement] = value[j];
                table[(support + j) * RadialBasis.PointsPerElement] = first[j] / r2;
            }
        }
    }

    /// <summary>The weights W(mu) = sum_k (2k+1)/2 w P_k(mu) n_k with which sum W p(mu) = int b (1 - mu^2) p dmu for every polynomial p of degree 2L.</summary>
    private void FillNodes(PairRow row, int b, double factor, ReadOnlySpan<double> moments)
    {
        int half = _basis.Modes;
        Span<double> polynomials = stackalloc double[moments.Length];
        for (int m = 0; m < half; m++)
        {
            LegendreTables.Polynomials(2 * _nodes[half - 1 + m] - 1, polynomials);
            double even = 0, odd = 0;
            for (int k = 0; k < moments.Length; k += 2)
                even += (2 * k + 1) * polynomials[k] * moments[k];
            for (int k = 1; k < moments.Length; k += 2)
                odd += (2 * k + 1) * polynomials[k] * moments[k];
            // The rule is one for [0, 1]: w of [-1, 1] is twice its weight; the node 0 is met once.
            double weight = factor * _weights[half - 1 + m] * (m == 0 ? 1 : 2);
            row.Sum[m * row.Length + b] = weight * even;
            row.Difference[m * row.Length + b] = m == 0 ? 0 : weight * odd;
        }
    }
}
