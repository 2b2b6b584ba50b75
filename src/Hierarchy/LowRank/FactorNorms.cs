using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>Norms of a sum of products that its factors do not give at once.</summary>
internal static class FactorNorms
{
    private const int RowsPerVisit = 64;

    /// <summary>The most points v1 of one set.</summary>
    private const int MostRows = 4096;

    /// <summary>
    /// int int |g|. On large grids two sets of points v1 stand for all, every s-th along each axis and those between them: the sum over v2 is a smooth function of v1.
    /// Half the difference of the two is the error; it is zero where every point counts.
    /// </summary>
    public static (double Norm, double Error) FirstNorm(VelocityGrid grid, CorrelationFactors factors)
    {
        int stride = 1;
        while (Math.Pow(grid.Points / (double)stride, grid.Dimension) > MostRows && grid.Size > 2 * MostRows)
        {
            do
                stride++;
            while (grid.Points % stride != 0);
        }
        using DenseMatrix turned = factors.Fields.Transposed();
        double cell = grid.CellVolume * grid.CellVolume;
        if (stride == 1)
            return (cell * Sum(factors, turned, [.. Enumerable.Range(0, grid.Size)]), 0);
        double weight = cell * Math.Pow(stride, grid.Dimension);
        double one = weight * Sum(factors, turned, Lattice(grid, stride, 0)), other = weight * Sum(factors, turned, Lattice(grid, stride, stride / 2));
        return (0.5 * (one + other), 0.5 * Math.Abs(one - other));
    }

    private static int[] Lattice(VelocityGrid grid, int stride, int first) =>
        [.. Enumerable.Range(0, grid.Size).Where(i => Enumerable.Range(0, grid.Dimension).All(a => grid.AxisIndex(i, a) % stride == first))];

    /// <summary>The sum of |g(v1, v2)| over some v1 and all v2, by rows that are formed and forgotten.</summary>
    private static double Sum(CorrelationFactors factors, DenseMatrix turned, int[] points)
    {
        double[] sums = new double[(points.Length + RowsPerVisit - 1) / RowsPerVisit];
        WorkCrew.Run(sums.Length, (visit, _) =>
        {
            int first = visit * RowsPerVisit, count = Math.Min(RowsPerVisit, points.Length - first);
            using var rows = new DenseMatrix(count, factors.Weights.Length);
            for (int i = 0; i < count; i++)
                TensorPrimitives.Multiply(factors.Fields.Row(points[first + i]), factors.Weights, rows.Row(i));
            sums[visit] = DenseMatrix.SumOfMagnitudes(rows, turned);
        });
        double sum = 0;
        foreach (double part in sums)
            sum += part;
        return sum;
    }
}
