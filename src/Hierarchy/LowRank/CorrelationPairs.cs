using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.LowRank;

/// <summary>What of P g a step takes.</summary>
/// <param name="Level">The grid, counted from the coarsest; -1 for nothing of P g.</param>
/// <param name="Products">The leading products of g.</param>
/// <param name="Cutoff">The least f(v1) f(v2) of a pair, over max f^2.</param>
/// <param name="Omitted">The L2 norm of what is left out of c_B P g as g feels it in a unit of time, by estimate.</param>
internal readonly record struct PairChoice(int Level, int Products, double Cutoff, double Omitted)
{
    /// <summary>Nothing of P g.</summary>
    public static PairChoice None => new(-1, 0, 0, 0);

    /// <summary>The same on the coarsest grid.</summary>
    public PairChoice Coarsest => this with { Level = Math.Min(Level, 0) };

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PairChoice Read(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble());

    /// <summary>Writes everything.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Level);
        writer.Write(Products);
        writer.Write(Cutoff);
        writer.Write(Omitted);
    }
}

/// <summary>
/// P g as a sum over pairs of points: on the coarsest grid, and of the fewest leading products of g, that the tolerance allows; none where the whole of it, integrated over the
/// run so far, is below a tenth of the tolerance.
/// </summary>
/// <remarks>
/// Grids of about 3/4 of the points an axis each are tried from the coarsest on: of two neighbours half the difference counts as the error of the finer one.
/// All norms are those of what P g adds to g while T damps it, not of the rough part that T takes away at once. The first step tries the grids at its start; later
/// ones take what the end of the step before has shown, where P g and its difference from the next coarser grid are found once.
/// </remarks>
internal sealed class CorrelationPairs : IDisposable
{
    /// <summary>The share of the tolerance below which P g is left out.</summary>
    private const double Share = 0.1;

    /// <summary>The share of the tolerance that the error of a coarse grid may take, or of the error that the whole grid makes in g where that is larger.</summary>
    private const double CoarseShare = 0.3;

    /// <summary>What the error of a grid has to be below, over what it may be, before a coarser one is taken.</summary>
    private const double WorthCoarser = 0.7;
    private const int CoarsestPoints = 12;

    /// <summary>n^d up to which the pairs of all points are cheap enough.</summary>
    private const int FewPoints = 4096;
    private const double Coarsening = 0.8;

    /// <summary>The error of a grid over its difference from the next coarser one.</summary>
    private const double FinerError = 0.5;

    /// <summary>The norm of the products of g that are left out of P g, over that of P g that may be: all pairs, and coarse grids, whose own errors are larger.</summary>
    private const double ProductShare = 1, CoarseProductShare = 2.5;

    /// <summary>f(v1) f(v2) over max f^2 below which a pair is left out, over the share of P g that may be.</summary>
    private const double CutoffShare = 0.003;

    /// <summary>The same on the coarsest grid.</summary>
    private const double ProbeCutoff = 1e-5;
    private readonly LowRankEquation _equation;
    private readonly Func<int, CoarsePairs> _make;
    private readonly int[] _points;
    private readonly CoarsePairs?[] _levels;

    /// <summary>Decides on the grids; their tables are made when they are first used.</summary>
    public CorrelationPairs(LowRankEquation equation, CollisionKernel kernel)
    {
        _equation = equation;
        _make = points => new CoarsePairs(equation.Grid, points, kernel, equation.Options, equation.Team);
        _points = equation.Grid.Size <= FewPoints ? [equation.Grid.Points] : [.. LevelsOf(equation.Grid.Points)];
        _levels = new CoarsePairs?[_points.Length];
    }

    /// <summary>The sum over all steps of the L2 norms that were left out.</summary>
    public double Omitted { get; private set; }

    /// <summary>The points an axis of the grid of the last accepted step, 0 where P g was left out.</summary>
    public int Points { get; private set; }

    /// <summary>The products of g of the last accepted step.</summary>
    public int Products { get; private set; }

    /// <summary>The grid of all points.</summary>
    public int Finest => _points.Length - 1;

    /// <summary>The norm below which P g is left out.</summary>
    private double Least => Share * _equation.Tolerance * _equation.CorrelationScale;

    /// <summary>The error of P g that a coarse grid may make.</summary>
    private double Allowed => CoarseShare * Math.Max(_equation.Tolerance, _equation.GridTolerance) * _equation.CorrelationScale;

    public IReadOnlyList<Report> Reports =>
    [
        new("pair_part_left_out", Omitted / _equation.CorrelationScale,
            "what steps have left out of P[g], summed over time by estimate, over the L2 norm of f x f at the start times 1/N"),
        new("pair_part_points", Points, "points an axis of the grid whose pairs P[g] was a sum over at the last step; 0: P[g] was left out"),
        new("pair_part_products", Products, "the products of g that P was applied to at the last step"),
    ];

    public void Dispose()
    {
        foreach (CoarsePairs? level in _levels)
            level?.Dispose();
    }

    /// <summary>Writes what was left out.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Omitted);
        writer.Write(Points);
        writer.Write(Products);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        Omitted = reader.ReadDouble();
        Points = reader.ReadInt32();
        Products = reader.ReadInt32();
    }

    /// <summary>Notes an accepted step.</summary>
    public void Accept(PairChoice choice, double length)
    {
        Omitted += choice.Omitted * length;
        Points = choice.Level < 0 ? 0 : _points[choice.Level];
        Products = choice.Products;
    }

    /// <summary>P g by a choice, or null.</summary>
    public PairPart? Evaluate(ReadOnlySpan<double> density, CorrelationFactors factors, DenseMatrix basis, PairChoice choice, bool images = false)
    {
        if (choice.Level < 0 || !(factors.Norm > 0) || _equation.SourceFactor == 0)
            return null;
        using CorrelationFactors leading = factors.Leading(Math.Min(choice.Products, factors.Weights.Length));
        return (_levels[choice.Level] ??= _make(_points[choice.Level])).Evaluate(density, leading, basis, choice.Cutoff, images);
    }

    /// <summary>Decides for a step that ends a time after the start of the run, and gives P g at once.</summary>
    /// <param name="density">f.</param>
    /// <param name="factors">g.</param>
    /// <param name="basis">W.</param>
    /// <param name="generator">T in the basis.</param>
    /// <param name="time">The time since the start of the run.</param>
    public (PairChoice Choice, PairPart? Part) Choose(ReadOnlySpan<double> density, CorrelationFactors factors, DenseMatrix basis, DenseMatrix generator, double time)
    {
        double cutoff = CutoffShare * _equation.Tolerance;
        var choice = new PairChoice(0, factors.Weights.Length, Finest > 0 ? Math.Max(cutoff, ProbeCutoff) : cutoff, 0);
        PairPart? part = Evaluate(density, factors, basis, choice);
        if (part is null)
            return (PairChoice.None, null);
        using var flow = new SmallFlow(generator, time);
        double whole = Effect(part.Coefficients, null, flow);
        if (whole <= Least)
        {
            part.Dispose();
            return (PairChoice.None with { Omitted = whole / time }, null);
        }
        for (int level = 1; level <= Finest; level++)
        {
            choice = ChoiceOf(level, factors, whole, time);
            PairPart finer = Evaluate(density, factors, basis, choice)!;
            double error = FinerError * Effect(finer.Coefficients, part.Coefficients, flow);
            part.Dispose();
            part = finer;
            if (level == Finest)
                break;
            choice = choice with { Omitted = choice.Omitted + error / time };
            if (error <= Allowed)
                break;
        }
        return (choice, part);
    }

    /// <summary>P g with images at the end of a step by the choice of the step, what that left out, and the choice for the next step.</summary>
    public (PairPart? Part, PairChoice Made, PairChoice Next) Follow(
        ReadOnlySpan<double> density, CorrelationFactors factors, DenseMatrix basis, DenseMatrix generator, double time, double length, PairChoice choice)
    {
        if (!(factors.Norm > 0) || _equation.SourceFactor == 0)
            return (null, choice, choice);
        using var flow = new SmallFlow(generator, time);
        // Until the end of a next step of the same length: what P g adds to g grows like the square of the time at most, its differences over grids more slowly.
        double later = 1 + length / time, growth = later * later;
        if (choice.Level < 0)
        {
            using PairPart probe = Evaluate(density, factors, basis, new PairChoice(0, factors.Weights.Length, ProbeCutoff, 0))!;
            double effect = Effect(probe.Coefficients, null, flow);
            if (growth * effect <= Least)
                return (null, PairChoice.None with { Omitted = effect / time }, PairChoice.None);
            PairChoice begin = ChoiceOf(Math.Min(1, Finest), factors, growth * effect, time);
            PairPart first = Evaluate(density, factors, basis, begin, images: true)!;
            double miss = Finest > 1 ? FinerError * Effect(first.Coefficients, probe.Coefficients, flow) : 0;
            return (first, begin with { Omitted = begin.Omitted + miss / time }, later * miss <= Allowed ? begin : ChoiceOf(2, factors, growth * effect, time));
        }
        PairPart part = Evaluate(density, factors, basis, choice, images: true)!;
        double whole = Math.Max(growth * Effect(part.Coefficients, null, flow), Least);
        if (choice.Level == 0)
            return (part, choice, ChoiceOf(0, factors, whole, time));
        using PairPart coarser = Evaluate(density, factors, basis, choice with { Level = choice.Level - 1 })!;
        double difference = Effect(part.Coefficients, coarser.Coefficients, flow), error = choice.Level == Finest ? 0 : FinerError * difference;
        int step = later * error > Allowed ? 1 : choice.Level > 1 && later * difference < WorthCoarser * Allowed ? -1 : 0;
        PairChoice next = ChoiceOf(choice.Level + step, factors, whole, time);
        return (part, choice with { Omitted = choice.Omitted + error / time }, next);
    }

    /// <summary>The products and pairs that a level takes of P g, whose whole effect in a time is known.</summary>
    private PairChoice ChoiceOf(int level, CorrelationFactors factors, double whole, double time)
    {
        (int products, double tail) = Leading(factors, (Finest > 0 ? CoarseProductShare : ProductShare) * Least / whole);
        return new PairChoice(level, products, CutoffShare * Math.Min(Least / whole, 0.1), whole * tail / time);
    }

    /// <summary>The points an axis of the grids that are tried, the finest last.</summary>
    internal static IEnumerable<int> LevelsOf(int points)
    {
        int next = (int)(Coarsening * points);
        while (next >= CoarsestPoints && !VelocityGrid.IsSupportedLength(next))
            next--;
        return next < CoarsestPoints ? [points] : LevelsOf(next).Append(points);
    }

    /// <summary>The L2 norm of what c_B (one - other) adds to g in the time.</summary>
    private double Effect(DenseMatrix one, DenseMatrix? other, SmallFlow flow)
    {
        using DenseMatrix difference = one.Clone();
        if (other is not null)
            LowRankFlow.AddScaled(difference, other, -1);
        using DenseMatrix sum = flow.Accumulate(difference);
        return _equation.SourceFactor * Math.Sqrt(sum.SquaredNorm());
    }

    /// <summary>The fewest leading products beyond which the norm of g over the whole is at most <paramref name="miss"/>, and that ratio.</summary>
    private static (int Products, double Tail) Leading(CorrelationFactors factors, double miss)
    {
        int products = factors.Weights.Length;
        double tail = 0, whole = factors.Norm;
        while (products > 1)
        {
            double next = tail + factors.Weights[products - 1] * factors.Weights[products - 1];
            if (Math.Sqrt(next) > miss * whole)
                break;
            tail = next;
            products--;
        }
        return (products, Math.Sqrt(tail) / whole);
    }
}
