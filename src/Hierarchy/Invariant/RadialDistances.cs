namespace Hierarchy.Invariant;

/// <summary>Distances and norms of isotropic densities.</summary>
internal static class RadialDistances
{
    private const int PiecesPerElement = 8;

    /// <summary>
    /// W_1 of the laws of one component of the velocity, the same in every direction: 2 int_0^R |D(x)| dx, D(x) = 2 pi int_x^R r (r - x) d(r) dr the difference
    /// of the distribution functions. By Simpson's rule on pieces of the elements, cut where D changes its sign.
    /// </summary>
    /// <param name="basis">The elements.</param>
    /// <param name="difference">d, of mass 0.</param>
    public static double Wasserstein(RadialBasis basis, Func<double, double> difference)
    {
        (double[] nodes, double[] weights) = LegendreTables.Rule(4);
        double square = 0, linear = 0, at = basis.Splines.Radius, value = 0, sum = 0, width = 0;
        for (int k = basis.Splines.Elements * PiecesPerElement - 1; k >= 0; k--)
        {
            int element = k / PiecesPerElement;
            double low = basis.Splines.Breaks[element], from = low + (basis.Splines.Breaks[element + 1] - low) * (k % PiecesPerElement) / PiecesPerElement;
            double half = Step((from + at) / 2), next = Step(from);
            sum += value * half >= 0 && half * next >= 0 ? width * Math.Abs(value + 4 * half + next) / 3 : width * (Broken(value, half) + Broken(half, next));
            value = next;

            double Step(double to)
            {
                width = at - to;
                for (int i = 0; i < nodes.Length; i++)
                {
                    double r = to + width * nodes[i], part = width * weights[i] * r * difference(r);
                    (square, linear) = (square + part * r, linear + part);
                }
                at = to;
                return 2 * Math.PI * (square - to * linear);
            }
        }
        return 2 * sum;
    }

    /// <summary>The mean of |D| over an interval on which D is a line.</summary>
    private static double Broken(double value, double next) =>
        value * next >= 0 ? Math.Abs(value + next) / 2 : (value * value + next * next) / (2 * Math.Abs(value - next));

    /// <summary>(int |f|^3 (1 + |v|^2)^(-5/2) dv)^(1/3).</summary>
    public static double WeightedNorm(InvariantPair pair)
    {
        double sum = 0;
        RadialBasis basis = pair.Basis;
        for (int a = 0; a < basis.PointCount; a++)
        {
            double r = basis.Radii[a];
            sum += basis.Weights[a] * r * r * Math.Pow(Math.Abs(pair.Density(r)), 3) * Math.Pow(1 + r * r, -2.5);
        }
        return Math.Cbrt(4 * Math.PI * sum);
    }
}
