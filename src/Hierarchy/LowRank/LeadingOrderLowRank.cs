using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.LowRank;

/// <summary>
/// The leading order in 1/N of <c>LeadingOrderHierarchy</c>, f_{N,1} = f + phi/N, g = G/N - phi x phi/N^2, with G of low rank. Its source depends on f alone
/// and holds no P G: no pair is visited.
/// <code>
/// d_t f   = Q(f,f)
/// d_t phi = T phi - Q(f,f) + C[G]
/// d_t G   = (T x 1 + 1 x T) G + P[f x f] - m x f - f x m,     m = int P[f x f] dv2.
/// </code>
/// </summary>
internal sealed class LeadingOrderLowRank : LowRankEquation
{
    private readonly LandauOperator _shifted;
    private readonly double[] _density;
    private readonly double[] _norms = new double[4];

    /// <summary>Plans everything that repeats.</summary>
    public LeadingOrderLowRank(string model, VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options, LowRankOptions lowRank)
        : base(new LowRankInput(model, grid, kernel, particles, options, lowRank), 2)
    {
        _shifted = new LandauOperator(grid, kernel, options);
        _density = new double[grid.Size];
    }

    /// <summary>The norms of phi and G, the constants of the rates, and how G is kept.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } =
    [
        new("phi_l1", 1, "int |phi|, the limit of N int |f_{N,1} - f|"),
        new("phi_l2", 1, "(int phi^2)^{1/2}"),
        new("correlation_limit_l1", 2, "int int |G|, the limit of N int int |f_{N,2} - f_{N,1} x f_{N,1}|"),
        new("correlation_limit_l2", 2, "(int int G^2)^{1/2}"),
        new("rank", 2, "the number of products in G"),
        new("truncation_error", 2, "sum of the L2 norms that steps have left out of G, over the L2 norm of f x f at the start"),
    ];

    public override IReadOnlyList<Report> Reports =>
    [
        .. LandauReports.Of(Landau, Options),
        new Report("pair_moment_correction", MomentCorrection, "largest correction of a second moment of the pair equation over the largest second moment of Q(f,f)"),
        .. LowRankReports.Of(this),
        new Report("correlation_limit_l1_sampling", SamplingError, "half the difference of correlation_limit_l1 from two sets of points v1; zero where all points count"),
        .. Quantities.Select((quantity, i) => Report.Of(quantity, i < _norms.Length ? _norms[i] : i == _norms.Length ? Rank : Left)),
    ];

    internal override double SourceFactor => 1;

    internal override double FlowFactor => 1;

    internal override double MomentShare => 1;

    internal override bool CollidesItself => false;

    internal override double CorrelationScale => DensityScale * DensityScale;

    /// <summary>The error of the norm of G that is a sum over some of the points v1.</summary>
    private double SamplingError { get; set; }

    /// <summary>Fills the state with a chaotic datum.</summary>
    /// <exception cref="ArgumentException">The datum is not chaotic: correlations that do not vanish with 1/N are outside the expansion.</exception>
    public override void Start(InitialDatum datum, Span<double> state)
    {
        if (!datum.IsChaotic)
            throw new ArgumentException("the leading order in 1/N is an expansion around chaotic data", nameof(datum));
        SetChaotic(datum.Density, state);
    }

    /// <summary>f + phi/N.</summary>
    public override ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles)
    {
        TensorPrimitives.MultiplyAdd(Shift(state), particles.Inverse, state[..Grid.Size], _density);
        return _density;
    }

    /// <summary>G/N - phi x phi/N^2: one product more than G has.</summary>
    public override PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles)
    {
        ReadOnlySpan<double> weights = WeightsOf(state.Span);
        int rank = weights.Length;
        double inverse = particles.Inverse;
        double[] all = new double[rank + 1], factors = [];
        TensorPrimitives.Multiply(weights, inverse, all);
        all[rank] = -inverse * inverse;
        return FactoredCorrelation.OfRows(Grid, all, (first, count, rows) =>
        {
            if (factors.Length < count * rank)
                factors = new double[count * rank];
            ReadFactors(state.Span, first, count, factors);
            for (int i = 0; i < count; i++)
            {
                factors.AsSpan(i * rank, rank).CopyTo(rows[(i * (rank + 1))..]);
                rows[i * (rank + 1) + rank] = Shift(state.Span)[first + i];
            }
        }, particles.Value);
    }

    /// <summary>phi, n^d values.</summary>
    public ReadOnlySpan<double> Shift(ReadOnlySpan<double> state) => state.Slice(Grid.Size, Grid.Size);

    /// <summary>G as a sum of products.</summary>
    public FactoredCorrelation Limit(ReadOnlyMemory<double> state)
    {
        return FactoredCorrelation.OfRows(Grid, WeightsOf(state.Span), (first, count, rows) => ReadFactors(state.Span, first, count, rows));
    }

    /// <inheritdoc/>
    public override void Assess(ReadOnlySpan<double> state)
    {
        base.Assess(state);
        double cell = Grid.CellVolume;
        using CorrelationFactors factors = WholeFactorsOf(state);
        _norms[0] = cell * TensorPrimitives.SumOfMagnitudes(Shift(state));
        _norms[1] = Math.Sqrt(cell) * TensorPrimitives.Norm(Shift(state));
        (_norms[2], SamplingError) = FactorNorms.FirstNorm(Grid, factors);
        _norms[3] = cell * factors.Norm;
    }

    public override void Dispose()
    {
        base.Dispose();
        _shifted.Dispose();
    }

    internal override DensityFlow CreateFlow() => new LeadingOrderFlow(Landau, _shifted, DensityScale);

    private protected override CorrelationPairs? MakePairs(CollisionKernel kernel) => null;
}
