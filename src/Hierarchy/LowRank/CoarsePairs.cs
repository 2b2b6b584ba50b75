using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
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
    private readonly RowTeam _fine;
    private readonly RowTeam _coarse;
    private readonly FactorPairs _pairs;
    private readonly FactorCollisions _columns;
    private readonly double _scale;

    /// <summary>Takes the kernel on the grid of m points.</summary>
    public CoarsePairs(VelocityGrid fine, int points, CollisionKernel kernel, CollisionOptions options, RowTeam? team = null)
    {
        _fine = team ?? new RowTeam(null, fine.Size);
        _grid = points == fine.Points ? fine : new VelocityGrid(fine.Dimension, points, fine.HalfWidth, fine.Origin);
        _restriction = new FieldRestriction(fine, _grid);
        var layout = new PairLayout(_grid);
        using var tables = new PairKernelTables(layout, kernel);
        _coarse = new RowTeam(_fine.Ranks, _grid.Size);
        _pairs = new FactorPairs(layout, tables, _coarse);
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
        int count = basis.Columns;
        using DenseMatrix inside = _coarse.Make(count), image = _coarse.Make(count + 1);
        DenseMatrix? whole = images ? _fine.Make(count) : null;
        using (PairRows rows = Rows(factors, basis, inside, images))
        using (FactorPairSums sums = _pairs.Visit(rows))
            Collect(sums, image, whole);
        double[] marginal = _coarse.Column(image, count);
        TensorPrimitives.Multiply(marginal, _grid.CellVolume, marginal);
        using DenseMatrix half = _coarse.TransposeProduct(inside, image);
        var coefficients = new DenseMatrix(count, count);
        double weight = images ? 0.5 * _scale : _scale;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                coefficients[i, j] = weight * (half[i, j] + half[j, i]);
        }
        return new PairPart(coefficients, _restriction.Up(marginal), whole);
    }

    public void Dispose()
    {
        _pairs.Dispose();
        _columns.Dispose();
    }

    /// <summary>Blocks of sixteen columns, two for every thread at a time.</summary>
    private IEnumerable<ColumnWave> Waves(int columns) => _fine.Waves(columns, PairLayout.BlockColumns, 2 * _fine.Threads);

    /// <summary>What the visit reads at the points of this rank; the tests are W and, last, 1. The rows of W on the coarse grid are kept as well.</summary>
    private PairRows Rows(CorrelationFactors factors, DenseMatrix basis, DenseMatrix inside, bool images)
    {
        int count = basis.Columns;
        var rows = new PairRows(_pairs.Points.Rows, factors.Weights.Length, count + 1, _grid.Dimension, images);
        foreach (ColumnWave wave in Waves(factors.Weights.Length))
        {
            using DenseMatrix whole = _fine.Exchange.ToColumns(factors.Fields, wave), down = _restriction.Down(whole);
            _pairs.Points.ToRows(down, wave, rows.Factors);
            AddSlopes(down, wave, rows.Weighted);
        }
        foreach (DenseMatrix weighted in rows.Weighted)
        {
            for (int i = 0; i < weighted.Rows; i++)
                TensorPrimitives.Multiply(weighted.Row(i), factors.Weights, weighted.Row(i));
        }
        foreach (ColumnWave wave in Waves(count + 1))
        {
            using DenseMatrix whole = _fine.Exchange.ToColumns(basis, wave), down = _restriction.Down(whole);
            for (int i = 0; i < down.Rows && wave.First <= count && count < wave.First + wave.Count; i++)
                down[i, count - wave.First] = 1;
            _pairs.Points.ToRows(down, wave, rows.Tests);
            _coarse.Exchange.ToRows(down, wave, inside);
            AddSlopes(down, wave, rows.Slopes);
        }
        return rows;
    }

    private void AddSlopes(DenseMatrix columns, ColumnWave wave, DenseMatrix[] slopes)
    {
        using var slope = new DenseMatrix(columns.Rows, columns.Columns);
        for (int a = 0; a < slopes.Length; a++)
        {
            _columns.Differentiate(columns, a, slope);
            _pairs.Points.ToRows(slope, wave, slopes[a]);
        }
    }

    /// <summary>P g of the tests, or only sum_a d_a of the fluxes, whose symmetric sum with the tests is theirs with P g; on the fine grid where all of it is wanted.</summary>
    private void Collect(FactorPairSums sums, DenseMatrix image, DenseMatrix? whole)
    {
        foreach (ColumnWave wave in Waves(image.Columns))
        {
            DenseMatrix[] fluxes = [.. sums.Fluxes.Select(flux => _pairs.Points.ToColumns(flux, wave))];
            using DenseMatrix columns = sums.Images is null ? new DenseMatrix(_grid.Size, wave.Count) : _pairs.Points.ToColumns(sums.Images, wave);
            _columns.AddDivergence(fluxes, columns);
            foreach (DenseMatrix flux in fluxes)
                flux.Dispose();
            _coarse.Exchange.ToRows(columns, wave, image);
            if (whole is null)
                continue;
            using DenseMatrix up = _restriction.Up(columns);
            TensorPrimitives.Multiply(up.Values, Math.Sqrt(_scale), up.Values);
            _fine.Exchange.ToRows(up, wave, whole);
        }
    }
}
