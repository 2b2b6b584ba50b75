using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>
/// The hierarchy (1.11) to leading order in 1/N around chaotic data, f_{N,1} = f + phi/N + O(1/N^2), f_{N,2} = f x f + (phi x f + f x phi + G)/N + O(1/N^2), with
/// unknowns that do not depend on N:
/// <code>
/// d_t f   = Q(f,f)
/// d_t phi = T phi - Q(f,f) + C[G]
/// d_t G   = (T x 1 + 1 x T) G + P[f x f] - Q(f,f) x f - f x Q(f,f),     T h = C[h x f] + C[f x h].
/// </code>
/// One integration serves every N: f_{N,1} = f + phi/N and g = G/N - phi x phi/N^2. The norms of phi and G are the constants of the rates of convergence.
/// </summary>
/// <remarks>The state is f, phi (n^d values each) and G (n^{2d} values). As in <see cref="PairHierarchy"/> the marginals of G vanish to round-off.</remarks>
internal sealed unsafe class LeadingOrderHierarchy : IKineticEquation
{
    private readonly CorrectedLandau _landau;
    private readonly LandauOperator _shifted;
    private readonly PairOperator _pairs;
    private readonly NativeBuffer _work;
    private readonly NativeBuffer _density;
    private readonly double[] _norms = new double[4];
    private readonly CollisionOptions _options;
    private readonly PairStorage _storage;
    private StateBlock[]? _blocks;

    /// <summary>Plans everything that repeats.</summary>
    /// <exception cref="ArgumentException">The kernel has a viscosity or a multiple of I, or pairs are to be kept in single precision.</exception>
    public LeadingOrderHierarchy(string model, VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options)
    {
        if (kernel.Isotropic != 0 || kernel.Viscosity != 0)
            throw new ArgumentException("the leading order does not take kernels with a viscosity or a multiple of I", nameof(kernel));
        PairStorage.RequireDouble(options, model);
        Model = model;
        Kernel = kernel;
        Grid = grid;
        Particles = particles;
        _options = options;
        _storage = new PairStorage(grid, options);
        _landau = new CorrectedLandau(grid, kernel, options);
        _shifted = new LandauOperator(grid, kernel, options);
        _pairs = new PairOperator(grid, kernel, options);
        _work = new NativeBuffer(2 * grid.Size);
        _density = new NativeBuffer(grid.Size);
    }

    public string Model { get; }

    /// <summary>The N that it was made for; its state serves every N.</summary>
    public ParticleNumber Particles { get; }

    public VelocityGrid Grid { get; }

    /// <summary>A(z).</summary>
    public CollisionKernel Kernel { get; }

    public bool HasCorrelation => true;

    public int Length => 2 * Grid.Size + _storage.Length;

    /// <summary>f and phi against the initial root mean square of f; G against that of f x f.</summary>
    public IReadOnlyList<StateBlock> Blocks => _blocks ?? throw new InvalidOperationException("the initial datum fixes the scales: start with it");

    public IReadOnlyList<Report> Reports =>
    [
        .. LandauReports.Of(_landau, _options),
        .. Quantities.Select((quantity, i) => Report.Of(quantity, _norms[i])),
    ];

    /// <summary>The norms of phi and G, the constants of the rates.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } =
    [
        new("phi_l1", 1, "int |phi|, the limit of N int |f_{N,1} - f|"),
        new("phi_l2", 1, "(int phi^2)^{1/2}"),
        new("correlation_limit_l1", 2, "int int |G|, the limit of N int int |f_{N,2} - f_{N,1} x f_{N,1}|"),
        new("correlation_limit_l2", 2, "(int int G^2)^{1/2}"),
    ];

    /// <summary>phi, n^d values.</summary>
    public ReadOnlySpan<double> Shift(ReadOnlySpan<double> state) => state.Slice(Grid.Size, Grid.Size);

    /// <summary>G as it lies in the state: n^{2d} values, or the columns of the representatives.</summary>
    public ReadOnlySpan<double> CorrelationLimit(ReadOnlySpan<double> state) => state[(2 * Grid.Size)..];

    /// <summary>f + phi/N.</summary>
    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles)
    {
        TensorPrimitives.MultiplyAdd(Shift(state), particles.Inverse, state[..Grid.Size], _density.Span);
        return _density.Span;
    }

    /// <summary>G/N - phi x phi/N^2.</summary>
    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles) =>
        new LeadingOrderCorrelation(_storage.View(state[(2 * Grid.Size)..]), state.Slice(Grid.Size, Grid.Size), particles.Inverse);

    /// <inheritdoc/>
    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state)
    {
        _landau.Start(density);
        state.Clear();
        density[..Grid.Size].CopyTo(state);
        _pairs.Start(_landau.Maxwellian);
        double scale = TensorPrimitives.Norm(density[..Grid.Size]) / Math.Sqrt(Grid.Size);
        _blocks =
        [
            _storage.Field("f", 0, scale),
            _storage.Field("phi", Grid.Size, scale),
            CorrelationBlock(2 * Grid.Size, scale),
        ];
    }

    /// <summary>The block of G in a state in which it begins elsewhere, once the initial datum has fixed the scales.</summary>
    internal StateBlock CorrelationBlock(int start) => CorrelationBlock(start, Blocks[0].Scale);

    /// <summary>Fills the state with a chaotic datum.</summary>
    /// <exception cref="ArgumentException">The datum is not chaotic: correlations that do not vanish with 1/N are outside the expansion.</exception>
    public void Start(InitialDatum datum, Span<double> state)
    {
        if (!datum.IsChaotic)
            throw new ArgumentException("the leading order in 1/N is an expansion around chaotic data", nameof(datum));
        SetChaotic(datum.Density, state);
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        int size = Grid.Size;
        Span<double> rate = derivative[..size];
        _landau.Apply(state[..size], rate);
        _landau.Conserve(rate);
        fixed (double* values = state, result = derivative)
        {
            var fields = new LinearisationFields(values, _landau.Operator);
            ReadOnlySpan<double> own = _pairs.Visit(fields, values + 2 * size, 1, 1, result + 2 * size, ownFactor: 0);
            _pairs.Complete(state[..size], rate, result + 2 * size);
            FillShiftRate(state, rate, own, derivative.Slice(size, size));
        }
        _options.Reduction?.Unfold(rate);
        _options.Reduction?.Unfold(derivative.Slice(size, size));
    }

    /// <inheritdoc/>
    public void Assess(ReadOnlySpan<double> state)
    {
        _landau.Assess(state[..Grid.Size]);
        double cell = Grid.CellVolume;
        _norms[0] = cell * TensorPrimitives.SumOfMagnitudes(Shift(state));
        _norms[1] = Math.Sqrt(cell) * TensorPrimitives.Norm(Shift(state));
        (double magnitudes, double squares) = Sums(CorrelationLimit(state));
        _norms[2] = cell * cell * magnitudes;
        _norms[3] = cell * Math.Sqrt(squares);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        _landau.Save(writer);
        _pairs.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        _landau.Restore(reader);
        _pairs.Restore(reader);
    }

    public void Dispose()
    {
        _landau.Dispose();
        _shifted.Dispose();
        _pairs.Dispose();
        _work.Dispose();
        _density.Dispose();
    }

    private StateBlock CorrelationBlock(int start, double scale) => _storage.Block("G", start, scale * scale);

    /// <summary>sum |G| and sum G^2, column by column of all points or of the representatives, which count as their orbits do.</summary>
    private (double Magnitudes, double Squares) Sums(ReadOnlySpan<double> limit)
    {
        const int together = 16;
        int columns = _options.Reduction?.Count ?? Grid.Size;
        double magnitudes = 0, squares = 0;
        double[] values = new double[together * Grid.Size];
        for (int first = 0; first < columns; first += together)
        {
            int count = Math.Min(together, columns - first);
            _storage.TakeColumns(limit, first, count, values);
            for (int k = 0; k < count; k++)
            {
                int weight = _options.Reduction?.Weights[first + k] ?? 1;
                ReadOnlySpan<double> column = values.AsSpan(k * Grid.Size, Grid.Size);
                magnitudes += weight * TensorPrimitives.SumOfMagnitudes(column);
                squares += weight * TensorPrimitives.SumOfSquares(column);
            }
        }
        return (magnitudes, squares);
    }

    /// <summary>T phi - Q(f,f) + C[G]. Q is quadratic, so T phi = ( Q(f + phi) - Q(f - phi) )/2 without any error.</summary>
    private void FillShiftRate(ReadOnlySpan<double> state, ReadOnlySpan<double> collisions, ReadOnlySpan<double> correlated, Span<double> rate)
    {
        int size = Grid.Size;
        Span<double> shifted = _work.Span[..size], image = _work.Span.Slice(size, size);
        TensorPrimitives.Add(state[..size], Shift(state), shifted);
        _shifted.Apply(shifted, rate);
        TensorPrimitives.Subtract(state[..size], Shift(state), shifted);
        _shifted.Apply(shifted, image);
        TensorPrimitives.Subtract(rate, image, rate);
        TensorPrimitives.Multiply(rate, 0.5, rate);
        TensorPrimitives.Subtract(rate, collisions, rate);
        TensorPrimitives.Add(rate, correlated, rate);
        _landau.Conserve(rate);
    }
}
