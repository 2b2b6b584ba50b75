using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.LowRank;

/// <summary>What of P g a step takes.</summary>
/// <param name="Products">The leading products of g, 0 for none.</param>
/// <param name="Radius">The largest |v1 - v2| of a pair.</param>
/// <param name="Cutoff">The least f(v1) f(v2) of a pair, over max f^2.</param>
/// <param name="Omitted">The L2 norm of what is left out of P g, times its factor, by estimate.</param>
internal readonly record struct PairChoice(int Products, double Radius, double Cutoff, double Omitted)
{
    /// <summary>Nothing of P g.</summary>
    public static PairChoice None => new(0, 0, 0, 0);
}

/// <summary>
/// P g as a sum over pairs of points: of the leading products of g, and over near pairs, as far as the tolerance allows; none where the whole of it, integrated over the run
/// so far, is below a tenth of the tolerance.
/// </summary>
/// <remarks>
/// g is smooth but for a cusp at v1 = v2, and P differentiates it in the direction of v1 - v2 alone. Of the norm of P g pairs beyond 2.5
/// thermal velocities are taken to carry 3 %, beyond 4 of them 0.3 %: an assumption, which no run measures. The norm
/// is estimated at every step from the leading products, near pairs and random combinations of the basis.
/// </remarks>
internal sealed class CorrelationPairs(FactorPairs pairs, LowRankEquation equation) : IDisposable
{
    private const double Share = 0.1;
    private const int ProbeProducts = 48;
    private const int Probes = 16;
    private const double NearRadius = 2.5;
    private const double FarRadius = 4;
    private const double NearMiss = 0.03;
    private const double FarMiss = 0.003;

    /// <summary>On grids of so few points P takes all products of g and all pairs: blocks of 64 points would be as large as the radius.</summary>
    private const int FewPoints = 4096;

    /// <summary>f(v1) f(v2) over max f^2 below which a pair is left out, over the share of P g that may be.</summary>
    private const double CutoffShare = 0.003;

    /// <summary>The same where the norm is estimated.</summary>
    private const double ProbeCutoff = 1e-3;

    /// <summary>The sum over all steps of the L2 norms that were left out.</summary>
    public double Omitted { get; set; }

    public IReadOnlyList<Report> Reports =>
    [
        new("pair_part_left_out", Omitted / equation.CorrelationScale,
            "what steps have left out of P[g], summed over time by estimate, over the L2 norm of f x f at the start times 1/N"),
        new("pair_part_products", _last.Products, "the products of g that P was applied to at the last step; 0: P[g] was left out"),
        new("visited_pairs", _last.Products > 0 ? pairs.Share : 0, "share of all pairs of grid points that P[g] visited at the last step"),
    ];

    private PairChoice _last;

    public void Dispose() => pairs.Dispose();

    /// <summary>Writes what was left out.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Omitted);
        writer.Write(_last.Products);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        Omitted = reader.ReadDouble();
        _last = new PairChoice(reader.ReadInt32(), 0, 0, 0);
    }

    /// <summary>Decides for one end of a step, the step ending a time after the start of the run.</summary>
    public PairChoice Choose(ReadOnlySpan<double> density, CorrelationFactors factors, DenseMatrix basis, double time)
    {
        double norm = Size(density, factors, basis), allowed = Share * equation.LowRank.Tolerance * equation.CorrelationScale / time;
        double whole = factors.Norm;
        _last = new PairChoice(0, 0, 0, norm);
        if (norm <= allowed)
            return _last;
        double miss = allowed / norm, radius = double.PositiveInfinity, left = 0;
        if (equation.Grid.Size <= FewPoints)
            return _last = new PairChoice(factors.Weights.Length, radius, CutoffShare * equation.LowRank.Tolerance, 0);
        if (miss >= 2 * NearMiss)
            (radius, left) = (NearRadius * Width(density), NearMiss);
        else if (miss >= 2 * FarMiss)
            (radius, left) = (FarRadius * Width(density), FarMiss);
        int products = factors.Weights.Length;
        double tail = 0;
        while (products > 1)
        {
            double next = tail + factors.Weights[products - 1] * factors.Weights[products - 1];
            if (Math.Sqrt(next) > 0.5 * miss * whole)
                break;
            tail = next;
            products--;
        }
        _last = new PairChoice(products, radius, CutoffShare * Math.Min(miss, 0.1), norm * (left + Math.Sqrt(tail) / whole));
        return _last;
    }

    /// <summary>Adds P g, or the half of it that a symmetric sum doubles, to the images of tests.</summary>
    public void Add(ReadOnlySpan<double> density, CorrelationFactors factors, PairChoice choice, DenseMatrix tests, bool whole, DenseMatrix image)
    {
        using CorrelationFactors leading = factors.Leading(Math.Min(choice.Products, factors.Weights.Length));
        pairs.Select(density, choice.Cutoff, choice.Radius);
        int d = equation.Grid.Dimension;
        DenseMatrix[] weighted = [.. Enumerable.Range(0, d).Select(b => WeightedSlope(leading, b))];
        DenseMatrix[]? slopes = whole ? [.. Enumerable.Range(0, d).Select(a => Slope(tests, a))] : null;
        using FactorPairSums sums = pairs.Visit(weighted, leading.Fields, tests, slopes);
        foreach (DenseMatrix matrix in (DenseMatrix[])[.. weighted, .. slopes ?? []])
            matrix.Dispose();
        if (sums.Images is { } rows)
        {
            for (int i = 0; i < rows.Rows; i++)
            {
                Span<double> row = image.Row(pairs.Points[i]);
                TensorPrimitives.Add(row, rows.Row(i), row);
            }
        }
        DenseMatrix[] fluxes = [.. sums.Fluxes.Select(Scatter)];
        equation.Columns.AddDivergence(fluxes, image);
        foreach (DenseMatrix flux in fluxes)
            flux.Dispose();
    }

    /// <summary>The L2 norm of c_B P g on the basis, by estimate: of k independent combinations of variance 1/k the images have it.</summary>
    private double Size(ReadOnlySpan<double> density, CorrelationFactors factors, DenseMatrix basis)
    {
        if (!(factors.Norm > 0) || equation.SourceFactor == 0)
            return 0;
        using DenseMatrix random = RandomProbes.Of(basis.Columns, Probes), tests = DenseMatrix.Product(basis, random);
        TensorPrimitives.Multiply(tests.Values, 1 / Math.Sqrt(Probes), tests.Values);
        using var image = new DenseMatrix(tests.Rows, Probes);
        Add(density, factors, new PairChoice(Math.Min(ProbeProducts, factors.Weights.Length), NearRadius * Width(density), ProbeCutoff, 0), tests, whole: true, image);
        return equation.SourceFactor * Math.Sqrt(image.SquaredNorm());
    }

    /// <summary>The root of the temperature.</summary>
    private double Width(ReadOnlySpan<double> density)
    {
        VelocityGrid grid = equation.Grid;
        double mass = 0, energy = 0;
        Span<double> momentum = stackalloc double[grid.Dimension];
        for (int i = 0; i < density.Length; i++)
        {
            mass += density[i];
            energy += density[i] * grid.SpeedSquared(i);
            for (int a = 0; a < grid.Dimension; a++)
                momentum[a] += density[i] * grid.Velocity(i, a);
        }
        foreach (double component in momentum)
            energy -= component * component / mass;
        return Math.Sqrt(energy / mass / grid.Dimension);
    }

    private DenseMatrix Slope(DenseMatrix columns, int axis)
    {
        var result = new DenseMatrix(columns.Rows, columns.Columns);
        equation.Columns.Differentiate(columns, axis, result);
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
        var all = new DenseMatrix(equation.Grid.Size, rows.Columns);
        for (int i = 0; i < rows.Rows; i++)
            rows.Row(i).CopyTo(all.Row(pairs.Points[i]));
        return all;
    }
}
