using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>
/// The BBGKY hierarchy (1.11) at m &lt;= 2, closed by an f_3 of the family <see cref="TripletClosure"/>, in correlation form, f = f_{N,1}, F = f_{N,2} = f x f + g:
/// <code>
/// d_t f = (N-1)/N C[F],     C[F] = Q(f,f) + C[g]
/// d_t g = (1/N) P[F] + (N-2)/N (C_1 + C_2)[f_3] - (N-1)/N ( C[F] x f + f x C[F] )
///       = (1/N) ( P[F] - m x f - f x m ) + (N-2)/N ( Bond (T x 1 + 1 x T) g - (1 - Bond) ( C[g] x f + f x C[g] ) ) + terms of the second order in g
/// </code>
/// with m = int P[F] dv2 and the normalisation 1/(2N) sum_{i != j} of the Liouville equation. N = 2 is the Liouville equation itself, whatever the closure,
/// and N = infinity the Landau hierarchy.
/// </summary>
/// <remarks>
/// g(v1, v2) = g(v2, v1) to the last bit, int int g = 0 to round-off, and the two-particle invariants are constant
/// (<see cref="CollisionOptions.Conservative"/>). Where the marginal of f_3 is not f_2 a marginal int g dv2 arises; it is left as it is, a visible error of the
/// closure. What a regularised kernel adds, a viscosity or a multiple of I in A, needs no closure: it meets f_3 only by its marginal f_2. With it the energy
/// and the invariants that hold it grow as they should (<see cref="Viscosity"/>). Besides state and derivative an equation holds d - 1 arrays of n^{2d} values.
/// </remarks>
public unsafe class PairHierarchy : IKineticEquation
{
    private const string MomentMeaning = "largest correction of a second moment of the pair equation over the largest second moment of Q(f,f) + C[g]";
    private readonly TripletClosure _closure;
    private readonly CorrectedLandau _landau;
    private readonly PairOperator _pairs;
    private readonly Viscosity _viscosity;
    private readonly CollisionOptions _options;
    private readonly PairStorage _storage;
    private readonly NativeBuffer _field;
    private readonly NativeBuffer _surplus;
    private readonly GuardReports? _guard;
    private StateBlock[]? _blocks;

    /// <summary>Plans everything that repeats.</summary>
    public PairHierarchy(string model, TripletClosure closure, VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options)
    {
        Model = model;
        _closure = closure;
        Grid = grid;
        Particles = particles;
        // Products of second order in g take all of its columns.
        _options = options = closure is { Chain: not 0 } or { Triangle: not 0 } ? options with { KeepsAllColumns = true } : options;
        _storage = new PairStorage(grid, options);
        _landau = new CorrectedLandau(grid, kernel, options);
        _pairs = new PairOperator(grid, kernel, options, closure, kernel.Viscosity + particles.Outside(2) * closure.Bond * kernel.Isotropic);
        _viscosity = new Viscosity(grid, kernel, particles.Outside(1), options);
        _guard = !_pairs.HasProducts ? null : new GuardReports(grid, options.DensityGuard);
        _field = new NativeBuffer(grid.Size);
        _surplus = new NativeBuffer(closure.IsConsistent ? 0 : grid.Size);
    }

    /// <summary>What a closure that is divided by its mass reports.</summary>
    public static Quantity TripleMass { get; } = new("triple_mass", 2, "Z, the mass of f_3 before its normalisation over that of f1 f2 f3, at the last evaluation");

    public string Model { get; }

    public ParticleNumber Particles { get; }

    public VelocityGrid Grid { get; }

    public bool HasCorrelation => true;

    /// <summary>f, and what the storage of g takes.</summary>
    public int Length => Grid.Size + _storage.Length;

    /// <summary>f against its initial root mean square; g against that of f x f, over N.</summary>
    public IReadOnlyList<StateBlock> Blocks => _blocks ?? throw new InvalidOperationException("the initial datum fixes the scales: start with it");

    public IReadOnlyList<Report> Reports
    {
        get
        {
            List<Report> reports = [.. LandauReports.Of(_landau, _options)];
            if (_options.Conservative)
                reports.Add(new Report("pair_moment_correction", _pairs.CorrectionSize, MomentMeaning));
            if (_guard is not null)
                reports.AddRange(_guard.Reports);
            if (_closure.Normalised)
                reports.Add(Report.Of(TripleMass, _pairs.Mass));
            return reports;
        }
    }

    /// <inheritdoc/>
    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state)
    {
        _landau.Start(density);
        state.Clear();
        density.CopyTo(state);
        _pairs.Start(_landau.Maxwellian);
        _blocks = Scaled(TensorPrimitives.Norm(density) / Math.Sqrt(Grid.Size));
    }

    /// <summary>Fills the state with f and a pair correlation that is exchange symmetric and has zero marginals (n^{2d} values, v1 slow).</summary>
    public void SetPair(ReadOnlySpan<double> density, ReadOnlySpan<double> correlation, Span<double> state)
    {
        SetChaotic(density, state);
        _storage.Store(correlation[..(Grid.Size * Grid.Size)], state[Grid.Size..]);
    }

    /// <inheritdoc/>
    public void Start(InitialDatum datum, Span<double> state)
    {
        SetChaotic(datum.Density, state);
        if (datum.Correlation is null)
            return;
        for (int i = 0; i < Grid.Size; i++)
        {
            datum.Correlation(i, _field.Span);
            _storage.StoreRow(i, _field.Span, state[Grid.Size..]);
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles)
    {
        this.RequireOwn(particles);
        return state[..Grid.Size];
    }

    /// <inheritdoc/>
    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles)
    {
        this.RequireOwn(particles);
        return _storage.View(state.Slice(Grid.Size, _storage.Length));
    }

    /// <inheritdoc/>
    public virtual void Evaluate(ReadOnlySpan<double> state, Span<double> derivative) => Evaluate(state, [], derivative);

    /// <summary>m = int P[F] dv2 of the last evaluation, n^d values.</summary>
    internal ReadOnlySpan<double> PairMarginal => _pairs.Marginal;

    /// <summary>The same with a further term: D + D^T of <paramref name="addition"/> (n^{2d} values without moments and marginals, or empty) belongs to d_t g.</summary>
    internal void Evaluate(ReadOnlySpan<double> state, ReadOnlySpan<double> addition, Span<double> derivative)
    {
        int size = Grid.Size;
        Span<double> rate = derivative[..size];
        _landau.Apply(state[..size], rate);
        fixed (double* values = state, result = derivative, added = addition)
        {
            var fields = new LinearisationFields(values, _landau.Operator);
            if (Particles.Outside(2) != 0)
                _pairs.Prepare(fields, values + size);
            double mass = _pairs.Mass, outside = Particles.Outside(2) * _closure.Bond / mass;
            _pairs.Visit(fields, values + size, Particles.Inverse, outside, result + size).CopyTo(_field.Span);
            TensorPrimitives.Add(rate, _field.Span, rate);
            _landau.Conserve(rate);
            FillSurplus(rate, mass);
            _pairs.Complete(state[..size], rate, result + size, _surplus.Span, added);
        }
        TensorPrimitives.Multiply(rate, Particles.Outside(1), rate);
        _viscosity.AddTo(state, _landau.Operator.Gradient, rate);
        _options.Reduction?.Unfold(rate);
    }

    /// <inheritdoc/>
    public void Assess(ReadOnlySpan<double> state)
    {
        _landau.Assess(state[..Grid.Size]);
        // Closures with a guard keep g in double precision.
        _guard?.Assess(state[..Grid.Size], state[Grid.Size..]);
    }

    /// <summary>Writes the largest corrections and shares met, and Z.</summary>
    public void Save(BinaryWriter writer)
    {
        _landau.Save(writer);
        _pairs.Save(writer);
        _guard?.Save(writer);
        writer.Write(_pairs.Mass);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        _landau.Restore(reader);
        _pairs.Restore(reader);
        _guard?.Restore(reader);
        _pairs.RestoreMass(reader.ReadDouble());
    }

    public virtual void Dispose()
    {
        _landau.Dispose();
        _pairs.Dispose();
        _viscosity.Dispose();
        _field.Dispose();
        _surplus.Dispose();
    }

    private StateBlock[] Scaled(double scale) =>
    [
        _storage.Field("f1", 0, scale),
        _storage.Block("g", Grid.Size, scale * scale * (Particles.IsInfinite ? 1 : Particles.Inverse)),
    ];

    /// <summary>The field s of the terms s x f + f x s that an inconsistent closure leaves: (N-2)/N ( (Bond/Z - 1) C[g] + (1/Z - 1) Q(f,f) ).</summary>
    private void FillSurplus(ReadOnlySpan<double> collisions, double mass)
    {
        if (_closure.IsConsistent)
            return;
        _landau.Conserve(_field.Span);
        double single = Particles.Outside(2) * (1 / mass - 1), pair = Particles.Outside(2) * (_closure.Bond / mass - 1);
        TensorPrimitives.Multiply(_field.Span, pair - single, _surplus.Span);
        if (single != 0)
            TensorPrimitives.MultiplyAdd(collisions, single, _surplus.Span, _surplus.Span);
    }
}
