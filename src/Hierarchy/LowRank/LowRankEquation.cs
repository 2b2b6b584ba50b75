using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.LowRank;

/// <summary>
/// A hierarchy whose correlation is kept as sum_k lambda_k u_k(v1) u_k(v2), of a rank that adapts: no array of n^{2d} values exists.
/// <code>
/// d_t g = c_B ( P[f x f + p g] - m x f - f x m ) + c_T (T x 1 + 1 x T) g,     m = int P[f x f + p g] dv2,
/// </code>
/// with p = 1, c_B = 1/N, c_T = (N-2)/N for the cluster closure, p = 0, c_B = c_T = 1 for the leading order in 1/N.
/// </summary>
/// <remarks>
/// The u_k have zero integral and their span holds the fields dual to the collision invariants, so that zero marginals, exchange symmetry and the two-particle
/// invariants hold to round-off whatever is left out. It is stepped by <see cref="LowRankStepper"/>; there is no derivative of a flat state. The state is one
/// or two fields of n^d values, the rank r, the L2 norm left out so far, r weights and n^d x r values u_k(v), v slow.
/// </remarks>
internal abstract class LowRankEquation : IKineticEquation, IRowSpread
{
    private readonly int _capacity;
    private StepMemory? _memory;

    /// <summary>Plans everything that repeats.</summary>
    /// <param name="input">The names and sizes.</param>
    /// <param name="fields">The fields that are no correlation: f, and phi at leading order.</param>
    /// <exception cref="ArgumentException">The kernel has a viscosity or a multiple of I, or pairs are to be kept in single precision.</exception>
    protected LowRankEquation(LowRankInput input, int fields)
    {
        if (input.Kernel.Isotropic != 0 || input.Kernel.Viscosity != 0)
            throw new ArgumentException("the low-rank models do not take kernels with a viscosity or a multiple of I", nameof(input));
        PairStorage.RequireDouble(input.Options, input.Model);
        Model = input.Model;
        Grid = input.Grid;
        Particles = input.Particles;
        Options = input.Options;
        LowRank = input.LowRank;
        DensityLength = fields * Grid.Size;
        Team = new RowTeam(Options.Rows?.Ranks, Grid.Size);
        Layout = new PairLayout(Grid);
        using var tables = new PairKernelTables(Layout, input.Kernel);
        Landau = new CorrectedLandau(Grid, input.Kernel, Options);
        Columns = new FactorCollisions(Layout, input.Kernel, Options);
        Convolution = new FactorConvolution(Layout, tables, LowRank.WholePadding ? 2 * Grid.Points : KernelMultipliers.ShortLength(Grid.Points), Team);
        Pairs = MakePairs(input.Kernel);
        _capacity = Math.Min(LowRank.MaximalRank, Grid.Size) + Grid.Dimension + 1;
    }

    public string Model { get; }

    public ParticleNumber Particles { get; }

    public VelocityGrid Grid { get; }

    public bool HasCorrelation => true;

    /// <summary>The factors advance by whole steps.</summary>
    public bool HasDerivative => false;

    /// <summary>The fields + 2 + R + R n^d, with R the maximal rank and the dual fields; on several ranks R times the points of this one.</summary>
    public int Length => checked(SharedLength + _capacity * Team.Rows);

    /// <inheritdoc/>
    public int SharedLength => DensityLength + 2 + _capacity;

    /// <inheritdoc/>
    public long WholeLength => SharedLength + (long)_capacity * Grid.Size;

    /// <inheritdoc/>
    public int TableCount => 4;

    /// <inheritdoc/>
    public ReadOnlySpan<int> RowStarts => Team.Exchange.Starts;

    /// <summary>One block: f against its initial root mean square; errors of g are measured by the stepper.</summary>
    public IReadOnlyList<StateBlock> Blocks => [new StateBlock("f1", 0, Length, DensityScale / Math.Sqrt(Grid.Size))];

    public abstract IReadOnlyList<Report> Reports { get; }

    /// <summary>The values of f, and of phi at leading order.</summary>
    internal int DensityLength { get; }

    internal CollisionOptions Options { get; }

    /// <summary>How g is kept.</summary>
    internal LowRankOptions LowRank { get; }

    /// <summary>The tolerance: that of the options, or that of the grid for the datum.</summary>
    internal double Tolerance { get; private set; }

    /// <summary>That of the grid for the datum.</summary>
    internal double GridTolerance { get; private set; }

    /// <summary>The rank that would have met it, by extrapolation.</summary>
    internal double RankNeeded { get; set; }

    /// <summary>Where the rows of columns lie.</summary>
    internal RowTeam Team { get; }

    internal CorrectedLandau Landau { get; }

    internal FactorCollisions Columns { get; }

    internal FactorConvolution Convolution { get; }

    /// <summary>P g, or null where the equation does not have it.</summary>
    internal CorrelationPairs? Pairs { get; }

    internal CollisionInvariants? Invariants { get; private set; }

    /// <summary>c_B.</summary>
    internal abstract double SourceFactor { get; }

    /// <summary>c_T.</summary>
    internal abstract double FlowFactor { get; }

    /// <summary>E[phi_k phi_l] changes by -1 times this share while int int g phi_k phi_l changes by one.</summary>
    internal abstract double MomentShare { get; }

    /// <summary>Whether C[g] is among the collisions of f, whose second moments the source has to balance.</summary>
    internal abstract bool CollidesItself { get; }

    /// <summary>The L2 norm of f at the start over the points of the grid.</summary>
    internal double DensityScale { get; private set; } = 1;

    /// <summary>The norm over pairs of points that errors of g are measured against.</summary>
    internal abstract double CorrelationScale { get; }

    /// <summary>The time at which the run began.</summary>
    internal double StartTime { get; set; }

    /// <summary>The largest correction of a second moment so far, relative.</summary>
    internal double MomentCorrection { get; set; }

    /// <summary>The largest basis of a step over the rank that the step ended with.</summary>
    internal double BasisRatio { get; set; }

    /// <summary>The largest norm that a step has left out beyond its share of the tolerance, because the maximal rank did not suffice.</summary>
    internal double RankExcess { get; set; }

    /// <summary>The seconds of the parts of steps, where a benchmark asks for them.</summary>
    internal PartClock? Clock { get; set; }

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

    protected PairLayout Layout { get; }

    /// <summary>The rank at the last assessment.</summary>
    protected double Rank { get; private set; }

    /// <summary>The relative L2 norm left out at the last assessment.</summary>
    protected double Left { get; private set; }

    /// <inheritdoc/>
    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state)
    {
        Landau.Start(density[..Grid.Size]);
        Invariants = new CollisionInvariants(Grid, Landau.Maxwellian);
        DensityScale = TensorPrimitives.Norm(density[..Grid.Size]);
        GridTolerance = LowRankOptions.OfGrid(Grid, density[..Grid.Size]);
        Tolerance = LowRank.Tolerance ?? GridTolerance;
        state.Clear();
        density[..Grid.Size].CopyTo(state);
        using CorrelationFactors none = new(FactorBasis.Of(Team, Duals()), new double[Grid.Dimension + 1]);
        Save(none, 0, state);
    }

    /// <summary>Fills the state with any datum; a correlation is decomposed by visits to its rows.</summary>
    public virtual void Start(InitialDatum datum, Span<double> state)
    {
        SetChaotic(datum.Density, state);
        if (datum.Correlation is null)
            return;
        using CorrelationFactors factors = CorrelationSketch.Of(Team, datum.Correlation, Duals(), LowRank.MaximalRank, Tolerance * CorrelationScale, out double left);
        Save(factors, left, state);
    }

    /// <summary>Not available: the factors advance by whole steps.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative) =>
        throw new NotSupportedException("the factors of a correlation have no derivative of their own; use the stepper that the equation makes");

    /// <inheritdoc/>
    public IStepper CreateStepper(StepperOptions options) => new LowRankStepper(this, options);

    public abstract ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles);

    public abstract PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles);

    /// <inheritdoc/>
    public virtual void Assess(ReadOnlySpan<double> state)
    {
        Landau.Assess(state[..Grid.Size]);
        Rank = state[DensityLength];
        Left = state[DensityLength + 1] / CorrelationScale;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        SaveShared(writer);
        for (int table = 1; table < TableCount; table++)
        {
            double[] rows = [];
            foreach ((int rank, int first, int count) in RowTables.Pieces(Team.Exchange.Starts))
            {
                int length = count * WidthOf(table, default);
                if (rows.Length < length)
                    rows = new double[length];
                Rows(rank, table, default, first, count, rows.AsSpan(0, length));
                writer.Write(MemoryMarshal.AsBytes(rows.AsSpan(0, length)));
            }
        }
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        RestoreShared(reader);
        for (int table = 1; table < TableCount; table++)
        {
            if (TableOf(table) is not { } matrix)
                continue;
            for (int i = 0; i < matrix.Rows; i++)
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(matrix.Row(i)));
        }
    }

    /// <inheritdoc/>
    public void SaveShared(BinaryWriter writer)
    {
        Landau.Save(writer);
        writer.Write(MomentCorrection);
        writer.Write(BasisRatio);
        writer.Write(RankExcess);
        writer.Write(RankNeeded);
        writer.Write(StartTime);
        Pairs?.Save(writer);
        writer.Write(Memory is not null);
        Memory?.Write(writer);
    }

    /// <inheritdoc/>
    public void RestoreShared(BinaryReader reader)
    {
        Landau.Restore(reader);
        MomentCorrection = reader.ReadDouble();
        BasisRatio = reader.ReadDouble();
        RankExcess = reader.ReadDouble();
        RankNeeded = reader.ReadDouble();
        StartTime = reader.ReadDouble();
        Pairs?.Restore(reader);
        Memory = reader.ReadBoolean() ? StepMemory.Read(reader, Team) : null;
    }

    /// <inheritdoc/>
    public int WidthOf(int table, ReadOnlySpan<double> state) => table == 0 ? (int)state[DensityLength] : TableOf(table)?.Columns ?? 0;

    /// <inheritdoc/>
    public void CopyRows(int table, ReadOnlySpan<double> state, int first, int count, Span<double> rows)
    {
        int width = WidthOf(table, state);
        if (table == 0)
        {
            state.Slice(SharedLength + (first - Team.First) * width, count * width).CopyTo(rows);
            return;
        }
        for (int i = 0; i < count && width > 0; i++)
            TableOf(table)!.Row(first - Team.First + i).CopyTo(rows[(i * width)..]);
    }

    /// <inheritdoc/>
    public void SetRows(int table, Span<double> state, int first, int count, ReadOnlySpan<double> rows)
    {
        int width = WidthOf(table, state);
        if (table == 0)
        {
            rows[..(count * width)].CopyTo(state[(SharedLength + (first - Team.First) * width)..]);
            return;
        }
        for (int i = 0; i < count && width > 0; i++)
            rows.Slice(i * width, width).CopyTo(TableOf(table)!.Row(first - Team.First + i));
    }

    private DenseMatrix? TableOf(int table) => table switch { 1 => Memory?.Images, 2 => Memory?.Rest, _ => Memory?.Known };

    /// <summary>Some rows of a rank, this one or one that is asked for them.</summary>
    private void Rows(int rank, int table, ReadOnlySpan<double> state, int first, int count, Span<double> rows)
    {
        if (rank == Team.Rank)
            CopyRows(table, state, first, count, rows);
        else if (rows.Length > 0)
            (Options.Rows?.Fetch ?? throw new InvalidOperationException("rows of other ranks are not to be had here"))(rank, table, first, count, rows);
    }

    public virtual void Dispose()
    {
        Memory = null;
        Landau.Dispose();
        Columns.Dispose();
        Pairs?.Dispose();
        Convolution.Dispose();
        Layout.Velocity.Dispose();
    }

    /// <summary>The evolution of f, and of phi at leading order, with C[g] linear in time.</summary>
    internal abstract DensityFlow CreateFlow();

    /// <summary>The pairs that P g is a sum over, or null where it is left out for good.</summary>
    private protected abstract CorrelationPairs? MakePairs(CollisionKernel kernel);

    /// <summary>The fields psi_k dual to the collision invariants.</summary>
    internal double[][] Duals() => [.. Enumerable.Range(0, Grid.Dimension + 1).Select(k => Invariants!.Dual(k).ToArray())];

    /// <summary>The weights of a state.</summary>
    private protected ReadOnlySpan<double> WeightsOf(ReadOnlySpan<double> state) => state.Slice(DensityLength + 2, (int)state[DensityLength]);

    /// <summary>The factors of a state at neighbouring points, one row of r values each, whoever has them.</summary>
    private protected void ReadFactors(ReadOnlySpan<double> state, int first, int count, Span<double> rows)
    {
        int width = WidthOf(0, state);
        for (int rank = 0; rank < RowStarts.Length - 1; rank++)
        {
            int start = Math.Max(first, RowStarts[rank]), some = Math.Min(first + count, RowStarts[rank + 1]) - start;
            if (some > 0)
                Rows(rank, 0, state, start, some, rows.Slice((start - first) * width, some * width));
        }
    }

    /// <summary>The factors in a state: on several ranks their rows on this one.</summary>
    internal CorrelationFactors FactorsOf(ReadOnlySpan<double> state)
    {
        DenseMatrix columns = Team.Make(WidthOf(0, state));
        for (int i = 0; i < Team.Rows; i++)
            CopyRows(0, state, Team.First + i, 1, columns.Row(i));
        return new CorrelationFactors(columns, WeightsOf(state).ToArray());
    }

    /// <summary>The factors in a state with all their rows.</summary>
    private protected CorrelationFactors WholeFactorsOf(ReadOnlySpan<double> state)
    {
        int width = WidthOf(0, state);
        var columns = new DenseMatrix(Grid.Size, width);
        double[] rows = [];
        foreach ((int rank, int first, int count) in RowTables.Pieces(Team.Exchange.Starts))
        {
            if (rows.Length < count * width)
                rows = new double[count * width];
            Rows(rank, 0, state, first, count, rows.AsSpan(0, count * width));
            for (int i = 0; i < count; i++)
                rows.AsSpan(i * width, width).CopyTo(columns.Row(first + i));
        }
        return new CorrelationFactors(columns, WeightsOf(state).ToArray());
    }

    /// <summary>The L2 norm left out so far.</summary>
    internal double LeftOut(ReadOnlySpan<double> state) => state[DensityLength + 1];

    /// <summary>Writes the factors to a state.</summary>
    internal void Save(CorrelationFactors factors, double left, Span<double> state)
    {
        int rank = factors.Weights.Length;
        state[DensityLength..].Clear();
        state[DensityLength] = rank;
        state[DensityLength + 1] = left;
        factors.Weights.CopyTo(state[(DensityLength + 2)..]);
        for (int i = 0; i < Team.Rows; i++)
            SetRows(0, state, Team.First + i, 1, factors.Fields.Row(i));
    }
}

/// <summary>What a low-rank equation is made from.</summary>
internal sealed record LowRankInput(string Model, VelocityGrid Grid, CollisionKernel Kernel, ParticleNumber Particles, CollisionOptions Options, LowRankOptions LowRank);
