using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.States;

/// <summary>
/// The pair correlation g(v1, v2) = f_{N,2}(v1, v2) - f_{N,1}(v1) f_{N,1}(v2) on the grid, in whatever form a model keeps it: zero, n^{2d} values in double or single precision,
/// a sum of products, the leading order in 1/N, a rotation-invariant pair. It is exchange symmetric with zero marginals, up to the errors of the model.
/// </summary>
/// <remarks>
/// Readers stream its rows, or ask for integrals, so that nobody needs an array of n^{2d} values. One that an equation gives is valid until its state changes;
/// <see cref="Copy"/> keeps it.
/// Several threads may read it at once. The sums depend neither on the number of threads nor, but for rounding, on the form.
/// </remarks>
/// <example>
/// The value that trigonometric interpolation gives between the points, and the size:
/// <code>
/// double value = g.At([0.5, 0], [-0.25, 1]);
/// double norm = g.Norm();
/// </code>
/// </example>
public abstract class PairCorrelation
{
    /// <summary>The rows that are given out together where all are visited: whole strips of the forms that compute them.</summary>
    internal const int RowsPerVisit = 8;

    /// <summary>g on a grid.</summary>
    private protected PairCorrelation(VelocityGrid grid) => Grid = grid;

    /// <summary>The grid of v1 and of v2.</summary>
    public VelocityGrid Grid { get; }

    /// <summary>The symmetry by which it keeps a part of its columns; null if it keeps them all.</summary>
    internal virtual VelocityOrbits? Symmetry => null;

    /// <summary>The expansion in 1/N whose value it is; null for every other one.</summary>
    internal virtual LeadingOrderCorrelation? Expansion => null;

    /// <summary>Whether g = 0 by its form: f_{N,2} = f x f.</summary>
    public virtual bool IsZero => false;

    /// <summary>g = 0.</summary>
    public static PairCorrelation Zero(VelocityGrid grid) => new ZeroCorrelation(grid);

    /// <summary>g by its n^{2d} values, v1 slow, which stay where they are.</summary>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public static PairCorrelation Of(VelocityGrid grid, ReadOnlyMemory<double> values) => new DenseCorrelation(grid, values);

    /// <summary>g = sum_k w_k e_k x e_k.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="weights">w_k, of any sign.</param>
    /// <param name="fields">e_k, n^d values each; they are copied.</param>
    /// <exception cref="ArgumentException">Another number of fields, or of values in one of them.</exception>
    public static PairCorrelation OfProducts(VelocityGrid grid, IReadOnlyList<double> weights, IReadOnlyList<double[]> fields) =>
        FactoredCorrelation.OfFields(grid, weights, fields);

    /// <summary>g(v1, .) at the point of the grid with that number: n^d values, valid until the state or <paramref name="scratch"/> changes.</summary>
    /// <param name="point">The number of v1.</param>
    /// <param name="scratch">At least n^d values, which the row may be written to; a form that holds its rows leaves it alone. Each thread brings its own.</param>
    public ReadOnlySpan<double> Row(int point, Span<double> scratch) => Rows(point, 1, scratch);

    /// <summary>(int int g^2)^{1/2}.</summary>
    public virtual double Norm()
    {
        double sum = 0;
        double[] parts = RowSums(TensorPrimitives.SumOfSquares);
        for (int k = 0; k < parts.Length; k++)
            sum += WeightOf(0, k) * parts[k];
        return Grid.CellVolume * Math.Sqrt(sum);
    }

    /// <summary>max |g| over the grid; NaN if a value is none.</summary>
    public double MaxMagnitude()
    {
        double largest = 0;
        foreach (double part in RowSums(row => Math.Abs(TensorPrimitives.MaxMagnitude(row))))
            largest = Math.Max(largest, part);
        return largest;
    }

    /// <summary>int int g phi_k(v1) phi_l(v2) for every pair of some functions, n^d values each: collision invariants for instance.</summary>
    public double[,] Moments(IReadOnlyList<double[]> functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        double[][] images = Images(functions.Count);
        SumOverSecond(functions, images);
        double[,] moments = new double[functions.Count, functions.Count];
        double weight = Grid.CellVolume * Grid.CellVolume;
        for (int k = 0; k < functions.Count; k++)
        {
            for (int l = 0; l < functions.Count; l++)
                moments[k, l] = weight * TensorPrimitives.Dot<double>(functions[k], images[l]);
        }
        return moments;
    }

    /// <summary>max over v1 of |int g dv2|.</summary>
    public double MarginalDefect()
    {
        double[] ones = new double[Grid.Size];
        Array.Fill(ones, 1);
        double[][] images = Images(1);
        SumOverSecond([ones], images);
        return Grid.CellVolume * Math.Abs(TensorPrimitives.MaxMagnitude<double>(images[0]));
    }

    /// <summary>int g(v1, v2) phi(v2) dv2 for some fields, n^d values each.</summary>
    /// <param name="fields">phi.</param>
    /// <param name="images">Receive the integrals.</param>
    public void Apply(IReadOnlyList<double[]> fields, IReadOnlyList<double[]> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        SumOverSecond(fields, images);
        foreach (double[] image in images)
            TensorPrimitives.Multiply(image, Grid.CellVolume, image);
    }

    /// <summary>g at any two velocities in the box: by trigonometric interpolation, or as it is where it is invariant under rotations and known everywhere.</summary>
    /// <exception cref="ArgumentException">A velocity has not d components, or lies outside the box.</exception>
    public virtual double At(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double[] one = CardinalFunction.Weights(Grid, first), two = CardinalFunction.Weights(Grid, second);
        double[][] images = Images(1);
        SumOverSecond([two], images);
        return TensorPrimitives.Dot<double>(one, images[0]);
    }

    /// <summary>The same g in memory of its own.</summary>
    public abstract PairCorrelation Copy();

    /// <summary>All n^{2d} values, v1 slow.</summary>
    /// <exception cref="InvalidOperationException">They are more than one array can hold.</exception>
    public double[] ToArray()
    {
        long length = (long)Grid.Size * Grid.Size;
        if (length > Array.MaxLength)
            throw new InvalidOperationException($"the pair correlation has {length} values, more than one array can hold; read it by rows");
        double[] values = new double[length];
        VisitRows((first, count, rows) => rows.CopyTo(values.AsSpan(first * Grid.Size)));
        return values;
    }

    /// <summary>Some rows of neighbouring points, one after the other, valid until the state or the scratch changes.</summary>
    /// <param name="first">The number of the first v1.</param>
    /// <param name="count">At most <see cref="RowsPerVisit"/> for forms that do not hold their rows.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> values for that many rows.</param>
    internal abstract ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch);

    /// <summary>What <see cref="Rows"/> needs for <see cref="RowsPerVisit"/> rows: nothing where they lie in memory.</summary>
    internal virtual int ScratchLength => RowsPerVisit * Grid.Size;

    /// <summary>The rows that a reader may hold at once: all, or what a process has of them that shares them with others.</summary>
    internal virtual int RowsHeld => Grid.Size;

    /// <summary>max |g(v1, v2) - g(v2, v1)| of the rows first..end-1 against the columns from there on.</summary>
    internal virtual double ExchangeDefect(int first, int end)
    {
        double largest = 0;
        for (int i = first; i < end; i++)
        {
            for (int j = i + 1; j < Grid.Size; j++)
                largest = Math.Max(largest, Math.Abs(Value(j, i) - Value(i, j)));
        }
        return largest;
    }

    /// <summary>images_k(v1) = sum over v2 of g(v1, v2) fields_k(v2), without the cell volume.</summary>
    /// <param name="fields">n^d values each.</param>
    /// <param name="images">Receive the sums.</param>
    /// <param name="needed">The v1 that matter, or null for all; the images elsewhere are zero or right.</param>
    internal virtual void SumOverSecond(IReadOnlyList<double[]> fields, IReadOnlyList<double[]> images, bool[]? needed = null)
    {
        double[]?[] scratch = new double[]?[WorkCrew.MaximumWorkers];
        WorkCrew.Run(Visits, (visit, worker) =>
        {
            (int first, int count) = RangeOf(visit);
            if (needed is not null && !needed.AsSpan(first, count).Contains(true))
            {
                for (int k = 0; k < fields.Count; k++)
                    images[k].AsSpan(first, count).Clear();
                return;
            }
            ReadOnlySpan<double> rows = Rows(first, count, scratch[worker] ??= new double[ScratchLength]);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> row = rows.Slice(i * Grid.Size, Grid.Size);
                for (int k = 0; k < fields.Count; k++)
                    images[k][first + i] = needed is null || needed[first + i] ? TensorPrimitives.Dot(row, fields[k]) : 0;
            }
        });
    }

    /// <summary>images_k(v2) = sum over v1 of fields_k(v1) g(v1, v2), without the cell volume.</summary>
    internal virtual void SumOverFirst(IReadOnlyList<double[]> fields, IReadOnlyList<double[]> images)
    {
        foreach (double[] image in images)
            Array.Clear(image);
        VisitRows((first, count, rows) =>
        {
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> row = rows.Slice(i * Grid.Size, Grid.Size);
                for (int k = 0; k < fields.Count; k++)
                    TensorPrimitives.MultiplyAdd(row, fields[k][first + i], images[k], images[k]);
            }
        });
    }

    /// <summary>
    /// g(v1, r_k) at the point v1 with that number for all representatives r_k of a symmetry that it has: what stands in <see cref="Rows"/> of r_k, to the bit.
    /// </summary>
    /// <param name="orbits">The symmetry.</param>
    /// <param name="point">The number of v1.</param>
    /// <param name="columns">Receives one value a representative.</param>
    internal virtual void CopyColumns(VelocityOrbits orbits, int point, Span<double> columns)
    {
        for (int k = 0; k < orbits.Count; k++)
            columns[k] = Value(orbits.Points[k], point);
    }

    /// <summary>The n^{2d} values: those in memory, or an array of them.</summary>
    internal virtual ReadOnlyMemory<double> Values() => ToArray();

    /// <summary>All rows in their order, on the calling thread.</summary>
    internal void VisitRows(RowVisitor visitor)
    {
        double[] scratch = new double[ScratchLength];
        for (int visit = 0; visit < Visits; visit++)
        {
            (int first, int count) = RangeOf(visit);
            visitor(first, count, Rows(first, count, scratch));
        }
    }

    /// <summary>The number of rows that tell the others: those of the representatives of a symmetry, or all.</summary>
    internal int RepresentativeCount => Symmetry?.Count ?? Grid.Size;

    /// <summary>The number of visits of <see cref="RowsPerVisit"/> rows of representatives.</summary>
    internal int RepresentativeVisits => (RepresentativeCount + RowsPerVisit - 1) / RowsPerVisit;

    /// <summary>The point whose row is the k-th of a visit.</summary>
    internal int PointOf(int visit, int k) => Symmetry is { } orbits ? orbits.Points[visit * RowsPerVisit + k] : visit * RowsPerVisit + k;

    /// <summary>How many rows the k-th of a visit stands for: those of its orbit.</summary>
    internal int WeightOf(int visit, int k) => Symmetry is { } orbits ? orbits.Weights[visit * RowsPerVisit + k] : 1;

    /// <summary>How many rows that of a point stands for: those of its orbit if it is the representative, none if it is another one, 1 without a symmetry.</summary>
    internal int WeightOf(int point) => Symmetry is not { } orbits ? 1 : orbits.Points[orbits.Representative[point]] == point ? orbits.Weights[orbits.Representative[point]] : 0;

    /// <summary>The rows of a visit of representatives, n^d values each.</summary>
    internal ReadOnlySpan<double> RepresentativeRows(int visit, Span<double> scratch)
    {
        (int first, int count) = (visit * RowsPerVisit, Math.Min(RowsPerVisit, RepresentativeCount - visit * RowsPerVisit));
        if (Symmetry is null)
            return Rows(first, count, scratch);
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<double> row = Rows(PointOf(visit, k), 1, scratch.Slice(k * Grid.Size, Grid.Size));
            if (!row.Overlaps(scratch))
                row.CopyTo(scratch.Slice(k * Grid.Size, Grid.Size));
        }
        return scratch[..(count * Grid.Size)];
    }

    /// <summary>max |g(v1, v2) - g(v2, v1)| of the rows of a visit of representatives.</summary>
    internal virtual double RepresentativeExchangeDefect(int visit)
    {
        (int first, int count) = (visit * RowsPerVisit, Math.Min(RowsPerVisit, RepresentativeCount - visit * RowsPerVisit));
        if (Symmetry is null)
            return ExchangeDefect(first, first + count);
        double largest = 0;
        for (int k = 0; k < count; k++)
        {
            int i = PointOf(visit, k);
            for (int j = 0; j < Grid.Size; j++)
                largest = Math.Max(largest, Math.Abs(Value(j, i) - Value(i, j)));
        }
        return largest;
    }

    /// <summary>The number of visits of <see cref="RowsPerVisit"/> rows.</summary>
    internal int Visits => (Grid.Size + RowsPerVisit - 1) / RowsPerVisit;

    /// <summary>The rows of a visit.</summary>
    internal (int First, int Count) RangeOf(int visit) => (visit * RowsPerVisit, Math.Min(RowsPerVisit, Grid.Size - visit * RowsPerVisit));

    /// <summary>One value, as in the rows to the last bit.</summary>
    private protected abstract double Value(int i, int j);

    /// <summary>The same for forms that are made of another.</summary>
    internal double ValueAt(int i, int j) => Value(i, j);

    private double[][] Images(int count) => [.. Enumerable.Range(0, count).Select(_ => new double[Grid.Size])];

    /// <summary>A figure of the row of every representative.</summary>
    private double[] RowSums(RowFigure figure)
    {
        double[] sums = new double[RepresentativeCount];
        double[]?[] scratch = new double[]?[WorkCrew.MaximumWorkers];
        WorkCrew.Run(RepresentativeVisits, (visit, worker) =>
        {
            ReadOnlySpan<double> rows = RepresentativeRows(visit, scratch[worker] ??= new double[ScratchLength]);
            for (int i = 0; i < rows.Length / Grid.Size; i++)
                sums[visit * RowsPerVisit + i] = figure(rows.Slice(i * Grid.Size, Grid.Size));
        });
        return sums;
    }

    private delegate double RowFigure(ReadOnlySpan<double> row);

    /// <summary>g = 0.</summary>
    private sealed class ZeroCorrelation(VelocityGrid grid) : PairCorrelation(grid)
    {
        public override bool IsZero => true;

        public override PairCorrelation Copy() => this;

        internal override ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch)
        {
            scratch[..(count * Grid.Size)].Clear();
            return scratch[..(count * Grid.Size)];
        }

        private protected override double Value(int i, int j) => 0;
    }
}

/// <summary>Takes some rows of a pair correlation.</summary>
/// <param name="first">The number of the first v1.</param>
/// <param name="count">How many.</param>
/// <param name="rows">count n^d values, valid during the call.</param>
internal delegate void RowVisitor(int first, int count, ReadOnlySpan<double> rows);
