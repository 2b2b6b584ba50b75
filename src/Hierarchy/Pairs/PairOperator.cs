using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The right-hand side of a pair equation, pairFactor (P[f x f + g] - m x f - f x m) + outsideFactor (T x 1 + 1 x T) g with m = int P[F] dv2, and C[g]: the
/// visits to the n^{2d} values of g (<see cref="PairCollisions"/>) and the corrections that give it the exact properties of the continuous one
/// (<see cref="PairCorrections"/>).
/// </summary>
/// <remarks>
/// An evaluation is <see cref="Visit"/>, which gives C[g], and <see cref="Complete"/>, which needs Q(f,f) + C[g]; between the two the result is scratch.
/// Closures with terms of the second order in g begin with
/// <see cref="Prepare"/>. Nothing is allocated.
/// </remarks>
internal sealed unsafe class PairOperator : IDisposable
{
    private readonly VelocityGrid _grid;
    private readonly PairCollisions _visits;
    private readonly SpectralDerivative _derivative;
    private readonly NativeBuffer _fluxes;
    private readonly NativeBuffer _collisions;
    private readonly bool _conservative;
    private PairCorrections? _corrections;
    private (double Pair, double Outside) _factors;

    /// <summary>Plans everything that repeats.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="kernel">A.</param>
    /// <param name="options">The convolutions of T, whether the corrections are made, how g is stored.</param>
    /// <param name="closure">Terms of the second order in g, if it has any, are added to those of T; null for none.</param>
    /// <param name="diffusion">nu of the nu (Lap_1 + Lap_2) g that a regularised kernel adds.</param>
    public PairOperator(VelocityGrid grid, CollisionKernel kernel, CollisionOptions options, TripletClosure? closure = null, double diffusion = 0)
    {
        _grid = grid;
        _visits = new PairCollisions(grid, kernel, options, closure) { Diffusion = diffusion };
        _derivative = new SpectralDerivative(grid);
        _fluxes = new NativeBuffer(grid.Dimension * grid.Size);
        _collisions = new NativeBuffer(grid.Size);
        _conservative = options.Conservative;
    }

    /// <summary>Whether the closure has terms of the second order in g.</summary>
    public bool HasProducts => _visits.Triplets is not null;

    /// <summary>Z, the mass of f_3 before its normalisation over that of f1 f2 f3, at the last evaluation; 1 for closures that are not normalised.</summary>
    public double Mass => _visits.Triplets?.Mass ?? 1;

    /// <summary>m of the last evaluation, n^d values; empty before the first datum.</summary>
    public ReadOnlySpan<double> Marginal => _corrections is null ? [] : _corrections.Marginal;

    /// <summary>The largest correction of a second moment over the largest second moment of Q(f,f) + C[g].</summary>
    public double CorrectionSize => _corrections?.RelativeSize ?? 0;

    /// <summary>Takes the Maxwellian of the datum, along which the corrections are made.</summary>
    public void Start(ReadOnlySpan<double> maxwellian)
    {
        _corrections?.Dispose();
        _corrections = new PairCorrections(_grid, _visits, _derivative, maxwellian, _conservative);
    }

    /// <summary>Computes what the terms of the second order have in common, and Z; comes before the visit of the same state.</summary>
    public void Prepare(in LinearisationFields fields, double* correlation) => _visits.Prepare(fields, correlation);

    /// <summary>The visits that read g: everything but its symmetric completion.</summary>
    /// <param name="fields">f, grad f, A*f and B*f.</param>
    /// <param name="correlation">g, exchange symmetric.</param>
    /// <param name="pairFactor">1/N.</param>
    /// <param name="outsideFactor">(N-2)/N; at zero T is left out.</param>
    /// <param name="result">As many values as g has; scratch up to <see cref="Complete"/>.</param>
    /// <param name="ownFactor">1, or 0 for P[f x f] in place of P[f x f + g].</param>
    /// <returns>C[g], n^d values, valid until the next visit.</returns>
    /// <exception cref="InvalidOperationException">No datum has been started with.</exception>
    public ReadOnlySpan<double> Visit(in LinearisationFields fields, double* correlation, double pairFactor, double outsideFactor, double* result, double ownFactor = 1)
    {
        if (_corrections is null)
            throw new InvalidOperationException("the initial datum fixes the corrections: start with it");
        _factors = (pairFactor, outsideFactor);
        _visits.Evaluate(fields, correlation, pairFactor, outsideFactor, result, ownFactor);
        for (int a = 0; a < _grid.Dimension; a++)
            _visits.CollisionFlux(a).CopyTo(_fluxes.Span[(a * _grid.Size)..]);
        _derivative.Divergence(_fluxes.Span, _collisions.Span);
        return _collisions.Span;
    }

    /// <summary>The visit that completes the result of the last <see cref="Visit"/>.</summary>
    /// <param name="density">f.</param>
    /// <param name="collisions">Q(f,f) + C[g], without the factor (N-1)/N.</param>
    /// <param name="result">The right-hand side.</param>
    /// <param name="surplus">s, n^d values, or empty: s x f + f x s is added.</param>
    /// <param name="addition">D, n^{2d} values, or null: D + D^T is added.</param>
    public void Complete(ReadOnlySpan<double> density, ReadOnlySpan<double> collisions, double* result, ReadOnlySpan<double> surplus = default, double* addition = null) =>
        _corrections!.Complete(density, collisions, _factors.Pair, _factors.Outside, result, surplus, addition);

    /// <summary>Writes the largest corrections met.</summary>
    public void Save(BinaryWriter writer) => _corrections?.Save(writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader) => _corrections?.Restore(reader);

    /// <summary>Z of the last evaluation of a run that goes on.</summary>
    public void RestoreMass(double mass)
    {
        if (_visits.Triplets is { } triplets)
            triplets.Mass = mass;
    }

    public void Dispose()
    {
        _visits.Dispose();
        _derivative.Dispose();
        _fluxes.Dispose();
        _collisions.Dispose();
        _corrections?.Dispose();
    }
}
