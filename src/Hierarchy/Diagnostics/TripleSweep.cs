using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>The pointwise sums over triples of velocities that one visit to h gathers, without the cell volumes.</summary>
internal sealed class TripleSums
{
    /// <summary>sum of F log F - f f f log(f f f), by decade shells of F against (max f)^3.</summary>
    public readonly ShellTable Entropy = new();

    /// <summary>sum of |grad_2 F|^2/F - f f |grad f|^2/f by the same shells.</summary>
    public readonly ShellTable Fisher = new();

    /// <summary>min F.</summary>
    public double Minimum = double.PositiveInfinity;

    /// <summary>sum max(-F, 0).</summary>
    public double Negative;

    /// <summary>Takes in the sums of the next slice.</summary>
    public void Add(TripleSums other)
    {
        Entropy.Add(other.Entropy);
        Fisher.Add(other.Fisher);
        Minimum = Math.Min(Minimum, other.Minimum);
        Negative += other.Negative;
    }
}

/// <summary>
/// One visit to the triple correlation h that gathers every pointwise functional of F = f_3 = f f f + sum g f + h, d = 2. Slices of fixed v1 are shared by all
/// cores and added in their order; F is symmetric, so a third of |grad F|^2 is |grad_2 F|^2, which stays within a slice. Memory: four slices for each worker.
/// </summary>
internal sealed unsafe class TripleSweep : IDisposable
{
    private readonly VelocityGrid _grid;
    private readonly double[] _density;
    private readonly double[] _log;
    private readonly double[] _product;
    private readonly double _logScale;
    private readonly TripleSums[] _slices;
    private readonly SliceFields?[] _fields = new SliceFields?[WorkCrew.MaximumWorkers];
    private readonly LineDerivative _derivative;
    private double* _correlation;
    private double* _triple;

    public TripleSweep(VelocityGrid grid, ReadOnlySpan<double> density)
    {
        _grid = grid;
        _density = density.ToArray();
        _log = new double[grid.Size];
        _product = new double[grid.Size];
        _logScale = 3 * Math.Log(TensorPrimitives.Max(density));
        _derivative = new LineDerivative(grid);
        double[][] gradient = SpectralGradient.Of(grid, density);
        for (int i = 0; i < grid.Size; i++)
        {
            if (!(density[i] > 0))
                continue;
            _log[i] = Math.Log(density[i]);
            foreach (double[] component in gradient)
                _product[i] += component[i] * component[i] / density[i];
        }
        _slices = new TripleSums[grid.Size];
    }

    /// <summary>Visits g and h, n^6 values.</summary>
    public TripleSums Run(PairCorrelation correlation, ReadOnlySpan<double> triple)
    {
        fixed (double* pairs = correlation.Values().Span, triples = triple)
        {
            _correlation = pairs;
            _triple = triples;
            WorkCrew.Run(_grid.Size, Visit);
        }
        TripleSums total = new();
        foreach (TripleSums slice in _slices)
            total.Add(slice);
        return total;
    }

    public void Dispose()
    {
        _derivative.Dispose();
        foreach (SliceFields? fields in _fields)
            fields?.Dispose();
    }

    private void Visit(int i, int worker)
    {
        SliceFields fields = _fields[worker] ??= new SliceFields(_grid);
        TripleSums sums = _slices[i] = new TripleSums();
        int size = _grid.Size, padded = fields.Stride;
        long start = (long)i * size * size;
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
        int size = _grid.Size;
        long row = (long)j * fields.Stride;
        double* density = fields.Density + row, first = fields.First + row, second = fields.Second + row, log = fields.Log;
        double* entropy = stackalloc double[ShellTable.ScratchLength], fisher = stackalloc double[ShellTable.ScratchLength];
        new Span<double>(entropy, ShellTable.ScratchLength).Clear();
        new Span<double>(fisher, ShellTable.ScratchLength).Clear();
        TensorPrimitives.Log(new ReadOnlySpan<double>(density, size), new Span<double>(log, size));
        double pair = Math.Max(_density[i], 0) * Math.Max(_density[j], 0), pairLog = _log[i] + _log[j], pairFisher = Math.Max(_density[i], 0) * _product[j];
        for (int k = 0; k < size; k++)
        {
            double value = density[k], single = Math.Max(_density[k], 0), product = pair * single;
            sums.Minimum = Math.Min(sums.Minimum, value);
            if (value > 0)
            {
                int shell = DecadeShells.OfDepth(_logScale - log[k]);
                double own = value * log[k], slope = (first[k] * first[k] + second[k] * second[k]) / value;
                ShellTable.Accumulate(entropy, k & 1, shell, own - product * (pairLog + _log[k]), own, value, value - product);
                ShellTable.Accumulate(fisher, k & 1, shell, slope - pairFisher * single, slope, value, value - product);
                continue;
            }
            sums.Negative -= value;
            ShellTable.Accumulate(entropy, k & 1, DecadeShells.Outside, 0, 0, 0, value - product);
            ShellTable.Accumulate(fisher, k & 1, DecadeShells.Outside, 0, 0, 0, value - product);
        }
        sums.Entropy.Add(entropy);
        sums.Fisher.Add(fisher);
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
            _memory = new NativeBuffer((3 * _size + 1) * Stride);
        }

        public int Stride { get; }

        public double* Density => _memory.Pointer;

        public double* First => _memory.Pointer + (long)_size * Stride;

        public double* Second => _memory.Pointer + 2L * _size * Stride;

        public double* Log => _memory.Pointer + 3L * _size * Stride;

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
