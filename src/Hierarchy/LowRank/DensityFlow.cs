using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.TimeStepping;

namespace Hierarchy.LowRank;

/// <summary>The fields of a low-rank equation that are no correlation, with c_0 + s c_1 for C[g]; s, the last value of the state, is the time since c_0.</summary>
internal abstract class DensityFlow : IEvolutionSystem, IDisposable
{
    /// <summary>Plans for so many fields.</summary>
    /// <param name="size">n^d.</param>
    /// <param name="names">The fields.</param>
    /// <param name="scale">The L2 norm of f at the start over the points of the grid.</param>
    protected DensityFlow(int size, string[] names, double scale)
    {
        Size = size;
        Blocks = [.. names.Select((name, i) => new StateBlock(name, i * size, size, scale / Math.Sqrt(size))), new StateBlock("clock", names.Length * size, 1, 1)];
        Length = names.Length * size + 1;
        Collisions = new double[size];
        Slope = new double[size];
    }

    public int Length { get; }

    public IReadOnlyList<StateBlock> Blocks { get; }

    /// <summary>c_0, n^d values.</summary>
    public double[] Collisions { get; set; }

    /// <summary>c_1, n^d values.</summary>
    public double[] Slope { get; set; }

    protected int Size { get; }

    public abstract void Evaluate(ReadOnlySpan<double> state, Span<double> derivative);

    public virtual void Dispose()
    {
    }

    /// <summary>rate += c_0 + s c_1.</summary>
    protected void AddCollisions(double since, Span<double> rate)
    {
        TensorPrimitives.Add(rate, Collisions, rate);
        TensorPrimitives.MultiplyAdd(Slope, since, rate, rate);
    }
}

/// <summary>d_t f = (N-1)/N ( Q(f,f) + C[g] ).</summary>
internal sealed class ClusterFlow(CorrectedLandau landau, double factor, double scale) : DensityFlow(landau.Operator.Grid.Size, ["f1"], scale)
{
    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        Span<double> rate = derivative[..Size];
        landau.Apply(state[..Size], rate);
        AddCollisions(state[Size], rate);
        landau.Conserve(rate);
        TensorPrimitives.Multiply(rate, factor, rate);
        derivative[Size] = 1;
    }
}

/// <summary>d_t f = Q(f,f), d_t phi = T phi - Q(f,f) + C[G].</summary>
internal sealed class LeadingOrderFlow : DensityFlow
{
    private readonly CorrectedLandau _landau;
    private readonly LandauOperator _shifted;
    private readonly double[] _argument;
    private readonly double[] _image;

    public LeadingOrderFlow(CorrectedLandau landau, LandauOperator shifted, double scale)
        : base(landau.Operator.Grid.Size, ["f", "phi"], scale)
    {
        _landau = landau;
        _shifted = shifted;
        _argument = new double[Size];
        _image = new double[Size];
    }

    /// <summary>Q is quadratic, so T phi = ( Q(f + phi) - Q(f - phi) )/2 without any error.</summary>
    public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        ReadOnlySpan<double> density = state[..Size], shift = state.Slice(Size, Size);
        Span<double> rate = derivative[..Size], shiftRate = derivative.Slice(Size, Size);
        _landau.Apply(density, rate);
        _landau.Conserve(rate);
        TensorPrimitives.Add(density, shift, _argument);
        _shifted.Apply(_argument, shiftRate);
        TensorPrimitives.Subtract(density, shift, _argument);
        _shifted.Apply(_argument, _image);
        TensorPrimitives.Subtract(shiftRate, _image, shiftRate);
        TensorPrimitives.Multiply(shiftRate, 0.5, shiftRate);
        TensorPrimitives.Subtract(shiftRate, rate, shiftRate);
        AddCollisions(state[2 * Size], shiftRate);
        _landau.Conserve(shiftRate);
        derivative[2 * Size] = 1;
    }
}
