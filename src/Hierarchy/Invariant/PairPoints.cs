using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// The points at which files hold f(r) and g(r1, r2, mu), with weights for integrals. In r they are five Gauss points an element of the splines, which tell the
/// polynomial there; in
/// mu the Gauss-Lobatto points -1, ..., 0, ..., 1, odd in number and one or two more than g has modes, so that integrals of g and of g^2 over mu are exact.
/// </summary>
internal sealed class PairPoints
{
    private const int PointsPerElement = 5;
    private readonly double[][] _polynomials;

    /// <summary>The points for pairs on a basis.</summary>
    /// <param name="splines">The splines.</param>
    /// <param name="modes">The modes of g; 0 for g = 0.</param>
    public PairPoints(RadialSplines splines, int modes)
    {
        (double[] nodes, double[] weights) = LegendreTables.Rule(PointsPerElement);
        Radii = new double[splines.Elements * PointsPerElement];
        RadiusWeights = new double[Radii.Length];
        for (int a = 0; a < Radii.Length; a++)
        {
            double from = splines.Breaks[a / PointsPerElement], width = splines.Breaks[a / PointsPerElement + 1] - from;
            Radii[a] = from + width * nodes[a % PointsPerElement];
            RadiusWeights[a] = width * weights[a % PointsPerElement];
        }
        (Cosines, CosineWeights) = Lobatto(modes == 0 ? 0 : modes + 1 + modes % 2);
        _polynomials = [.. Cosines.Select(mu => Polynomials(mu, modes))];
    }

    /// <summary>r, increasing.</summary>
    public double[] Radii { get; }

    /// <summary>The weights of int dr.</summary>
    public double[] RadiusWeights { get; }

    /// <summary>mu, increasing from -1 to 1.</summary>
    public double[] Cosines { get; }

    /// <summary>The weights of int dmu over [-1, 1].</summary>
    public double[] CosineWeights { get; }

    /// <summary>f at the radii.</summary>
    public double[] Density(InvariantPair pair) => [.. Radii.Select(pair.Density)];

    /// <summary>g at all (r1, r2, mu), mu fast, of a pair with at most as many modes.</summary>
    public double[] Correlation(InvariantPair pair)
    {
        int count = Radii.Length, angles = Cosines.Length;
        double[] values = new double[count * count * angles];
        WorkCrew.Run(count, (first, _) =>
        {
            double[] modes = new double[pair.Modes];
            for (int second = 0; second < count; second++)
            {
                // The smaller radius first: symmetric to the last bit.
                pair.CorrelationModes(Radii[Math.Min(first, second)], Radii[Math.Max(first, second)], modes);
                for (int k = 0; k < angles; k++)
                    values[(first * count + second) * angles + k] = TensorPrimitives.Dot<double>(modes, _polynomials[k].AsSpan(0, modes.Length));
            }
        });
        return values;
    }

    /// <summary>(int int g^2)^(1/2) of values at all (r1, r2, mu).</summary>
    public double Norm(ReadOnlySpan<double> values)
    {
        int count = Radii.Length, angles = Cosines.Length;
        double sum = 0;
        for (int pair = 0; pair < count * count; pair++)
        {
            (int first, int second) = (pair / count, pair % count);
            double shell = RadiusWeights[first] * RadiusWeights[second] * Math.Pow(Radii[first] * Radii[second], 2);
            for (int k = 0; k < angles; k++)
                sum += shell * CosineWeights[k] * values[pair * angles + k] * values[pair * angles + k];
        }
        return Math.Sqrt(8 * Math.PI * Math.PI * sum);
    }

    private static double[] Polynomials(double mu, int modes)
    {
        double[] values = new double[modes];
        if (modes > 0)
            LegendreTables.Polynomials(mu, values);
        return values;
    }

    /// <summary>The m points -1, 1 and the zeros of P_(m-1)', with weights 2/(m (m-1) P_(m-1)^2); exact below degree 2m - 2.</summary>
    private static (double[] Nodes, double[] Weights) Lobatto(int count)
    {
        double[] nodes = new double[count], weights = new double[count], values = new double[Math.Max(count, 2)], slopes = new double[Math.Max(count, 2)];
        int degree = count - 1;
        for (int i = 0; i < count; i++)
        {
            double x = i == 0 ? -1 : i == degree ? 1 : 2 * i == degree ? 0 : -Math.Cos(Math.PI * i / degree);
            for (int step = 0; step < 20 && i > 0 && i < degree && 2 * i != degree; step++)
            {
                LegendreTables.Polynomials(x, values);
                LegendreTables.Derivatives(values, slopes);
                // Newton, with P'' from Legendre's equation.
                x -= slopes[degree] * (1 - x * x) / (2 * x * slopes[degree] - degree * (degree + 1) * values[degree]);
            }
            LegendreTables.Polynomials(x, values);
            (nodes[i], weights[i]) = (x, 2 / (count * (double)degree * values[degree] * values[degree]));
        }
        return (nodes, weights);
    }
}
