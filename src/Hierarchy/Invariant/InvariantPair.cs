using System.Numerics.Tensors;

namespace Hierarchy.Invariant;

/// <summary>
/// A rotation-invariant pair in d = 3: f(r) and g(r1, r2, mu) = sum_l g_l(r1, r2) P_l(mu), mu the cosine between v1 and v2, by their coefficients; F = f x f + g.
/// </summary>
internal sealed class InvariantPair
{
    private readonly double[] _density, _correlation;

    /// <summary>Copies the coefficients.</summary>
    /// <param name="basis">Splines and modes.</param>
    /// <param name="density"><see cref="RadialBasis.Stride"/> coefficients of f.</param>
    /// <param name="correlation">A matrix for each mode of g, or empty for g = 0.</param>
    public InvariantPair(RadialBasis basis, ReadOnlySpan<double> density, ReadOnlySpan<double> correlation)
    {
        Basis = basis;
        _density = density[..basis.Stride].ToArray();
        _correlation = correlation.ToArray();
        Modes = correlation.Length / (basis.Count * basis.Stride);
    }

    /// <summary>Splines and modes.</summary>
    public RadialBasis Basis { get; }

    /// <summary>The number of modes of g; 0 if g = 0.</summary>
    public int Modes { get; }

    /// <summary>The coefficients of f.</summary>
    public ReadOnlySpan<double> DensityCoefficients => _density;

    /// <summary>The coefficients of mode l of g, rows of <see cref="RadialBasis.Stride"/> values.</summary>
    public ReadOnlySpan<double> ModeCoefficients(int mode) => _correlation.AsSpan(mode * Basis.Count * Basis.Stride, Basis.Count * Basis.Stride);

    /// <summary>f(r); zero beyond R.</summary>
    public double Density(double r) => DensityAndSlope(r).Value;

    /// <summary>f(r) and f'(r).</summary>
    public (double Value, double Slope) DensityAndSlope(double r)
    {
        if (r > Basis.Splines.Radius)
            return (0, 0);
        int support = Basis.Support, element = Basis.Splines.ElementOf(r);
        Span<double> value = stackalloc double[support], first = stackalloc double[support], second = stackalloc double[support];
        Basis.Splines.Evaluate(element, r, 0, value, first, second);
        ReadOnlySpan<double> own = _density.AsSpan(Basis.Splines.First(element), support);
        double weight = Basis.Gaussian(r), f = TensorPrimitives.Dot(own, value), slope = TensorPrimitives.Dot(own, first);
        return (weight * f, weight * (slope - r / Basis.Temperature * f));
    }

    /// <summary>Fills g_l(r1, r2), one value a mode.</summary>
    public void CorrelationModes(double r1, double r2, Span<double> values)
    {
        values.Clear();
        if (Math.Max(r1, r2) > Basis.Splines.Radius)
            return;
        int support = Basis.Support, first = Basis.Splines.ElementOf(r1), second = Basis.Splines.ElementOf(r2);
        Span<double> left = stackalloc double[support], right = stackalloc double[support], slope = stackalloc double[support], curvature = stackalloc double[support];
        double weight = Basis.Gaussian(r1) * Basis.Gaussian(r2);
        for (int parity = 0; parity < 2; parity++)
        {
            Basis.Splines.Evaluate(first, r1, parity, left, slope, curvature);
            Basis.Splines.Evaluate(second, r2, parity, right, slope, curvature);
            for (int mode = parity; mode < Math.Min(Modes, values.Length); mode += 2)
            {
                ReadOnlySpan<double> block = ModeCoefficients(mode)[(Basis.Splines.First(first) * Basis.Stride + Basis.Splines.First(second))..];
                double sum = 0;
                for (int i = 0; i < support; i++)
                    sum += left[i] * TensorPrimitives.Dot(block.Slice(i * Basis.Stride, support), right);
                values[mode] = weight * sum;
            }
        }
    }

    /// <summary>
    /// The pair with the density f_1 of the other in the place of f and the same F, g = F - f_1 x f_1: what stands between F and the product of another
    /// density.
    /// </summary>
    public InvariantPair Against(InvariantPair other)
    {
        int count = Basis.Count, stride = Basis.Stride;
        double[] difference = new double[Math.Max(Modes, 1) * count * stride];
        _correlation.CopyTo(difference, 0);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++)
                difference[i * stride + j] += ProductDifference(_density, other._density, i, j);
        return new InvariantPair(Basis, other._density, difference);
    }

    /// <summary>The pair on another basis, with the same integrals against its test functions.</summary>
    public InvariantPair On(RadialBasis basis)
    {
        RadialProjection projection = new(Basis, basis);
        double[] density = new double[basis.Stride], correlation = new double[(Modes == 0 ? 0 : basis.Modes) * basis.Count * basis.Stride];
        projection.Density(_density, density);
        if (Modes > 0)
            projection.Modes(_correlation, correlation);
        return new InvariantPair(basis, density, correlation);
    }

    /// <summary>g(r1, r2, mu).</summary>
    public double Correlation(double r1, double r2, double mu)
    {
        if (Modes == 0)
            return 0;
        Span<double> values = stackalloc double[Modes], polynomials = stackalloc double[Modes];
        CorrelationModes(r1, r2, values);
        LegendreTables.Polynomials(mu, polynomials);
        return TensorPrimitives.Dot<double>(values, polynomials);
    }

    /// <summary>f_i f_j - p_i p_j, without the cancellation of the two products.</summary>
    private static double ProductDifference(double[] f, double[] p, int i, int j) => ((f[i] - p[i]) * (f[j] + p[j]) + (f[i] + p[i]) * (f[j] - p[j])) / 2;
}
