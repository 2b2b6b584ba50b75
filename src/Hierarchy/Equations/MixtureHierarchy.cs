using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>
/// The Landau hierarchy (1.2) for a de Finetti mixture: f_m = sum_k w_k (f^k)^{x m}, where every f^k solves the Landau equation (1.1). It is exact at every level, and
/// not a product unless the datum is (Remark 1.6). The marginals are f = sum_k w_k f^k and g = sum_k w_k (f^k - f) x (f^k - f).
/// </summary>
/// <remarks>The state holds <see cref="MostComponents"/> densities of n^d values, those beyond the components of the datum zero.</remarks>
internal sealed class MixtureHierarchy : IKineticEquation
{
    /// <summary>The most components of a datum.</summary>
    public const int MostComponents = 8;

    private readonly CollisionKernel _kernel;
    private readonly CollisionOptions _options;
    private readonly List<LandauEquation> _equations = [];
    private readonly List<double> _weights = [];
    private readonly NativeBuffer _density;
    private StateBlock[]? _blocks;

    /// <summary>Plans; the components come with the datum.</summary>
    public MixtureHierarchy(string model, VelocityGrid grid, CollisionKernel kernel, CollisionOptions options)
    {
        Model = model;
        Grid = grid;
        _kernel = kernel;
        _options = options;
        _density = new NativeBuffer(grid.Size);
    }

    public string Model { get; }

    public ParticleNumber Particles => ParticleNumber.Infinity;

    public VelocityGrid Grid { get; }

    public bool HasCorrelation => true;

    public int Length => MostComponents * Grid.Size;

    /// <summary>One block a component, against its initial root mean square; the last takes the zeros along.</summary>
    public IReadOnlyList<StateBlock> Blocks => _blocks ?? throw new InvalidOperationException("the initial datum fixes the scales: start with it");

    public IReadOnlyList<Report> Reports => _equations.Count == 0 ? [] : _equations[0].Reports;

    /// <inheritdoc/>
    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state) => Start(InitialDatum.Chaotic(density[..Grid.Size].ToArray()), state);

    /// <summary>Fills the state with the components of a datum.</summary>
    /// <exception cref="ArgumentException">
    /// More than <see cref="MostComponents"/> components, or a correlation that is not theirs: chaotic data count as one component.
    /// </exception>
    public void Start(InitialDatum datum, Span<double> state)
    {
        IReadOnlyList<MixtureComponent> components = datum.IsChaotic ? [new MixtureComponent(1, datum.Density)] : datum.Components;
        if (components.Count > MostComponents)
            throw new ArgumentException($"at most {MostComponents} components", nameof(datum));
        Release();
        state.Clear();
        _blocks = new StateBlock[components.Count];
        for (int k = 0; k < components.Count; k++)
        {
            var equation = new LandauEquation(Model, ParticleNumber.Infinity, Grid, _kernel, _options);
            _equations.Add(equation);
            _weights.Add(components[k].Weight);
            equation.SetChaotic(components[k].Density, state.Slice(k * Grid.Size, Grid.Size));
            int length = k == components.Count - 1 ? Length - k * Grid.Size : Grid.Size;
            // Zeros have no error: the scale makes up for their share in the mean square.
            double scale = equation.Blocks[0].Scale * Math.Sqrt((double)Grid.Size / length);
            _blocks[k] = new StateBlock($"f{k + 1}", k * Grid.Size, length, scale);
        }
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        if (_blocks is null)
            throw new InvalidOperationException("the initial datum comes first: start with it");
        int size = Grid.Size;
        for (int k = 0; k < _equations.Count; k++)
            _equations[k].Evaluate(state.Slice(k * size, size), derivative.Slice(k * size, size));
        derivative[(_equations.Count * size)..].Clear();
    }

    /// <inheritdoc/>
    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles)
    {
        this.RequireOwn(particles);
        _density.Span.Clear();
        for (int k = 0; k < _equations.Count; k++)
            TensorPrimitives.MultiplyAdd(state.Slice(k * Grid.Size, Grid.Size), _weights[k], _density.Span, _density.Span);
        return _density.Span;
    }

    /// <summary>The products w_k (f^k - f) x (f^k - f), none of one component.</summary>
    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles)
    {
        ReadOnlySpan<double> density = Density(state.Span, particles);
        double[][] differences = new double[_equations.Count > 1 ? _equations.Count : 0][];
        for (int k = 0; k < differences.Length; k++)
        {
            differences[k] = new double[Grid.Size];
            TensorPrimitives.Subtract(state.Span.Slice(k * Grid.Size, Grid.Size), density, differences[k]);
        }
        return PairCorrelation.OfProducts(Grid, [.. _weights.Take(differences.Length)], differences);
    }

    /// <inheritdoc/>
    public void Assess(ReadOnlySpan<double> state)
    {
        for (int k = 0; k < _equations.Count; k++)
            _equations[k].Assess(state.Slice(k * Grid.Size, Grid.Size));
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        foreach (LandauEquation equation in _equations)
            equation.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        foreach (LandauEquation equation in _equations)
            equation.Restore(reader);
    }

    public void Dispose()
    {
        Release();
        _density.Dispose();
    }

    private void Release()
    {
        foreach (LandauEquation equation in _equations)
            equation.Dispose();
        _equations.Clear();
        _weights.Clear();
    }
}
