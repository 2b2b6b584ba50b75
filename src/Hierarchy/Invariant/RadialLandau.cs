using System.Numerics.Tensors;
using Hierarchy.TimeStepping;

namespace Hierarchy.Invariant;

/// <summary>The Landau equation d_t f = factor Q(f,f) for isotropic f, d = 3; the factor (N-1)/N is that of the tensorised closure of level 1.</summary>
internal sealed unsafe class RadialLandau : IEvolutionSystem, IDisposable
{
    private readonly RadialBasis _basis;
    private readonly RadialCollisions _collisions;
    private readonly double _factor;
    private StateBlock[] _blocks = [];

    /// <summary>Plans; the basis stays the caller's.</summary>
    public RadialLandau(RadialBasis basis, IAngularMoments moments, double factor = 1)
    {
        _basis = basis;
        _factor = factor;
        _collisions = new RadialCollisions(basis, moments);
    }

    public int Length => _basis.Stride;

    public IReadOnlyList<StateBlock> Blocks => _blocks;

    /// <summary>Fills the state with f.</summary>
    public void Start(ReadOnlySpan<double> density, Span<double> state)
    {
        density[..Length].CopyTo(state);
        _blocks = [new StateBlock("f", 0, Length, TensorPrimitives.Norm(density) / Math.Sqrt(Length))];
    }

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        fixed (double* density = state)
            _collisions.Collide(density, derivative);
        _basis.Solve(derivative[.._basis.Count]);
        TensorPrimitives.Multiply(derivative, _factor, derivative);
    }

    /// <summary>f of a state.</summary>
    public InvariantPair View(ReadOnlySpan<double> state) => new(_basis, state, []);

    public void Dispose() => _collisions.Dispose();
}
