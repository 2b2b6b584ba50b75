using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>P g on test fields, and its marginal.</summary>
/// <param name="Coefficients">W^T (P g) W, sums over all pairs of points of the fine grid.</param>
/// <param name="Marginal">int P g dv2, n^d values.</param>
/// <param name="Images">(P g) W, if it was asked for.</param>
internal sealed record PairPart(DenseMatrix Coefficients, double[] Marginal, DenseMatrix? Images) : IDisposable
{
    public void Dispose()
    {
        Coefficients.Dispose();
        Images?.Dispose();
    }
}

/// <summary>
/// The pair operator on a sum of products by the pairs of a grid of m &lt;= n points an axis: R^T P_m R with R of <see cref="FieldRestriction"/>, negative
/// semidefinite, symmetric under exchange and without mass production as P_m is. Only modes below m/2 take part.
/// </summary>
internal sealed class CoarsePairs : IDisposable
{
    private readonly VelocityGrid _grid;
    private readonly FieldRestriction _restriction;
    private readonly FactorPairs _pairs;
    private readonly FactorCollisions _columns;
    private readonly double _scale;

    /// <summary>Takes the kernel on the grid of m points.</summary>
    public CoarsePairs(VelocityGrid fine, int points, CollisionKernel kernel, CollisionOptions options)
    {
        _grid = points == fine.Points ? fine : new VelocityGrid(fine.Dimension, points, fine.HalfWidth, fine.Origin);
        _restriction = new FieldRestriction(fine, _grid);
        var layout = new PairLayout(_grid);
        using var tables = new PairKernelTables(layout, kernel);
        _pairs = new FactorPairs(layout, tables, new ColumnTeam(options.Team));
        _columns = new FactorCollisions(layout, kernel, options);
        _scale = Math.Pow(fine.Points / (double)points, 2 * fine.Dimension);
    }

    /// <summary>P g for pairs whose densities are not negligible.</summary>
    /// <param name="density">f, n^d values.</param>
    /// <param name="factors">g.</param>
    /// <param name="basis">W.</param>
    /// <param name="cutoff">f(v1) f(v2) over max f^2 below which a pair is left out.</param>
    /// <param name="images">Whether (P g) W is wanted, which takes twice the time.</param>
    public PairPart Evaluate(ReadOnlySpan<double> density, CorrelationFactors factors, DenseMatrix basis, double cutoff, bool images)
    {
        _pairs.Select(_restriction.Down(density), cutoff);
        using DenseMatrix fields = _restriction.Down(factors.Fields), inside = _restriction.Down(basis), tests = new(_grid.Size, basis.Columns + 1);
        tests.SetColumns(0, inside);
        for (int i = 0; i < _grid.Size; i++)
            tests[i, basis.Columns] = 1;
        using DenseMatrix image = Images(fields, factors, tests, images);
        double[] marginal = image.Column(basis.Columns);
        TensorPrimitives.Multiply(marginal, _grid.CellVolume, marginal);
        using DenseMatrix half = DenseMatrix.TransposeProduct(inside, image);
        var coefficients = new DenseMatrix(basis.Columns, basis.Columns);
        double weight = images ? 0.5 * _scale : _scale;
        for (int i = 0; i < basis.Columns; i++)
        {
            for (int j = 0; j < basis.Columns; j++)
                coefficients[i, j] = weight * (half[i, j] + half[j, i]);
        }
        if (!images)
            return new PairPart(coefficients, _restriction.Up(marginal), null);
        using DenseMatrix own = image.Strip(0, basis.Columns);
        DenseMatrix whole = _restriction.Up(own);
        TensorPrimitives.Multiply(whole.Values, Math.Sqrt(_scale), whole.Values);
        return new PairPart(coefficients, _restriction.Up(marginal), whole);
    }

    public void Dispose()
    {
        _pairs.Dispose();
        _columns.Dispose();
    }

    /// <summary>P g of the tests, or only sum_a d_a of the fluxes, whose symmetric sum with the tests is theirs with P g.</summary>
    private DenseMatrix Images(DenseMatrix fields, CorrelationFactors factors, DenseMatrix tests, bool whole)
    {
        DenseMatrix[] weighted = [.. Enumerable.Range(0, _grid.Dimension).Select(b =>
        {
            using DenseMatrix slope = Slope(fields, b);
            return factors.Weigh(slope);
        })];
        DenseMatrix[] slopes = whole ? [.. Enumerable.Range(0, _grid.Dimension).Select(a => Slope(tests, a))] : [];
        using FactorPairSums sums = _pairs.Visit(weighted, fields, tests, whole ? slopes : null);
        DenseMatrix[] fluxes = [.. sums.Fluxes.Select(Scatter)];
        DenseMatrix image = sums.Images is null ? new DenseMatrix(_grid.Size, tests.Columns) : Scatter(sums.Images);
        _columns.AddDivergence(fluxes, image);
        foreach (DenseMatrix matrix in (DenseMatrix[])[.. weighted, .. slopes, .. fluxes])
            matrix.Dispose();
        return image;
    }

    private DenseMatrix Slope(DenseMatrix columns, int axis)
    {
        var slope = new DenseMatrix(columns.Rows, columns.Columns);
        _columns.Differentiate(columns, axis, slope);
        return slope;
    }

    /// <summary>Rows of the active points as rows of all points.</summary>
    private DenseMatrix Scatter(DenseMatrix rows)
    {
        var all = new DenseMatrix(_grid.Size, rows.Columns);
        for (int i = 0; i < rows.Rows; i++)
            rows.Row(i).CopyTo(all.Row(_pairs.Points[i]));
        return all;
    }
}
