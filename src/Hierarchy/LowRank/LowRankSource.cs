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
/// <remarks>P[f x f] and C[g] are convolutions (<see cref="FactorConvolution"/>), P g the visit of some pairs (<see cref="FactorPairs"/>).</remarks>
internal sealed class LowRankSource : IDisposable
{
    private readonly VelocityGrid _grid;
    private readonly CorrectedLandau _landau;
    private readonly CollisionInvariants _invariants;
    private readonly FactorCollisions _columns;
    private readonly FactorConvolution _convolution;
    private readonly FactorPairs _pairs;
    private readonly SpectralDerivative _derivative;
    private readonly NativeBuffer _fields;
    private readonly double _factor;
    private readonly bool _conservative;

    public LowRankSource(CorrectedLandau landau, CollisionInvariants invariants, FactorCollisions columns, FactorConvolution convolution, FactorPairs pairs, double factor, bool conservative)
    {
        _grid = landau.Operator.Grid;
        _landau = landau;
        _invariants = invariants;
        _columns = columns;
        _convolution = convolution;
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

    /// <summary>Finds B and C[g] once.</summary>
    /// <param name="density">f.</param>
    /// <param name="factors">g.</param>
    /// <param name="basis">W, orthonormal unless only images are wanted.</param>
    /// <param name="images">Whether B W is wanted.</param>
    public SourceAt Evaluate(ReadOnlySpan<double> density, CorrelationFactors factors, DenseMatrix basis, bool images)
    {
        density.CopyTo(_fields.Span);
        _derivative.Gradient(density, _fields.Span[_grid.Size..]);
        using var tests = new DenseMatrix(_grid.Size, basis.Columns + 1);
        tests.SetColumns(0, basis);
        tests.SetColumn(basis.Columns, Ones());
        // P W, or only the part of it whose symmetric sum W^T P W is twice.
        DenseMatrix image = _convolution.Apply(_fields, tests, images);
        AddPairs(factors, tests, images, image);
        double[] collisions = new double[_grid.Size];
        _derivative.Divergence(_convolution.CollisionFlux(factors.Fields, factors.Weights), collisions);
        double[] marginal = image.Column(basis.Columns);
        TensorPrimitives.Multiply(marginal, _grid.CellVolume, marginal);
        double mass = _grid.CellVolume * TensorPrimitives.Sum(density);
        double[] densityIn = basis.TransposeTimes(density), marginalIn = basis.TransposeTimes(marginal);
        DenseMatrix coefficients = Contract(basis, image, images ? 0.5 : 1);
        for (int i = 0; i < basis.Columns; i++)
        {
            for (int j = 0; j < basis.Columns; j++)
                coefficients[i, j] = _factor * (coefficients[i, j] - (marginalIn[i] * densityIn[j] + densityIn[i] * marginalIn[j]) / mass);
        }
        double correction = _conservative ? CorrectMoments(density, collisions, basis, coefficients) : 0;
        if (images)
            Complete(image, density, marginal, densityIn, marginalIn, mass);
        else
            image.Dispose();
        return new SourceAt(coefficients, images ? image : null, collisions, correction);
    }

    private double[] Ones()
    {
        double[] ones = new double[_grid.Size];
        Array.Fill(ones, 1);
        return ones;
    }

    /// <summary>Adds P g, or its part, to the images.</summary>
    private void AddPairs(CorrelationFactors factors, DenseMatrix tests, bool whole, DenseMatrix image)
    {
        DenseMatrix[] weighted = [.. Enumerable.Range(0, _grid.Dimension).Select(b => WeightedSlope(factors, b))];
        DenseMatrix[]? slopes = whole ? [.. Enumerable.Range(0, _grid.Dimension).Select(a => Slope(tests, a))] : null;
        using FactorPairSums sums = _pairs.Visit(weighted, factors.Fields, tests, slopes);
        foreach (DenseMatrix matrix in (DenseMatrix[])[.. weighted, .. slopes ?? []])
            matrix.Dispose();
        if (sums.Images is { } rows)
        {
            for (int i = 0; i < rows.Rows; i++)
            {
                Span<double> row = image.Row(_pairs.Points[i]);
                TensorPrimitives.Add(row, rows.Row(i), row);
            }
        }
        DenseMatrix[] fluxes = [.. sums.Fluxes.Select(Scatter)];
        _columns.AddDivergence(fluxes, image);
        foreach (DenseMatrix flux in fluxes)
            flux.Dispose();
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

    /// <summary>Rows of the active points as rows of all points.</summary>
    private DenseMatrix Scatter(DenseMatrix rows)
    {
        var all = new DenseMatrix(_grid.Size, rows.Columns);
        for (int i = 0; i < rows.Rows; i++)
            rows.Row(i).CopyTo(all.Row(_pairs.Points[i]));
        return all;
    }

    /// <summary>factor (M + M^T) of M = W^T Y, the last column of Y left out.</summary>
    private static DenseMatrix Contract(DenseMatrix basis, DenseMatrix images, double factor)
    {
        using DenseMatrix product = DenseMatrix.TransposeProduct(basis, images);
        var result = new DenseMatrix(basis.Columns, basis.Columns);
        for (int i = 0; i < result.Rows; i++)
        {
            for (int j = 0; j < result.Columns; j++)
                result[i, j] = factor * (product[i, j] + product[j, i]);
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

    /// <summary>B W from P W: the marginals are taken out; the last column, of w = 1, is cleared.</summary>
    private void Complete(DenseMatrix image, ReadOnlySpan<double> density, double[] marginal, double[] densityIn, double[] marginalIn, double mass)
    {
        int rank = densityIn.Length;
        for (int i = 0; i < _grid.Size; i++)
        {
            Span<double> row = image.Row(i)[..rank];
            TensorPrimitives.MultiplyAdd(densityIn, -marginal[i] / mass, row, row);
            TensorPrimitives.MultiplyAdd(marginalIn, -density[i] / mass, row, row);
            TensorPrimitives.Multiply(row, _factor, row);
            image[i, rank] = 0;
        }
    }
}
