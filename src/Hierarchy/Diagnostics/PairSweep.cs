using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// One visit to the pair correlation g that gathers every pointwise functional of F = f x f + g at once. Rows of fixed v1 are streamed in chunks of eight,
/// shared by all cores; F exists one row at a time. Memory: a few rows for each worker, and the sums of each chunk, which are added in the order of chunks.
/// </summary>
internal sealed unsafe class PairSweep
{
    private readonly int _size;
    private readonly double[] _density;
    private readonly double[] _positive;
    private readonly double[] _log;
    private readonly double _logScale;
    private readonly PairColumns _columns;
    private readonly SingularRule[] _rules;
    private PairSums[] _chunks = [];
    private readonly double[]?[] _scratch = new double[WorkCrew.MaximumWorkers][];

    /// <summary>The exponents s of the singular integrals int F/|v1-v2|^s.</summary>
    public static readonly double[] Exponents = [1, 1.5];

    /// <summary>Prepares a visit.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="density">f, n^d values.</param>
    /// <param name="rules">The rules of <see cref="Exponents"/>.</param>
    public PairSweep(VelocityGrid grid, ReadOnlySpan<double> density, SingularRule[] rules)
    {
        _size = grid.Size;
        _density = density.ToArray();
        _positive = new double[_size];
        _log = new double[_size];
        for (int i = 0; i < _size; i++)
        {
            if (density[i] > 0)
                (_positive[i], _log[i]) = (density[i], Math.Log(density[i]));
        }
        _rules = rules;
        _columns = new PairColumns(density);
        _logScale = 2 * Math.Log(_columns.Maximum);
        Rows = new PairRowMoments(grid);
    }

    /// <summary>The sums over v2 for every v1.</summary>
    public PairRowMoments Rows { get; }

    /// <summary>The number of shells of f above its noise.</summary>
    public int ShellLimit => _columns.Limit;

    /// <summary>Visits g.</summary>
    public PairSums Run(PairCorrelation correlation)
    {
        _chunks = new PairSums[correlation.RepresentativeVisits];
        WorkCrew.Run(_chunks.Length, (chunk, worker) => Visit(correlation, chunk, worker));
        Rows.Unfold(correlation.Symmetry);
        PairSums total = new();
        foreach (PairSums chunk in _chunks)
            total.Add(chunk);
        return total;
    }

    private void Visit(PairCorrelation correlation, int chunk, int worker)
    {
        double[] memory = _scratch[worker] ??= new double[2 * _size + correlation.ScratchLength];
        Span<double> scratch = memory.AsSpan(0, 2 * _size);
        PairSums sums = _chunks[chunk] = new PairSums();
        ReadOnlySpan<double> rows = correlation.RepresentativeRows(chunk, memory.AsSpan(2 * _size));
        for (int k = 0; k < rows.Length / _size; k++)
        {
            (int i, int weight) = (correlation.PointOf(chunk, k), correlation.WeightOf(chunk, k));
            ReadOnlySpan<double> row = rows.Slice(k * _size, _size);
            Rows.FillRow(i, row);
            sums.Absolute += weight * TensorPrimitives.SumOfMagnitudes(row);
            sums.Square += weight * TensorPrimitives.SumOfSquares(row);
            sums.Diagonal += weight * row[i];
            for (int s = 0; s < _rules.Length; s++)
                sums.Singular[s] += weight * _rules[s].Row(i, row);
            _columns.AddRow(i, row, _density[i], weight, scratch, sums.Information, sums.Mass);
            AddEntropy(i, row, weight, scratch, sums);
        }
        sums.Asymmetry = correlation.RepresentativeExchangeDefect(chunk);
    }

    /// <summary>
    /// The entropy of F less that of f x f on the same points, so that the quadrature error of the product, which is the larger part, drops out.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddEntropy(int i, ReadOnlySpan<double> row, int weight, Span<double> scratch, PairSums sums)
    {
        Span<double> pair = scratch[.._size], log = scratch.Slice(_size, _size);
        TensorPrimitives.MultiplyAdd(_density, _density[i], row, pair);
        TensorPrimitives.Log(pair, log);
        double density = _positive[i], logDensity = _log[i], smallest = double.PositiveInfinity, negative = 0;
        double* shells = stackalloc double[ShellTable.ScratchLength];
        new Span<double>(shells, ShellTable.ScratchLength).Clear();
        for (int j = 0; j < row.Length; j++)
        {
            double value = pair[j];
            smallest = Math.Min(smallest, value);
            if (value > 0)
            {
                double own = value * log[j], product = density * _positive[j] * (logDensity + _log[j]);
                ShellTable.Accumulate(shells, j & 1, DecadeShells.OfDepth(_logScale - log[j]), own - product, own, value, row[j]);
            }
            else
            {
                negative -= value;
                ShellTable.Accumulate(shells, j & 1, DecadeShells.Outside, 0, 0, 0, row[j]);
            }
        }
        sums.Minimum = Math.Min(sums.Minimum, smallest);
        sums.Negative += weight * negative;
        sums.Entropy.Add(shells, weight);
    }
}
