using System.Buffers;
using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.States;

/// <summary>
/// g(v1, v2) = sum_k w_k e_k(v1) e_k(v2), r products: factors of low rank, or a de Finetti mixture, w_k its weights and e_k = f^k - f. It holds 2 r n^d values
/// and computes rows from them, eight at a time by matrix products; integrals against one-particle fields take r n^d operations each.
/// </summary>
/// <remarks>
/// The products w_k e_k(v) are rounded once. Below the diagonal, v2 before v1, a value is the sum of (w_k e_k)(v1) e_k(v2), above it that of
/// e_k(v1) (w_k e_k)(v2): g is symmetric to the last bit. The factors lie in strips of sixteen points, in the order in which the products read them.
/// </remarks>
internal sealed unsafe class FactoredCorrelation : PairCorrelation
{
    private const int Strip = BlockedProduct.TileColumns;
    private const int TileRows = BlockedProduct.TileRows;
    private const int Tile = Strip * TileRows;
    private readonly int _rank;
    private readonly int _strips;
    private readonly double[] _fields;
    private readonly double[] _weighted;

    private FactoredCorrelation(VelocityGrid grid, ReadOnlySpan<double> weights, double[]? fields = null)
        : base(grid)
    {
        Weights = weights.ToArray();
        _rank = weights.Length;
        _strips = (grid.Size + Strip - 1) / Strip;
        // In place for good: the products read them by address.
        _fields = fields ?? GC.AllocateArray<double>(checked(_strips * Strip * _rank), pinned: true);
        _weighted = GC.AllocateArray<double>(_fields.Length, pinned: true);
    }

    /// <summary>w_k.</summary>
    public double[] Weights { get; }

    /// <summary>N where g = G/N - phi x phi/N^2, the product with phi the last one; zero otherwise.</summary>
    public double ExpandedAt { get; init; }

    /// <summary>phi and G of such a g; G shares its fields.</summary>
    internal override LeadingOrderCorrelation? Expansion
    {
        get
        {
            if (ExpandedAt == 0)
                return null;
            double[] shift = new double[Grid.Size], weights = [.. Weights.Select(weight => ExpandedAt * weight)];
            CopyField(_rank - 1, shift);
            weights[^1] = 0;
            var limit = new FactoredCorrelation(Grid, weights, _fields);
            limit.Weigh();
            return new LeadingOrderCorrelation(limit, shift, 1 / ExpandedAt);
        }
    }

    /// <summary>The products of some fields, n^d values each.</summary>
    /// <exception cref="ArgumentException">Another number of fields, or of values in one of them.</exception>
    public static FactoredCorrelation OfFields(VelocityGrid grid, IReadOnlyList<double> weights, IReadOnlyList<double[]> fields)
    {
        if (weights.Count != fields.Count || fields.Any(field => field.Length != grid.Size))
            throw new ArgumentException("one field of n^d values for each weight", nameof(fields));
        var result = new FactoredCorrelation(grid, [.. weights]);
        for (int k = 0; k < fields.Count; k++)
        {
            for (int i = 0; i < grid.Size; i++)
                result._fields[result.Place(i, k)] = fields[k][i];
        }
        result.Weigh();
        return result;
    }

    /// <summary>The products of the columns of a matrix, given by its n^d rows of r values.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="weights">w_k.</param>
    /// <param name="columns">e_k(v), v slow.</param>
    public static FactoredCorrelation OfColumns(VelocityGrid grid, ReadOnlySpan<double> weights, ReadOnlySpan<double> columns)
    {
        var result = new FactoredCorrelation(grid, weights);
        result.SetRows(0, grid.Size, columns);
        result.Weigh();
        return result;
    }

    /// <summary>The same with rows that come some at a time.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="weights">w_k.</param>
    /// <param name="source">Gives rows of e_k(v).</param>
    /// <param name="expandedAt">See <see cref="ExpandedAt"/>.</param>
    public static FactoredCorrelation OfRows(VelocityGrid grid, ReadOnlySpan<double> weights, RowSource source, double expandedAt = 0)
    {
        const int together = 256;
        var result = new FactoredCorrelation(grid, weights) { ExpandedAt = expandedAt };
        double[] rows = new double[together * weights.Length];
        for (int first = 0; first < grid.Size; first += together)
        {
            int count = Math.Min(together, grid.Size - first);
            source(first, count, rows.AsSpan(0, count * weights.Length));
            result.SetRows(first, count, rows);
        }
        result.Weigh();
        return result;
    }

    /// <summary>e_k, n^d values.</summary>
    public void CopyField(int k, Span<double> field)
    {
        for (int i = 0; i < Grid.Size; i++)
            field[i] = _fields[Place(i, k)];
    }

    /// <summary>sum over v of e_k(v) phi(v), for every k.</summary>
    public double[] Coefficients(ReadOnlySpan<double> field)
    {
        double[] sums = new double[_rank];
        for (int s = 0; s < _strips; s++)
        {
            int start = s * Strip;
            ReadOnlySpan<double> part = field[start..Math.Min(start + Strip, Grid.Size)];
            for (int k = 0; k < _rank; k++)
                sums[k] += TensorPrimitives.Dot(part, _fields.AsSpan((s * _rank + k) * Strip, part.Length));
        }
        return sums;
    }

    /// <summary>
    /// sum_kl w_k w_l (e_k, K e_l)^2 of a symmetric operator K, which is the sum over v1 and v2 of ((K^{1/2} x K^{1/2}) g)^2, and the same sum of the
    /// absolute values, whose rounding it has.
    /// </summary>
    /// <param name="apply">Replaces a field by its image; called from several threads with the number of the thread.</param>
    public (double Square, double Size) SquareOf(Action<double[], int> apply)
    {
        double[] squares = new double[_rank], sizes = new double[_rank];
        double[]?[] scratch = new double[]?[WorkCrew.MaximumWorkers];
        WorkCrew.Run(_rank, (l, worker) =>
        {
            double[] image = scratch[worker] ??= new double[Grid.Size];
            CopyField(l, image);
            apply(image, worker);
            double[] products = Coefficients(image);
            for (int k = 0; k < _rank; k++)
            {
                double term = Weights[k] * Weights[l] * products[k] * products[k];
                squares[l] += term;
                sizes[l] += Math.Abs(term);
            }
        });
        return (TensorPrimitives.Sum<double>(squares), TensorPrimitives.Sum<double>(sizes));
    }

    public override double Norm() => Grid.CellVolume * Math.Sqrt(Math.Max(0, SquareOf((_, _) => { }).Square));

    /// <summary>Itself: the factors are nobody else's.</summary>
    public override PairCorrelation Copy() => this;

    /// <inheritdoc/>
    internal override ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch)
    {
        int size = Grid.Size;
        Span<double> rows = scratch[..(count * size)];
        if (_rank == 0)
        {
            rows.Clear();
            return rows;
        }
        double[] rented = ArrayPool<double>.Shared.Rent(2 * TileRows * _rank + 2 * Tile);
        fixed (double* memory = rented)
        {
            double* plain = memory, weighted = plain + TileRows * _rank, lower = weighted + TileRows * _rank, upper = lower + Tile;
            Gather(_fields, first, count, plain);
            Gather(_weighted, first, count, weighted);
            for (int s = 0; s < _strips; s++)
            {
                int start = s * Strip, columns = Math.Min(Strip, size - start);
                if (start < first + count)
                    Multiply(weighted, _fields, s, lower);
                if (start + Strip > first)
                    Multiply(plain, _weighted, s, upper);
                for (int r = 0; r < count; r++)
                {
                    Span<double> row = rows.Slice(r * size + start, columns);
                    int below = Math.Clamp(first + r + 1 - start, 0, columns);
                    new ReadOnlySpan<double>(lower + r * Strip, below).CopyTo(row);
                    new ReadOnlySpan<double>(upper + r * Strip + below, columns - below).CopyTo(row[below..]);
                }
            }
        }
        ArrayPool<double>.Shared.Return(rented);
        return rows;
    }

    /// <summary>Zero: what stands above the diagonal stands below it.</summary>
    internal override double ExchangeDefect(int first, int end) => 0;

    /// <inheritdoc/>
    internal override void SumOverSecond(IReadOnlyList<double[]> fields, IReadOnlyList<double[]> images, bool[]? needed = null) =>
        WorkCrew.Run(fields.Count, (p, _) =>
        {
            double[] coefficients = Coefficients(fields[p]);
            Array.Clear(images[p]);
            for (int s = 0; s < _strips; s++)
            {
                int start = s * Strip;
                Span<double> part = images[p].AsSpan(start, Math.Min(Strip, Grid.Size - start));
                for (int k = 0; k < _rank; k++)
                    TensorPrimitives.MultiplyAdd(_weighted.AsSpan((s * _rank + k) * Strip, part.Length), coefficients[k], part, part);
            }
        });

    /// <inheritdoc/>
    internal override void SumOverFirst(IReadOnlyList<double[]> fields, IReadOnlyList<double[]> images) => SumOverSecond(fields, images);

    private protected override double Value(int i, int j)
    {
        (int row, int column) = i >= j ? (i, j) : (j, i);
        double value = 0;
        for (int k = 0; k < _rank; k++)
            value = Math.FusedMultiplyAdd(_weighted[Place(row, k)], _fields[Place(column, k)], value);
        return value;
    }

    private int Place(int point, int k) => (point / Strip * _rank + k) * Strip + point % Strip;

    private void SetRows(int first, int count, ReadOnlySpan<double> rows)
    {
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < _rank; k++)
                _fields[Place(first + i, k)] = rows[i * _rank + k];
        }
    }

    private void Weigh()
    {
        for (int s = 0; s < _strips; s++)
        {
            for (int k = 0; k < _rank; k++)
                TensorPrimitives.Multiply(_fields.AsSpan((s * _rank + k) * Strip, Strip), Weights[k], _weighted.AsSpan((s * _rank + k) * Strip, Strip));
        }
    }

    /// <summary>The factors of some points as the left factor of a tile, zero in the rows beyond.</summary>
    private void Gather(double[] factors, int first, int count, double* packed)
    {
        for (int r = 0; r < TileRows; r++)
        {
            int place = r < count ? Place(first + r, 0) : 0;
            for (int k = 0; k < _rank; k++)
                packed[k * TileRows + r] = r < count ? factors[place + k * Strip] : 0;
        }
    }

    /// <summary>The eight rows of a left factor times a strip of sixteen columns.</summary>
    private void Multiply(double* left, double[] right, int strip, double* tile)
    {
        fixed (double* factors = right)
            BlockedProduct.Tile(left, factors + (long)strip * _rank * Strip, _rank, tile, fresh: true);
    }
}
