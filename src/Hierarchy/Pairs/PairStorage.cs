using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Hierarchy.Collisions;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Pairs;

/// <summary>
/// How g lies in the state of an equation: n^{2d} doubles, or half as many with two values of single precision each (<see cref="CollisionOptions.SinglePairs"/>).
/// </summary>
internal sealed class PairStorage(VelocityGrid grid, CollisionOptions options)
{
    private static readonly BlockStorage Singles = new BlockStorage<SingleValues>();
    private readonly bool _single = options.SinglePairs;

    /// <summary>The doubles of the state that g takes.</summary>
    public int Length => _single ? SingleCorrelation.PackedLength(grid) : grid.Size * grid.Size;

    /// <summary>The options, if they ask for double precision.</summary>
    /// <exception cref="ArgumentException">They ask for single precision, which an equation would misread.</exception>
    public static CollisionOptions RequireDouble(CollisionOptions options, string model)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.SinglePairs ? throw new ArgumentException($"the model {model} takes pair correlations in double precision only", nameof(options)) : options;
    }

    /// <summary>The block of g in a state.</summary>
    public StateBlock Block(string name, int start, double scale) => new(name, start, Length, scale, _single ? Singles : null);

    /// <summary>Stores n^{2d} values.</summary>
    /// <exception cref="OverflowException">A value is too large for its precision.</exception>
    public void Store(ReadOnlySpan<double> values, Span<double> stored)
    {
        for (int i = 0; i < grid.Size; i++)
            StoreRow(i, values.Slice(i * grid.Size, grid.Size), stored);
    }

    /// <summary>Stores g(v1, .) of the point with that number.</summary>
    /// <exception cref="OverflowException">A value is too large for its precision.</exception>
    public void StoreRow(int point, ReadOnlySpan<double> row, Span<double> stored)
    {
        if (_single)
            TensorPrimitives.ConvertChecked(row, MemoryMarshal.Cast<double, float>(stored).Slice(point * grid.Size, grid.Size));
        else
            row.CopyTo(stored[(point * grid.Size)..]);
    }

    /// <summary>g where it is stored.</summary>
    public PairCorrelation View(ReadOnlyMemory<double> stored) => _single ? new SingleCorrelation(grid, stored) : new DenseCorrelation(grid, stored);
}
