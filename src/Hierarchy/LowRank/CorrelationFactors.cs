using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>g(v1, v2) = sum_k lambda_k u_k(v1) u_k(v2) with u_k orthonormal as vectors of grid values and of zero integral.</summary>
internal sealed class CorrelationFactors(DenseMatrix fields, double[] weights) : IDisposable
{
    /// <summary>u_k, one column each.</summary>
    public DenseMatrix Fields { get; } = fields;

    /// <summary>lambda_k.</summary>
    public double[] Weights { get; } = weights;

    /// <summary>The root of the sum of the squares of g over all pairs of grid points.</summary>
    public double Norm => TensorPrimitives.Norm<double>(Weights);

    public void Dispose() => Fields.Dispose();

    /// <summary>lambda_k u_k, or lambda_k times other columns.</summary>
    public DenseMatrix Weigh(DenseMatrix columns)
    {
        DenseMatrix result = columns.Clone();
        for (int i = 0; i < result.Rows; i++)
            TensorPrimitives.Multiply(result.Row(i), Weights, result.Row(i));
        return result;
    }

    /// <summary>The same g with further fields in the span, their weights zero where they are new.</summary>
    public CorrelationFactors With(RowTeam team, IReadOnlyList<double[]> further)
    {
        using DenseMatrix candidates = team.Of(further);
        DenseMatrix fields = FactorBasis.Extend(team, Fields, candidates, 0, further.Count);
        double[] weights = new double[fields.Columns];
        Weights.CopyTo(weights, 0);
        return new CorrelationFactors(fields, weights);
    }

    /// <summary>The leading products.</summary>
    public CorrelationFactors Leading(int count) => new(Fields.Strip(0, count), Weights[..count]);

    /// <summary>
    /// The factors of a matrix of coefficients in an orthonormal basis: the fewest leading eigenvectors beyond which the L2 norm is at most the tail (all of
    /// them if it is negative), and what is left out.
    /// </summary>
    public static (CorrelationFactors Factors, double Left) Of(DenseMatrix basis, DenseMatrix coefficients, double tail, int most)
    {
        using var eigen = new SymmetricEigen(coefficients);
        (int count, double left) = eigen.Cut(tail, most, Math.Abs);
        using DenseMatrix vectors = eigen.Vectors(count, _ => 1);
        return (new CorrelationFactors(DenseMatrix.Product(basis, vectors), eigen.Values[..count]), left);
    }
}
