using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>What <see cref="LowRankSource"/> finds at one state.</summary>
/// <param name="Coefficients">W^T B W for the test fields W.</param>
/// <param name="Images">B W, if asked for.</param>
/// <param name="Collisions">C[g], n^d values.</param>
/// <param name="MomentCorrection">The largest correction of a second moment of B, over the largest second moment of the collisions of f.</param>
internal sealed record SourceAt(DenseMatrix Coefficients, DenseMatrix? Images, double[] Collisions, double MomentCorrection) : IDisposable
{
    public void Dispose()
    {
        Coefficients.Dispose();
        Images?.Dispose();
    }
}

/// <summary>
/// The part of the pair equation that two particles make alone, B = c_B ( P[f x f + p g] - m x f - f x m ), m = int P[f x f + p g] dv2, on a space of test fields W
/// of zero integral, and the collisions C[g]. B receives the second moments that <see cref="PairCorrections"/> describes.
/// </summary>
/// <remarks>P[f x f] and C[g] are convolutions (<see cref="FactorConvolution"/>), P g the visit of some pairs (<see cref="CorrelationPairs"/>).</remarks>
internal sealed class LowRankSource : IDisposable
{
    private readonly LowRankEquation _equation;
    private readonly VelocityGrid _grid;
    private readonly CollisionInvariants _invariants;
    private readonly SpectralDerivative _derivative;
    private readonly NativeBuffer _fields;
    private readonly double _factor;

    public LowRankSource(LowRankEquation equation, CollisionInvariants invariants)
    {
        _equation = equation;
        _grid = equation.Grid;
        _invariants = invariants;
        _factor = equation.SourceFactor;
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
    /// <param name="known">C[g] if it is known.</param>
    /// <param name="pairs">W^T (P g) W and the marginal of P g, with images if those of B are wanted; null for none.</param>
    public SourceAt Evaluate(ReadOnlySpan<double> density, CorrelationFactors factors, DenseMatrix basis, bool images, double[]? known, PairPart? pairs)
    {
        Prepare(density);
        // P W, or only the part of it whose symmetric sum W^T P W is twice.
        DenseMatrix image = Apply(basis, images);
        double[] collisions = known ?? Time("C[g]", () => Collisions(factors));
        DenseMatrix coefficients = Time("contract", () => Contract(basis, image, images ? 0.5 : 1));
        Marginals marginals = MarginalsOf(density, basis, pairs?.Marginal);
        TakeMarginals(coefficients, pairs, marginals);
        double correction = _equation.Options.Conservative ? CorrectMoments(density, collisions, basis, coefficients) : 0;
        if (images && pairs?.Images is { } more)
            LowRankFlow.AddScaled(image, more, 1);
        if (images)
            Complete(image, density, marginals);
        else
            image.Dispose();
        return new SourceAt(coefficients, images ? image : null, collisions, correction);
    }

    /// <summary>B where its images of the first columns of W are known: only its part on the others is found.</summary>
    /// <param name="density">f.</param>
    /// <param name="basis">W.</param>
    /// <param name="known">B on the first columns of W.</param>
    /// <param name="others">The other columns.</param>
    /// <param name="collisions">C[g].</param>
    /// <param name="pairMarginal">int P g dv2, or null for none.</param>
    /// <param name="pairs">V^T (P g) V for the other columns V, or null for none.</param>
    public SourceAt Continue(
        ReadOnlySpan<double> density, DenseMatrix basis, DenseMatrix known, DenseMatrix others, double[] collisions, double[]? pairMarginal, PairPart? pairs)
    {
        Prepare(density);
        int first = known.Columns, rank = basis.Columns;
        using DenseMatrix image = Apply(others, whole: false), corner = Time("contract", () => Contract(others, image, 1)),
            beside = Time("contract", () => _equation.Team.TransposeProduct(basis, known));
        TakeMarginals(corner, pairs, MarginalsOf(density, others, pairMarginal));
        var coefficients = new DenseMatrix(rank, rank);
        for (int i = 0; i < rank; i++)
        {
            for (int j = 0; j < first; j++)
                coefficients[i, j] = i < first ? 0.5 * (beside[i, j] + beside[j, i]) : beside[i, j];
            for (int j = first; j < rank; j++)
                coefficients[i, j] = i < first ? beside[j, i] : corner[i - first, j - first];
        }
        double correction = _equation.Options.Conservative ? CorrectMoments(density, collisions, basis, coefficients) : 0;
        return new SourceAt(coefficients, null, collisions, correction);
    }

    private void Prepare(ReadOnlySpan<double> density)
    {
        density.CopyTo(_fields.Span);
        _derivative.Gradient(density, _fields.Span[_grid.Size..]);
    }

    private DenseMatrix Apply(DenseMatrix columns, bool whole) =>
        Time("source", () => _factor == 0 ? _equation.Team.Make(columns.Columns) : _equation.Convolution.Apply(_fields, columns, whole));

    /// <summary>m and the products of f and m with W.</summary>
    private Marginals MarginalsOf(ReadOnlySpan<double> density, DenseMatrix basis, double[]? pairMarginal)
    {
        double[] marginal = Marginal();
        if (pairMarginal is not null)
            TensorPrimitives.Add(marginal, pairMarginal, marginal);
        return new Marginals(marginal, _equation.Team.TransposeTimes(basis, marginal), _equation.Team.TransposeTimes(basis, density), _grid.CellVolume * TensorPrimitives.Sum(density));
    }

    /// <summary>coefficients = c_B ( coefficients + W^T (P g) W - W^T (m x f + f x m) W ).</summary>
    private void TakeMarginals(DenseMatrix coefficients, PairPart? pairs, Marginals marginals)
    {
        if (pairs is not null)
            LowRankFlow.AddScaled(coefficients, pairs.Coefficients, 1);
        (_, double[] marginalIn, double[] densityIn, double mass) = marginals;
        for (int i = 0; i < coefficients.Rows; i++)
        {
            for (int j = 0; j < coefficients.Columns; j++)
                coefficients[i, j] = _factor * (coefficients[i, j] - (marginalIn[i] * densityIn[j] + densityIn[i] * marginalIn[j]) / mass);
        }
    }

    private T Time<T>(string part, Func<T> work) => PartClock.Time(_equation.Clock, part, work);

    /// <summary>int P[f x f] dv2, the image of w = 1 times h^d.</summary>
    private double[] Marginal()
    {
        if (_factor == 0)
            return new double[_grid.Size];
        using var one = new DenseMatrix(_grid.Size, 1);
        for (int i = 0; i < _grid.Size; i++)
            one[i, 0] = 1;
        using DenseMatrix image = _equation.Convolution.ApplyHere(_fields, one, whole: false);
        double[] marginal = image.Column(0);
        TensorPrimitives.Multiply(marginal, _grid.CellVolume, marginal);
        return marginal;
    }

    private double[] Collisions(CorrelationFactors factors)
    {
        double[] collisions = new double[_grid.Size];
        _derivative.Divergence(_equation.Convolution.CollisionFlux(factors.Fields, factors.Weights), collisions);
        return collisions;
    }

    /// <summary>factor (M + M^T) of M = W^T Y.</summary>
    private DenseMatrix Contract(DenseMatrix basis, DenseMatrix images, double factor)
    {
        using DenseMatrix product = _equation.Team.TransposeProduct(basis, images);
        var result = new DenseMatrix(basis.Columns, basis.Columns);
        for (int i = 0; i < result.Rows; i++)
        {
            for (int j = 0; j < result.Columns; j++)
                result[i, j] = factor * (product[i, j] + product[j, i]);
        }
        return result;
    }

    /// <summary>Adds sum K_kl psi_k x psi_l so that the second moments of B are c_B times those of -(Q(f,f) + C[g]), or of -Q(f,f) at leading order.</summary>
    private double CorrectMoments(ReadOnlySpan<double> density, ReadOnlySpan<double> collisions, DenseMatrix basis, DenseMatrix coefficients)
    {
        double[] rate = new double[_grid.Size];
        _equation.Landau.Apply(density, rate);
        if (_equation.CollidesItself)
            TensorPrimitives.Add(rate, collisions, rate);
        _equation.Landau.Conserve(rate);
        int count = _invariants.Count, rank = basis.Columns;
        double cell = _grid.CellVolume, largest = 0, moment = 0;
        double[][] phi = [.. Enumerable.Range(0, count).Select(k => _equation.Team.TransposeTimes(basis, _invariants.Function(k)))];
        double[][] psi = [.. Enumerable.Range(0, count).Select(k => _equation.Team.TransposeTimes(basis, _invariants.Dual(k)))];
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

    /// <summary>B W from P W: the marginals are taken out.</summary>
    private void Complete(DenseMatrix image, ReadOnlySpan<double> density, Marginals marginals)
    {
        (double[] marginal, double[] marginalIn, double[] densityIn, double mass) = marginals;
        int first = _equation.Team.First;
        for (int i = 0; i < image.Rows; i++)
        {
            Span<double> row = image.Row(i);
            TensorPrimitives.MultiplyAdd(densityIn, -marginal[first + i] / mass, row, row);
            TensorPrimitives.MultiplyAdd(marginalIn, -density[first + i] / mass, row, row);
            TensorPrimitives.Multiply(row, _factor, row);
        }
    }

    /// <summary>m, W^T m, W^T f and the mass of f.</summary>
    private readonly record struct Marginals(double[] Marginal, double[] MarginalIn, double[] DensityIn, double Mass);
}
