namespace Hierarchy.Invariant;

/// <summary>
/// Points of quadrature on the elements of a basis, each element in equal pieces of <see cref="RadialBasis.PointsPerElement"/> Gauss points, with the splines there.
/// </summary>
internal sealed class RadialSamples
{
    private readonly RadialBasis _basis;
    private readonly double[][] _values, _slopes;
    private readonly int _perElement;

    /// <summary>Tabulates.</summary>
    public RadialSamples(RadialBasis basis, int pieces)
    {
        _basis = basis;
        _perElement = pieces * RadialBasis.PointsPerElement;
        Count = basis.Splines.Elements * _perElement;
        (Radii, Weights) = (new double[Count], new double[Count]);
        _values = [new double[Count * basis.Support], new double[Count * basis.Support]];
        _slopes = [new double[Count * basis.Support], new double[Count * basis.Support]];
        (double[] nodes, double[] weights) = LegendreTables.Rule(RadialBasis.PointsPerElement);
        double[] curvature = new double[basis.Support];
        for (int a = 0; a < Count; a++)
        {
            int element = a / _perElement, piece = a % _perElement / RadialBasis.PointsPerElement, node = a % RadialBasis.PointsPerElement;
            double width = (basis.Splines.Breaks[element + 1] - basis.Splines.Breaks[element]) / pieces;
            Radii[a] = basis.Splines.Breaks[element] + width * (piece + nodes[node]);
            Weights[a] = width * weights[node];
            for (int parity = 0; parity < 2; parity++)
                basis.Splines.Evaluate(element, Radii[a], parity, Values(parity, a), Slopes(parity, a), curvature);
        }
    }

    /// <summary>The number of points.</summary>
    public int Count { get; }

    /// <summary>r_a.</summary>
    public double[] Radii { get; }

    /// <summary>The weights of int dr.</summary>
    public double[] Weights { get; }

    /// <summary>The first spline that is tabulated at a point.</summary>
    public int First(int a) => _basis.Splines.First(a / _perElement);

    /// <summary>The splines of the parity of a mode at a point.</summary>
    public Span<double> Values(int mode, int a) => _values[mode & 1].AsSpan(a * _basis.Support, _basis.Support);

    /// <summary>Their derivatives.</summary>
    public Span<double> Slopes(int mode, int a) => _slopes[mode & 1].AsSpan(a * _basis.Support, _basis.Support);
}
