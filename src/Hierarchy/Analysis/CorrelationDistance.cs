using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>
/// The L2 distance of pair correlations on grids of one box: (int int (g - g')^2)^{1/2} with both interpolated to the finer grid. Of sums of products their
/// fields are interpolated, and the distance is a sum over products of their inner products: no array of n^{2d} values exists.
/// </summary>
internal static class CorrelationDistance
{
    /// <summary>g on a finer grid of the same box.</summary>
    public static PairCorrelation On(VelocityGrid grid, PairCorrelation correlation)
    {
        if (correlation.Grid.Points == grid.Points || correlation.IsZero)
            return correlation.IsZero ? PairCorrelation.Zero(grid) : correlation;
        if (correlation is FactoredCorrelation factors)
        {
            double[][] fields = [.. Enumerable.Range(0, factors.Weights.Length).Select(k => TrigonometricInterpolation.To(grid, factors.Grid, FieldOf(factors, k)))];
            return FactoredCorrelation.OfFields(grid, factors.Weights, fields);
        }
        return Dense(grid, correlation);
    }

    /// <summary>The distance of two correlations on one grid.</summary>
    public static double Of(PairCorrelation one, PairCorrelation other)
    {
        if (one is FactoredCorrelation first && other is FactoredCorrelation second)
            return OfProducts(first, second);
        VelocityGrid grid = one.Grid;
        double[] scratch = new double[grid.Size], otherScratch = new double[grid.Size], difference = new double[grid.Size];
        double sum = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            TensorPrimitives.Subtract(one.Row(i, scratch), other.Row(i, otherScratch), difference);
            sum += TensorPrimitives.SumOfSquares<double>(difference);
        }
        return grid.CellVolume * Math.Sqrt(sum);
    }

    /// <summary>|sum_k c_k e_k x e_k|^2 = sum_kl c_k c_l (e_k.e_l)^2 with the weights of the second negative. Cancellation leaves 1e-8 of the norm of g.</summary>
    private static double OfProducts(FactoredCorrelation one, FactoredCorrelation other)
    {
        int first = one.Weights.Length, all = first + other.Weights.Length;
        double[] weights = [.. one.Weights, .. other.Weights.Select(weight => -weight)];
        using var fields = new DenseMatrix(one.Grid.Size, all);
        for (int k = 0; k < all; k++)
            fields.SetColumn(k, k < first ? FieldOf(one, k) : FieldOf(other, k - first));
        using DenseMatrix products = DenseMatrix.Gram(fields);
        double sum = 0;
        for (int k = 0; k < all; k++)
        {
            for (int l = 0; l < all; l++)
                sum += weights[k] * weights[l] * products[k, l] * products[k, l];
        }
        return one.Grid.CellVolume * Math.Sqrt(Math.Max(0, sum));
    }

    private static double[] FieldOf(FactoredCorrelation factors, int k)
    {
        double[] field = new double[factors.Grid.Size];
        factors.CopyField(k, field);
        return field;
    }

    /// <summary>First along v2, then along v1.</summary>
    private static PairCorrelation Dense(VelocityGrid grid, PairCorrelation correlation)
    {
        VelocityGrid coarse = correlation.Grid;
        double[] half = new double[coarse.Size * grid.Size], values = new double[grid.Size * grid.Size], scratch = new double[coarse.Size], column = new double[coarse.Size];
        for (int i = 0; i < coarse.Size; i++)
            TrigonometricInterpolation.To(grid, coarse, correlation.Row(i, scratch)).CopyTo(half, i * grid.Size);
        for (int j = 0; j < grid.Size; j++)
        {
            for (int i = 0; i < coarse.Size; i++)
                column[i] = half[i * grid.Size + j];
            // g is symmetric: a column is a row.
            TrigonometricInterpolation.To(grid, coarse, column).CopyTo(values, j * grid.Size);
        }
        return PairCorrelation.Of(grid, values);
    }
}
