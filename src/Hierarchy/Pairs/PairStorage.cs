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
            return _share.Orbits is not null ? _share.Storage(start) : new SpreadStorage(_share.Spread(), start, grid.Size,
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

    /// <summary>
    /// Stores g(v1, .) of the point with that number; all rows are stored, in their order. What exchange and symmetry make equal is stored as equal to the last bit:
    /// of all its places it comes from the first.
    /// </summary>
    /// <exception cref="OverflowException">A value is too large for its precision.</exception>
    public void StoreRow(int point, ReadOnlySpan<double> row, Span<double> stored)
    {
        if (_orbits is { IsTrivial: false })
            StoreColumns(_orbits, point, row, stored);
        else if (_share is not null)
            StoreOwn(_share, point, row, stored);
        else if (_single)
            StoreSingles(point, row, MemoryMarshal.Cast<double, float>(stored));
        else
            StoreDoubles(point, row, stored);
    }

    private void StoreDoubles(int point, ReadOnlySpan<double> row, Span<double> stored)
    {
        row[point..].CopyTo(stored[(point * grid.Size + point)..]);
        for (int j = point + 1; j < grid.Size; j++)
            stored[j * grid.Size + point] = row[j];
    }

    private void StoreSingles(int point, ReadOnlySpan<double> row, Span<float> stored)
    {
        TensorPrimitives.ConvertChecked(row[point..], stored.Slice(point * grid.Size + point, grid.Size - point));
        for (int j = point + 1; j < grid.Size; j++)
            stored[j * grid.Size + point] = stored[point * grid.Size + j];
    }

    private void StoreOwn(PairShare share, int point, ReadOnlySpan<double> row, Span<double> stored)
    {
        int own = point - share.First;
        if (own >= 0 && own < share.Count)
            row[point..].CopyTo(stored[(own * grid.Size + point)..]);
        for (int j = Math.Max(point + 1, share.First); j < share.First + share.Count; j++)
            stored[(j - share.First) * grid.Size + point] = row[j];
    }

    /// <summary>The values at (v1, r) of which that is the first place: at (u v1, r) and (u s^-1 r, r'), v1 = s r', u the elements that leave r or r' in place.</summary>
    private void StoreColumns(VelocityOrbits orbits, int point, ReadOnlySpan<double> row, Span<double> stored)
    {
        int other = orbits.Representative[point];
        int[] back = orbits.InverseMap(orbits.Element[point]);
        for (int k = 0; k < orbits.Count; k++)
        {
            int image = back[orbits.Points[k]], leastImage = orbits.Stabilisers.Least(other)?[image] ?? image;
            if ((orbits.Stabilisers.Least(k)?[point] ?? point) != point || (leastImage, other).CompareTo((point, k)) < 0)
                continue;
            double value = row[orbits.Points[k]];
            StoreImages(orbits, point, k, value, stored);
            StoreImages(orbits, image, other, value, stored);
        }
    }

    private void StoreImages(VelocityOrbits orbits, int point, int column, double value, Span<double> stored)
    {
        int own = column - (_share?.First ?? 0), count = _share?.Count ?? orbits.Count;
        if (own < 0 || own >= count)
            return;
        int[] elements = orbits.Stabilisers.Elements(column) ?? [0];
        foreach (int element in elements)
        {
            int at = orbits.Map(element)[point] * count + own;
            if (!_single)
                stored[at] = value;
            else
                MemoryMarshal.Cast<double, float>(stored)[at] =
                    float.IsFinite((float)value) ? (float)value : throw new OverflowException("a value is too large for single precision");
        }
    }

    /// <summary>Some neighbouring columns in double precision, n^d values each, from this rank or from others; of representatives where there is a symmetry.</summary>
    public void TakeColumns(ReadOnlySpan<double> stored, int first, int count, Span<double> columns)
    {
        if (_share is not null)
            SpreadColumns.Fill(_share, stored, first, count, columns);
        else if (_orbits is not null)
            SpreadColumns.FromArray(stored, _orbits.Count, first, count, columns[..(count * grid.Size)]);
        else
            stored.Slice(first * grid.Size, count * grid.Size).CopyTo(columns);
    }

    /// <summary>g where it is stored.</summary>
    public PairCorrelation View(ReadOnlyMemory<double> stored) =>
        _share is not null ? _orbits is not null ? new SpreadOrbitCorrelation(_share, stored) : new SpreadCorrelation(_share, stored)
        : _orbits is not null ? new OrbitCorrelation(_orbits, stored, _single)
        : _single ? new SingleCorrelation(grid, stored) : new DenseCorrelation(grid, stored);
}
