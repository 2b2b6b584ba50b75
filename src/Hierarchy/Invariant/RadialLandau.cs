using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.TimeStepping;

namespace Hierarchy.Invariant;

/// <summary>
/// Landau equations d_t f^k = Q(f^k, f^k) for isotropic components f^k, d = 3, with f = sum_k w_k f^k: one for chaotic data; for a mixture the exact solution
/// sum_k w_k f^k x f^k of the Landau hierarchy, g = sum_k w_k (f^k - f) x (f^k - f).
/// </summary>
/// <remarks>Viscosity and a multiple of I in A add their Laplacians to every component, as they do at N = infinity.</remarks>
internal sealed unsafe class RadialLandau : InvariantSystem
{
    private readonly RadialCollisions _collisions;
    private readonly DiffusionMatrices? _diffusion;
    private readonly double[] _laplacian;
    private readonly int _components;
    private double[] _weights = [];

    /// <summary>Plans; the basis stays the caller's.</summary>
    /// <param name="basis">Splines; of its modes the first is used.</param>
    /// <param name="kernel">A.</param>
    /// <param name="components">The number of components: 1, or those of the datum.</param>
    public RadialLandau(RadialBasis basis, CollisionKernel kernel, int components = 1)
        : base(basis)
    {
        _components = components;
        _collisions = new RadialCollisions(basis, IAngularMoments.Of(kernel));
        double diffusion = kernel.Isotropic + kernel.Viscosity;
        _diffusion = diffusion != 0 ? new DiffusionMatrices(basis) : null;
        _laplacian = new double[ModeSize];
        fixed (double* matrix = _laplacian)
            _diffusion?.AddLaplacian(0, diffusion, matrix);
    }

    public override int Length => _components * Basis.Stride;

    public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        for (int k = 0; k < _components; k++)
        {
            ReadOnlySpan<double> own = state.Slice(k * Basis.Stride, Basis.Stride);
            Span<double> rate = derivative.Slice(k * Basis.Stride, Basis.Stride);
            fixed (double* density = own)
                _collisions.Collide(density, rate);
            for (int i = 0; _diffusion is not null && i < Basis.Count; i++)
                rate[i] += TensorPrimitives.Dot(_laplacian.AsSpan(i * Basis.Stride, Basis.Stride), own);
            Basis.Solve(rate[..Basis.Count]);
        }
    }

    public override InvariantPair View(ReadOnlySpan<double> state, double inverse)
    {
        if (_components == 1)
            return new(Basis, state, []);
        double[] density = new double[Basis.Stride], difference = new double[Basis.Stride], pairs = new double[ModeSize];
        for (int k = 0; k < _components; k++)
            TensorPrimitives.MultiplyAdd(state.Slice(k * Basis.Stride, Basis.Stride), _weights[k], density, density);
        for (int k = 0; k < _components; k++)
        {
            TensorPrimitives.Subtract(state.Slice(k * Basis.Stride, Basis.Stride), density, difference);
            InvariantStart.AddProduct(_weights[k], difference, difference, pairs, Basis.Stride);
        }
        return new(Basis, density, pairs);
    }

    protected override bool HasPair => false;

    public override void Dispose() => _collisions.Dispose();

    protected override StateBlock[] Fill(InvariantDatum datum, Span<double> state)
    {
        if (_components > 1 && datum.Components.Count != _components)
            throw new ArgumentException($"{_components} components were announced", nameof(datum));
        _weights = _components == 1 ? [1] : [.. datum.Components.Select(part => part.Weight)];
        var blocks = new StateBlock[_components];
        for (int k = 0; k < _components; k++)
        {
            Span<double> own = state.Slice(k * Basis.Stride, Basis.Stride);
            InvariantStart.Density(Basis, _components == 1 ? datum.Density : datum.Components[k].Density, own);
            blocks[k] = new StateBlock($"f{k + 1}", k * Basis.Stride, Basis.Stride, Scale(own));
        }
        return blocks;
    }
}
