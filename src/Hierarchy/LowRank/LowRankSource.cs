using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>What <see cref="LowRankSource"/> finds at one state.</summary>
/// <param name="Coefficients">W^T B W for the test fields W.</param>
/// <param name="Images">B W, if asked for.</param>
/// <param name="Collisions">C[g], n^d values.</param>
/// <param name="MomentCorrection">The largest correction of a second moment of B, over the largest second moment of Q(f,f) + C[g].</param>
internal sealed record SourceAt(DenseMatrix Coefficients, DenseMatrix? Images, double[] Collisions, double MomentCorrection) : IDisposable
{
    public void Dispose()
    {
        Coefficients.Dispose();
        Images?.Dispose();
    }
}

/// <summary>
/// The part of the pair equation that two particles make alone, B = (1/N) ( P[f x f + g] - m x f - f x m ), m = int P[F] dv2, on a space of test fields W
/// of zero integral, and the collisions C[g]. B receives the second moments that <see cref="PairCorrections"/> describes.
/// </summary>
internal sealed class LowRankSource : IDisposable
{
    private readonly VelocityGrid _grid;
    private readonly CorrectedLandau _landau;
    private readonly CollisionInvariants _invariants;
    private readonly FactorCollisions _columns;
    private readonly FactorPairs _pairs;
    private readonly SpectralDerivative _derivative;
    private readonly NativeBuffer _fields;
    private readonly double _factor;
    private readonly bool _conservative;

    public LowRankSource(CorrectedLandau landau, CollisionInvariants invariants, FactorCollisions columns, FactorPairs pairs, double factor, bool conservative)
    {
        _grid = landau.Operator.Grid;
        _landau = landau;
        _invariants = invariants;
        _columns = columns;
        _pairs = pairs;
        _factor = factor;
        _conservative = conservative;
        _derivative = new SpectralDerivative(_grid);
        _fields = new NativeBuffer((_grid.Dimension + 1) * _grid.Size);
    }

    public void Dispose()
    {
        _derivative.Dispose();
        _fields.Dispose();
    }

    /// <summary>Visits all pairs once.</summary>
    /// <param name="density">f.</param>
    /// <param name="factors">g.</param>
    /// <param name="basis">W, orthonormal unless only images are wanted.</param>
    /// <param name="images">Whether B W is wanted.</param>
    public SourceAt Evaluate(ReadOnlySpan<double> density, CorrelationFactors factors, DenseMatrix basis, bool images)
    {
        int size = _grid.Size, d = _grid.Dimension, rank = basis.Columns;
        density.CopyTo(_fields.Span);
        _derivative.Gradient(density, _fields.Span[size..]);
        DenseMatrix[] weighted = [.. Enumerable.Range(0, d).Select(b => WeightedSlope(factors, b))];
        using var tests = new DenseMatrix(size, rank + 1);
        tests.SetColumns(0, basis);
        for (int i = 0; i < size; i++)
            tests[i, rank] = 1;
        DenseMatrix[] slopes = [.. Enumerable.Range(0, d).Select(a => Slope(tests, a))];
        using FactorPairSums sums = _pairs.Visit(_fields.Span, weighted, factors.Fields, tests, images ? slopes : null);
        double[] marginal = Divergence(a => Column(sums.Fluxes[a], rank)), collisions = Divergence(a => Column(sums.Collisions, a));
        TensorPrimitives.Multiply(marginal, _grid.CellVolume, marginal);
        double mass = _grid.CellVolume * TensorPrimitives.Sum(density);
        DenseMatrix coefficients = Contract(sums, slopes, rank);
        double[] densityIn = basis.TransposeTimes(density), marginalIn = basis.TransposeTimes(marginal);
        for (int i = 0; i < rank; i++)
        {
            for (int j = 0; j < rank; j++)
                coefficients[i, j] = _factor * (coefficients[i, j] - (marginalIn[i] * densityIn[j] + densityIn[i] * marginalIn[j]) / mass);
        }
        double correction = _conservative ? CorrectMoments(density, collisions, basis, coefficients) : 0;
        DenseMatrix? image = images ? Image(sums, density, marginal, densityIn, marginalIn, mass) : null;
        foreach (DenseMatrix matrix in (DenseMatrix[])[.. weighted, .. slopes])
            matrix.Dispose();
        return new SourceAt(coefficients, image, collisions, correction);
    }

    private DenseMatrix Slope(DenseMatrix columns, int axis)
    {
        var result = new DenseMatrix(columns.Rows, columns.Columns);
        _columns.Differentiate(columns, axis, result);
        return result;
    }

    private DenseMatrix WeightedSlope(CorrelationFactors factors, int axis)
    {
        using DenseMatrix slope = Slope(factors.Fields, axis);
        return factors.Weigh(slope);
    }

    /// <summary>A column over the active points as a field.</summary>
    private double[] Column(DenseMatrix rows, int column)
    {
        double[] field = new double[_grid.Size];
        for (int i = 0; i < rows.Rows; i++)
            field[_pairs.Points[i]] = rows[i, column];
        return field;
    }

    private double[] Divergence(Func<int, double[]> flux)
    {
        double[] fluxes = [.. Enumerable.Range(0, _grid.Dimension).SelectMany(flux)], result = new double[_grid.Size];
        _derivative.Divergence(fluxes, result);
        return result;
    }

    /// <summary>W^T P[F] W = -(G + G^T), G = sum_a (d_a W)^T (J_a W).</summary>
    private DenseMatrix Contract(FactorPairSums sums, DenseMatrix[] slopes, int rank)
    {
        var result = new DenseMatrix(rank, rank);
        for (int a = 0; a < slopes.Length; a++)
        {
            using DenseMatrix active = slopes[a].Gather(_pairs.Points);
            using DenseMatrix product = DenseMatrix.TransposeProduct(active, sums.Fluxes[a]);
            for (int i = 0; i < rank; i++)
            {
                for (int j = 0; j < rank; j++)
                    result[i, j] -= product[i, j] + product[j, i];
            }
        }
        return result;
    }

    /// <summary>Adds sum K_kl psi_k x psi_l so that the second moments of B are those of -(Q(f,f) + C[g])/N.</summary>
    private double CorrectMoments(ReadOnlySpan<double> density, ReadOnlySpan<double> collisions, DenseMatrix basis, DenseMatrix coefficients)
    {
        double[] rate = new double[_grid.Size];
        _landau.Apply(density, rate);
        TensorPrimitives.Add(rate, collisions, rate);
        _landau.Conserve(rate);
        int count = _invariants.Count, rank = basis.Columns;
        double cell = _grid.CellVolume, largest = 0, moment = 0;
        double[][] phi = [.. Enumerable.Range(0, count).Select(k => basis.TransposeTimes(_invariants.Function(k)))];
        double[][] psi = [.. Enumerable.Range(0, count).Select(k => basis.TransposeTimes(_invariants.Dual(k)))];
        double[] image = new double[rank];
        double[,] missing = new double[count, count];
        for (int l = 0; l < count; l++)
        {
            for (int i = 0; i < rank; i++)
                image[i] = TensorPrimitives.Dot<double>(coefficients.Row(i), phi[l]);
            for (int k = 0; k < count; k++)
            {
                double single = 0;
                for (int i = 0; i < rate.Length; i++)
                    single += cell * rate[i] * _invariants.Function(k)[i] * _invariants.Function(l)[i];
                missing[k, l] = -_factor * single - cell * cell * TensorPrimitives.Dot<double>(phi[k], image);
                largest = Math.Max(largest, Math.Abs(missing[k, l]));
                moment = Math.Max(moment, Math.Abs(_factor * single));
            }
        }
        AddDuals(coefficients, psi, missing);
        return moment > 0 ? largest / moment : 0;
    }

    /// <summary>coefficients += sum_kl moments_kl psi_k psi_l^T.</summary>
    public static void AddDuals(DenseMatrix coefficients, double[][] psi, double[,] moments)
    {
        for (int k = 0; k < psi.Length; k++)
        {
            for (int l = 0; l < psi.Length; l++)
            {
                double moment = 0.5 * (moments[k, l] + moments[l, k]);
                for (int i = 0; i < coefficients.Rows; i++)
                    TensorPrimitives.MultiplyAdd<double>(psi[l], moment * psi[k][i], coefficients.Row(i), coefficients.Row(i));
            }
        }
    }

    /// <summary>B W at all points.</summary>
    private DenseMatrix Image(FactorPairSums sums, ReadOnlySpan<double> density, double[] marginal, double[] densityIn, double[] marginalIn, double mass)
    {
        int rank = densityIn.Length;
        var result = new DenseMatrix(_grid.Size, rank);
        Scatter(sums.Images!, result);
        DenseMatrix[] fluxes = [.. sums.Fluxes.Select(_ => new DenseMatrix(_grid.Size, rank))];
        for (int a = 0; a < fluxes.Length; a++)
            Scatter(sums.Fluxes[a], fluxes[a]);
        _columns.AddDivergence(fluxes, result);
        for (int i = 0; i < _grid.Size; i++)
        {
            Span<double> row = result.Row(i);
            TensorPrimitives.MultiplyAdd(densityIn, -marginal[i] / mass, row, row);
            TensorPrimitives.MultiplyAdd(marginalIn, -density[i] / mass, row, row);
            TensorPrimitives.Multiply(row, _factor, row);
        }
        foreach (DenseMatrix flux in fluxes)
            flux.Dispose();
        return result;
    }

    private void Scatter(DenseMatrix rows, DenseMatrix all)
    {
        for (int i = 0; i < rows.Rows; i++)
            rows.Row(i)[..all.Columns].CopyTo(all.Row(_pairs.Points[i]));
    }
}
