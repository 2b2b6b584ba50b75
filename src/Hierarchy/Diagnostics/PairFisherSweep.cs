using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>The sums of one chunk of <see cref="PairFisherSweep"/>, without the cell volumes.</summary>
internal sealed class PairFisherSums
{
    /// <summary>sum of |grad_2 F|^2/F - f(v1) |grad f|^2/f (v2), by decade shells of F against (max f)^2.</summary>
    public readonly ShellTable Fisher = new();

    /// <summary>sum of |grad_2 g - g grad log f(v2)|^2/F, by the shells of f(v1) and f(v2).</summary>
    public readonly double[] Relative = new double[ShellTable.Shells];

    /// <summary>min F.</summary>
    public double Minimum = double.PositiveInfinity;

    /// <summary>Takes in the sums of the next chunk.</summary>
    public void Add(PairFisherSums other)
    {
        Fisher.Add(other.Fisher);
        TensorPrimitives.Add(Relative, other.Relative, Relative);
        Minimum = Math.Min(Minimum, other.Minimum);
    }
}

/// <summary>
/// One visit to g for the functionals that hold its gradient. F is symmetric, so half of |grad F|^2 is |grad_2 F|^2, and the gradient in v2 acts within a row
/// of fixed v1: two rows travel in one complex transform of n^d values, in scratch of O(n^d) for each worker. With w = grad_2 g - g grad log f, F grad_2
/// log(F/(f f)) = w; the product's own |grad f|^2/f is subtracted point by point because one-particle sums on a finer grid supply it.
/// </summary>
internal sealed unsafe class PairFisherSweep
{
    private readonly VelocityGrid _grid;
    private readonly double[] _density;
    private readonly double[][] _gradient;
    private readonly double[][] _score;
    private readonly double[] _product;
    private readonly double _logScale;
    private readonly PairColumns _columns;
    private PairFisherSums[] _chunks = [];
    private readonly Scratch?[] _scratch = new Scratch?[WorkCrew.MaximumWorkers];
    private readonly double[] _defect;

    public PairFisherSweep(VelocityGrid grid, ReadOnlySpan<double> density)
    {
        _grid = grid;
        _density = density.ToArray();
        _columns = new PairColumns(density);
        _logScale = 2 * Math.Log(_columns.Maximum);
        _gradient = SpectralGradient.Of(grid, density);
        _score = [.. _gradient.Select(_ => new double[grid.Size])];
        _product = new double[grid.Size];
        _defect = new double[grid.Size];
        foreach (int i in _columns.Index)
        {
            for (int a = 0; a < grid.Dimension; a++)
            {
                _score[a][i] = _gradient[a][i] / density[i];
                _product[i] += _gradient[a][i] * _score[a][i];
            }
        }
    }

    /// <summary>The number of shells of f above its noise.</summary>
    public int ShellLimit => _columns.Limit;

    /// <summary>m = int g dv2, n^d values, after <see cref="Run"/>.</summary>
    public ReadOnlySpan<double> MarginalDefect => _defect;

    /// <summary>
    /// int (2 grad m.grad log f - m |grad log f|^2) over the first shells of f, m = int g dv2, after <see cref="Run"/>; and the part of the last of them.
    /// </summary>
    public (double Sum, double Last) Defect(int shells)
    {
        double[][] slope = SpectralGradient.Of(_grid, _defect);
        double sum = 0, last = 0;
        foreach (int i in _columns.Index.AsSpan(0, _columns.End[shells - 1]))
        {
            double term = 0;
            for (int a = 0; a < slope.Length; a++)
                term += _score[a][i] * (2 * slope[a][i] - _defect[i] * _score[a][i]);
            sum += term;
            last += _columns.Shell[i] == shells - 1 ? Math.Abs(term) : 0;
        }
        return (_grid.CellVolume * sum, _grid.CellVolume * last);
    }

    /// <summary>Visits g.</summary>
    public PairFisherSums Run(PairCorrelation correlation)
    {
        _chunks = new PairFisherSums[correlation.RepresentativeVisits];
        WorkCrew.Run(_chunks.Length, (chunk, worker) => Visit(correlation, chunk, worker));
        correlation.Symmetry?.Unfold(_defect);
        PairFisherSums total = new();
        foreach (PairFisherSums chunk in _chunks)
            total.Add(chunk);
        return total;
    }

    private void Visit(PairCorrelation correlation, int chunk, int worker)
    {
        Scratch scratch = _scratch[worker] ??= new Scratch(_grid, correlation.ScratchLength);
        PairFisherSums sums = _chunks[chunk] = new PairFisherSums();
        ReadOnlySpan<double> rows = correlation.RepresentativeRows(chunk, scratch.Rows);
        int count = rows.Length / _grid.Size;
        for (int k = 0; k < count; k += 2)
        {
            // The number of representatives may be odd: then the last one keeps itself company.
            int next = Math.Min(k + 1, count - 1), i = correlation.PointOf(chunk, k), j = correlation.PointOf(chunk, next);
            ReadOnlySpan<double> first = rows.Slice(k * _grid.Size, _grid.Size), second = rows.Slice(next * _grid.Size, _grid.Size);
            scratch.Clear();
            scratch.Spectral.Load(first, second);
            for (int axis = 0; axis < _grid.Dimension; axis++)
            {
                scratch.Spectral.Differentiate(axis);
                AddSquares(i, first, axis, scratch.Spectral.First, scratch.FirstRow);
                AddSquares(j, second, axis, scratch.Spectral.Second, scratch.SecondRow);
            }
            Finish(i, correlation.WeightOf(chunk, k), first, scratch.FirstRow, scratch.Pair, scratch.Log, sums);
            if (next > k)
                Finish(j, correlation.WeightOf(chunk, next), second, scratch.SecondRow, scratch.Pair, scratch.Log, sums);
        }
    }

    /// <summary>Adds the squares of one component of grad_2 F and of w to what the row has.</summary>
    private void AddSquares(int i, ReadOnlySpan<double> row, int axis, ReadOnlySpan<double> derivative, (double[] Full, double[] Relative) squares) =>
        RowKernels.AddSquares(derivative, _density[i], _gradient[axis], row, _score[axis], squares.Full, squares.Relative);

    /// <summary>Divides by F and sorts the row's terms into shells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Finish(int i, int weight, ReadOnlySpan<double> row, (double[] Full, double[] Relative) squares, Span<double> pair, Span<double> log, PairFisherSums sums)
    {
        double density = _density[i], product = Math.Max(density, 0), smallest = sums.Minimum;
        int rowShell = _columns.Shell[i];
        _defect[i] = _grid.CellVolume * TensorPrimitives.Sum(row);
        TensorPrimitives.MultiplyAdd(_density, density, row, pair);
        TensorPrimitives.Log(pair, log);
        double* shells = stackalloc double[ShellTable.ScratchLength];
        new Span<double>(shells, ShellTable.ScratchLength).Clear();
        for (int j = 0; j < row.Length; j++)
        {
            double value = pair[j];
            smallest = Math.Min(smallest, value);
            if (value > 0)
            {
                double inverse = 1 / value, own = squares.Full[j] * inverse;
                ShellTable.Accumulate(shells, j & 1, DecadeShells.OfDepth(_logScale - log[j]), own - product * _product[j], own, value, row[j]);
                sums.Relative[Math.Max(rowShell, _columns.Shell[j])] += weight * squares.Relative[j] * inverse;
            }
            else
            {
                ShellTable.Accumulate(shells, j & 1, DecadeShells.Outside, 0, 0, 0, row[j]);
            }
        }
        sums.Minimum = smallest;
        sums.Fisher.Add(shells, weight);
    }

    /// <summary>The fields of one worker.</summary>
    private sealed class Scratch(VelocityGrid grid, int rows)
    {
        public double[] Rows { get; } = new double[rows];

        public SpectralGradient Spectral { get; } = new(grid);

        public (double[] Full, double[] Relative) FirstRow { get; } = (new double[grid.Size], new double[grid.Size]);

        public (double[] Full, double[] Relative) SecondRow { get; } = (new double[grid.Size], new double[grid.Size]);

        public double[] Pair { get; } = new double[grid.Size];

        public double[] Log { get; } = new double[grid.Size];

        public void Clear()
        {
            Array.Clear(FirstRow.Full);
            Array.Clear(FirstRow.Relative);
            Array.Clear(SecondRow.Full);
            Array.Clear(SecondRow.Relative);
        }
    }
}
