using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.LowRank;

/// <summary>What of P g a step takes.</summary>
/// <param name="Level">The grid, counted from the coarsest; -1 for nothing of P g.</param>
/// <param name="Products">The leading products of g.</param>
/// <param name="Cutoff">The least f(v1) f(v2) of a pair, over max f^2.</param>
/// <param name="Omitted">The L2 norm of what is left out of c_B P g as g feels it, by estimate.</param>
internal readonly record struct PairChoice(int Level, int Products, double Cutoff, double Omitted)
{
    /// <summary>Nothing of P g.</summary>
    public static PairChoice None => new(-1, 0, 0, 0);
}

/// <summary>
/// P g as a sum over pairs of points: on the coarsest grid, and of the fewest leading products of g, that the tolerance allows; none where the whole of it, integrated over the
/// run so far, is below a tenth of the tolerance.
/// </summary>
/// <remarks>
/// Grids of about 3/4 of the points an axis each are tried from the coarsest on: of two neighbours half the difference counts as the error of the finer one (the errors of point
/// values fall with the fourth power of the spacing). All norms are those of phi_1(h T) (P g) phi_1(h T)^T on the basis, h the step: what P g adds to g, not the
/// rough part that T takes away at once.
/// </remarks>
internal sealed class CorrelationPairs : IDisposable
{
    /// <summary>The share of the tolerance below which P g is left out.</summary>
    private const double Share = 0.1;

    /// <summary>The share of the tolerance that the error of a coarse grid may take.</summary>
    private const double CoarseShare = 0.4;
    private const int CoarsestPoints = 12;

    /// <summary>n^d up to which the pairs of all points are cheap enough.</summary>
    private const int FewPoints = 4096;
    private const double Coarsening = 0.8;

    /// <summary>The error of a grid over its difference from the next coarser one.</summary>
    private const double FinerError = 0.5;

    /// <summary>The share of what may be left out that goes to products of g.</summary>
    private const double ProductShare = 0.25;

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
        _make = points => new CoarsePairs(equation.Grid, points, kernel, equation.Options);
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
        double allowed = Share * _equation.Tolerance * _equation.CorrelationScale, cutoff = CutoffShare * _equation.Tolerance;
        var choice = new PairChoice(0, factors.Weights.Length, Finest > 0 ? Math.Max(cutoff, ProbeCutoff) : cutoff, 0);
        PairPart? part = Evaluate(density, factors, basis, choice);
        if (part is null)
            return (PairChoice.None, null);
        using var flow = new SmallFlow(generator, time);
        double whole = Effect(part.Coefficients, null, flow);
        if (whole <= allowed)
        {
            part.Dispose();
            return (PairChoice.None with { Omitted = whole }, null);
        }
        (int products, double tail) = Leading(factors, ProductShare * CoarseShare / Share * allowed / whole);
        for (int level = 1; level <= Finest; level++)
        {
            double miss = allowed / whole;
            choice = new PairChoice(level, products, CutoffShare * Math.Min(miss, 0.1), whole * tail);
            PairPart finer = Evaluate(density, factors, basis, choice)!;
            double error = FinerError * Effect(finer.Coefficients, part.Coefficients, flow);
            part.Dispose();
            part = finer;
            if (level == Finest)
                break;
            choice = choice with { Omitted = choice.Omitted + error };
            if (error <= CoarseShare / Share * allowed)
                break;
        }
        return (choice, part);
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
