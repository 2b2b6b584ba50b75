using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.LowRank;

/// <summary>Low-rank factors of a correlation that is given by its values, from products with random fields (Halko, Martinsson and Tropp, SIAM Rev. 53 (2011) 217).</summary>
internal static class CorrelationSketch
{
    private const int Passes = 2;
    private const int RowsPerVisit = 512;

    /// <summary>The factors, whose span holds the given fields.</summary>
    /// <param name="correlation">g by rows.</param>
    /// <param name="fields">Fields of zero integral.</param>
    /// <param name="maximalRank">The most products.</param>
    /// <param name="tolerance">The L2 norm over pairs of points that a run may leave out; a tenth of it is left out here.</param>
    /// <param name="left">The norm that is left out.</param>
    public static CorrelationFactors Of(CorrelationRow correlation, IReadOnlyList<double[]> fields, int maximalRank, double tolerance, out double left)
    {
        int size = fields[0].Length, probes = Math.Min(size, maximalRank + 16);
        DenseMatrix basis = RandomProbes.Of(size, probes);
        for (int pass = 0; pass < Passes; pass++)
        {
            using DenseMatrix images = Product(correlation, basis);
            basis.Dispose();
            using DenseMatrix fixedPart = FactorBasis.Of(fields);
            basis = FactorBasis.Extend(fixedPart, images, 0, probes);
        }
        using DenseMatrix found = basis, product = Product(correlation, found), coefficients = DenseMatrix.TransposeProduct(found, product);
        (CorrelationFactors leading, left) = CorrelationFactors.Of(found, coefficients, 0.1 * tolerance, maximalRank);
        using (leading)
            return leading.With(fields);
    }

    /// <summary>g times columns of n^d values, by some rows of g at a time.</summary>
    private static DenseMatrix Product(CorrelationRow correlation, DenseMatrix columns)
    {
        int size = columns.Rows;
        var result = new DenseMatrix(size, columns.Columns);
        for (int first = 0; first < size; first += RowsPerVisit)
        {
            int count = Math.Min(RowsPerVisit, size - first);
            using var rows = new DenseMatrix(count, size);
            WorkCrew.Run(count, (i, _) => correlation(first + i, rows.Row(i)));
            using DenseMatrix images = DenseMatrix.Product(rows, columns);
            for (int i = 0; i < count; i++)
                images.Row(i).CopyTo(result.Row(first + i));
        }
        return result;
    }
}

/// <summary>Fields of independent normal values, the same in every run.</summary>
internal static class RandomProbes
{
    /// <summary>Columns of variance one.</summary>
    public static DenseMatrix Of(int rows, int columns)
    {
        var random = new Random(20250611);
        var probes = new DenseMatrix(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                probes[i, j] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }
        return probes;
    }
}
