using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// Integrals int int F(v1, v2) phi(|v1 - v2|) dv1 dv2 for a function phi that may be singular at 0, as linear functionals of the coefficients: the angle is integrated exactly in
/// every mode, r2 below r1 in the own and the next element by points that crowd towards r1.
/// </summary>
internal sealed unsafe class SingularIntegral
{
    private const double SolidAngles = 8 * Math.PI * Math.PI;
    private const int GradedNodes = 16;
    private readonly RadialBasis _basis;
    private readonly IAngularMoments _moments;
    private readonly double[][] _weights;

    /// <summary>Computes the functional.</summary>
    /// <param name="basis">The modes and splines of the pairs.</param>
    /// <param name="function">phi(u), u &gt; 0.</param>
    public SingularIntegral(RadialBasis basis, Func<double, double> function)
        : this(basis, new QuadratureMoments(u => function(u) / (u * u), []))
    {
    }

    private SingularIntegral(RadialBasis basis, IAngularMoments moments)
    {
        _basis = basis;
        _moments = moments;
        _weights = [.. Enumerable.Range(0, basis.Modes).Select(_ => new double[basis.Count * basis.Stride])];
        double[][][] parts = new double[basis.Splines.Elements][][];
        WorkCrew.Run(parts.Length, (chunk, _) => parts[parts.Length - 1 - chunk] = Element(parts.Length - 1 - chunk));
        for (int e = 0; e < parts.Length; e++)
        {
            for (int mode = 0; mode < basis.Modes; mode++)
            {
                Span<double> rows = _weights[mode].AsSpan(basis.Splines.First(e) * basis.Stride, basis.Support * basis.Stride);
                TensorPrimitives.Add(rows, parts[e][mode], rows);
            }
        }
    }

    /// <summary>int int F/|v1 - v2|, in closed form over the angle: p_k are the moments of b |z|^2 = 1/|z|.</summary>
    public static SingularIntegral Coulomb(RadialBasis basis) => new(basis, new CoulombMoments(1));

    /// <summary>The integral of F = f x f + g.</summary>
    public double Of(InvariantPair pair) => OfProduct(pair) + OfCorrelation(pair);

    /// <summary>The integral of f x f.</summary>
    public double OfProduct(InvariantPair pair)
    {
        double sum = 0;
        for (int i = 0; i < _basis.Count; i++)
            sum += pair.DensityCoefficients[i] * TensorPrimitives.Dot(_weights[0].AsSpan(i * _basis.Stride, _basis.Stride), pair.DensityCoefficients);
        return sum;
    }

    /// <summary>The integral of g.</summary>
    public double OfCorrelation(InvariantPair pair)
    {
        double sum = 0;
        for (int mode = 0; mode < pair.Modes; mode++)
            sum += TensorPrimitives.Dot(_weights[mode], pair.ModeCoefficients(mode));
        return sum;
    }

    /// <summary>The contribution of r1 in one element, support rows a mode; r1 &lt; r2 is the same by exchange.</summary>
    private double[][] Element(int element)
    {
        double[][] result = [.. Enumerable.Range(0, _basis.Modes).Select(_ => new double[_basis.Support * _basis.Stride])];
        for (int a = element * RadialBasis.PointsPerElement; a < (element + 1) * RadialBasis.PointsPerElement; a++)
        {
            double r1 = _basis.Radii[a];
            Add(result, a, element, r1, _basis.Splines.Breaks[element], true);
            for (int e = 0; e < element; e++)
                Add(result, a, e, _basis.Splines.Breaks[e + 1], _basis.Splines.Breaks[e], e == element - 1);
        }
        return result;
    }

    private void Add(double[][] result, int a, int element, double near, double far, bool graded)
    {
        int support = _basis.Support, from = _basis.Splines.First(element);
        (double[] nodes, double[] weights) = LegendreTables.Rule(graded ? GradedNodes : RadialBasis.PointsPerElement);
        Span<double> even = stackalloc double[support], odd = stackalloc double[support], first = stackalloc double[support], second = stackalloc double[support];
        Span<double> moments = stackalloc double[_basis.Modes];
        double r1 = _basis.Radii[a], outer = 2 * SolidAngles * _basis.Weights[a] * r1 * r1 * _basis.Gaussian(r1);
        for (int i = 0; i < nodes.Length; i++)
        {
            double x = nodes[i], r2 = near + (far - near) * (graded ? x * x * x : x);
            double weight = outer * Math.Abs(far - near) * weights[i] * (graded ? 3 * x * x : 1) * r2 * r2 * _basis.Gaussian(r2);
            _moments.Fill(r1, r2, moments, [], []);
            _basis.Splines.Evaluate(element, r2, 0, even, first, second);
            _basis.Splines.Evaluate(element, r2, 1, odd, first, second);
            for (int mode = 0; mode < _basis.Modes; mode++)
            {
                for (int k = 0; k < support; k++)
                {
                    double factor = weight * moments[mode] * _basis.Values(mode)[a * support + k];
                    SmallProduct.AddScalars(factor, (mode & 1) == 0 ? even : odd, result[mode].AsSpan(k * _basis.Stride + from, support));
                }
            }
        }
    }
}
