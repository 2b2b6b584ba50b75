using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Invariant;

/// <summary>The pair correlation of a rotation-invariant pair on a grid in d = 3: g(v1, v2) = sum_l g_l(|v1|, |v2|) P_l(cos), evaluated by rows.</summary>
internal sealed class RadialPairCorrelation : PairCorrelation
{
    private readonly InvariantPair _pair;
    private readonly double[] _speeds;
    private readonly int[] _speedOf;
    private double[]? _table;

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
        _speedOf = [.. keys.Select(key => Array.BinarySearch(shells, key))];
    }

    public override bool IsZero => _pair.Modes == 0;

    /// <summary>f on the grid, n^d values.</summary>
    public void FillDensity(Span<double> density)
    {
        double[] values = [.. _speeds.Select(_pair.Density)];
        for (int i = 0; i < Grid.Size; i++)
            density[i] = values[_speedOf[i]];
    }

    public override ReadOnlySpan<double> Row(int point, Span<double> scratch)
    {
        Span<double> row = scratch[..Grid.Size];
        row.Clear();
        if (IsZero)
            return row;
        double[] table = _table ??= Tabulate();
        double own = _speeds[_speedOf[point]];
        double[] polynomials = new double[_pair.Modes];
        int start = _speedOf[point] * _speeds.Length;
        for (int i = 0; i < Grid.Size; i++)
        {
            double other = _speeds[_speedOf[i]], product = 0;
            for (int a = 0; a < 3; a++)
                product += Grid.Velocity(point, a) * Grid.Velocity(i, a);
            double cosine = own * other > 0 ? Math.Clamp(product / (own * other), -1, 1) : 0;
            LegendreTables.Polynomials(cosine, polynomials);
            row[i] = TensorPrimitives.Dot<double>(polynomials, table.AsSpan((start + _speedOf[i]) * _pair.Modes, _pair.Modes));
        }
        return row;
    }

    /// <summary>g_l between all pairs of shells.</summary>
    private double[] Tabulate()
    {
        double[] table = new double[_speeds.Length * _speeds.Length * _pair.Modes];
        WorkCrew.Run(_speeds.Length, (first, _) =>
        {
            for (int second = 0; second < _speeds.Length; second++)
                _pair.CorrelationModes(_speeds[first], _speeds[second], table.AsSpan((first * _speeds.Length + second) * _pair.Modes, _pair.Modes));
        });
        return table;
    }
}
