using System.Numerics.Tensors;
using Hierarchy.LowRank;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Equations;

/// <summary>Directions beyond a basis that are found among random combinations of columns, against what they leave out of the columns themselves.</summary>
public sealed class FactorBasisTests
{
    private const int Rows = 400;
    private const int Columns = 160;

    /// <summary>Columns of known singular values: the norm left out is at most half again what was allowed, and the directions not many more than the fewest.</summary>
    [Theory]
    [InlineData(0.96, 0.05)]
    [InlineData(0.9, 0.01)]
    [InlineData(0.85, 0.001)]
    public void Directions_of_random_combinations_serve_the_columns(double decay, double tail)
    {
        double[] values = [.. Enumerable.Range(0, Columns).Select(k => Math.Pow(decay, k))];
        using DenseMatrix probes = RandomProbes.Of(Rows, Columns + 8, 2), all = FactorBasis.Orthonormal(probes), basis = all.Strip(Columns, 8), columns = all.Strip(0, Columns);
        for (int i = 0; i < Rows; i++)
            TensorPrimitives.Multiply<double>(columns.Row(i), values, columns.Row(i));
        int fewest = Enumerable.Range(0, Columns).First(k => Left(values, k) <= tail), samples = (int)(1.75 * fewest) + 32;
        using DenseMatrix random = RandomProbes.Of(Columns, samples), combinations = DenseMatrix.Product(columns, random);
        TensorPrimitives.Divide(combinations.Values, Math.Sqrt(samples), combinations.Values);
        using DenseMatrix found = FactorBasis.Beyond(new RowTeam(null, Rows), basis, combinations, tail, Columns, means: false, sampled: true);
        using DenseMatrix inside = DenseMatrix.TransposeProduct(found, columns), rest = columns.Clone();
        DenseMatrix.SubtractProduct(rest, found, inside);
        Assert.InRange(Math.Sqrt(rest.SquaredNorm()), 0, 1.5 * tail);
        Assert.InRange(found.Columns, fewest - 3, 1.25 * fewest + 2);
    }

    private static double Left(double[] values, int kept) => TensorPrimitives.Norm<double>(values.AsSpan(kept));
}
