using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// The tables of a <see cref="PairForm"/> that products take: splines at the points, by parity, and Legendre polynomials at the nodes mu &gt;= 0, each with its transpose.
/// </summary>
internal sealed unsafe class PairTables : IDisposable
{
    private readonly RadialBasis _basis;

    /// <summary>Fills the tables.</summary>
    public PairTables(RadialBasis basis)
    {
        _basis = basis;
        int modes = basis.Modes, even = (modes + 1) / 2, odd = modes / 2;
        (Value, Slope) = (Both(basis.Count * basis.PointCount), Both(basis.Count * basis.PointCount));
        (ValueBack, SlopeBack) = (Both(basis.PointCount * basis.Stride), Both(basis.PointCount * basis.Stride));
        (Even, EvenBack) = (new NativeBuffer(modes * even), new NativeBuffer(modes * even));
        (Odd, OddBack) = (new NativeBuffer(modes * odd), new NativeBuffer(modes * odd));
        FillSplines(0);
        FillSplines(1);
        FillNodes(even, odd);
    }

    /// <summary>phi, a row a spline.</summary>
    public NativeBuffer[] Value { get; }

    /// <summary>phi'/r, a row a spline.</summary>
    public NativeBuffer[] Slope { get; }

    /// <summary>phi, a row a point.</summary>
    public NativeBuffer[] ValueBack { get; }

    /// <summary>phi'/r, a row a point.</summary>
    public NativeBuffer[] SlopeBack { get; }

    /// <summary>P_0, P_2, ..., a row a node.</summary>
    public NativeBuffer Even { get; }

    /// <summary>P_1, P_3, ..., a row a node.</summary>
    public NativeBuffer Odd { get; }

    /// <summary>P_0, P_2, ..., a row a polynomial.</summary>
    public NativeBuffer EvenBack { get; }

    /// <summary>P_1, P_3, ..., a row a polynomial.</summary>
    public NativeBuffer OddBack { get; }

    public void Dispose()
    {
        foreach (NativeBuffer buffer in (NativeBuffer[])[.. Value, .. Slope, .. ValueBack, .. SlopeBack, Even, Odd, EvenBack, OddBack])
            buffer.Dispose();
    }

    private static NativeBuffer[] Both(int length) => [new NativeBuffer(length), new NativeBuffer(length)];

    private void FillSplines(int parity)
    {
        int support = _basis.Support;
        for (int a = 0; a < _basis.PointCount; a++)
        {
            int first = _basis.Splines.First(a / RadialBasis.PointsPerElement);
            for (int i = 0; i < support; i++)
            {
                double value = _basis.Values(parity)[a * support + i], slope = _basis.Slopes(parity)[a * support + i] / _basis.Radii[a];
                Value[parity].Pointer[(first + i) * _basis.PointCount + a] = ValueBack[parity].Pointer[a * _basis.Stride + first + i] = value;
                Slope[parity].Pointer[(first + i) * _basis.PointCount + a] = SlopeBack[parity].Pointer[a * _basis.Stride + first + i] = slope;
            }
        }
    }

    private void FillNodes(int even, int odd)
    {
        int modes = _basis.Modes;
        double[] nodes = LegendreTables.Rule(2 * modes - 1).Nodes, polynomials = new double[modes];
        for (int m = 0; m < modes; m++)
        {
            LegendreTables.Polynomials(2 * nodes[modes - 1 + m] - 1, polynomials);
            for (int k = 0; k < even; k++)
                Even.Pointer[m * even + k] = EvenBack.Pointer[k * modes + m] = polynomials[2 * k];
            for (int k = 0; k < odd; k++)
                Odd.Pointer[m * odd + k] = OddBack.Pointer[k * modes + m] = polynomials[2 * k + 1];
        }
    }
}
