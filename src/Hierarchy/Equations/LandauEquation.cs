using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>
/// d_t f = (N-1)/N Q(f,f) (+ nu Lap f with a regularised kernel, <see cref="Viscosity"/>): the Landau equation (1.1) for N = infinity, and the hierarchy (1.11)
/// closed by f_{N,2} = f x f for finite N.
/// </summary>
/// <remarks>
/// Unless switched off, the rate is Q(f,f) - Q(M,M) with M the Maxwellian on the grid with the invariants of the initial datum (so that M itself is
/// stationary), and what is left of the production of mass, momentum and energy is removed by <see cref="ConservativeProjection"/>.
/// Both vanish with the discretisation error, that of Q(M,M) with the values of M at the edge of the box. Negative values are never clipped.
/// </remarks>
internal sealed class LandauEquation : IKineticEquation
{
    private readonly CorrectedLandau _collisions;
    private readonly Viscosity _viscosity;
    private readonly CollisionOptions _options;
    private readonly double _factor;
    private StateBlock[]? _blocks;

    /// <summary>The Landau equation.</summary>
    public LandauEquation(VelocityGrid grid, CollisionKernel kernel, CollisionOptions options)
        : this("", ParticleNumber.Infinity, grid, kernel, options)
    {
    }

    /// <summary>The equation of level 1 for N particles, under the name of a model.</summary>
    public LandauEquation(string model, ParticleNumber particles, VelocityGrid grid, CollisionKernel kernel, CollisionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Model = model;
        Particles = particles;
        Grid = grid;
        _options = options;
        _factor = particles.Outside(1);
        _collisions = new CorrectedLandau(grid, kernel, options);
        _viscosity = new Viscosity(grid, kernel, _factor, options);
    }

    public string Model { get; }

    public ParticleNumber Particles { get; }

    public VelocityGrid Grid { get; }

    public bool HasCorrelation => false;

    public int Length => Grid.Size;

    /// <summary>One block; its scale is the root mean square of the initial density.</summary>
    /// <exception cref="InvalidOperationException"><see cref="SetChaotic"/> was not called.</exception>
    public IReadOnlyList<StateBlock> Blocks => _blocks ?? throw new InvalidOperationException("the initial datum fixes the scale: start with it");

    public IReadOnlyList<Report> Reports => LandauReports.Of(_collisions, _options);

    /// <summary>Fills the state with f and fixes the Maxwellian of the corrections.</summary>
    /// <exception cref="ArgumentException">The density is zero or not finite, or its mass or temperature on the grid is not positive.</exception>
    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state)
    {
        ReadOnlySpan<double> datum = density[..Length];
        _collisions.Start(datum);
        datum.CopyTo(state);
        _blocks = [new StateBlock("f1", 0, Length, TensorPrimitives.Norm(datum) / Math.Sqrt(Length))];
    }

    /// <summary>d_t f.</summary>
    /// <exception cref="InvalidOperationException"><see cref="SetChaotic"/> was not called.</exception>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        Span<double> rate = derivative[..Length];
        _collisions.Apply(state[..Length], rate);
        if (_factor != 1)
            TensorPrimitives.Multiply(rate, _factor, rate);
        _collisions.Conserve(rate);
        _viscosity.AddTo(state, _collisions.Operator.Gradient, rate);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles)
    {
        this.RequireOwn(particles);
        return state[..Length];
    }

    /// <inheritdoc/>
    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles)
    {
        this.RequireOwn(particles);
        return PairCorrelation.Zero(Grid);
    }

    /// <inheritdoc/>
    public void Assess(ReadOnlySpan<double> state) => _collisions.Assess(state[..Length]);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _collisions.Save(writer);

    /// <inheritdoc/>
    public void Restore(BinaryReader reader) => _collisions.Restore(reader);

    public void Dispose()
    {
        _collisions.Dispose();
        _viscosity.Dispose();
    }
}
