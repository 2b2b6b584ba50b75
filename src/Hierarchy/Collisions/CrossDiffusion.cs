using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

/// <summary>
/// What the independent noises of the particle system (1.6) add to the pair operator P:
/// <code>
/// X F = 2 sum_ab d_{1,a} d_{2,b} ( A_ab(v1-v2) F ),     P F + X F = div_1( A grad_1 F - B F ) + div_2( A grad_2 F + B F ),
/// </code>
/// with A and B = div A at v1 - v2. X F is a derivative in both velocities: its marginals are zero, on the grid to round-off.
/// </summary>
/// <remarks>
/// A holds the point values of P and the multiple of I of a regularised kernel. At v1 = v2, where P needs no value, it is the multiple of I with which the sum over
/// the grid of tr A times a wide Gaussian is its integral, so that sums against smooth functions are right to order h^(gamma+d+4); for gamma = -3, d = 2
/// it is close to 1.950 Lambda/h.
/// Two arrays of n^{2d} values. Pass b = 1..d: rows, sum_a d_{2,a}(A_ab F); columns, its derivative d_{1,b}.
/// </remarks>
internal sealed unsafe class CrossDiffusion : IDisposable
{
    private readonly PairLayout _layout;
    private readonly NativeBuffer[] _kernel;
    private readonly NativeBuffer _rows;
    private readonly NativeBuffer _half;
    private readonly Worker?[] _workers = new Worker?[Math.Max(64, WorkCrew.MaximumWorkers)];
    private readonly Action<int, int> _divergence;
    private readonly Action<int, int> _derivative;
    private double* _density;
    private double* _correlation;
    private double _factor;
    private int _axis;

    /// <summary>Fills the tables of A.</summary>
    public CrossDiffusion(VelocityGrid grid, CollisionKernel kernel)
    {
        _layout = new PairLayout(grid);
        int d = grid.Dimension;
        _kernel = [.. Enumerable.Range(0, SymmetricIndex.Count(d)).Select(_ => new NativeBuffer(_layout.TableSize))];
        FillKernel(kernel);
        _rows = new NativeBuffer(_layout.Size * _layout.Size);
        _half = new NativeBuffer(_layout.Size * _layout.Size);
        _divergence = DivergenceRow;
        _derivative = DerivativeBlock;
    }

    /// <summary>D, n^{2d} values, of the last <see cref="Evaluate"/>.</summary>
    public ReadOnlySpan<double> Half => _half.Span;

    /// <summary>Fills <see cref="Half"/> with D = factor sum_ab d_{1,b} d_{2,a}( A_ab (f x f + g) ): D + D^T is the factor times X[f x f + g]. No call allocates.</summary>
    /// <param name="density">f, n^d values.</param>
    /// <param name="correlation">g, n^{2d} values, exchange symmetric.</param>
    /// <param name="factor">1/N.</param>
    public void Evaluate(double* density, double* correlation, double factor)
    {
        _density = density;
        _correlation = correlation;
        _factor = factor;
        for (_axis = 0; _axis < _layout.Grid.Dimension; _axis++)
        {
            WorkCrew.Run(_layout.Size, _divergence);
            WorkCrew.Run(_layout.Blocks, _derivative);
        }
    }

    public void Dispose()
    {
        NativeBuffer[] buffers = [.. _kernel, _rows, _half, _layout.Velocity];
        foreach (NativeBuffer buffer in buffers)
            buffer.Dispose();
        foreach (Worker? worker in _workers)
            worker?.Dispose();
    }

    private Worker Own(int worker) => _workers[worker] ??= new Worker(_layout);

    /// <summary>Row v1 of sum_a d_{2,a}(A_ab F), grid line by grid line because there the differences are neighbours in the tables.</summary>
    private void DivergenceRow(int row, int worker)
    {
        Worker own = Own(worker);
        int size = _layout.Size, n = _layout.Grid.Points, d = _layout.Grid.Dimension;
        ReadOnlySpan<double> density = new(_density, size), correlation = new(_correlation + (long)row * size, size);
        Span<double> values = own.Values.Span, fluxes = own.Fluxes.Span;
        TensorPrimitives.MultiplyAdd(density, density[row], correlation, values);
        TensorPrimitives.Multiply(values, _factor, values);
        for (int a = 0; a < d; a++)
        {
            ReadOnlySpan<double> table = _kernel[SymmetricIndex.Of(d, a, _axis)].Span;
            for (int j = 0; j < size; j += n)
            {
                ReadOnlySpan<double> line = table.Slice(_layout.Origin + _layout.Offset[j] - _layout.Offset[row], n);
                TensorPrimitives.Multiply(values.Slice(j, n), line, fluxes.Slice(a * size + j, n));
            }
        }
        own.Derivative.Divergence(fluxes, new Span<double>(_rows.Pointer + (long)row * size, size));
    }

    private void DerivativeBlock(int block, int worker)
    {
        PairScratch scratch = Own(worker).Scratch;
        if (_axis > 0)
        {
            scratch.Load(_half.Pointer, block);
            scratch.Re.Span.CopyTo(scratch.WorkRe.Span);
            scratch.Im.Span.CopyTo(scratch.WorkIm.Span);
        }
        scratch.Load(_rows.Pointer, block);
        scratch.Differentiate(scratch.Re, scratch.Im, _axis);
        if (_axis > 0)
        {
            TensorPrimitives.Add(scratch.Re.Span, scratch.WorkRe.Span, scratch.Re.Span);
            TensorPrimitives.Add(scratch.Im.Span, scratch.WorkIm.Span, scratch.Im.Span);
        }
        scratch.Store(scratch.Re.Pointer, scratch.Im.Pointer, _half.Pointer, block);
    }

    private void FillKernel(CollisionKernel kernel)
    {
        int d = _layout.Grid.Dimension;
        Span<double> z = stackalloc double[3];
        for (int i = 0; i < _layout.TableSize; i++)
        {
            double squared = Difference(i, z);
            double alpha = squared > 0 ? kernel.Potential(Math.Sqrt(squared)) / squared : 0;
            for (int a = 0; a < d; a++)
            {
                for (int b = a; b < d; b++)
                    _kernel[SymmetricIndex.Of(d, a, b)].Span[i] = alpha * ((a == b ? squared : 0) - z[a] * z[b]) + (a == b ? kernel.Isotropic : 0);
            }
        }
        double central = CentralValue(kernel);
        for (int a = 0; a < d; a++)
            _kernel[SymmetricIndex.Of(d, a, a)].Span[_layout.Origin] = central + kernel.Isotropic;
    }

    /// <summary>
    /// (1/d) ( int tr A G dz / h^d - sum over z != 0 of tr A G ), G a Gaussian of standard deviation L/4. The integral is the sum with band-limited values of A,
    /// exact because G is band-limited and has left the box |z| &lt; 2 L.
    /// </summary>
    private double CentralValue(CollisionKernel kernel)
    {
        int d = _layout.Grid.Dimension;
        double width = _layout.Grid.HalfWidth / 4, volume = _layout.Grid.CellVolume, sum = 0;
        using var tables = new PairKernelTables(_layout, kernel);
        Span<double> z = stackalloc double[3];
        for (int i = 0; i < _layout.TableSize; i++)
        {
            double squared = Difference(i, z), trace = 0;
            for (int a = 0; a < d; a++)
                trace += tables.Spectral.Span[SymmetricIndex.Of(d, a, a) * tables.Stride + i] / volume;
            if (squared > 0)
                trace -= (d - 1) * kernel.Potential(Math.Sqrt(squared));
            sum += trace * Math.Exp(-0.5 * squared / (width * width));
        }
        return sum / d;
    }

    /// <summary>The difference at an index of a table, and its square.</summary>
    private double Difference(int index, Span<double> z)
    {
        int n = _layout.Grid.Points;
        double squared = 0;
        for (int a = _layout.Grid.Dimension - 1; a >= 0; a--, index /= 2 * n)
        {
            z[a] = _layout.Grid.Spacing * (index % (2 * n) - (n - 1));
            squared += z[a] * z[a];
        }
        return squared;
    }

    private sealed class Worker(PairLayout layout) : IDisposable
    {
        public PairScratch Scratch { get; } = new(layout);

        public SpectralDerivative Derivative { get; } = new(layout.Grid, threads: 1);

        public NativeBuffer Values { get; } = new(layout.Size);

        public NativeBuffer Fluxes { get; } = new(layout.Grid.Dimension * layout.Size);

        public void Dispose()
        {
            Scratch.Dispose();
            Derivative.Dispose();
            Values.Dispose();
            Fluxes.Dispose();
        }
    }
}
