using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.LowRank;

/// <summary>Low-rank factors of a correlation that is given by its values, from products with random fields (Halko, Martinsson and Tropp, SIAM Rev. 53 (2011) 217).</summary>
internal static class CorrelationSketch
{
    private const int Passes = 2;
    private const int RowsPerVisit = 512;

    /// <summary>The factors, whose span holds the given fields.</summary>
    /// <param name="team">Where the rows of the factors lie.</param>
    /// <param name="correlation">g by rows.</param>
    /// <param name="fields">Fields of zero integral.</param>
    /// <param name="maximalRank">The most products.</param>
    /// <param name="tolerance">The L2 norm over pairs of points that a run may leave out; a tenth of it is left out here.</param>
    /// <param name="left">The norm that is left out.</param>
    public static CorrelationFactors Of(RowTeam team, CorrelationRow correlation, IReadOnlyList<double[]> fields, int maximalRank, double tolerance, out double left)
    {
        int size = fields[0].Length, probes = Math.Min(size, maximalRank + 16);
        DenseMatrix basis = RandomProbes.Of(team, probes);
        for (int pass = 0; pass < Passes; pass++)
        {
            using DenseMatrix images = Product(team, correlation, basis);
            basis.Dispose();
            using DenseMatrix fixedPart = FactorBasis.Of(team, fields);
            basis = FactorBasis.Extend(team, fixedPart, images, 0, probes);
        }
        using DenseMatrix found = basis, product = Product(team, correlation, found), coefficients = team.TransposeProduct(found, product);
        (CorrelationFactors leading, left) = CorrelationFactors.Of(found, coefficients, 0.1 * tolerance, maximalRank);
        using (leading)
            return leading.With(team, fields);
    }

    /// <summary>g times columns of n^d values, by some rows of g at a time and, on several ranks, by the rows of one of them after the other.</summary>
    private static DenseMatrix Product(RowTeam team, CorrelationRow correlation, DenseMatrix columns)
    {
        DenseMatrix result = team.Make(columns.Columns);
        for (int rank = 0; rank < team.Exchange.Starts.Length - 1; rank++)
        {
            int start = team.Exchange.Starts[rank], inner = team.Exchange.Starts[rank + 1] - start;
            using DenseMatrix? passed = team.IsAlone ? null : new DenseMatrix(inner, columns.Columns);
            if (passed is not null && rank == team.Rank)
                columns.Values[..(inner * columns.Stride)].CopyTo(passed.Values);
            if (passed is not null && inner > 0)
                team.Spread(passed.Values, rank);
            AddProduct(team, correlation, passed ?? columns, start, result);
        }
        return result;
    }

    /// <summary>result += the columns of g from a point on, times the rows of one rank.</summary>
    private static void AddProduct(RowTeam team, CorrelationRow correlation, DenseMatrix columns, int start, DenseMatrix result)
    {
        double[]?[] scratch = new double[]?[WorkCrew.MaximumWorkers];
        for (int first = 0; first < team.Rows && columns.Rows > 0; first += RowsPerVisit)
        {
            int count = Math.Min(RowsPerVisit, team.Rows - first);
            using var rows = new DenseMatrix(count, columns.Rows);
            WorkCrew.Run(count, (i, worker) =>
            {
                double[] row = scratch[worker] ??= new double[team.Size];
                correlation(team.First + first + i, row);
                row.AsSpan(start, columns.Rows).CopyTo(rows.Row(i));
            });
            DenseMatrix.AddProduct(rows, columns, team.Block, result, first);
        }
    }
}

/// <summary>Fields of independent normal values, the same in every run.</summary>
internal static class RandomProbes
{
    /// <summary>Columns of variance one.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="set">Which of several independent sets.</param>
    public static DenseMatrix Of(int rows, int columns, int set = 0) => Of(new RowTeam(null, rows), columns, set);

    /// <summary>The rows of this rank of such columns.</summary>
    public static DenseMatrix Of(RowTeam team, int columns, int set = 0)
    {
        var random = new Random(20250611 + set);
        DenseMatrix probes = team.Make(columns);
        for (int i = 0; i < team.First + team.Rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                (double one, double other) = (random.NextDouble(), random.NextDouble());
                if (i >= team.First)
                    probes[i - team.First, j] = Math.Sqrt(-2 * Math.Log(1 - one)) * Math.Cos(2 * Math.PI * other);
            }
        }
        return probes;
    }
}
