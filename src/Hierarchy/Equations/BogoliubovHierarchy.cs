using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>The leading order with, at every output time, the distance of G to the correlation that is slaved to f (<see cref="SlavedCorrelation"/>).</summary>
internal sealed class BogoliubovHierarchy : IKineticEquation
{
    private const double Tolerance = 1e-5;
    private readonly LeadingOrderHierarchy _inner;
    private readonly double[] _figures = [double.NaN, double.NaN, double.NaN];
    private SlavedCorrelation? _slaved;
    private double[] _values = [];

    /// <summary>Plans everything that repeats.</summary>
    public BogoliubovHierarchy(string model, VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options) =>
        _inner = new LeadingOrderHierarchy(model, grid, kernel, particles, options);

    /// <summary>What it adds to the quantities of the leading order.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } =
    [
        new("slaved_correlation_l2", 2, "(int int G_s^2)^(1/2), G_s(f) stationary with f frozen but for the two-particle invariants, which are those of G"),
        new("bogoliubov_distance", 2, "(int int (G - G_s)^2/int int G_s^2)^(1/2): 0 where G is slaved to f, 1 where it has not begun to follow it"),
        new("bogoliubov_residual", 2, "what the rate of G_s still changed in the last doubling of the time with f frozen, over the source; beside it the distance "
            + "means something"),
    ];

    public string Model => _inner.Model;

    public ParticleNumber Particles => _inner.Particles;

    public VelocityGrid Grid => _inner.Grid;

    public bool HasCorrelation => true;

    public int Length => _inner.Length;

    public IReadOnlyList<StateBlock> Blocks => _inner.Blocks;

    public IReadOnlyList<Report> Reports => [.. _inner.Reports, .. Quantities.Select((quantity, i) => Report.Of(quantity, _figures[i]))];

    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles) => _inner.Density(state, particles);

    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles) => _inner.Correlation(state, particles);

    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state) => _inner.SetChaotic(density, state);

    public void Start(InitialDatum datum, Span<double> state) => _inner.Start(datum, state);

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative) => _inner.Evaluate(state, derivative);

    /// <inheritdoc/>
    public void Assess(ReadOnlySpan<double> state)
    {
        _slaved ??= new SlavedCorrelation(_inner);
        if (_values.Length == 0)
            _values = new double[_slaved.Length];
        _figures[2] = _slaved.Solve(state, Tolerance, _values);
        double cell = Grid.CellVolume, norm = TensorPrimitives.Norm<double>(_values);
        _figures[0] = cell * norm;
        _figures[1] = norm > 0 ? TensorPrimitives.Distance(_values, _inner.CorrelationLimit(state)) / norm : 0;
        _inner.Assess(state);
    }

    public void Save(BinaryWriter writer) => _inner.Save(writer);

    public void Restore(BinaryReader reader) => _inner.Restore(reader);

    public void Dispose()
    {
        _slaved?.Dispose();
        _inner.Dispose();
    }
}
