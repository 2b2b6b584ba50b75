using System.Numerics.Tensors;

namespace Hierarchy.Invariant;

/// <summary>
/// The projection of an isotropic function on w(r) times the even polynomials of degree 2K that keeps its moments r^0, r^2, ..., r^(2K).
/// </summary>
/// <remarks>
/// Where the marginal of f_3 is not f_2 a marginal h of g arises, and for Bond &lt; 1/2 the closed equations are ill-posed in it: with T for the linearised collision operator
/// d_t h = -(1 - 2 Bond) (N-2)/N T h + ..., a heat equation run backwards, whose growth only the resolution limits. Its slow moments are well determined; the filter lets
/// them through, the exact invariants among them, and nothing else.
/// </remarks>
internal sealed class MarginalFilter
{
    /// <summary>K.</summary>
    private const int Degree = 4;

    private readonly RadialBasis _basis;
    private readonly double[][] _functions = new double[Degree + 1][], _moments = new double[Degree + 1][];
    private readonly MathNet.Numerics.LinearAlgebra.Matrix<double> _inverse;

    /// <summary>Computes the projection.</summary>
    public MarginalFilter(RadialBasis basis)
    {
        _basis = basis;
        for (int k = 0; k <= Degree; k++)
        {
            int order = k;
            _functions[k] = new double[basis.Stride];
            basis.Project(r => Laguerre(order, r * r / basis.Temperature) * basis.Gaussian(r), _functions[k].AsSpan(0, basis.Count));
            _moments[k] = new double[basis.Stride];
            for (int a = 0; a < basis.PointCount; a++)
            {
                double r = basis.Radii[a], factor = basis.Weights[a] * r * r * basis.Gaussian(r) * Laguerre(k, r * r / basis.Temperature);
                Span<double> own = _moments[k].AsSpan(basis.Splines.First(a / RadialBasis.PointsPerElement), basis.Support);
                SmallProduct.AddScalars(factor, basis.Values(0).AsSpan(a * basis.Support, basis.Support), own);
            }
        }
        var gram = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(Degree + 1, Degree + 1, (i, j) => TensorPrimitives.Dot<double>(_moments[i], _functions[j]));
        _inverse = gram.Inverse();
    }

    /// <summary>Replaces coefficients of mode 0 by those of the projection.</summary>
    public void Apply(Span<double> coefficients)
    {
        Span<double> moments = stackalloc double[Degree + 1];
        for (int k = 0; k <= Degree; k++)
            moments[k] = TensorPrimitives.Dot(_moments[k], coefficients[.._basis.Stride]);
        coefficients[.._basis.Stride].Clear();
        for (int k = 0; k <= Degree; k++)
        {
            double factor = 0;
            for (int j = 0; j <= Degree; j++)
                factor += _inverse[k, j] * moments[j];
            TensorPrimitives.MultiplyAdd(_functions[k], factor, coefficients[.._basis.Stride], coefficients[.._basis.Stride]);
        }
    }

    /// <summary>L_k^(1/2)(x/2), orthogonal under w(r) r^2 at x = r^2/theta.</summary>
    private static double Laguerre(int order, double x)
    {
        double before = 0, now = 1;
        for (int k = 0; k < order; k++)
            (before, now) = (now, ((2 * k + 1.5 - 0.5 * x) * now - (k + 0.5) * before) / (k + 1));
        return now;
    }
}
