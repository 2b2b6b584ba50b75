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
/// 1: the basis W holds the factors u_k, what the flow of T makes of them, and the directions of h phi_1(h T) B that the tolerance asks for, B the pair source
/// of <see cref="LowRankSource"/>, compressed before. 2: C' = T_W C + C T_W^T + B_W(t), with T at the middle of the step and B_W linear in time, extrapolated
/// from the step before. 3: the same with B_W at the end found anew, f likewise; the difference is the error estimate (without a step before, 3 comes twice).
/// 4: eigenvectors of C up to the tolerance; the two-particle invariants are restored along their dual fields.
/// </remarks>
internal sealed unsafe class LowRankStep : IDisposable
{
    private const int FewestProbes = 32;

    /// <summary>The share of the tolerance that the truncation of one step may leave out: what many steps leave out adds up to about the tolerance.</summary>
    private const double TruncationShare = 0.18;

    /// <summary>The share of the truncation that the choice of the basis takes.</summary>
    private const double BasisShare = 0.7;

    /// <summary>The most fields of a basis over the maximal rank.</summary>
    private const double MostBasis = 1.4;

    /// <summary>The same for the compression of the images of B, over the time of the longest step that may follow.</summary>
    private const double ImageShare = 0.2;

    /// <summary>The same for what the predicted g leaves out before its source is found.</summary>
    private const double PredictorShare = 0.3;

    /// <summary>The longest first step that the images of the start serve.</summary>
    private const double LongestFirstStep = 0.05;

    private readonly LowRankEquation _equation;
    private readonly VelocityGrid _grid;
    private readonly CollisionInvariants _invariants;
    private readonly LowRankFlow _flow;
    private readonly LowRankSource _source;
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
        int known = factors.Weights.Length, probes = Math.Clamp(MostRank - known, Math.Min(FewestProbes, MostRank), MostRank);
        using DenseMatrix tests = Team.Make(known + probes);
        tests.SetColumns(0, factors.Fields);
        using (DenseMatrix random = RandomProbes.Of(Team, probes))
        {
            // Of k independent columns of variance 1/k the images have the singular values of B itself.
            tests.SetColumns(known, random, 1 / Math.Sqrt(probes));
        }
        using SourceAt source = _source.Evaluate(density, factors, tests, images: true, null, null);
        return new StepMemory
        {
            Collisions = source.Collisions,
            CollisionSlope = new double[_grid.Size],
            Images = Compress(source.Images!, LongestFirstStep),
            Radius = radius,
            Clock = default
        };
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
    public StepTrial Attempt(double[] density, CorrelationFactors factors, StepMemory memory, double time, double length)
    {
        StepperState clock = memory.Clock;
        double[] middle = Time("f", () => AdvanceDensity(density, memory.Collisions, memory.CollisionSlope, length / 2, clock));
        double[] predicted = Time("f", () => AdvanceDensity(density, memory.Collisions, memory.CollisionSlope, length, clock));
        middle.AsSpan(0, _grid.Size).CopyTo(_middle.Span);
        _equation.Landau.Operator.Prepare(_middle.Span);
        var fields = new LinearisationFields(_middle.Pointer, _equation.Landau.Operator);
        (DenseMatrix basis, DenseMatrix rates) = Basis(fields, factors, memory, length);
        using DenseMatrix flown = rates, generator = Time("T of the basis", () => Generator(fields, basis, flown)),
            start = StepTruncation.Diagonal(factors.Weights, basis.Columns);
        using DenseMatrix damping = Time("small systems", () => LowRankFlow.MeanFlow(generator, length));
        double passed = time - _equation.StartTime + length;
        (PairChoice choice, SourceAt begin) = Begin(density, factors, basis, generator, memory, passed);
        using SourceAt first = begin;
        DenseMatrix? slope = memory.Slope is null ? null : Carry(memory, basis);
        DenseMatrix guess = Time("small systems", () => LowRankFlow.Integrate(generator, first.Coefficients, slope, start, length));
        SourceAt? source = null;
        PairPart? pairs = null;
        PairChoice made = choice, following = choice;
        double[] collisionSlope = memory.CollisionSlope;
        double error = 0, correction = first.MomentCorrection;
        int evaluations = 1, passes = slope is null ? 2 : 1;
        for (int pass = 0; pass < passes; pass++)
        {
            slope?.Dispose();
            source?.Dispose();
            pairs?.Dispose();
            (CorrelationFactors ahead, _) = Time("eigenvectors", () => CorrelationFactors.Of(basis, guess, PredictorShare * RankScale, MostRank));
            using (ahead)
            {
                double[] end = predicted;
                bool last = pass == passes - 1;
                if (last && _equation.Pairs is { } all)
                    (pairs, made, following) = Time("P g", () => all.Follow(end.AsSpan(0, _grid.Size), ahead, basis, generator, passed, length, choice));
                else
                    pairs = Time("P g", () => _equation.Pairs?.Evaluate(end.AsSpan(0, _grid.Size), ahead, basis, choice));
                source = _source.Evaluate(predicted.AsSpan(0, _grid.Size), ahead, basis, images: last, null, pairs);
                evaluations++;
                correction = Math.Max(correction, source.MomentCorrection);
                slope = source.Coefficients.Clone();
                LowRankFlow.AddScaled(slope, first.Coefficients, -1);
                TensorPrimitives.Multiply(slope.Values, 1 / length, slope.Values);
                collisionSlope = new double[_grid.Size];
                TensorPrimitives.Subtract(source.Collisions, first.Collisions, collisionSlope);
                TensorPrimitives.Multiply(collisionSlope, 1 / length, collisionSlope);
            }
            DenseMatrix corrected = Time("small systems", () => LowRankFlow.Integrate(generator, first.Coefficients, slope, start, length));
            double[] correctedDensity = Time("f", () => AdvanceDensity(density, first.Collisions, collisionSlope, length, clock));
            error = Math.Max(Distance(corrected, guess) / _equation.CorrelationScale, Distance(correctedDensity, predicted) / _equation.DensityScale) / _tolerance;
            guess.Dispose();
            (guess, predicted) = (corrected, correctedDensity);
        }
        using (guess)
        using (source)
        using (pairs)
        {
            (DenseMatrix combinations, double[] weights, double left, double needed) = Time("eigenvectors",
                () => _truncation.Apply(basis, guess, start, density, predicted, RankScale, MostRank));
            double[] endCollisions = new double[_grid.Size];
            TensorPrimitives.MultiplyAdd(collisionSlope, length, first.Collisions, endCollisions);
            using DenseMatrix turns = combinations;
            var next = new StepMemory
            {
                Collisions = endCollisions,
                CollisionSlope = collisionSlope,
                Images = Time("compression", () => Compress(source!.Images!, damping, length)),
                Radius = memory.Radius,
                Clock = _densityStepper.Save(),
                Basis = basis,
                Slope = slope,
                Known = Time("compression", () => DenseMatrix.Product(source!.Images!, turns)),
                PairMarginal = pairs?.Marginal,
                Pairs = following,
            };
            return new StepTrial
            {
                Density = predicted,
                Factors = new CorrelationFactors(Time("eigenvectors", () => DenseMatrix.Product(basis, turns)), weights),
                Left = left,
                Error = error,
                Evaluations = evaluations,
                Length = length,
                Pairs = made,
                BasisRatio = basis.Columns / (double)weights.Length,
                Excess = left / RankScale,
                RankNeeded = needed,
                MomentCorrection = correction,
                Memory = next,
            };
        }
    }

    private T Time<T>(string part, Func<T> work) => PartClock.Time(_equation.Clock, part, work);

    /// <summary>The source at the start of a step, and what of P g it takes. On the factors it is what the step before found at its end.</summary>
    private (PairChoice Choice, SourceAt Source) Begin(double[] density, CorrelationFactors factors, DenseMatrix basis, DenseMatrix generator, StepMemory memory, double passed)
    {
        if (memory.Known is { } known)
        {
            using DenseMatrix others = basis.Strip(known.Columns, basis.Columns - known.Columns);
            // Of P g on the directions that are new, a small part, the coarsest grid is good enough.
            using PairPart? corner = Time("P g", () => _equation.Pairs?.Evaluate(density.AsSpan(0, _grid.Size), factors, others, memory.Pairs.Coarsest));
            return (memory.Pairs, _source.Continue(density.AsSpan(0, _grid.Size), basis, known, others, memory.Collisions, memory.PairMarginal, corner));
        }
        (PairChoice choice, PairPart? part) = Time("P g", () =>
            _equation.Pairs?.Choose(density.AsSpan(0, _grid.Size), factors, basis, generator, passed) ?? (PairChoice.None, null));
        using (part)
            return (choice, _source.Evaluate(density.AsSpan(0, _grid.Size), factors, basis, images: false, memory.Collisions, part));
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

    /// <summary>B on the combinations of the tests that matter to a step of at most 2.5 times the length.</summary>
    private DenseMatrix Compress(DenseMatrix images, double length) => FactorBasis.Compress(Team, images, ImageShare * RankScale / (2.5 * length), MostRank);

    /// <summary>The same of B W phi_1(h T)^T: what B adds to g is damped on either side.</summary>
    private DenseMatrix Compress(DenseMatrix images, DenseMatrix damping, double length)
    {
        using DenseMatrix turned = damping.Transposed();
        return FactorBasis.Compress(Team, images, ImageShare * RankScale / (2.5 * length), MostRank, turned);
    }

    /// <summary>W, whose first columns are the factors, and T of the factors.</summary>
    private (DenseMatrix Basis, DenseMatrix Rates) Basis(LinearisationFields fields, CorrelationFactors factors, StepMemory memory, double length)
    {
        int rank = factors.Weights.Length;
        DenseMatrix rates = Team.Make(rank);
        using DenseMatrix candidates = Team.Make(rank + memory.Images.Columns);
        candidates.SetColumns(0, factors.Fields);
        _ = Time("T of candidates", () => _flow.Propagate(fields, candidates, 0, rank, null, length, memory.Radius, rates));
        for (int i = 0; i < Team.Rows; i++)
            TensorPrimitives.Multiply(candidates.Row(i)[..rank], factors.Weights, candidates.Row(i)[..rank]);
        _ = Time("T of candidates", () => _flow.Propagate(fields, candidates, rank, memory.Images.Columns, memory.Images, length, memory.Radius));
        int most = Math.Clamp((int)(MostBasis * MostRank) - rank, 0, _grid.Size - 1 - rank);
        return (Time("basis", () => FactorBasis.Extend(Team, factors.Fields, candidates, BasisShare * RankScale, most)), rates);
    }

    /// <summary>T_W = W^T T W, freed of the production of momentum and energy; T is known of the first columns of W.</summary>
    private DenseMatrix Generator(LinearisationFields fields, DenseMatrix basis, DenseMatrix rates)
    {
        var generator = new DenseMatrix(basis.Columns, basis.Columns);
        using (DenseMatrix known = Team.TransposeProduct(basis, rates))
            generator.SetColumns(0, known);
        using (DenseMatrix others = basis.Strip(rates.Columns, basis.Columns - rates.Columns), images = _flow.Apply(fields, others),
            products = Team.TransposeProduct(basis, images))
            generator.SetColumns(rates.Columns, products);
        for (int k = 0; _equation.Options.Conservative && k < _invariants.Count; k++)
        {
            double[] phi = Team.TransposeTimes(basis, _invariants.Function(k)), psi = Team.TransposeTimes(basis, _duals[k]);
            double[] moments = generator.TransposeTimes(phi);
            for (int i = 0; i < generator.Rows; i++)
                TensorPrimitives.MultiplyAdd<double>(moments, -_grid.CellVolume * psi[i], generator.Row(i), generator.Row(i));
        }
        return generator;
    }

    /// <summary>The slope of the source in the basis of this step.</summary>
    private DenseMatrix Carry(StepMemory memory, DenseMatrix basis)
    {
        using DenseMatrix overlap = Team.TransposeProduct(memory.Basis!, basis), product = DenseMatrix.Product(memory.Slope!, overlap);
        return DenseMatrix.TransposeProduct(overlap, product);
    }

    private static double Distance(DenseMatrix one, DenseMatrix other)
    {
        using DenseMatrix difference = one.Clone();
        LowRankFlow.AddScaled(difference, other, -1);
        return Math.Sqrt(difference.SquaredNorm());
    }

    private static double Distance(double[] one, double[] other) => TensorPrimitives.Distance<double>(one, other);
}
