using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.TimeStepping;

namespace Hierarchy.LowRank;

/// <summary>d_t f = (N-1)/N ( Q(f,f) + c_0 + s c_1 ), where c_0 + s c_1 stands for C[g] and s, the last value of the state, is the time since c_0.</summary>
internal sealed class DensityFlow(CorrectedLandau landau, double factor, double scale) : IEvolutionSystem
{
    private readonly int _size = landau.Operator.Grid.Size;

    public int Length => _size + 1;

    public IReadOnlyList<StateBlock> Blocks { get; } =
    [
        new StateBlock("f1", 0, landau.Operator.Grid.Size, scale / Math.Sqrt(landau.Operator.Grid.Size)),
        new StateBlock("clock", landau.Operator.Grid.Size, 1, 1),
    ];

    /// <summary>c_0, n^d values.</summary>
    public double[] Collisions { get; set; } = new double[landau.Operator.Grid.Size];

    /// <summary>c_1, n^d values.</summary>
    public double[] Slope { get; set; } = new double[landau.Operator.Grid.Size];

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        Span<double> rate = derivative[.._size];
        landau.Apply(state[.._size], rate);
        TensorPrimitives.Add(rate, Collisions, rate);
        TensorPrimitives.MultiplyAdd(Slope, state[_size], rate, rate);
        landau.Conserve(rate);
        TensorPrimitives.Multiply(rate, factor, rate);
        derivative[_size] = 1;
    }
}
