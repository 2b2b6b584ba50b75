using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>Orthonormal bases of fields with zero integral: the columns of tall matrices, orthonormal as vectors of grid values.</summary>
internal static class FactorBasis
{
    /// <summary>
    /// The basis with the directions added that candidates have beyond it: the fewest beyond which the candidates' L2 norm is at most <paramref name="tail"/>.
    /// </summary>
    /// <param name="basis">Orthonormal columns.</param>
    /// <param name="candidates">As many rows; overwritten.</param>
    /// <param name="tail">The norm of what may be left out.</param>
    /// <param name="most">The most directions that are added.</param>
    public static DenseMatrix Extend(DenseMatrix basis, DenseMatrix candidates, double tail, int most)
    {
        double whole = candidates.SquaredNorm();
        Remove(basis, candidates);
        Remove(basis, candidates);
        using DenseMatrix gram = DenseMatrix.TransposeProduct(candidates, candidates);
        var eigen = new SymmetricEigen(gram);
        (int count, _) = eigen.Cut(tail, most, value => Math.Sqrt(Math.Max(value, 0)));
        // Below it is rounding: of the Gram matrix, or of what was taken out.
        double floor = Math.Max(1e-14 * (eigen.Values.Length > 0 ? eigen.Values[0] : 0), 1e-22 * whole);
        while (count > 0 && eigen.Values[count - 1] <= floor)
            count--;
        using DenseMatrix vectors = eigen.Vectors(count, k => 1 / Math.Sqrt(eigen.Values[k]));
        using DenseMatrix added = DenseMatrix.Product(candidates, vectors);
        Remove(basis, added);
        var result = new DenseMatrix(basis.Rows, basis.Columns + count);
        result.SetColumns(0, basis);
        result.SetColumns(basis.Columns, added);
        for (int pass = 0; pass < 3; pass++)
            result = Polish(result);
        return result;
    }

    /// <summary>W (3 - W^T W)/2: squares the distance of the columns from orthonormality (Newton and Schulz). Disposes of W.</summary>
    public static DenseMatrix Polish(DenseMatrix columns)
    {
        using (columns)
        {
            using DenseMatrix gram = DenseMatrix.TransposeProduct(columns, columns);
            for (int i = 0; i < gram.Rows; i++)
            {
                TensorPrimitives.Multiply(gram.Row(i), -0.5, gram.Row(i));
                gram[i, i] += 1.5;
            }
            return DenseMatrix.Product(columns, gram);
        }
    }

    /// <summary>An orthonormal basis of the columns, their mean not taken out; what is rounding among them is left out.</summary>
    public static DenseMatrix Orthonormal(DenseMatrix columns)
    {
        using DenseMatrix gram = DenseMatrix.TransposeProduct(columns, columns);
        var eigen = new SymmetricEigen(gram);
        int count = eigen.Values.Count(value => value > 1e-13 * eigen.Values[0]);
        using DenseMatrix vectors = eigen.Vectors(count, k => 1 / Math.Sqrt(eigen.Values[k]));
        DenseMatrix result = DenseMatrix.Product(columns, vectors);
        for (int pass = 0; pass < 3; pass++)
            result = Polish(result);
        return result;
    }

    /// <summary>Orthonormal columns that span the given fields, by Gram and Schmidt twice.</summary>
    public static DenseMatrix Of(IReadOnlyList<double[]> fields)
    {
        var basis = new DenseMatrix(fields[0].Length, fields.Count);
        var found = new List<double[]>();
        foreach (double[] field in fields)
        {
            double[] vector = [.. field];
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] other in found)
                    TensorPrimitives.MultiplyAdd<double>(other, -TensorPrimitives.Dot<double>(other, vector), vector, vector);
            }
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
            basis.SetColumn(found.Count, vector);
            found.Add(vector);
        }
        return basis;
    }

    /// <summary>Takes the mean and the part within the basis out of every column.</summary>
    private static void Remove(DenseMatrix basis, DenseMatrix columns)
    {
        double[] mean = new double[columns.Columns];
        for (int i = 0; i < columns.Rows; i++)
            TensorPrimitives.Add<double>(columns.Row(i), mean, mean);
        TensorPrimitives.Divide(mean, columns.Rows, mean);
        for (int i = 0; i < columns.Rows; i++)
            TensorPrimitives.Subtract(columns.Row(i), mean, columns.Row(i));
        using DenseMatrix inside = DenseMatrix.TransposeProduct(basis, columns);
        using DenseMatrix part = DenseMatrix.Product(basis, inside);
        for (int i = 0; i < columns.Rows; i++)
            TensorPrimitives.Subtract(columns.Row(i), part.Row(i), columns.Row(i));
    }
}
