using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>
/// Fields of n^d values on a grid of m &lt; n points an axis of the same box, R = r x ... x r with
/// <code>
/// r_ij = (1/n) sum_{|k| &lt; m/2} cos( k pi/L (x_i - y_j) ),
/// </code>
/// the values at x_i of the modes below m/2; a constant stays what it is. The way back, trigonometric interpolation of modes below m/2, is (n/m)^d R^T.
/// </summary>
internal sealed class FieldRestriction
{
    private readonly int _dimension;
    private readonly double[][] _down;
    private readonly double[][] _up;

    /// <summary>Tabulates r.</summary>
    /// <param name="fine">The grid of n points an axis.</param>
    /// <param name="coarse">That of m points.</param>
    public FieldRestriction(VelocityGrid fine, VelocityGrid coarse)
    {
        _dimension = fine.Dimension;
        int n = fine.Points, m = coarse.Points;
        double[,] matrix = new double[m, n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
                matrix[i, j] = m == n ? (i == j ? 1 : 0) : Entry(Math.PI / fine.HalfWidth * (coarse.Axis[i] - fine.Axis[j]), m) / n;
        }
        _down = [.. Enumerable.Range(0, m).Select(i => (double[])[.. Enumerable.Range(0, n).Select(j => matrix[i, j])])];
        _up = [.. Enumerable.Range(0, n).Select(j => (double[])[.. Enumerable.Range(0, m).Select(i => matrix[i, j] * n / m)])];
    }

    /// <summary>Columns of n^d values as columns of m^d values.</summary>
    public DenseMatrix Down(DenseMatrix columns) => Along(_down, columns);

    /// <summary>Columns of m^d values as columns of n^d values.</summary>
    public DenseMatrix Up(DenseMatrix columns) => Along(_up, columns);

    /// <summary>One field of n^d values as m^d values.</summary>
    public double[] Down(ReadOnlySpan<double> field) => OfOne(_down, field);

    /// <summary>One field of m^d values as n^d values.</summary>
    public double[] Up(ReadOnlySpan<double> field) => OfOne(_up, field);

    /// <summary>1 + 2 sum_{0 &lt; k &lt; m/2} cos(k phase).</summary>
    private static double Entry(double phase, int m)
    {
        double sum = 1;
        for (int k = 1; 2 * k < m; k++)
            sum += 2 * Math.Cos(k * phase);
        return sum;
    }

    private double[] OfOne(double[][] matrix, ReadOnlySpan<double> field)
    {
        using var column = new DenseMatrix(field.Length, 1);
        column.SetColumn(0, field);
        using DenseMatrix result = Along(matrix, column);
        return result.Column(0);
    }

    /// <summary>The matrix along every axis, the last one first.</summary>
    private DenseMatrix Along(double[][] matrix, DenseMatrix columns)
    {
        int to = matrix.Length, from = matrix[0].Length, width = columns.Stride;
        if (to == from)
            return columns.Clone();
        DenseMatrix now = columns;
        for (int axis = _dimension - 1; axis >= 0; axis--)
        {
            int inner = Power(to, _dimension - 1 - axis), outer = Power(from, axis);
            var next = new DenseMatrix(outer * to * inner, columns.Columns);
            DenseMatrix source = now;
            WorkCrew.Run(outer * to, (row, _) =>
            {
                int block = row / to, i = row % to;
                Span<double> target = next.Values.Slice(row * inner * width, inner * width);
                for (int j = 0; j < from; j++)
                    TensorPrimitives.MultiplyAdd(source.Values.Slice((block * from + j) * inner * width, inner * width), matrix[i][j], target, target);
            });
            if (now != columns)
                now.Dispose();
            now = next;
        }
        return now;
    }

    private static int Power(int value, int exponent) => exponent == 0 ? 1 : value * Power(value, exponent - 1);
}
