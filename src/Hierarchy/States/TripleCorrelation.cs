using Hierarchy.Spectral;

namespace Hierarchy.States;

/// <summary>
/// g_3 of three particles where it lies, by its slices of fixed v1, n^d x n^d values each with v2 slow: one for every point or, of a g_3 with a symmetry,
/// g_3(s v1, s v2, s v3) = g_3(v1, v2, v3), one for a representative of every orbit.
/// </summary>
public readonly ref struct TripleCorrelation
{
    private readonly int _size;
    private readonly VelocityOrbits? _orbits;

    /// <summary>g_3 by all its values.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="values">n^{3d} values, v1 slowest.</param>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public TripleCorrelation(VelocityGrid grid, ReadOnlySpan<double> values)
        : this(grid, values, null)
    {
    }

    /// <summary>The same with a symmetry, by the slices of its representatives.</summary>
    internal TripleCorrelation(VelocityGrid grid, ReadOnlySpan<double> values, VelocityOrbits? orbits)
    {
        ArgumentNullException.ThrowIfNull(grid);
        (_size, _orbits) = (grid.Size, orbits);
        Values = values;
        long expected = (long)(orbits?.Count ?? _size) * _size * _size;
        if (values.Length != expected)
            throw new ArgumentException($"{expected} values are needed, not {values.Length}", nameof(values));
    }

    /// <summary>Whether there is no g_3.</summary>
    public bool IsEmpty => Values.IsEmpty;

    /// <summary>The slices one after the other.</summary>
    internal ReadOnlySpan<double> Values { get; }

    /// <summary>The number of slices.</summary>
    internal int Count => _orbits?.Count ?? _size;

    /// <summary>The symmetry; null where every point has its slice.</summary>
    internal VelocityOrbits? Orbits => _orbits;

    /// <summary>v1 of a slice.</summary>
    internal int Point(int slice) => _orbits?.Points[slice] ?? slice;

    /// <summary>The number of points v1 for which a slice stands.</summary>
    internal int Weight(int slice) => _orbits?.Weights[slice] ?? 1;

    /// <summary>The values at (v1, v2, v3) of a slice, v2 slow.</summary>
    internal ReadOnlySpan<double> Slice(int slice) => Values.Slice(slice * _size * _size, _size * _size);

    /// <summary>g_3(v1, v2, .): n^d values.</summary>
    /// <param name="first">The number of the point v1.</param>
    /// <param name="second">The number of the point v2.</param>
    /// <param name="row">Receives them.</param>
    public void CopyRow(int first, int second, Span<double> row)
    {
        if (_orbits is null)
        {
            Values.Slice((first * _size + second) * _size, _size).CopyTo(row);
            return;
        }
        int[] back = _orbits.InverseMap(_orbits.Element[first]);
        ReadOnlySpan<double> from = Values.Slice((_orbits.Representative[first] * _size + back[second]) * _size, _size);
        for (int k = 0; k < _size; k++)
            row[k] = from[back[k]];
    }

    /// <summary>All n^{3d} values, v1 slowest.</summary>
    public double[] ToArray()
    {
        double[] whole = new double[IsEmpty ? 0 : checked(_size * _size * _size)];
        for (int row = 0; row * _size < whole.Length; row++)
            CopyRow(row / _size, row % _size, whole.AsSpan(row * _size, _size));
        return whole;
    }
}
