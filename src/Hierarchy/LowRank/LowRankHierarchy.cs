using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.LowRank;

/// <summary>
/// The cluster closure of <c>ClusterHierarchy</c> with the correlation kept as g = sum_k lambda_k u_k(v1) u_k(v2), of a rank that adapts: no array of n^{2d} values exists.
/// <code>
/// d_t f = (N-1)/N ( Q(f,f) + C[g] )
/// d_t g = (1/N) ( P[F] - m x f - f x m ) + (N-2)/N (T x 1 + 1 x T) g,     m = int P[F] dv2.
/// </code>
/// </summary>
/// <remarks>
/// The u_k have zero integral and their span holds the fields dual to the collision invariants, so that zero marginals, exchange symmetry and the two-particle invariants hold to round-off
/// whatever is left out. It is stepped by <see cref="LowRankStepper"/>; there is no derivative of a flat state.
/// The state is f (n^d values), the rank r, the L2 norm left out so far, r weights and n^d x r values u_k(v), v slow.
/// </remarks>
internal sealed class LowRankHierarchy : IKineticEquation
{
    /// <summary>The density below which a pair is left out, over the tolerance.</summary>
    private const double CutoffShare = 0.01;
    private readonly PairLayout _layout;
    private readonly int _capacity;
    private StepMemory? _memory;
    private double _rank;
    private double _left;

    /// <summary>Plans everything that repeats.</summary>
    /// <exception cref="ArgumentException">The kernel has a viscosity or a multiple of I, or pairs are to be kept in single precision.</exception>
    public LowRankHierarchy(string model, VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options, LowRankOptions lowRank)
    {
        if (kernel.Isotropic != 0 || kernel.Viscosity != 0)
            throw new ArgumentException("the low-rank model does not take kernels with a viscosity or a multiple of I", nameof(kernel));
        PairStorage.RequireDouble(options, model);
        Model = model;
        Grid = grid;
        Particles = particles;
        Options = options;
        LowRank = lowRank;
        _layout = new PairLayout(grid);
        using var tables = new PairKernelTables(_layout, kernel);
        Landau = new CorrectedLandau(grid, kernel, options);
        Columns = new FactorCollisions(_layout, kernel, options);
        Pairs = new FactorPairs(_layout, tables, CutoffShare * lowRank.Tolerance);
        Convolution = new FactorConvolution(_layout, tables, KernelMultipliers.ShortLength(grid.Points));
        _capacity = Math.Min(lowRank.MaximalRank, grid.Size) + grid.Dimension + 1;
    }

    public string Model { get; }

    public ParticleNumber Particles { get; }

    public VelocityGrid Grid { get; }

    public bool HasCorrelation => true;

    /// <summary>The factors advance by whole steps.</summary>
    public bool HasDerivative => false;

    /// <summary>n^d + 2 + R + R n^d, with R the maximal rank and the dual fields.</summary>
    public int Length => checked(Grid.Size + 2 + _capacity + _capacity * Grid.Size);

    /// <summary>One block: f against its initial root mean square; errors of g are measured by the stepper.</summary>
    public IReadOnlyList<StateBlock> Blocks => [new StateBlock("f1", 0, Length, DensityScale / Math.Sqrt(Grid.Size))];

    /// <summary>The rank of g and what was left out of it.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } =
    [
        new("rank", 2, "the number of products in g"),
        new("truncation_error", 2, "sum of the L2 norms that steps have left out of g, over the L2 norm of f x f at the start times 1/N (times 1 for N infinite)"),
    ];

    public IReadOnlyList<Report> Reports =>
    [
        .. LandauReports.Of(Landau, Options),
        new Report("pair_moment_correction", MomentCorrection, "largest correction of a second moment of the pair equation over the largest second moment of Q(f,f) + C[g]"),
        new Report("visited_pairs", Pairs.Share, "share of all pairs of grid points that P visits: the product of their densities is not negligible"),
        Report.Of(Quantities[0], _rank),
        Report.Of(Quantities[1], _left),
    ];

    internal CollisionOptions Options { get; }

    /// <summary>How g is kept.</summary>
    internal LowRankOptions LowRank { get; }

    internal CorrectedLandau Landau { get; }

    internal FactorCollisions Columns { get; }

    internal FactorPairs Pairs { get; }

    internal FactorConvolution Convolution { get; }

    internal CollisionInvariants? Invariants { get; private set; }

    /// <summary>The L2 norm of f at the start over the points of the grid.</summary>
    internal double DensityScale { get; private set; } = 1;

    /// <summary>The norm over pairs of points that errors of g are measured against.</summary>
    internal double CorrelationScale => DensityScale * DensityScale * (Particles.IsInfinite ? 1 : Particles.Inverse);

    /// <summary>The largest correction of a second moment so far, relative.</summary>
    internal double MomentCorrection { get; set; }

    /// <summary>What the last step hands to the next, until an output time is reached.</summary>
    internal StepMemory? Memory
    {
        get => _memory;
        set
        {
            _memory?.Dispose();
            _memory = value;
        }
    }

    /// <inheritdoc/>
    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state)
    {
        Landau.Start(density[..Grid.Size]);
        Invariants = new CollisionInvariants(Grid, Landau.Maxwellian);
        DensityScale = TensorPrimitives.Norm(density[..Grid.Size]);
        state.Clear();
        density[..Grid.Size].CopyTo(state);
        using CorrelationFactors none = new(FactorBasis.Of(Duals()), new double[Grid.Dimension + 1]);
        Save(none, 0, state);
    }

    /// <summary>Fills the state with any datum; a correlation is decomposed by visits to its rows.</summary>
    public void Start(InitialDatum datum, Span<double> state)
    {
        SetChaotic(datum.Density, state);
        if (datum.Correlation is null)
            return;
        using CorrelationFactors factors = CorrelationSketch.Of(datum.Correlation, Duals(), LowRank, CorrelationScale, out double left);
        Save(factors, left, state);
    }

    /// <summary>Not available: the factors advance by whole steps.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative) =>
        throw new NotSupportedException("the factors of a correlation have no derivative of their own; use the stepper that the equation makes");

    /// <inheritdoc/>
    public IStepper CreateStepper(StepperOptions options) => new LowRankStepper(this, options);

    /// <inheritdoc/>
    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles)
    {
        this.RequireOwn(particles);
        return state[..Grid.Size];
    }

    /// <summary>The products, copied from the state.</summary>
    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles)
    {
        this.RequireOwn(particles);
        ReadOnlySpan<double> values = state.Span;
        int rank = (int)values[Grid.Size], weights = Grid.Size + 2;
        return FactoredCorrelation.OfColumns(Grid, values.Slice(weights, rank), values.Slice(weights + _capacity, rank * Grid.Size));
    }

    /// <inheritdoc/>
    public void Assess(ReadOnlySpan<double> state)
    {
        Landau.Assess(state[..Grid.Size]);
        Pairs.Select(state[..Grid.Size]);
        _rank = state[Grid.Size];
        _left = state[Grid.Size + 1] / CorrelationScale;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        Landau.Save(writer);
        writer.Write(MomentCorrection);
        writer.Write(Memory is not null);
        Memory?.Write(writer);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        Landau.Restore(reader);
        MomentCorrection = reader.ReadDouble();
        Memory = reader.ReadBoolean() ? StepMemory.Read(reader, Grid.Size) : null;
    }

    public void Dispose()
    {
        Memory = null;
        Landau.Dispose();
        Columns.Dispose();
        Pairs.Dispose();
        Convolution.Dispose();
        _layout.Velocity.Dispose();
    }

    /// <summary>The fields psi_k dual to the collision invariants.</summary>
    internal double[][] Duals() => [.. Enumerable.Range(0, Grid.Dimension + 1).Select(k => Invariants!.Dual(k).ToArray())];

    /// <summary>The factors in a state.</summary>
    internal CorrelationFactors FactorsOf(ReadOnlySpan<double> state)
    {
        int rank = (int)state[Grid.Size], weights = Grid.Size + 2, fields = weights + _capacity;
        var columns = new DenseMatrix(Grid.Size, rank);
        for (int i = 0; i < Grid.Size; i++)
            state.Slice(fields + i * rank, rank).CopyTo(columns.Row(i));
        return new CorrelationFactors(columns, state.Slice(weights, rank).ToArray());
    }

    /// <summary>The L2 norm left out so far.</summary>
    internal double LeftOut(ReadOnlySpan<double> state) => state[Grid.Size + 1];

    /// <summary>Writes the factors to a state.</summary>
    internal void Save(CorrelationFactors factors, double left, Span<double> state)
    {
        int rank = factors.Weights.Length, weights = Grid.Size + 2, fields = weights + _capacity;
        state[Grid.Size..].Clear();
        state[Grid.Size] = rank;
        state[Grid.Size + 1] = left;
        factors.Weights.CopyTo(state[weights..]);
        for (int i = 0; i < Grid.Size; i++)
            factors.Fields.Row(i).CopyTo(state.Slice(fields + i * rank, rank));
    }
}
