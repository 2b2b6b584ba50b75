using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Invariant;

/// <summary>The pair correlation of a rotation-invariant pair on a grid in d = 3: g(v1, v2) = sum_l g_l(|v1|, |v2|) P_l(cos), evaluated by rows; it belongs to no state.</summary>
internal sealed class RadialPairCorrelation : PairCorrelation
{
    private readonly InvariantPair _pair;
    private readonly double[] _speeds;
    private readonly int[] _speedOf;
    private readonly Lazy<double[]> _table;

    /// <summary>Views a pair on a grid.</summary>
    /// <exception cref="ArgumentException">The grid is not one of d = 3.</exception>
    public RadialPairCorrelation(VelocityGrid grid, InvariantPair pair)
        : base(grid)
    {
        if (grid.Dimension != 3)
            throw new ArgumentException("rotation-invariant pairs are in d = 3", nameof(grid));
        _pair = pair;
        double[] squares = [.. Enumerable.Range(0, grid.Size).Select(grid.SpeedSquared)];
        // Points of one shell differ by rounding.
        double[] keys = [.. squares.Select(square => Math.Round(square, 10))];
        double[] shells = [.. keys.Distinct().Order()];
        _speeds = [.. shells.Select(Math.Sqrt)];
        _table = new(Tabulate);
        _speedOf = [.. keys.Select(key => Array.BinarySearch(shells, key))];
    }

    /// <summary>f and g.</summary>
    public InvariantPair Pair => _pair;

    public override bool IsZero => _pair.Modes == 0;

    /// <summary>f on the grid, n^d values.</summary>
    public void FillDensity(Span<double> density)
    {
        double[] values = [.. _speeds.Select(_pair.Density)];
        for (int i = 0; i < Grid.Size; i++)
            density[i] = values[_speedOf[i]];
    }

    /// <inheritdoc/>
    public override double At(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != 3 || second.Length != 3)
            throw new ArgumentException($"velocities of {first.Length} and {second.Length} components; d is 3");
        double r1 = TensorPrimitives.Norm(first), r2 = TensorPrimitives.Norm(second);
        double mu = r1 * r2 > 0 ? Math.Clamp(TensorPrimitives.Dot(first, second) / (r1 * r2), -1, 1) : 0;
        return _pair.Correlation(r1, r2, mu);
    }

    public override PairCorrelation Copy() => this;

    internal override ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch)
    {
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < Grid.Size; i++)
                scratch[k * Grid.Size + i] = Value(first + k, i);
        }
        return scratch[..(count * Grid.Size)];
    }

    private protected override double Value(int i, int j)
    {
        if (IsZero)
            return 0;
        // The lower number first: the same to the last bit for ij and ji.
        (int first, int second) = (Math.Min(_speedOf[i], _speedOf[j]), Math.Max(_speedOf[i], _speedOf[j]));
        double length = _speeds[first] * _speeds[second], product = 0;
        for (int a = 0; a < 3; a++)
            product += Grid.Velocity(i, a) * Grid.Velocity(j, a);
        double mu = length > 0 ? Math.Clamp(product / length, -1, 1) : 0, before = 0, now = 1, sum = 0;
        ReadOnlySpan<double> modes = _table.Value.AsSpan((first * _speeds.Length + second) * _pair.Modes, _pair.Modes);
        for (int l = 0; l < modes.Length; l++)
        {
            sum += modes[l] * now;
            (before, now) = (now, ((2 * l + 1) * mu * now - l * before) / (l + 1));
        }
        return sum;
    }

    /// <summary>g_l between all pairs of shells.</summary>
    private double[] Tabulate()
    {
        double[] table = new double[_speeds.Length * _speeds.Length * _pair.Modes];
        WorkCrew.Run(_speeds.Length, (first, _) =>
        {
            for (int second = first; second < _speeds.Length; second++)
                _pair.CorrelationModes(_speeds[first], _speeds[second], table.AsSpan((first * _speeds.Length + second) * _pair.Modes, _pair.Modes));
        });
        return table;
    }
}
