using System.Numerics.Tensors;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

/// <summary>
/// Q(f,f) - Q(M,M) with M the Maxwellian on the grid that has the invariants of the initial datum, so that M itself is stationary to round-off, and the
/// removal of what a rate of change still produces of mass, momentum and energy. <see cref="CollisionOptions"/> switches either off.
/// </summary>
internal sealed class CorrectedLandau : IDisposable
{
    private readonly CollisionOptions _options;
    private readonly NativeBuffer _residual, _scratch;
    private readonly ConservativeProjection? _projection;
    private double[]? _maxwellian;
    private double _diffusionNorm, _largestCorrection;

    /// <summary>Plans for a grid and a kernel.</summary>
    public CorrectedLandau(VelocityGrid grid, CollisionKernel kernel, CollisionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Operator = new LandauOperator(grid, kernel, options);
        _projection = options.Conservative ? new ConservativeProjection(grid) : null;
        _scratch = new NativeBuffer(grid.Size);
        _residual = new NativeBuffer(options.EquilibriumPreserving ? grid.Size : 0);
    }

    /// <summary>Q itself, with A*f, B*f and grad f of the last call.</summary>
    public LandauOperator Operator { get; }

    /// <summary>M, n^d values.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Start"/> was not called.</exception>
    public ReadOnlySpan<double> Maxwellian => Started();

    /// <summary>The largest L2 norm of the conservative correction of Q(f,f) that <see cref="Assess"/> met, over that of div((A*f) grad f) at the datum.</summary>
    public double CorrectionSize => _diffusionNorm > 0 ? _largestCorrection / _diffusionNorm : 0;

    /// <summary>The L2 norm of Q(M,M) over that of its diffusive half div((A*M) grad M).</summary>
    public double ResidualSize { get; private set; }

    /// <summary>Fixes M by the invariants of the initial datum.</summary>
    /// <exception cref="ArgumentException">The density is zero or not finite, or its mass or temperature on the grid is not positive.</exception>
    public void Start(ReadOnlySpan<double> density)
    {
        double norm = TensorPrimitives.Norm(density);
        if (!(norm > 0) || !double.IsFinite(norm))
            throw new ArgumentException("the density is finite and not zero", nameof(density));
        VelocityGrid grid = Operator.Grid;
        _maxwellian = DiscreteMaxwellian.Fit(grid, GridMoments.Of(grid, density));
        if (_options.EquilibriumPreserving)
            SetResidual(_maxwellian);
        Operator.ApplyDiffusion(density, _scratch.Span);
        _diffusionNorm = Math.Sqrt(grid.CellVolume) * TensorPrimitives.Norm(_scratch.Span);
        _largestCorrection = 0;
        Assess(density);
    }

    /// <summary>rate = Q(f,f) - Q(M,M).</summary>
    /// <exception cref="InvalidOperationException"><see cref="Start"/> was not called.</exception>
    public void Apply(ReadOnlySpan<double> density, Span<double> rate)
    {
        _ = Started();
        Operator.Apply(density, rate);
        if (_options.EquilibriumPreserving)
            TensorPrimitives.Subtract(rate, _residual.Span, rate);
    }

    /// <summary>Takes the production of mass, momentum and energy out of a rate.</summary>
    public void Conserve(Span<double> rate) => _projection?.Apply(rate);

    /// <summary>Measures the conservative correction of Q(f,f) at a state of the run. Steppers also evaluate states that are no states of the run; those do not count.</summary>
    public void Assess(ReadOnlySpan<double> density)
    {
        if (_projection is null)
            return;
        Apply(density, _scratch.Span);
        _projection.Apply(_scratch.Span);
        _largestCorrection = Math.Max(_largestCorrection, _projection.CorrectionNorm);
    }

    /// <summary>Writes the largest correction met.</summary>
    public void Save(BinaryWriter writer) => writer.Write(_largestCorrection);

    /// <summary>Reads what <see cref="Save"/> wrote, after <see cref="Start"/>.</summary>
    public void Restore(BinaryReader reader) => _largestCorrection = reader.ReadDouble();

    public void Dispose()
    {
        Operator.Dispose();
        _residual.Dispose();
        _scratch.Dispose();
    }

    private void SetResidual(double[] maxwellian)
    {
        Operator.ApplyDiffusion(maxwellian, _residual.Span);
        double diffusion = TensorPrimitives.Norm(_residual.Span);
        Operator.Apply(maxwellian, _residual.Span);
        ResidualSize = TensorPrimitives.Norm(_residual.Span) / diffusion;
    }

    private double[] Started() => _maxwellian ?? throw new InvalidOperationException("the initial datum fixes the corrections: start with it");
}
