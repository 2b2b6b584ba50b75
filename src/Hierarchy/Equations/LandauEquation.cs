using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>
/// d_t f = (N-1)/N Q(f,f): the Landau equation (1.1) for N = infinity, and the hierarchy (1.11) closed by f_{N,2} = f x f for finite N.
/// </summary>
/// <remarks>
/// Unless switched off, the rate is Q(f,f) - Q(M,M) with M the Maxwellian on the grid with the invariants of the initial datum (so that M itself is
/// stationary), and what is left of the production of mass, momentum and energy is removed by <see cref="ConservativeProjection"/>.
/// Both vanish with the discretisation error. Negative values are never clipped.
/// </remarks>
public sealed class LandauEquation : IKineticEquation
{
    private const string CorrectionMeaning = "largest L2 norm of the correction that conserves mass, momentum and energy, over the largest norm of the collision term";
    private const string ResidualMeaning = "L2 norm of Q(M,M), which is subtracted, over that of its diffusive half div((A*M) grad M)";
    private readonly LandauOperator _collisions;
    private ConservativeProjection? _projection;
    private readonly CollisionOptions _options;
    private readonly NativeBuffer _residual;
    private readonly double _factor;
    private double _residualSize;
    private bool _ready;

    /// <summary>The Landau equation.</summary>
    public LandauEquation(VelocityGrid grid, CollisionKernel kernel, CollisionOptions options)
        : this("landau", ParticleNumber.Infinity, grid, kernel, options)
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
        _collisions = new LandauOperator(grid, kernel, options);
        _residual = new NativeBuffer(options.EquilibriumPreserving ? grid.Size : 0);
        Blocks = [new StateBlock("f1", 0, grid.Size, 1)];
    }

    public string Model { get; }

    public ParticleNumber Particles { get; }

    public VelocityGrid Grid { get; }

    public bool HasCorrelation => false;

    public int Length => Grid.Size;

    /// <summary>One block; its scale is the root mean square of the initial density.</summary>
    public IReadOnlyList<StateBlock> Blocks { get; private set; }

    public IReadOnlyList<Report> Reports
    {
        get
        {
            List<Report> reports = [];
            if (_options.Conservative)
                reports.Add(new("conservative_correction", _projection?.RelativeSize ?? 0, CorrectionMeaning));
            if (_options.EquilibriumPreserving)
                reports.Add(new("equilibrium_residual", _residualSize, ResidualMeaning));
            return reports;
        }
    }

    /// <summary>Fills the state with f and fixes the Maxwellian of the corrections.</summary>
    /// <exception cref="ArgumentException">Mass or temperature on the grid is not positive.</exception>
    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state)
    {
        density[..Length].CopyTo(state);
        double square = 0;
        for (int i = 0; i < Length; i++)
            square += density[i] * density[i];
        if (!(square > 0) || !double.IsFinite(square))
            throw new ArgumentException("the density is finite and not zero", nameof(density));
        Blocks = [new StateBlock("f1", 0, Length, Math.Sqrt(square / Length))];
        if (_options.Conservative || _options.EquilibriumPreserving)
            SetMaxwellian(DiscreteMaxwellian.Fit(Grid, GridMoments.Of(Grid, density)));
        _ready = true;
    }

    /// <summary>d_t f.</summary>
    /// <exception cref="InvalidOperationException"><see cref="SetChaotic"/> was not called.</exception>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        if (!_ready)
            throw new InvalidOperationException("the initial datum fixes the corrections: call SetChaotic first");
        Span<double> rate = derivative[..Length];
        _collisions.Apply(state, rate);
        if (_options.EquilibriumPreserving)
            TensorPrimitives.Subtract(rate, _residual.Span, rate);
        if (_factor != 1)
            TensorPrimitives.Multiply(rate, _factor, rate);
        _projection?.Apply(rate);
    }

    private void SetMaxwellian(double[] maxwellian)
    {
        _projection = _options.Conservative ? new ConservativeProjection(Grid, maxwellian) : null;
        if (!_options.EquilibriumPreserving)
            return;
        _collisions.ApplyDiffusion(maxwellian, _residual.Span);
        double diffusion = TensorPrimitives.Norm(_residual.Span);
        _collisions.Apply(maxwellian, _residual.Span);
        _residualSize = TensorPrimitives.Norm(_residual.Span) / diffusion;
    }

    public void Dispose()
    {
        _collisions.Dispose();
        _residual.Dispose();
    }
}
