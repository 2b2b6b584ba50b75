using Hierarchy.TimeStepping;

namespace Hierarchy.Invariant;

/// <summary>An equation for rotation-invariant pairs on the coefficients of one basis.</summary>
internal abstract class InvariantSystem(RadialBasis basis) : IEvolutionSystem, IDisposable
{
    private StateBlock[]? _blocks;

    /// <summary>Splines and modes; the owner's.</summary>
    public RadialBasis Basis { get; } = basis;

    /// <inheritdoc/>
    public abstract int Length { get; }

    /// <inheritdoc/>
    public IReadOnlyList<StateBlock> Blocks => _blocks ?? throw new InvalidOperationException("the initial datum fixes the scales: start with it");

    /// <summary>Fills the state with a datum.</summary>
    public void Start(InvariantDatum datum, Span<double> state)
    {
        state.Clear();
        _blocks = Fill(datum, state);
    }

    /// <inheritdoc/>
    public abstract void Evaluate(ReadOnlySpan<double> state, Span<double> derivative);

    /// <summary>f and g of a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="inverse">1/N of the pair that is viewed; systems with an N of their own do not look at it.</param>
    public abstract InvariantPair View(ReadOnlySpan<double> state, double inverse);

    public abstract void Dispose();

    /// <summary>Fills the state, which is zero, and gives the blocks of the error norm.</summary>
    protected abstract StateBlock[] Fill(InvariantDatum datum, Span<double> state);

    /// <summary>Doubles of one matrix a mode.</summary>
    protected int ModeSize => Basis.Count * Basis.Stride;

    /// <summary>Doubles of all modes.</summary>
    protected int PairSize => Basis.Modes * ModeSize;

    /// <summary>The root mean square of coefficients, with which errors are compared.</summary>
    protected static double Scale(ReadOnlySpan<double> coefficients) => System.Numerics.Tensors.TensorPrimitives.Norm(coefficients) / Math.Sqrt(coefficients.Length);
}
