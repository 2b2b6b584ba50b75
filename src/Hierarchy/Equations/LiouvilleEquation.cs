using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>
/// The Liouville equation (1.3) of N = 3 particles in d = 2, without any closure: the density on R^6 in its cumulants f, g and h,
/// <code>
/// f_3 = f1 f2 f3 + g12 f3 + g13 f2 + g23 f1 + h,     int g dv2 = 0,     int h dv3 = 0,
/// d_t f = (2/3) ( Q(f,f) + C[g] ),     d_t g = as in the cluster hierarchy at N = 3, plus (1/3)(C_1 + C_2)[h],
/// d_t h = (1/3)(P_12 + P_13 + P_23) f_3 less what belongs to d_t (f f f + sum g f)   (<see cref="TripleCollisions"/>).
/// </code>
/// The state is f (n^2 values), g (n^4) and h (n^6, v1 slowest); of data with a symmetry g has the columns and h the slices of representatives alone
/// (<see cref="CollisionOptions.Reduction"/>).
/// </summary>
/// <remarks>
/// With h = 0 held fixed this is <see cref="ClusterHierarchy"/> itself, operator by operator: the difference of the two runs is the error of the closure, and
/// the errors of the grid, which both share, drop out of it. int h dv3 stays zero to round-off, g and h stay symmetric to the last bit, and the two-particle
/// invariants are constant (<see cref="CollisionOptions.Conservative"/>: the moments of the columns of C_1[h] with v_a and |v|^2, zero but for the grid, are
/// taken out). Besides state and derivative an equation holds no array of n^6 values. Of data with a symmetry P_23 acts on two arguments of a slice as before, P_12
/// and P_13 take the slices of other points from those of their representatives (<see cref="TripleImages"/>); fields of n^4 values are unfolded.
/// </remarks>
internal sealed unsafe class LiouvilleEquation : IKineticEquation
{
    private readonly ClusterHierarchy _pairs;
    private readonly TripleCollisions _triples;
    private readonly CollisionOptions _options;
    private readonly VelocityOrbits? _orbits;
    private readonly PairStorage _storage;
    private readonly NativeBuffer _collisions;
    private readonly NativeBuffer _unfolded;
    private readonly NativeBuffer _added;

    /// <summary>
    /// (g + g^T)/2 where the datum has a symmetry: a stepper looks for the spectral radius with a rough g that has no exchange symmetry, and its response must not
    /// depend on the order in which points are visited, which is another one with slices of representatives than with all.
    /// </summary>
    private readonly NativeBuffer _symmetrised;
    private readonly NativeBuffer _moments;
    private CollisionInvariants? _invariants;
    private StateBlock[]? _blocks;

    /// <summary>Plans everything that repeats.</summary>
    /// <param name="model">The name in results.</param>
    /// <param name="grid">d = 2.</param>
    /// <param name="kernel">A.</param>
    /// <param name="options">How f and g are discretised.</param>
    /// <exception cref="ArgumentException">d is not 2, or pairs are to be kept in single precision.</exception>
    public LiouvilleEquation(string model, VelocityGrid grid, CollisionKernel kernel, CollisionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        PairStorage.RequireDouble(options, model);
        _options = options;
        _orbits = options.Reduction;
        _storage = new PairStorage(grid, options);
        _triples = new TripleCollisions(grid, kernel, _orbits);
        _pairs = new ClusterHierarchy(model, grid, kernel, new ParticleNumber(3), options);
        _collisions = new NativeBuffer(grid.Size * grid.Size);
        _unfolded = new NativeBuffer(_orbits is null ? 0 : grid.Size * grid.Size);
        _added = new NativeBuffer(_orbits is null ? 0 : _storage.Length);
        _symmetrised = new NativeBuffer(options.Orbits is { IsTrivial: false } ? grid.Size * grid.Size : 0);
        _moments = new NativeBuffer(grid.Size);
    }

    public string Model => _pairs.Model;

    public ParticleNumber Particles => _pairs.Particles;

    public VelocityGrid Grid => _pairs.Grid;

    public bool HasCorrelation => true;

    public int Length => checked(_pairs.Length + _triples.Count * Grid.Size * Grid.Size);

    /// <summary>f and g as in the cluster hierarchy; h against the root mean square of f f f, over N^2.</summary>
    public IReadOnlyList<StateBlock> Blocks => _blocks ?? throw new InvalidOperationException("the initial datum fixes the scales: start with it");

    public IReadOnlyList<Report> Reports => _pairs.Reports;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles) => _pairs.Density(state[.._pairs.Length], particles);

    /// <inheritdoc/>
    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles) => _pairs.Correlation(state[.._pairs.Length], particles);

    /// <inheritdoc/>
    public TripleCorrelation Triple(ReadOnlySpan<double> state) => new(Grid, state[_pairs.Length..], _orbits);

    /// <inheritdoc/>
    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state)
    {
        _pairs.SetChaotic(density, state[.._pairs.Length]);
        state[_pairs.Length..].Clear();
        _invariants = _options.Conservative ? new CollisionInvariants(Grid, DiscreteMaxwellian.Fit(Grid, GridMoments.Of(Grid, density))) : null;
        double scale = TensorPrimitives.Norm(density) / Math.Sqrt(Grid.Size);
        BlockStorage? storage = _options.Orbits is { IsTrivial: false } orbits ? new TripleStorage(orbits, _pairs.Length, _orbits is not null) : null;
        _blocks = [.. _pairs.Blocks, new StateBlock("h", _pairs.Length, Length - _pairs.Length, scale * scale * scale / 9, storage)];
    }

    /// <summary>
    /// Where the correlation is that of the mixture of the datum's components, f_3 is as well: h = sum_k w_k (f^k - f) x (f^k - f) x (f^k - f). With any other
    /// correlation h = 0.
    /// </summary>
    public void Start(InitialDatum datum, Span<double> state)
    {
        ArgumentNullException.ThrowIfNull(datum);
        SetChaotic(datum.Density, state);
        if (datum.Correlation is null)
            return;
        _pairs.Start(datum, state[.._pairs.Length]);
        if (!MixtureCumulants.IsPairOf(datum))
            return;
        Span<double> triple = state[_pairs.Length..];
        if (_orbits is null)
        {
            MixtureCumulants.FillTriple(datum, triple);
            return;
        }
        MixtureCumulants.FillSlices(datum, _orbits.Points, triple);
        fixed (double* values = triple)
            _triples.Symmetrise(values);
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        int pairLength = _pairs.Length, size = Grid.Size;
        fixed (double* values = state, result = derivative)
        {
            double* correlation = values + size;
            if (_orbits is not null)
            {
                WorkCrew.Run(size, new Unfolding(_orbits, correlation, _unfolded.Pointer));
                correlation = _unfolded.Pointer;
            }
            _triples.EvaluateSlices(values, correlation, values + pairLength, result + pairLength);
            _triples.FillCollisions(_collisions.Span);
            if (_invariants is not null)
                TakeOutMoments(_invariants);
            TensorPrimitives.Multiply(_collisions.Span, Particles.Outside(2), _collisions.Span);
            _pairs.Evaluate(state[..pairLength], _orbits is null ? _collisions.Span : [], derivative[..pairLength]);
            if (_orbits is not null)
                AddReduced(_orbits, derivative[size..pairLength]);
            if (_symmetrised.Length > 0)
                WorkCrew.Run(size, new Symmetrisation(size, correlation, correlation = _symmetrised.Pointer));
            _triples.Complete(values, correlation, _pairs.PairMarginal, result + pairLength);
        }
    }

    /// <inheritdoc/>
    public void Assess(ReadOnlySpan<double> state) => _pairs.Assess(state[.._pairs.Length]);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _pairs.Save(writer);

    /// <inheritdoc/>
    public void Restore(BinaryReader reader) => _pairs.Restore(reader);

    public void Dispose()
    {
        _pairs.Dispose();
        _triples.Dispose();
        _collisions.Dispose();
        _unfolded.Dispose();
        _added.Dispose();
        _symmetrised.Dispose();
        _moments.Dispose();
    }

    /// <summary>Adds D + D^T to the columns of the representatives; its symmetries hold to the last bit in what is added.</summary>
    private void AddReduced(VelocityOrbits orbits, Span<double> derivative)
    {
        int size = Grid.Size;
        Span<double> collisions = _collisions.Span, row = _moments.Span;
        for (int i = 0; i < size; i++)
        {
            foreach (int j in orbits.Points)
                row[j] = collisions[i * size + j] + collisions[j * size + i];
            _storage.StoreRow(i, row, _added.Span);
        }
        TensorPrimitives.Add(derivative, _added.Span, derivative);
    }

    /// <summary>g(v1, s r) = g(s^-1 v1, r), a row v1 a chunk.</summary>
    private readonly struct Unfolding(VelocityOrbits orbits, double* columns, double* whole) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            double* row = whole + (long)chunk * orbits.Grid.Size;
            for (int j = 0; j < orbits.Grid.Size; j++)
                row[j] = columns[(long)orbits.InverseMap(orbits.Element[j])[chunk] * orbits.Count + orbits.Representative[j]];
        }
    }

    /// <summary>(g + g^T)/2, a row a chunk.</summary>
    private readonly struct Symmetrisation(int size, double* pairs, double* result) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            for (int j = 0; j < size; j++)
                result[(long)chunk * size + j] = 0.5 * (pairs[(long)chunk * size + j] + pairs[(long)j * size + chunk]);
        }
    }

    /// <summary>D(v1, v2) -= sum_k psi_k(v1) int phi_k(v1) D(v1, v2) dv1.</summary>
    private void TakeOutMoments(CollisionInvariants invariants)
    {
        int size = Grid.Size;
        Span<double> collisions = _collisions.Span, moments = _moments.Span;
        for (int k = 0; k < invariants.Count; k++)
        {
            ReadOnlySpan<double> function = invariants.Function(k), dual = invariants.Dual(k);
            moments.Clear();
            for (int i = 0; i < size; i++)
                TensorPrimitives.MultiplyAdd(collisions.Slice(i * size, size), function[i] * Grid.CellVolume, moments, moments);
            for (int i = 0; i < size; i++)
            {
                Span<double> row = collisions.Slice(i * size, size);
                TensorPrimitives.MultiplyAdd(moments, -dual[i], row, row);
            }
        }
    }
}
