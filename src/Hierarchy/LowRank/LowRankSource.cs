using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>What <see cref="LowRankSource"/> finds at one state.</summary>
internal sealed class SourceAt(DenseMatrix coefficients, DenseMatrix pairs, DenseMatrix? fluxes, double[] collisions, double momentCorrection) : IDisposable
{
    private DenseMatrix? _fluxes = fluxes;

    /// <summary>W^T B W for the test fields W.</summary>
    public DenseMatrix Coefficients { get; } = coefficients;

    /// <summary>W^T (P[f x f] + p P g) W, without the marginals.</summary>
    public DenseMatrix Pairs { get; } = pairs;

    /// <summary>C[g], n^d values.</summary>
    public double[] Collisions { get; } = collisions;

    /// <summary>The largest correction of a second moment of B, over the largest second moment of the collisions of f.</summary>
    public double MomentCorrection { get; } = momentCorrection;

    /// <summary>sum_a d_a (J_a W), whose products with W make W^T P[f x f] W, if they were kept; the caller disposes of them.</summary>
    public DenseMatrix TakeFluxes()
    {
        DenseMatrix taken = _fluxes ?? throw new InvalidOperationException("the fluxes were not kept, or are taken already");
        _fluxes = null;
        return taken;
    }

    public void Dispose()
    {
        Coefficients.Dispose();
        Pairs.Dispose();
        _fluxes?.Dispose();
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

    /// <summary>Finds B on a basis.</summary>
    /// <param name="density">f.</param>
    /// <param name="basis">W, orthonormal.</param>
    /// <param name="keep">Whether the fluxes are kept.</param>
    /// <param name="collisions">C[g].</param>
    /// <param name="pairs">W^T (P g) W and the marginal of P g; null for none.</param>
    public SourceAt Evaluate(ReadOnlySpan<double> density, DenseMatrix basis, bool keep, double[] collisions, PairPart? pairs)
    {
        Prepare(density);
        DenseMatrix fluxes = Apply(basis, whole: false), whole = Time("contract", () => Contract(basis, fluxes));
        if (pairs is not null)
            LowRankFlow.AddScaled(whole, pairs.Coefficients, 1);
        if (!keep)
            fluxes.Dispose();
        (DenseMatrix coefficients, double correction) = Complete(density, basis, whole, collisions, pairs?.Marginal);
        return new SourceAt(coefficients, whole, keep ? fluxes : null, collisions, correction);
    }

    /// <summary>B where it is known on the first columns U of W: only its part on the others, V, is found.</summary>
    /// <param name="density">f.</param>
    /// <param name="basis">W.</param>
    /// <param name="others">V.</param>
    /// <param name="memory">What is known of U.</param>
    /// <param name="corner">V^T (P g) V, or null for none.</param>
    public SourceAt Continue(ReadOnlySpan<double> density, DenseMatrix basis, DenseMatrix others, StepMemory memory, PairPart? corner)
    {
        Prepare(density);
        DenseMatrix turns = memory.Turns!;
        int first = turns.Columns, rank = basis.Columns;
        using DenseMatrix fluxes = Apply(others, whole: false), right = Time("contract", () => _equation.Team.TransposeProduct(basis, fluxes)),
            along = Time("contract", () => _equation.Team.TransposeProduct(others, memory.Known!)), below = DenseMatrix.Product(along, turns);
        var whole = new DenseMatrix(rank, rank);
        for (int i = 0; i < first; i++)
        {
            memory.Inner!.Row(i).CopyTo(whole.Row(i));
            for (int j = first; j < rank; j++)
                whole[i, j] = whole[j, i] = right[i, j - first] + below[j - first, i];
        }
        for (int i = first; i < rank; i++)
        {
            for (int j = first; j < rank; j++)
                whole[i, j] = right[i, j - first] + right[j, i - first] + (corner?.Coefficients[i - first, j - first] ?? 0);
        }
        (DenseMatrix coefficients, double correction) = Complete(density, basis, whole, memory.Collisions, memory.PairMarginal);
        return new SourceAt(coefficients, whole, null, memory.Collisions, correction);
    }

    /// <summary>B of combinations W X of a basis, at the density that was evaluated last.</summary>
    /// <param name="density">That f.</param>
    /// <param name="basis">W.</param>
    /// <param name="fluxes">Its fluxes, and P g of it.</param>
    /// <param name="combinations">X.</param>
    /// <param name="pairMarginal">int P g dv2, or null for none.</param>
    public DenseMatrix Images(ReadOnlySpan<double> density, DenseMatrix basis, DenseMatrix fluxes, DenseMatrix combinations, double[]? pairMarginal)
    {
        using DenseMatrix tests = DenseMatrix.Product(basis, combinations);
        DenseMatrix image = DenseMatrix.Product(fluxes, combinations);
        if (_factor != 0)
            _equation.Convolution.AddImages(_fields, tests, image);
        TakeMarginals(image, density, MarginalsOf(density, tests, pairMarginal));
        return image;
    }

    /// <summary>B of any columns, without P g.</summary>
    public DenseMatrix Images(ReadOnlySpan<double> density, DenseMatrix tests)
    {
        Prepare(density);
        DenseMatrix image = Apply(tests, whole: true);
        TakeMarginals(image, density, MarginalsOf(density, tests, null));
        return image;
    }

    /// <summary>C[g].</summary>
    public double[] Collisions(CorrelationFactors factors) => Time("C[g]", () =>
    {
        double[] collisions = new double[_grid.Size];
        _derivative.Divergence(_equation.Convolution.CollisionFlux(factors.Fields, factors.Weights), collisions);
        return collisions;
    });

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

    /// <summary>c_B ( whole - W^T (m x f + f x m) W ), and its moments restored.</summary>
    private (DenseMatrix Coefficients, double Correction) Complete(
        ReadOnlySpan<double> density, DenseMatrix basis, DenseMatrix whole, double[] collisions, double[]? pairMarginal)
    {
        (_, double[] marginalIn, double[] densityIn, double mass) = MarginalsOf(density, basis, pairMarginal);
        var coefficients = new DenseMatrix(whole.Rows, whole.Columns);
        for (int i = 0; i < coefficients.Rows; i++)
        {
            for (int j = 0; j < coefficients.Columns; j++)
                coefficients[i, j] = _factor * (whole[i, j] - (marginalIn[i] * densityIn[j] + densityIn[i] * marginalIn[j]) / mass);
        }
        return (coefficients, _equation.Options.Conservative ? CorrectMoments(density, collisions, basis, coefficients) : 0);
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

    /// <summary>M + M^T of M = W^T Y.</summary>
    private DenseMatrix Contract(DenseMatrix basis, DenseMatrix images)
    {
        using DenseMatrix product = _equation.Team.TransposeProduct(basis, images);
        var result = new DenseMatrix(basis.Columns, basis.Columns);
        for (int i = 0; i < result.Rows; i++)
        {
            for (int j = 0; j < result.Columns; j++)
                result[i, j] = product[i, j] + product[j, i];
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
    private void TakeMarginals(DenseMatrix image, ReadOnlySpan<double> density, Marginals marginals)
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
