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

    /// <summary>Fills the state of the same equation on another basis, in the place of <see cref="Start"/>.</summary>
    public void Transfer(ReadOnlySpan<double> state, RadialProjection projection, InvariantSystem to, Span<double> result)
    {
        int vectors = (Length - (HasPair ? PairSize : 0)) / Basis.Stride, stride = to.Basis.Stride;
        result.Clear();
        StateBlock[] blocks = [.. Blocks];
        for (int k = 0; k < vectors; k++)
        {
            projection.Density(state.Slice(k * Basis.Stride, Basis.Stride), result.Slice(k * stride, stride));
            blocks[k] = blocks[k] with { Start = k * stride, Length = stride };
        }
        if (HasPair)
        {
            projection.Modes(state[(vectors * Basis.Stride)..], result[(vectors * stride)..]);
            blocks[^1] = blocks[^1] with { Start = vectors * stride, Length = to.PairSize, Scale = blocks[^1].Scale * Basis.Modes / to.Basis.Modes };
        }
        to._blocks = blocks;
    }

    public abstract void Dispose();

    /// <summary>Whether the state ends with the modes of a pair, behind coefficients of functions of r.</summary>
    protected virtual bool HasPair => true;

    /// <summary>Fills the state, which is zero, and gives the blocks of the error norm.</summary>
    protected abstract StateBlock[] Fill(InvariantDatum datum, Span<double> state);

    /// <summary>Doubles of one matrix a mode.</summary>
    protected int ModeSize => Basis.Count * Basis.Stride;

    /// <summary>Doubles of all modes.</summary>
    protected int PairSize => Basis.Modes * ModeSize;

    /// <summary>The root mean square of coefficients, with which errors are compared.</summary>
    protected static double Scale(ReadOnlySpan<double> coefficients) => System.Numerics.Tensors.TensorPrimitives.Norm(coefficients) / Math.Sqrt(coefficients.Length);
}
