using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hierarchy.Spectral;

namespace Hierarchy.States;

/// <summary>g by its n^{2d} values in double precision, v1 slow, where they lie.</summary>
internal sealed class DenseCorrelation : PairCorrelation
{
    private readonly ReadOnlyMemory<double> _values;

    /// <summary>Takes the values.</summary>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public DenseCorrelation(VelocityGrid grid, ReadOnlyMemory<double> values)
        : base(grid)
    {
        if (values.Length != (long)grid.Size * grid.Size)
            throw new ArgumentException($"a pair correlation on this grid has {(long)grid.Size * grid.Size} values, not {values.Length}", nameof(values));
        _values = values;
    }

    internal override int ScratchLength => 0;

    public override PairCorrelation Copy() => new DenseCorrelation(Grid, _values.ToArray());

    internal override ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch) => _values.Span.Slice(first * Grid.Size, count * Grid.Size);

    internal override ReadOnlyMemory<double> Values() => _values;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override unsafe double ExchangeDefect(int first, int end)
    {
        int size = Grid.Size;
        double largest = 0;
        fixed (double* values = _values.Span)
        {
            for (int j = first + 1; j < size; j++)
            {
                double* transposed = values + (long)j * size + first;
                double* direct = values + (long)first * size + j;
                int count = Math.Min(end, j) - first;
                for (int i = 0; i < count; i++, direct += size)
                    largest = Math.Max(largest, Math.Abs(transposed[i] - *direct));
            }
        }
        return largest;
    }

    private protected override double Value(int i, int j) => _values.Span[i * Grid.Size + j];
}

/// <summary>g by its n^{2d} values in single precision, two to a double, v1 slow, where they lie; rows are given in double precision.</summary>
internal sealed class SingleCorrelation : PairCorrelation
{
    private readonly ReadOnlyMemory<double> _packed;

    /// <summary>Takes the values.</summary>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public SingleCorrelation(VelocityGrid grid, ReadOnlyMemory<double> packed)
        : base(grid)
    {
        if (packed.Length != PackedLength(grid))
            throw new ArgumentException($"a pair correlation on this grid takes {PackedLength(grid)} doubles in single precision, not {packed.Length}", nameof(packed));
        _packed = packed;
    }

    /// <summary>The doubles that the values of a grid take.</summary>
    public static int PackedLength(VelocityGrid grid) => checked((int)((long)grid.Size * grid.Size / 2));

    public override PairCorrelation Copy() => new SingleCorrelation(Grid, _packed.ToArray());

    internal override ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch)
    {
        Span<double> rows = scratch[..(count * Grid.Size)];
        TensorPrimitives.ConvertChecked(Singles.Slice(first * Grid.Size, count * Grid.Size), rows);
        return rows;
    }

    private ReadOnlySpan<float> Singles => MemoryMarshal.Cast<double, float>(_packed.Span);

    private protected override double Value(int i, int j) => Singles[i * Grid.Size + j];
}
