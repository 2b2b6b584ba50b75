using System.Numerics.Tensors;

namespace Hierarchy.Invariant;

/// <summary>Coefficients of data.</summary>
internal static class InvariantStart
{
    /// <summary>Fills the coefficients of f, of mass one.</summary>
    public static void Density(RadialBasis basis, Func<double, double> density, Span<double> coefficients)
    {
        basis.Project(density, coefficients[..basis.Count]);
        double mass = RadialFunctionals.Moment(new InvariantPair(basis, coefficients, []), 0);
        TensorPrimitives.Divide(coefficients[..basis.Count], mass, coefficients[..basis.Count]);
    }

    /// <summary>Fills mode 0 of g = sum_k w_k (f_k - f) x (f_k - f); the others are zero.</summary>
    public static void Mixture(RadialBasis basis, InvariantDatum datum, ReadOnlySpan<double> density, Span<double> correlation)
    {
        double[] own = new double[basis.Stride];
        foreach ((double weight, Func<double, double> component) in datum.Components)
        {
            Array.Clear(own);
            Density(basis, component, own);
            TensorPrimitives.Subtract(own, density[..basis.Stride], own);
            AddProduct(weight, own, own, correlation, basis.Stride);
        }
    }

    /// <summary>result_ij += factor x_i y_j.</summary>
    public static void AddProduct(double factor, ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> result, int stride)
    {
        for (int i = 0; i * stride < result.Length; i++)
        {
            Span<double> row = result.Slice(i * stride, stride);
            TensorPrimitives.MultiplyAdd(y[..stride], factor * x[i], row, row);
        }
    }

    /// <summary>result_ij += x_i y_j + y_i x_j, the same to the last bit for ij and ji.</summary>
    public static void AddSymmetric(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> result, int stride)
    {
        for (int i = 0; i * stride < result.Length; i++)
        {
            for (int j = 0; j < stride; j++)
                result[i * stride + j] += x[i] * y[j] + y[i] * x[j];
        }
    }
}
