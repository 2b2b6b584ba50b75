using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.LowRank;

/// <summary>
/// One step of basis update and Galerkin (Ceruti, Kusch and Lubich, BIT 62 (2022) 1149) for <see cref="LowRankEquation"/>, of the second order in time.
/// </summary>
/// <remarks>
/// 1: the basis W holds the factors u_k and, of what the flow of T makes of them and of h phi_1(h T) B, the directions that the tolerance asks for, B the pair source
/// of <see cref="LowRankSource"/> (<see cref="StepBasis"/>). 2: C' = T_W C + C T_W^T + B_W(t), with T at the middle of the step and B_W linear in time, extrapolated
/// from the step before. 3: the same with B_W at the end found anew, f likewise; the difference is the error estimate (without a step before, 3 may come twice).
/// 4: eigenvectors of C up to the tolerance; the two-particle invariants are restored along their dual fields.
/// </remarks>
internal sealed unsafe class LowRankStep : IDisposable
{
    private const int FewestProbes = 32;

    /// <summary>Random columns beyond those that complete a basis.</summary>
    private const int MoreProbes = 8;

    /// <summary>The share of the tolerance that the truncation of one step may leave out: what many steps leave out adds up to about the tolerance.</summary>
    private const double TruncationShare = 0.12;

    /// <summary>What the choice of the basis leaves out over what the truncation does: with more, bases are small and ranks large at the same error.</summary>
    private const double BasisShare = 1.1;

    /// <summary>The most fields of a basis over the maximal rank.</summary>
    private const double MostBasis = 1.4;

    /// <summary>The same for the compression of the images of B, over the time of the longest step that may follow.</summary>
    private const double ImageShare = 0.2;

    /// <summary>The same for what the predicted g leaves out before its source is found.</summary>
    private const double PredictorShare = 0.3;

    /// <summary>The error of a source that is constant over a step, over the tolerance, up to which the step needs no second pass.</summary>
    private const double OnePassError = 0.25;

    /// <summary>The longest first step that the images of the start serve.</summary>
    private const double LongestFirstStep = 0.05;

    private readonly LowRankEquation _equation;
    private readonly VelocityGrid _grid;
    private readonly CollisionInvariants _invariants;
    private readonly LowRankFlow _flow;
    private readonly LowRankSource _source;
    private readonly StepBasis _basis;
    private readonly StepTruncation _truncation;
    private readonly DensityFlow _densityFlow;
    private readonly StabilisedStepper _densityStepper;
    private readonly NativeBuffer _middle;
    private readonly double[][] _duals;
    private readonly double _tolerance;

    public LowRankStep(LowRankEquation equation, StepperOptions options)
    {
        _equation = equation;
        _grid = equation.Grid;
        _tolerance = options.Tolerance;
        _invariants = equation.Invariants ?? throw new InvalidOperationException("the initial datum fixes the corrections: start with it");
        _duals = equation.Duals();
        _flow = new LowRankFlow(equation.Columns, equation.FlowFactor, equation.Team);
        _source = new LowRankSource(equation, _invariants);
        _basis = new StepBasis(equation, _flow, _invariants, _duals);
        _truncation = new StepTruncation(equation, _invariants, _duals);
        _densityFlow = equation.CreateFlow();
        _densityStepper = new StabilisedStepper(_densityFlow, options with { Tolerance = Math.Max(0.1 * options.Tolerance, 1e-13), InitialStep = null });
        _middle = new NativeBuffer(_grid.Size);
    }

    private double RankScale => TruncationShare * _equation.Tolerance * _equation.CorrelationScale;

    private RowTeam Team => _equation.Team;

    private int MostRank => Math.Min(_equation.LowRank.MaximalRank, _grid.Size - _grid.Dimension - 2);

    public void Dispose()
    {
        _source.Dispose();
        _densityFlow.Dispose();
        _densityStepper.Dispose();
        _middle.Dispose();
    }

    /// <summary>Begins at a state: the images of its factors and of random fields under B, and C[g].</summary>
    public StepMemory Begin(double[] state, CorrelationFactors factors)
    {
        ReadOnlySpan<double> density = state.AsSpan(0, _grid.Size);
        density.CopyTo(_middle.Span);
        _equation.Landau.Operator.Prepare(density);
        double radius = _flow.Radius(new LinearisationFields(_middle.Pointer, _equation.Landau.Operator), density);
        return new StepMemory
        {
            Collisions = _source.Collisions(factors),
            CollisionSlope = new double[_grid.Size],
            Images = Images(density, factors, LongestFirstStep),
            Radius = radius,
            Clock = default
        };
    }

    /// <summary>B of the factors and of random fields, compressed.</summary>
    private DenseMatrix Images(ReadOnlySpan<double> density, CorrelationFactors factors, double length)
    {
        int known = factors.Weights.Length, probes = Math.Clamp(MostRank - known, Math.Min(FewestProbes, MostRank), MostRank);
        using DenseMatrix tests = Team.Make(known + probes);
        tests.SetColumns(0, factors.Fields);
        using (DenseMatrix random = RandomProbes.Of(Team, probes))
        {
            // Of k independent columns of variance 1/k the images have the singular values of B itself.
            tests.SetColumns(known, random, 1 / Math.Sqrt(probes));
        }
        using DenseMatrix images = _source.Images(density, tests);
        return FactorBasis.Compress(Team, images, ImageShare * RankScale / (2.5 * length), MostRank);
    }

    /// <summary>Keeps what an accepted step reports.</summary>
    public void Accept(StepTrial trial)
    {
        _equation.Pairs?.Accept(trial.Pairs, trial.Length);
        _equation.BasisRatio = Math.Max(_equation.BasisRatio, trial.BasisRatio);
        _equation.RankExcess = Math.Max(_equation.RankExcess, trial.Excess);
        _equation.RankNeeded = Math.Max(_equation.RankNeeded, trial.RankNeeded);
        _equation.MomentCorrection = Math.Max(_equation.MomentCorrection, trial.MomentCorrection);
    }

    /// <summary>Tries a step of the given length.</summary>
    /// <param name="density">f at its start.</param>
    /// <param name="factors">g at its start; disposed of.</param>
    /// <param name="memory">What the step before hands on; released where the step succeeds.</param>
    /// <param name="time">The time at its start.</param>
    /// <param name="length">Its length.</param>
    public StepTrial Attempt(double[] density, CorrelationFactors factors, StepMemory memory, double time, double length)
    {
        StepperState clock = memory.Clock;
        double[] middle = Time("f", () => AdvanceDensity(density, memory.Collisions, memory.CollisionSlope, length / 2, clock));
        double[] predicted = Time("f", () => AdvanceDensity(density, memory.Collisions, memory.CollisionSlope, length, clock));
        middle.AsSpan(0, _grid.Size).CopyTo(_middle.Span);
        _equation.Landau.Operator.Prepare(_middle.Span);
        var fields = new LinearisationFields(_middle.Pointer, _equation.Landau.Operator);
        double[] weights = factors.Weights;
        using DenseMatrix basis = Basis(fields, density, factors, memory, length), generator = Time("T of the basis", () => _basis.Generator(fields, basis)),
            start = StepTruncation.Diagonal(weights, basis.Columns);
        double passed = time - _equation.StartTime + length;
        (PairChoice choice, SourceAt begin) = Begin(density, weights, basis, generator, memory, passed);
        using SourceAt first = begin;
        DenseMatrix? slope = _basis.Carry(memory, basis);
        DenseMatrix guess = Time("small systems", () => LowRankFlow.Integrate(generator, first.Coefficients, slope, start, length));
        double error = 0, correction = first.MomentCorrection;
        int evaluations = 1;
        StepEnd? end = null;
        double[] collisionSlope = memory.CollisionSlope;
        // Without a slope before, the error is that of a constant source: where it is small already, one pass does.
        for (bool again = true; again; evaluations++)
        {
            again = slope is null;
            slope?.Dispose();
            end?.Dispose();
            end = Evaluate(predicted, basis, guess, generator, passed, length, choice);
            correction = Math.Max(correction, end.Source.MomentCorrection);
            (slope, collisionSlope) = (SlopeOf(first.Coefficients, end.Source.Coefficients, length), SlopeOf(memory.Collisions, end.Source.Collisions, length));
            DenseMatrix corrected = Time("small systems", () => LowRankFlow.Integrate(generator, first.Coefficients, slope, start, length));
            double[] correctedDensity = Time("f", () => AdvanceDensity(density, memory.Collisions, collisionSlope, length, clock));
            error = Math.Max(Distance(corrected, guess) / _equation.CorrelationScale, Distance(correctedDensity, predicted) / _equation.DensityScale) / _tolerance;
            guess.Dispose();
            (guess, predicted) = (corrected, correctedDensity);
            again &= error > OnePassError;
        }
        var trial = new StepTrial { Density = predicted, Error = error, Evaluations = evaluations, Length = length, Pairs = end!.Made, MomentCorrection = correction };
        using (end)
        using (slope)
        using (guess)
        {
            if (!(error <= 1))
                return trial;
            memory.Release();
            (DenseMatrix combinations, double[] kept, double left, double needed) = Time("eigenvectors",
                () => _truncation.Apply(basis, guess, start, density, predicted, RankScale, MostRank));
            using DenseMatrix turns = combinations, all = Time("eigenvectors", () => Completed(turns));
            StepMemory next = Hand(basis, generator, turns, all, end, basis.Columns - weights.Length, length) with
            {
                Radius = memory.Radius,
                CollisionSlope = collisionSlope,
                Slope = Between(slope!, all),
            };
            end.Dispose();
            return trial with
            {
                Factors = new CorrelationFactors(Time("eigenvectors", () => DenseMatrix.Product(basis, turns)), kept),
                Left = left,
                BasisRatio = basis.Columns / (double)kept.Length,
                Excess = left / RankScale,
                RankNeeded = needed,
                Memory = next,
            };
        }
    }

    /// <summary>The source at the start of a step, and what of P g it takes. On the factors it is what the step before found at its end.</summary>
    private (PairChoice Choice, SourceAt Source) Begin(
        double[] density, double[] weights, DenseMatrix basis, DenseMatrix generator, StepMemory memory, double passed)
    {
        using CorrelationFactors? factors = _equation.Pairs is null ? null : new CorrelationFactors(basis.Strip(0, weights.Length), weights);
        if (memory.Turns is { } known)
        {
            using DenseMatrix others = basis.Strip(known.Columns, basis.Columns - known.Columns);
            // Of P g on the directions that are new, a small part, the coarsest grid is good enough.
            using PairPart? corner = Time("P g", () => _equation.Pairs?.Evaluate(density.AsSpan(0, _grid.Size), factors!, others, memory.Pairs.Coarsest));
            return (memory.Pairs, _source.Continue(density.AsSpan(0, _grid.Size), basis, others, memory, corner));
        }
        (PairChoice choice, PairPart? part) = Time("P g", () =>
            _equation.Pairs?.Choose(density.AsSpan(0, _grid.Size), factors!, basis, generator, passed) ?? (PairChoice.None, null));
        using (part)
            return (choice, _source.Evaluate(density.AsSpan(0, _grid.Size), basis, keep: false, memory.Collisions, part));
    }

    /// <summary>The source at the end of a step, of f and g as they are predicted there.</summary>
    private StepEnd Evaluate(double[] density, DenseMatrix basis, DenseMatrix guess, DenseMatrix generator, double passed, double length, PairChoice choice)
    {
        PairPart? pairs = null;
        PairChoice next = choice;
        double[] collisions;
        (CorrelationFactors ahead, _) = Time("eigenvectors", () => CorrelationFactors.Of(basis, guess, PredictorShare * RankScale, MostRank));
        using (ahead)
        {
            if (_equation.Pairs is { } all)
                (pairs, choice, next) = Time("P g", () => all.Follow(density.AsSpan(0, _grid.Size), ahead, basis, generator, passed, length, choice));
            collisions = _source.Collisions(ahead);
        }
        return new StepEnd(density, _source.Evaluate(density.AsSpan(0, _grid.Size), basis, keep: true, collisions, pairs), pairs, choice, next);
    }

    /// <summary>What a step hands to the next, but for its slopes.</summary>
    /// <param name="basis">W.</param>
    /// <param name="generator">T in it.</param>
    /// <param name="turns">The factors in W.</param>
    /// <param name="all">The same, and orthonormal columns that complete them.</param>
    /// <param name="end">The source.</param>
    /// <param name="directions">The directions that the step added to its factors.</param>
    /// <param name="length">The time of the step.</param>
    private StepMemory Hand(DenseMatrix basis, DenseMatrix generator, DenseMatrix turns, DenseMatrix all, StepEnd end, int directions, double length)
    {
        using DenseMatrix damping = Time("small systems", () => LowRankFlow.MeanFlow(generator, length)), others = all.Strip(turns.Columns, all.Columns - turns.Columns),
            samples = StepBasis.Combinations(damping, Math.Min(StepBasis.Samples(directions), basis.Columns));
        DenseMatrix fluxes = end.Source.TakeFluxes();
        if (end.Pairs?.Images is { } more)
            LowRankFlow.AddScaled(fluxes, more, 1);
        return new StepMemory
        {
            Collisions = end.Source.Collisions,
            CollisionSlope = [],
            Images = Time("images", () => _source.Images(end.Density.AsSpan(0, _grid.Size), basis, fluxes, samples, end.Pairs?.Marginal)),
            Radius = 0,
            Clock = _densityStepper.Save(),
            Rest = Time("images", () => DenseMatrix.Product(basis, others)),
            Known = fluxes,
            Turns = turns.Clone(),
            Inner = Between(end.Source.Pairs, turns),
            PairMarginal = end.Pairs?.Marginal,
            Pairs = end.Next,
        };
    }

    /// <summary>Orthonormal columns and others that complete them, found among random ones.</summary>
    private static DenseMatrix Completed(DenseMatrix columns)
    {
        int missing = columns.Rows - columns.Columns;
        using DenseMatrix random = RandomProbes.Of(columns.Rows, missing > 0 ? missing + MoreProbes : 0);
        return FactorBasis.Extend(new RowTeam(null, columns.Rows), columns, random, 0, missing, means: false);
    }

    /// <summary>X^T M X.</summary>
    private static DenseMatrix Between(DenseMatrix matrix, DenseMatrix combinations)
    {
        using DenseMatrix product = DenseMatrix.Product(matrix, combinations);
        return DenseMatrix.TransposeProduct(combinations, product);
    }

    private static DenseMatrix SlopeOf(DenseMatrix before, DenseMatrix after, double length)
    {
        DenseMatrix slope = after.Clone();
        LowRankFlow.AddScaled(slope, before, -1);
        TensorPrimitives.Multiply(slope.Values, 1 / length, slope.Values);
        return slope;
    }

    private static double[] SlopeOf(double[] before, double[] after, double length)
    {
        double[] slope = new double[before.Length];
        TensorPrimitives.Subtract(after, before, slope);
        TensorPrimitives.Multiply(slope, 1 / length, slope);
        return slope;
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

    /// <summary>W of the step: from the images that the memory holds, or from those of more fields where these are too few. The factors are disposed of.</summary>
    private DenseMatrix Basis(LinearisationFields fields, double[] density, CorrelationFactors factors, StepMemory memory, double length)
    {
        using CorrelationFactors own = factors;
        int rank = factors.Weights.Length, most = Math.Clamp((int)(MostBasis * MostRank) - rank, 0, _grid.Size - 1 - rank);
        if (_basis.Of(fields, factors, memory, length, BasisShare * RankScale, most) is { } found)
            return found;
        using DenseMatrix images = Images(density.AsSpan(0, _grid.Size), factors, length);
        return _basis.Of(fields, factors, memory with { Images = images, Rest = null }, length, BasisShare * RankScale, most)!;
    }

    private static double Distance(DenseMatrix one, DenseMatrix other)
    {
        using DenseMatrix difference = one.Clone();
        LowRankFlow.AddScaled(difference, other, -1);
        return Math.Sqrt(difference.SquaredNorm());
    }

    private static double Distance(double[] one, double[] other) => TensorPrimitives.Distance<double>(one, other);

    private T Time<T>(string part, Func<T> work) => PartClock.Time(_equation.Clock, part, work);

    /// <summary>What the end of a step shows.</summary>
    /// <param name="Density">f as it was predicted.</param>
    /// <param name="Source">B there, with its fluxes.</param>
    /// <param name="Pairs">P g with images, or null.</param>
    /// <param name="Made">What of P g it took.</param>
    /// <param name="Next">What the next step takes.</param>
    private sealed record StepEnd(double[] Density, SourceAt Source, PairPart? Pairs, PairChoice Made, PairChoice Next) : IDisposable
    {
        public void Dispose()
        {
            Source.Dispose();
            Pairs?.Dispose();
        }
    }
}
