using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

/// <summary>
/// What a regularised kernel adds to the equation of f besides the Landau part: nu Lap f, nu = <see cref="CollisionKernel.Viscosity"/>
/// + (N-1)/N <see cref="CollisionKernel.Isotropic"/>, the viscosity of (2.19) or C[F] of a multiple of I, whose marginal is taken as f with mass one.
/// The pair equation gets its share from <see cref="PairCollisions.Diffusion"/>.
/// </summary>
/// <remarks>
/// Lap = div grad with the Nyquist modes left out. With <see cref="CollisionOptions.Conservative"/> mass and momentum are kept and the energy grows by
/// 2 d nu a unit of time (2.22), to round-off; otherwise both hold up to the values of f at the edge of the box. No call allocates.
/// </remarks>
internal sealed class Viscosity : IDisposable
{
    private readonly VelocityGrid _grid;
    private readonly SpectralDerivative? _derivative;
    private readonly ConservativeProjection? _projection;
    private readonly NativeBuffer _field;

    /// <summary>Plans; a kernel without diffusion needs nothing and adds nothing.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="outside">(N-1)/N, the factor of the collisions of one particle with the others.</param>
    /// <param name="options">Whether the energy law is exact.</param>
    public Viscosity(VelocityGrid grid, CollisionKernel kernel, double outside, CollisionOptions options)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(options);
        _grid = grid;
        Coefficient = kernel.Viscosity + outside * kernel.Isotropic;
        bool isPresent = Coefficient != 0;
        _derivative = isPresent ? new SpectralDerivative(grid) : null;
        _projection = isPresent && options.Conservative ? new ConservativeProjection(grid) : null;
        _field = new NativeBuffer(isPresent ? grid.Size : 0);
    }

    /// <summary>nu.</summary>
    public double Coefficient { get; }

    /// <summary>rate += nu Lap f.</summary>
    /// <param name="density">f, n^d values.</param>
    /// <param name="gradient">grad f, d fields of n^d values, as <see cref="LandauOperator.Gradient"/> keeps it.</param>
    /// <param name="rate">n^d values.</param>
    public void AddTo(ReadOnlySpan<double> density, ReadOnlySpan<double> gradient, Span<double> rate)
    {
        if (_derivative is null)
            return;
        Span<double> field = _field.Span;
        _derivative.Divergence(gradient, field);
        TensorPrimitives.Multiply(field, Coefficient, field);
        double mass = _grid.CellVolume * TensorPrimitives.Sum(density[.._grid.Size]);
        _projection?.Apply(field, 2 * _grid.Dimension * Coefficient * mass);
        TensorPrimitives.Add(rate[.._grid.Size], field, rate);
    }

    public void Dispose()
    {
        _derivative?.Dispose();
        _field.Dispose();
    }
}
