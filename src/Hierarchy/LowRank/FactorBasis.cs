using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>Orthonormal bases of fields with zero integral: the columns of tall matrices, orthonormal as vectors of grid values.</summary>
internal static class FactorBasis
{
    private const int MostPolishes = 5;

    /// <summary>The distance of W^T W from the identity that is rounding.</summary>
    private const double Orthonormality = 1e-13;

    /// <summary>The basis with the directions added that candidates have beyond it (<see cref="Beyond"/>).</summary>
    public static DenseMatrix Extend(RowTeam team, DenseMatrix basis, DenseMatrix candidates, double tail, int most, bool means = true)
    {
        using DenseMatrix added = Beyond(team, basis, candidates, tail, most, means);
        return Join(basis, added);
    }

    /// <summary>The columns of two matrices.</summary>
    public static DenseMatrix Join(DenseMatrix one, DenseMatrix other)
    {
        var result = new DenseMatrix(one.Rows, one.Columns + other.Columns);
        result.SetColumns(0, one);
        result.SetColumns(one.Columns, other);
        return result;
    }

    /// <summary>The orthonormal directions that candidates have beyond a basis: the fewest beyond which the candidates' L2 norm is at most <paramref name="tail"/>.</summary>
    /// <param name="team">Where the rows lie.</param>
    /// <param name="basis">Orthonormal columns.</param>
    /// <param name="candidates">As many rows; overwritten.</param>
    /// <param name="tail">The norm of what may be left out.</param>
    /// <param name="most">The most directions that are added.</param>
    /// <param name="means">Whether the mean of every column is taken out.</param>
    /// <param name="sampled">
    /// Whether the candidates are k random combinations of more columns. Of their r leading directions the k themselves leave out less than the columns do, by (1 - r/k)^{1/2}.
    /// </param>
    public static DenseMatrix Beyond(RowTeam team, DenseMatrix basis, DenseMatrix candidates, double tail, int most, bool means = true, bool sampled = false)
    {
        double whole = team.SquaredNorm(candidates);
        Remove(team, basis, candidates, means);
        DenseMatrix added = Leading(team, candidates, tail, most, 1e-22 * whole, sampled);
        // What is left of the basis in the few that stay: the rounding of the first removal over their size.
        Remove(team, basis, added, means);
        return Polish(team, added);
    }

    /// <summary>The fewest combinations of the columns, not normalised, beyond which their L2 norm is at most <paramref name="tail"/>.</summary>
    public static DenseMatrix Compress(RowTeam team, DenseMatrix columns, double tail, int most)
    {
        using DenseMatrix gram = team.Gram(columns);
        using var eigen = new SymmetricEigen(gram);
        (int count, _) = eigen.Cut(tail, most, value => Math.Sqrt(Math.Max(value, 0)));
        using DenseMatrix vectors = eigen.Vectors(count, _ => 1);
        return DenseMatrix.Product(columns, vectors);
    }

    /// <summary>Orthonormal combinations of the columns, to the rounding of their Gram matrix.</summary>
    private static DenseMatrix Leading(RowTeam team, DenseMatrix columns, double tail, int most, double rounding, bool sampled)
    {
        using DenseMatrix gram = team.Gram(columns);
        using var eigen = new SymmetricEigen(gram);
        (int count, double left) = eigen.Cut(tail, most, value => Math.Sqrt(Math.Max(value, 0)));
        while (sampled && count < Math.Min(most, columns.Columns) && left > tail * Math.Sqrt(1 - count / (double)columns.Columns))
            left = Math.Sqrt(Math.Max(0, left * left - Math.Max(0, eigen.Values[count++])));
        // Below it is rounding: of the Gram matrix, or of what was taken out.
        double floor = Math.Max(1e-14 * (eigen.Values.Length > 0 ? eigen.Values[0] : 0), rounding);
        while (count > 0 && eigen.Values[count - 1] <= floor)
            count--;
        using DenseMatrix vectors = eigen.Vectors(count, k => 1 / Math.Sqrt(eigen.Values[k]));
        return DenseMatrix.Product(columns, vectors);
    }

    /// <summary>W (3 - W^T W)/2, which squares the distance of the columns from orthonormality (Newton and Schulz), until it is rounding. Disposes of W.</summary>
    public static DenseMatrix Polish(RowTeam team, DenseMatrix columns)
    {
        for (int pass = 0; pass < MostPolishes; pass++)
        {
            using DenseMatrix gram = team.Gram(columns);
            double distance = 0;
            for (int i = 0; i < gram.Rows; i++)
            {
                gram[i, i] -= 1;
                distance += TensorPrimitives.SumOfSquares<double>(gram.Row(i));
                TensorPrimitives.Multiply(gram.Row(i), -0.5, gram.Row(i));
                gram[i, i] += 1;
            }
            if (distance < Orthonormality * Orthonormality)
                break;
            DenseMatrix polished = DenseMatrix.Product(columns, gram);
            columns.Dispose();
            columns = polished;
        }
        return columns;
    }

    /// <summary>An orthonormal basis of the columns, their mean not taken out; what is rounding among them is left out.</summary>
    public static DenseMatrix Orthonormal(DenseMatrix columns)
    {
        var team = new RowTeam(null, columns.Rows);
        using DenseMatrix gram = team.Gram(columns);
        using var eigen = new SymmetricEigen(gram);
        int count = eigen.Values.Count(value => value > 1e-13 * eigen.Values[0]);
        using DenseMatrix vectors = eigen.Vectors(count, k => 1 / Math.Sqrt(eigen.Values[k]));
        return Polish(team, DenseMatrix.Product(columns, vectors));
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

    /// <summary>The rows of this rank of such columns.</summary>
    public static DenseMatrix Of(RowTeam team, IReadOnlyList<double[]> fields)
    {
        DenseMatrix whole = Of(fields);
        if (team.IsAlone)
            return whole;
        using (whole)
            return team.Of([.. Enumerable.Range(0, fields.Count).Select(whole.Column)]);
    }

    /// <summary>Takes the part within the basis out of every column, and its mean if asked for.</summary>
    private static void Remove(RowTeam team, DenseMatrix basis, DenseMatrix columns, bool means)
    {
        if (means)
            team.RemoveMeans(columns);
        using DenseMatrix inside = team.TransposeProduct(basis, columns);
        DenseMatrix.SubtractProduct(columns, basis, inside);
    }
}
