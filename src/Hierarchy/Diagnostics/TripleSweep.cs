using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>The pointwise sums over triples of velocities that one visit to h gathers, without the cell volumes.</summary>
internal sealed class TripleSums
{
    /// <summary>sum of f f f ((1+x) log(1+x) - x), x = F/(f f f) - 1, by the outermost of the shells of f(v1), f(v2), f(v3).</summary>
    public readonly double[] Information = new double[ShellTable.Shells];

    /// <summary>sum of |grad_2 F - F grad log f(v2)|^2/F by the same shells.</summary>
    public readonly double[] Relative = new double[ShellTable.Shells];

    /// <summary>min F.</summary>
    public double Minimum = double.PositiveInfinity;

    /// <summary>sum max(-F, 0).</summary>
    public double Negative;

    /// <summary>Takes in the sums of the next slice, which stands for some points v1.</summary>
    public void Add(TripleSums other, int weight)
    {
        TensorPrimitives.MultiplyAdd(other.Information, weight, Information, Information);
        TensorPrimitives.MultiplyAdd(other.Relative, weight, Relative, Relative);
        Minimum = Math.Min(Minimum, other.Minimum);
        Negative += weight * other.Negative;
    }
}

/// <summary>
/// One visit to the triple correlation h that gathers every pointwise functional of F = f_3 = f f f + sum g f + h, d = 2. Slices of fixed v1, of representatives alone
/// where h has a symmetry, are shared by all cores and added in their order; F is symmetric, so a third of |grad F|^2 is |grad_2 F|^2, which stays within a slice. Memory: four slices for each worker.
/// </summary>
internal sealed unsafe class TripleSweep : IDisposable
{
    private readonly VelocityGrid _grid;
    private readonly double[] _density;
    private readonly double[][] _score;
    private readonly PairColumns _columns;
    private readonly SliceFields?[] _fields = new SliceFields?[WorkCrew.MaximumWorkers];
    private readonly LineDerivative _derivative;
    private double* _correlation;
    private double* _triple;
    private int[] _points = [];
    private TripleSums[] _slices = [];

    public TripleSweep(VelocityGrid grid, ReadOnlySpan<double> density)
    {
        _grid = grid;
        _density = density.ToArray();
        _columns = new PairColumns(density);
        _derivative = new LineDerivative(grid);
        _score = SpectralGradient.Of(grid, density);
        for (int a = 0; a < _score.Length; a++)
        {
            for (int i = 0; i < grid.Size; i++)
                _score[a][i] = _columns.Shell[i] == DecadeShells.Outside ? 0 : _score[a][i] / density[i];
        }
    }

    /// <summary>The number of shells of f above its noise.</summary>
    public int ShellLimit => _columns.Limit;

    /// <summary>Visits g and h.</summary>
    public TripleSums Run(PairCorrelation correlation, TripleCorrelation triple)
    {
        (_points, _slices) = (new int[triple.Count], new TripleSums[triple.Count]);
        for (int k = 0; k < _points.Length; k++)
            _points[k] = triple.Point(k);
        fixed (double* pairs = correlation.Values().Span, triples = triple.Values)
        {
            _correlation = pairs;
            _triple = triples;
            WorkCrew.Run(_points.Length, Visit);
        }
        TripleSums total = new();
        for (int k = 0; k < _slices.Length; k++)
            total.Add(_slices[k], triple.Weight(k));
        return total;
    }

    public void Dispose()
    {
        _derivative.Dispose();
        foreach (SliceFields? fields in _fields)
            fields?.Dispose();
    }

    private void Visit(int slice, int worker)
    {
        SliceFields fields = _fields[worker] ??= new SliceFields(_grid);
        TripleSums sums = _slices[slice] = new TripleSums();
        int i = _points[slice], size = _grid.Size, padded = fields.Stride;
        long start = (long)slice * size * size;
        fields.Assemble(i, _density, _correlation, new ReadOnlySpan<double>(_triple + start, size * size));
        _derivative.Apply(fields.Density, fields.First, 0, padded, padded, add: false);
        _derivative.Apply(fields.Density, fields.Second, 1, padded, padded, add: false);
        for (int j = 0; j < size; j++)
            AddRow(i, j, fields, sums);
    }

    /// <summary>The row of v3 at (v1, v2) = (i, j); derivatives are those in v2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRow(int i, int j, SliceFields fields, TripleSums sums)
    {
        long row = (long)j * fields.Stride;
        double* density = fields.Density + row, first = fields.First + row, second = fields.Second + row;
        ReadOnlySpan<double> values = new(density, _grid.Size);
        double smallest = TensorPrimitives.Min(values);
        sums.Minimum = Math.Min(sums.Minimum, smallest);
        for (int k = 0; smallest < 0 && k < values.Length; k++)
            sums.Negative += Math.Max(-values[k], 0);
        int own = Math.Max(_columns.Shell[i], _columns.Shell[j]), count = _columns.Index.Length;
        if (own == DecadeShells.Outside)
            return;
        double pair = _density[i] * _density[j], along = _score[0][j], across = _score[1][j];
        Span<double> x = new(fields.Scratch, count), form = new(fields.Scratch + count, count), slope = new(fields.Scratch + 2 * count, count);
        for (int k = 0; k < count; k++)
        {
            int at = _columns.Index[k];
            double value = density[at], u = first[at] - value * along, w = second[at] - value * across;
            x[k] = value / (pair * _columns.Density[k]) - 1;
            slope[k] = value > 0 ? (u * u + w * w) / value : 0;
        }
        LogarithmicForms.Convex(x, form);
        TensorPrimitives.Multiply(form, _columns.Density, form);
        for (int shell = own, start = 0; shell < _columns.Limit; start = _columns.End[shell], shell++)
        {
            int length = _columns.End[shell] - start;
            sums.Information[shell] += pair * TensorPrimitives.Sum<double>(form.Slice(start, length));
            sums.Relative[shell] += TensorPrimitives.Sum<double>(slope.Slice(start, length));
        }
    }

    /// <summary>The fields of one worker.</summary>
    private sealed class SliceFields : IDisposable
    {
        private readonly NativeBuffer _memory;
        private readonly int _size;

        public SliceFields(VelocityGrid grid)
        {
            _size = grid.Size;
            Stride = (_size + LineDerivative.ColumnStep - 1) / LineDerivative.ColumnStep * LineDerivative.ColumnStep;
            _memory = new NativeBuffer((3 * _size + 3) * Stride);
        }

        public int Stride { get; }

        public double* Density => _memory.Pointer;

        public double* First => _memory.Pointer + (long)_size * Stride;

        public double* Second => _memory.Pointer + 2L * _size * Stride;

        /// <summary>Three rows.</summary>
        public double* Scratch => _memory.Pointer + 3L * _size * Stride;

        public void Dispose() => _memory.Dispose();

        /// <summary>F(i, ., .) in rows of padded length.</summary>
        public void Assemble(int i, double[] density, double* correlation, ReadOnlySpan<double> slice)
        {
            ReadOnlySpan<double> own = new(correlation + (long)i * _size, _size);
            for (int j = 0; j < _size; j++)
            {
                Span<double> row = new(Density + (long)j * Stride, _size);
                TripleDensity.FillRow(i, j, density, own, new ReadOnlySpan<double>(correlation + (long)j * _size, _size), slice.Slice(j * _size, _size), row);
            }
        }
    }
}
