using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// What the independent noises of the particle system (1.6) add to the pair operator P:
/// <code>
/// X F = 2 sum_ab d_{1,a} d_{2,b} ( A_ab(v1-v2) F ),     P F + X F = div_1( A grad_1 F - B F ) + div_2( A grad_2 F + B F ),
/// </code>
/// with A and B = div A at v1 - v2.
/// </summary>
/// <remarks>
/// Discretised as D + D^T, D = div_2( A grad_1 F ) + ( div_2(B F) + B . grad_2 F + (div_2 B) F )/2, with the point values of P: then P + X is a symmetric
/// negative part and a drift whose symmetric part is (div_2 B) F, so that no field grows faster in L2 than by the compression of the drift, d (d-1) Lambda a
/// unit of time at gamma = 0. (Second derivatives of A F are shorter but let the edge of the box grow at a rate of order n^2.) The marginals, zero but for the
/// edge of the box and the singularity, are taken out along f. div B at z = 0 is the value with which its sum over the grid times a wide Gaussian is the
/// integral; A and B are zero there. Two arrays of n^{2d} values. Pass c = 1..d: columns, d_{1,c} g; rows, the divergence of A_{.c} d_{1,c} F.
/// </remarks>
internal sealed unsafe class CrossDiffusion : IDisposable
{
    private readonly PairLayout _layout;
    private readonly NativeBuffer[] _kernel;
    private readonly NativeBuffer[] _drift;
    private readonly NativeBuffer _compression;
    private readonly NativeBuffer _gradient;
    private readonly NativeBuffer _marginal;
    private readonly SpectralDerivative _spectral;
    private readonly NativeBuffer _rows;
    private readonly NativeBuffer _half;
    private readonly Worker?[] _workers = new Worker?[WorkCrew.MaximumWorkers];

    /// <summary>Fills the tables of A.</summary>
    public CrossDiffusion(VelocityGrid grid, CollisionKernel kernel)
    {
        _layout = new PairLayout(grid);
        int d = grid.Dimension;
        _kernel = [.. Enumerable.Range(0, SymmetricIndex.Count(d)).Select(_ => new NativeBuffer(_layout.TableSize))];
        _drift = [.. Enumerable.Range(0, d).Select(_ => new NativeBuffer(_layout.TableSize))];
        _compression = new NativeBuffer(_layout.TableSize);
        _gradient = new NativeBuffer(d * _layout.Size);
        _marginal = new NativeBuffer(_layout.Size);
        _spectral = new SpectralDerivative(grid);
        FillTables(kernel);
        _rows = new NativeBuffer(_layout.Size * _layout.Size);
        _half = new NativeBuffer(_layout.Size * _layout.Size);
    }

    /// <summary>D, n^{2d} values, of the last <see cref="Evaluate"/>.</summary>
    public ReadOnlySpan<double> Half => _half.Span;

    /// <summary>Fills <see cref="Half"/> with D: D + D^T is the factor times X[f x f + g]. No call allocates.</summary>
    /// <param name="density">f, n^d values.</param>
    /// <param name="correlation">g, n^{2d} values, exchange symmetric.</param>
    /// <param name="factor">1/N.</param>
    public void Evaluate(double* density, double* correlation, double factor)
    {
        _spectral.Gradient(new ReadOnlySpan<double>(density, _layout.Size), _gradient.Span);
        for (int axis = 0; axis < _layout.Grid.Dimension; axis++)
        {
            var pass = new Pass { Density = density, Correlation = correlation, Factor = factor, Axis = axis };
            WorkCrew.Run(_layout.Blocks, new Derivatives(this, pass));
            WorkCrew.Run(_layout.Size, new Divergences(this, pass));
        }
        TakeOutMarginals(new ReadOnlySpan<double>(density, _layout.Size));
    }

    public void Dispose()
    {
        NativeBuffer[] buffers = [.. _kernel, .. _drift, _compression, _gradient, _marginal, _rows, _half, _layout.Velocity];
        foreach (NativeBuffer buffer in buffers)
            buffer.Dispose();
        _spectral.Dispose();
        foreach (Worker? worker in _workers)
            worker?.Dispose();
    }

    private Worker Own(int worker) => _workers[worker] ??= new Worker(_layout);

    /// <summary>d_{1,c} g of a block of columns.</summary>
    private void DerivativeBlock(in Pass pass, int block, int worker)
    {
        PairScratch scratch = Own(worker).Scratch;
        scratch.Load<DoubleValues>(pass.Correlation, block);
        scratch.Differentiate(scratch.Re, scratch.WorkRe, pass.Axis);
        scratch.Differentiate(scratch.Im, scratch.WorkIm, pass.Axis);
        scratch.Store(scratch.WorkRe.Pointer, scratch.WorkIm.Pointer, _rows.Pointer, block);
    }

    /// <summary>Adds div_2( A_{.c} d_{1,c} F ) to a row of D, and at c = 0 begins the row with the drift.</summary>
    private void DivergenceRow(in Pass pass, int row, int worker)
    {
        Worker own = Own(worker);
        int size = _layout.Size, d = _layout.Grid.Dimension;
        ReadOnlySpan<double> density = new(pass.Density, size);
        Span<double> values = own.Values.Span, fluxes = own.Fluxes.Span, half = new(_half.Pointer + (long)row * size, size);
        if (pass.Axis == 0)
            FillDrift(pass, own, row, half);
        TensorPrimitives.MultiplyAdd(density, _gradient.Span[pass.Axis * size + row], new ReadOnlySpan<double>(_rows.Pointer + (long)row * size, size), values);
        for (int a = 0; a < d; a++)
            Weigh(row, _kernel[SymmetricIndex.Of(d, a, pass.Axis)], values, fluxes.Slice(a * size, size));
        own.Derivative.Divergence(fluxes, values);
        TensorPrimitives.MultiplyAdd(values, pass.Factor, half, half);
    }

    /// <summary>half = (1/N) ( div(B F) + B . grad F + (div B) F )/2 along v2.</summary>
    private void FillDrift(in Pass pass, Worker own, int row, Span<double> half)
    {
        int size = _layout.Size, d = _layout.Grid.Dimension;
        Span<double> values = own.Values.Span, fluxes = own.Fluxes.Span;
        TensorPrimitives.MultiplyAdd(
            new ReadOnlySpan<double>(pass.Density, size), pass.Density[row], new ReadOnlySpan<double>(pass.Correlation + (long)row * size, size), values);
        Weigh(row, _compression, values, half);
        own.Derivative.Gradient(values, fluxes);
        for (int a = 0; a < d; a++)
        {
            Span<double> flux = fluxes.Slice(a * size, size);
            Weigh(row, _drift[a], flux, flux);
            TensorPrimitives.Add(half, flux, half);
            Weigh(row, _drift[a], values, flux);
        }
        own.Derivative.Divergence(fluxes, values);
        TensorPrimitives.Add(half, values, half);
        TensorPrimitives.Multiply(half, 0.5 * pass.Factor, half);
    }

    /// <summary>result(v2) = table(v2 - v1) field(v2), grid line by grid line because there the differences are neighbours in the table.</summary>
    private void Weigh(int row, NativeBuffer table, ReadOnlySpan<double> field, Span<double> result)
    {
        int n = _layout.Grid.Points;
        for (int j = 0; j < _layout.Size; j += n)
        {
            ReadOnlySpan<double> line = table.Span.Slice(_layout.Origin + _layout.Offset[j] - _layout.Offset[row], n);
            TensorPrimitives.Multiply(field.Slice(j, n), line, result.Slice(j, n));
        }
    }

    /// <summary>D -= mu x f/rho - t f x f/(2 rho^2), mu the marginal of D + D^T, t its mass and rho that of f: D + D^T has zero marginals.</summary>
    private void TakeOutMarginals(ReadOnlySpan<double> density)
    {
        int size = _layout.Size;
        double volume = _layout.Grid.CellVolume;
        Span<double> marginal = _marginal.Span;
        marginal.Clear();
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = new(_half.Pointer + (long)i * size, size);
            TensorPrimitives.Add(marginal, row, marginal);
            marginal[i] += TensorPrimitives.Sum(row);
        }
        double mass = TensorPrimitives.Sum(density), total = TensorPrimitives.Sum<double>(marginal);
        if (mass == 0)
            return;
        TensorPrimitives.Multiply(marginal, 1 / mass, marginal);
        TensorPrimitives.MultiplyAdd(density, -0.5 * total / (mass * mass), marginal, marginal);
        for (int i = 0; i < size; i++)
        {
            var row = new Span<double>(_half.Pointer + (long)i * size, size);
            TensorPrimitives.MultiplyAdd(density, -marginal[i], row, row);
        }
    }

    private void FillTables(CollisionKernel kernel)
    {
        int d = _layout.Grid.Dimension;
        Span<double> z = stackalloc double[3];
        for (int i = 0; i < _layout.TableSize; i++)
        {
            double squared = Difference(i, z), radius = Math.Sqrt(squared), alpha = squared > 0 ? kernel.Potential(radius) / squared : 0;
            for (int a = 0; a < d; a++)
            {
                _drift[a].Span[i] = (d - 1) * alpha * z[a];
                for (int b = a; b < d; b++)
                    _kernel[SymmetricIndex.Of(d, a, b)].Span[i] = alpha * ((a == b ? squared : 0) - z[a] * z[b]) + (a == b ? kernel.Isotropic : 0);
            }
            if (squared > 0)
                _compression.Span[i] = (d - 1) * ((d - 2) * alpha + Slope(kernel, radius) / squared);
        }
        _compression.Span[_layout.Origin] = CentralCompression(kernel);
    }

    /// <summary>r a'(r) by a central difference, to ten digits.</summary>
    private static double Slope(CollisionKernel kernel, double radius)
    {
        const double step = 1e-5;
        return (kernel.Potential(radius * (1 + step)) - kernel.Potential(radius * (1 - step))) / (2 * step);
    }

    /// <summary>
    /// int G div C dz / h^d - sum over z != 0, with C = (d-1) a z/|z|^2 and G a Gaussian of standard deviation s = L/4. The integral is that of
    /// tr A G/s^2 = (d-1) a G/s^2, taken as the sum with band-limited values of A: exact because G is band-limited and has left the box |z| &lt; 2 L.
    /// </summary>
    private double CentralCompression(CollisionKernel kernel)
    {
        int d = _layout.Grid.Dimension;
        double width = _layout.Grid.HalfWidth / 4, volume = _layout.Grid.CellVolume, sum = 0;
        using var tables = new PairKernelTables(_layout, kernel);
        Span<double> z = stackalloc double[3];
        for (int i = 0; i < _layout.TableSize; i++)
        {
            double squared = Difference(i, z), trace = 0;
            for (int a = 0; a < d; a++)
                trace += tables.Spectral.Span[SymmetricIndex.Of(d, a, a) * tables.Stride + i];
            sum += (trace / (volume * width * width) - _compression.Span[i]) * Math.Exp(-0.5 * squared / (width * width));
        }
        return sum;
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

    /// <summary>What the pass of one axis reads.</summary>
    private struct Pass
    {
        public double* Density, Correlation;
        public double Factor;
        public int Axis;
    }

    private readonly struct Derivatives(CrossDiffusion owner, Pass pass) : ILoopBody
    {
        public void Run(int chunk, int worker) => owner.DerivativeBlock(pass, chunk, worker);
    }

    private readonly struct Divergences(CrossDiffusion owner, Pass pass) : ILoopBody
    {
        public void Run(int chunk, int worker) => owner.DivergenceRow(pass, chunk, worker);
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
