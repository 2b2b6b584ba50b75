using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.LowRank;

/// <summary>
/// The cluster closure of <c>ClusterHierarchy</c> with a correlation of low rank:
/// <code>
/// d_t f = (N-1)/N ( Q(f,f) + C[g] )
/// d_t g = (1/N) ( P[F] - m x f - f x m ) + (N-2)/N (T x 1 + 1 x T) g,     F = f x f + g.
/// </code>
/// </summary>
internal sealed class LowRankHierarchy(string model, VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options, LowRankOptions lowRank)
    : LowRankEquation(new LowRankInput(model, grid, kernel, particles, options, lowRank), 1)
{
    /// <summary>The rank of g and what was left out of it.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } =
    [
        new("rank", 2, "the number of products in g"),
        new("truncation_error", 2, "sum of the L2 norms that steps have left out of g, over the L2 norm of f x f at the start times 1/N (times 1 for N infinite)"),
    ];

    public override IReadOnlyList<Report> Reports =>
    [
        .. LandauReports.Of(Landau, Options),
        new Report("pair_moment_correction", MomentCorrection, "largest correction of a second moment of the pair equation over the largest second moment of Q(f,f) + C[g]"),
        .. Pairs!.Reports,
        .. LowRankReports.Of(this),
        Report.Of(Quantities[0], Rank),
        Report.Of(Quantities[1], Left),
    ];

    internal override double SourceFactor => Particles.Inverse;

    internal override double FlowFactor => Particles.Outside(2);

    internal override double MomentShare => 1 / ((double)Particles.Value - 1);

    internal override bool CollidesItself => true;

    internal override double CorrelationScale => DensityScale * DensityScale * (Particles.IsInfinite ? 1 : Particles.Inverse);

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles)
    {
        this.RequireOwn(particles);
        return state[..Grid.Size];
    }

    /// <summary>The products, copied from the state.</summary>
    public override PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles)
    {
        this.RequireOwn(particles);
        return FactoredCorrelation.OfRows(Grid, WeightsOf(state.Span), (first, count, rows) => ReadFactors(state.Span, first, count, rows));
    }

    internal override DensityFlow CreateFlow() => new ClusterFlow(Landau, Particles.Outside(1), DensityScale);

    private protected override CorrelationPairs? MakePairs(CollisionKernel kernel) => new(this, kernel);
}

/// <summary>What both low-rank models report.</summary>
internal static class LowRankReports
{
    public static IReadOnlyList<Report> Of(LowRankEquation equation) =>
    [
        new("basis_over_rank", equation.BasisRatio, "largest number of fields in the basis of a step over the rank that the step ended with"),
        new("tolerance_in_use", equation.Tolerance, "the tolerance of the scenario, or that of the grid for its datum"),
        new("rank_needed", equation.RankNeeded, "the rank that would meet the tolerance; by extrapolation where rank_excess is above 1"),
        new("rank_excess", equation.RankExcess, "largest L2 norm that a step left out because of the maximal rank, over what its tolerance allows; above 1 the "
            + "tolerance is not met"),
    ];
}
