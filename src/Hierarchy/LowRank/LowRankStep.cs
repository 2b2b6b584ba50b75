using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.LowRank;

/// <summary>The end of a step that was tried.</summary>
internal sealed class StepTrial : IDisposable
{
    public required double[] Density { get; init; }

    public required CorrelationFactors Factors { get; init; }

    /// <summary>The L2 norm that the step leaves out of g.</summary>
    public required double Left { get; init; }

    /// <summary>The error estimate in units of the tolerance.</summary>
    public required double Error { get; init; }

    public required int Evaluations { get; init; }

    public required StepMemory Memory { get; init; }

    public void Dispose()
    {
        Factors.Dispose();
        Memory.Dispose();
    }
}

/// <summary>
/// One step of basis update and Galerkin (Ceruti, Kusch and Lubich, BIT 62 (2022) 1149) for <see cref="LowRankHierarchy"/>, of the second order in time.
/// </summary>
/// <remarks>
/// 1: the basis W holds the factors u_k, what the flow of T makes of them, and the directions of h B that the tolerance asks for, B the pair source of <see cref="LowRankSource"/>.
/// 2: C' = T_W C + C T_W^T + B_W(t), with T at the middle of the step and B_W linear in time, extrapolated from the step before. 3: the same with B_W at the end found anew, f likewise; the
/// difference is the error estimate (without a step before, 3 comes twice). 4: eigenvectors of C up to the tolerance; the two-particle invariants are restored along their dual fields.
/// </remarks>
internal sealed unsafe class LowRankStep : IDisposable
{
    private const int FewestProbes = 32;

    /// <summary>The share of the tolerance that the truncation of one step may leave out: what many steps leave out adds up to about the tolerance.</summary>
    private const double TruncationShare = 0.2;

    /// <summary>The share of the truncation that the choice of the basis takes.</summary>
    private const double BasisShare = 0.3;

    /// <summary>The same for what the predicted g leaves out before its source is found.</summary>
    private const double PredictorShare = 0.3;
    private readonly LowRankHierarchy _equation;
    private readonly VelocityGrid _grid;
    private readonly CollisionInvariants _invariants;
    private readonly LowRankFlow _flow;
    private readonly LowRankSource _source;
    private readonly DensityFlow _densityFlow;
    private readonly StabilisedStepper _densityStepper;
    private readonly NativeBuffer _middle;
    private readonly double[][] _duals;
    private readonly double _tolerance;

    public LowRankStep(LowRankHierarchy equation, StepperOptions options)
    {
        _equation = equation;
        _grid = equation.Grid;
        _tolerance = options.Tolerance;
        ParticleNumber particles = equation.Particles;
        _invariants = equation.Invariants ?? throw new InvalidOperationException("the initial datum fixes the corrections: start with it");
        _duals = equation.Duals();
        _flow = new LowRankFlow(equation.Columns, particles.Outside(2));
        _source = new LowRankSource(equation.Landau, _invariants, equation.Columns, equation.Convolution, equation.Pairs, particles.Inverse, equation.Options.Conservative);
        _densityFlow = new DensityFlow(equation.Landau, particles.Outside(1), equation.DensityScale);
        _densityStepper = new StabilisedStepper(_densityFlow, options with { Tolerance = Math.Max(0.1 * options.Tolerance, 1e-13), InitialStep = null });
        _middle = new NativeBuffer(_grid.Size);
    }

    private double RankScale => TruncationShare * _equation.LowRank.Tolerance * _equation.CorrelationScale;

    private int MostRank => Math.Min(_equation.LowRank.MaximalRank, _grid.Size - _grid.Dimension - 2);

    public void Dispose()
    {
        _source.Dispose();
        _densityStepper.Dispose();
        _middle.Dispose();
    }

    /// <summary>Begins at a state: the images of its factors and of random fields under B, and C[g]. One visit to the pairs.</summary>
    public StepMemory Begin(ReadOnlySpan<double> density, CorrelationFactors factors)
    {
        _equation.Pairs.Select(density);
        density.CopyTo(_middle.Span);
        _equation.Landau.Operator.Prepare(density);
        double radius = _flow.Radius(new LinearisationFields(_middle.Pointer, _equation.Landau.Operator), density);
        int known = factors.Weights.Length, probes = Math.Clamp(MostRank - known, Math.Min(FewestProbes, MostRank), MostRank);
        using var tests = new DenseMatrix(_grid.Size, known + probes);
        tests.SetColumns(0, factors.Fields);
        using DenseMatrix random = RandomProbes.Of(_grid.Size, probes);
        // Of k independent columns of variance 1/k the images have the singular values of B itself.
        tests.SetColumns(known, random, 1 / Math.Sqrt(probes));
        using SourceAt source = _source.Evaluate(density, factors, tests, images: true);
        return new StepMemory { Collisions = source.Collisions, CollisionSlope = new double[_grid.Size], Images = source.Images!.Clone(), Radius = radius, Clock = default };
    }

    /// <summary>Tries a step of the given length.</summary>
    public StepTrial Attempt(double[] density, CorrelationFactors factors, StepMemory memory, double length)
    {
        StepperState clock = memory.Clock;
        _equation.Pairs.Select(density);
        double[] middle = AdvanceDensity(density, memory.Collisions, memory.CollisionSlope, length / 2, clock);
        double[] predicted = AdvanceDensity(density, memory.Collisions, memory.CollisionSlope, length, clock);
        middle.CopyTo(_middle.Span);
        _equation.Landau.Operator.Prepare(middle);
        var fields = new LinearisationFields(_middle.Pointer, _equation.Landau.Operator);
        DenseMatrix basis = Basis(fields, factors, memory, length);
        using DenseMatrix generator = Generator(fields, basis), start = Galerkin(basis, factors);
        using SourceAt first = _source.Evaluate(density, factors, basis, images: false);
        DenseMatrix? slope = memory.Slope is null ? null : Carry(memory, basis);
        DenseMatrix guess = LowRankFlow.Integrate(generator, first.Coefficients, slope, start, length);
        int passes = memory.Slope is null ? 2 : 1, evaluations = 1;
        double error = 0;
        DenseMatrix? images = null;
        double[] collisionSlope = [];
        for (int pass = 0; pass < passes; pass++)
        {
            slope?.Dispose();
            images?.Dispose();
            (CorrelationFactors ahead, _) = CorrelationFactors.Of(basis, guess, PredictorShare * RankScale, MostRank + _duals.Length);
            using (ahead)
            using (SourceAt last = _source.Evaluate(predicted, ahead, basis, images: pass == passes - 1))
            {
                evaluations++;
                _equation.MomentCorrection = Math.Max(_equation.MomentCorrection, last.MomentCorrection);
                slope = last.Coefficients.Clone();
                LowRankFlow.AddScaled(slope, first.Coefficients, -1);
                TensorPrimitives.Multiply(slope.Values, 1 / length, slope.Values);
                collisionSlope = new double[_grid.Size];
                TensorPrimitives.Subtract(last.Collisions, first.Collisions, collisionSlope);
                TensorPrimitives.Multiply(collisionSlope, 1 / length, collisionSlope);
                images = last.Images?.Clone();
            }
            DenseMatrix corrected = LowRankFlow.Integrate(generator, first.Coefficients, slope, start, length);
            double[] correctedDensity = AdvanceDensity(density, first.Collisions, collisionSlope, length, clock);
            error = Math.Max(Distance(corrected, guess) / _equation.CorrelationScale, Distance(correctedDensity, predicted) / _equation.DensityScale) / _tolerance;
            guess.Dispose();
            (guess, predicted) = (corrected, correctedDensity);
        }
        using (guess)
        {
            (CorrelationFactors end, double left) = Truncate(basis, guess, factors, density, predicted);
            double[] endCollisions = new double[_grid.Size];
            TensorPrimitives.MultiplyAdd(collisionSlope, length, first.Collisions, endCollisions);
            var next = new StepMemory { Collisions = endCollisions, CollisionSlope = collisionSlope, Images = images!, Radius = memory.Radius, Clock = _densityStepper.Save(), Basis = basis, Slope = slope };
            return new StepTrial { Density = predicted, Factors = end, Left = left, Error = error, Evaluations = evaluations, Memory = next };
        }
    }

    /// <summary>f a time later, with C[g] linear in time.</summary>
    private double[] AdvanceDensity(double[] density, double[] collisions, double[] slope, double time, StepperState clock)
    {
        double[] state = [.. density, 0];
        _densityFlow.Collisions = collisions;
        _densityFlow.Slope = slope;
        _densityStepper.Restore(clock);
        _densityStepper.AdvanceTo(clock.Time + time, state);
        return state[..^1];
    }

    /// <summary>W, whose first columns are the factors.</summary>
    private DenseMatrix Basis(LinearisationFields fields, CorrelationFactors factors, StepMemory memory, double length)
    {
        using DenseMatrix start = factors.Weigh(factors.Fields);
        using DenseMatrix moved = _flow.Propagate(fields, start, length, memory.Radius);
        using var candidates = new DenseMatrix(_grid.Size, moved.Columns + memory.Images.Columns);
        candidates.SetColumns(0, moved);
        candidates.SetColumns(moved.Columns, memory.Images, length);
        int most = Math.Min(MostRank, _grid.Size - 1 - factors.Weights.Length);
        return FactorBasis.Extend(factors.Fields, candidates, BasisShare * RankScale, most);
    }

    /// <summary>T_W = W^T T W, freed of the production of momentum and energy.</summary>
    private DenseMatrix Generator(LinearisationFields fields, DenseMatrix basis)
    {
        using DenseMatrix images = _flow.Apply(fields, basis);
        DenseMatrix generator = DenseMatrix.TransposeProduct(basis, images);
        for (int k = 0; _equation.Options.Conservative && k < _invariants.Count; k++)
        {
            double[] phi = basis.TransposeTimes(_invariants.Function(k)), psi = basis.TransposeTimes(_duals[k]);
            double[] moments = generator.TransposeTimes(phi);
            for (int i = 0; i < generator.Rows; i++)
                TensorPrimitives.MultiplyAdd<double>(moments, -_grid.CellVolume * psi[i], generator.Row(i), generator.Row(i));
        }
        return generator;
    }

    /// <summary>g in the basis.</summary>
    private static DenseMatrix Galerkin(DenseMatrix basis, CorrelationFactors factors)
    {
        using DenseMatrix overlap = DenseMatrix.TransposeProduct(factors.Fields, basis), weighted = overlap.Clone();
        for (int k = 0; k < weighted.Rows; k++)
            TensorPrimitives.Multiply(weighted.Row(k), factors.Weights[k], weighted.Row(k));
        return DenseMatrix.TransposeProduct(overlap, weighted);
    }

    /// <summary>The slope of the source in the basis of this step.</summary>
    private static DenseMatrix Carry(StepMemory memory, DenseMatrix basis)
    {
        using DenseMatrix overlap = DenseMatrix.TransposeProduct(memory.Basis!, basis), product = DenseMatrix.Product(memory.Slope!, overlap);
        return DenseMatrix.TransposeProduct(overlap, product);
    }

    /// <summary>
    /// The leading eigenvectors. E[phi(v1) psi(v1)] + (N-1) E[phi(v1) psi(v2)] stays what it was: the moments of g are set to those at the start of the step less the change of
    /// those of f over N - 1.
    /// </summary>
    private (CorrelationFactors Factors, double Left) Truncate(DenseMatrix basis, DenseMatrix coefficients, CorrelationFactors before, double[] density, double[] densityAfter)
    {
        (CorrelationFactors leading, double left) = CorrelationFactors.Of(basis, coefficients, RankScale, MostRank);
        using (leading)
        {
            CorrelationFactors whole = leading.With(_duals);
            if (!_equation.Options.Conservative)
                return (whole, left);
            double[,] wanted = before.Moments(_invariants), found = whole.Moments(_invariants);
            double others = _equation.Particles.Value - 1;
            for (int k = 0; k < _invariants.Count; k++)
            {
                for (int l = 0; l < _invariants.Count; l++)
                    wanted[k, l] -= found[k, l] + ChangeOf(k, l, density, densityAfter) / others;
            }
            using (whole)
                return (whole.Add(_duals, wanted), left);
        }
    }

    /// <summary>The change of E[phi_k phi_l].</summary>
    private double ChangeOf(int k, int l, double[] density, double[] after)
    {
        double sum = 0;
        for (int i = 0; i < density.Length; i++)
            sum += _grid.CellVolume * _invariants.Function(k)[i] * _invariants.Function(l)[i] * (after[i] - density[i]);
        return sum;
    }

    private static double Distance(DenseMatrix one, DenseMatrix other)
    {
        using DenseMatrix difference = one.Clone();
        LowRankFlow.AddScaled(difference, other, -1);
        return Math.Sqrt(difference.SquaredNorm());
    }

    private static double Distance(double[] one, double[] other) => TensorPrimitives.Distance<double>(one, other);
}
