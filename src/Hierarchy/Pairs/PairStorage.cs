using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Hierarchy.Collisions;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Pairs;

/// <summary>
/// How g lies in the state of an equation: n^{2d} doubles, or half as many with two values of single precision each (<see cref="CollisionOptions.SinglePairs"/>);
/// of a g that is spread over ranks the rows of one of them; of a g with a symmetry the columns of the representatives alone (<see cref="CollisionOptions.Reduction"/>), v1 slow.
/// </summary>
internal sealed class PairStorage(VelocityGrid grid, CollisionOptions options)
{
    private static readonly BlockStorage Singles = new BlockStorage<SingleValues>();
    private readonly bool _single = options.SinglePairs;
    private readonly VelocityOrbits? _orbits = options.Reduction;
    private readonly PairShare? _share = options.Share;

    /// <summary>The doubles of the state that g takes.</summary>
    public int Length => checked((int)((long)grid.Size * (_share?.Count ?? _orbits?.Count ?? grid.Size) / (_single ? 2 : 1)));

    /// <summary>The options, if they ask for double precision.</summary>
    /// <exception cref="ArgumentException">They ask for single precision, which an equation would misread.</exception>
    public static CollisionOptions RequireDouble(CollisionOptions options, string model)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.SinglePairs ? throw new ArgumentException($"the model {model} takes pair correlations in double precision only", nameof(options)) : options;
    }

    /// <summary>The block of g in a state.</summary>
    public StateBlock Block(string name, int start, double scale) => new(name, start, Length, scale, Storage(start));

    /// <summary>The block of a field of one particle in a state beside g.</summary>
    public StateBlock Field(string name, int start, double scale) =>
        new(name, start, grid.Size, scale, options.Orbits is { IsTrivial: false } orbits ? new OrbitStorage<DoubleValues>(orbits, start, OrbitShape.Points) : null);

    private BlockStorage? Storage(int start)
    {
        if (_share is not null)
            return new SpreadStorage(_share.Spread(), start, grid.Size,
                options.Orbits is { IsTrivial: false } symmetry ? new OrbitStorage<DoubleValues>(symmetry, start, OrbitShape.Pairs) : null);
        if (options.Orbits is not { IsTrivial: false } orbits)
            return _single ? Singles : null;
        OrbitShape shape = _orbits is null ? OrbitShape.Pairs : OrbitShape.Representatives;
        return _single ? new OrbitStorage<SingleValues>(orbits, start, shape) : new OrbitStorage<DoubleValues>(orbits, start, shape);
    }

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
        if (_share is not null)
            StoreOwn(_share, point, row, stored);
        else if (_orbits is not null)
            StoreColumns(point, row, stored);
        else if (_single)
            TensorPrimitives.ConvertChecked(row, MemoryMarshal.Cast<double, float>(stored).Slice(point * grid.Size, grid.Size));
        else
            row.CopyTo(stored[(point * grid.Size)..]);
    }

    private void StoreOwn(PairShare share, int point, ReadOnlySpan<double> row, Span<double> stored)
    {
        int own = point - share.First;
        if (own >= 0 && own < share.Count)
            row.CopyTo(stored[(own * grid.Size)..]);
    }

    private void StoreColumns(int point, ReadOnlySpan<double> row, Span<double> stored)
    {
        int count = _orbits!.Count;
        Span<double> doubles = _single ? [] : stored.Slice(point * count, count);
        Span<float> singles = _single ? MemoryMarshal.Cast<double, float>(stored).Slice(point * count, count) : [];
        for (int k = 0; k < count; k++)
        {
            double value = row[_orbits.Points[k]];
            if (_single)
                singles[k] = float.IsFinite((float)value) ? (float)value : throw new OverflowException("a value is too large for single precision");
            else
                doubles[k] = value;
        }
    }

    /// <summary>g where it is stored.</summary>
    public PairCorrelation View(ReadOnlyMemory<double> stored) => _share is not null ? new SpreadCorrelation(_share, stored) : _orbits is not null
        ? new OrbitCorrelation(_orbits, stored, _single) : _single
        ? new SingleCorrelation(grid, stored) : new DenseCorrelation(grid, stored);
}
