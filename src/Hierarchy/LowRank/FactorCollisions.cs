using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>
/// The linearised Landau operator T h = C[h x f] + C[f x h] and derivatives on every column of a matrix of fields (n^d rows). Columns travel sixteen at a time, as in
/// <see cref="PairCollisions"/>; T takes about (d+1)(d+2)/2 transforms of a column.
/// </summary>
internal sealed unsafe class FactorCollisions : IDisposable
{
    private const int Lanes = PairLayout.Lanes;
    private readonly PairLayout _layout;
    private readonly ConvolutionMultipliers _multipliers;
    private readonly LinearisedLandau _linearised;
    private readonly Worker?[] _workers = new Worker?[WorkCrew.MaximumWorkers];

    public FactorCollisions(PairLayout layout, CollisionKernel kernel, CollisionOptions options)
    {
        _layout = layout;
        _multipliers = new ConvolutionMultipliers(layout.Grid, kernel, options.PaddedPair);
        _linearised = new LinearisedLandau(layout.Grid);
    }

    /// <summary>result = T h for every column h; the two matrices may be the same.</summary>
    public void Linearise(LinearisationFields fields, DenseMatrix columns, DenseMatrix result) => WorkCrew.Run(columns.Stride / PairLayout.BlockColumns, (block, worker) =>
    {
        Worker own = Own(worker);
        Load(columns, block, own.Scratch.Re.Pointer, own.Scratch.Im.Pointer);
        FillLocalFlux(own.Scratch, fields);
        _linearised.AddFlux(own.Scratch, own.Convolution, fields, 1);
        Diverge(own.Scratch);
        Store(own.Scratch.WorkRe.Pointer, own.Scratch.WorkIm.Pointer, result, block);
    });

    /// <summary>result = d_axis h for every column h.</summary>
    public void Differentiate(DenseMatrix columns, int axis, DenseMatrix result) => WorkCrew.Run(columns.Stride / PairLayout.BlockColumns, (block, worker) =>
    {
        PairScratch scratch = Own(worker).Scratch;
        Load(columns, block, scratch.Re.Pointer, scratch.Im.Pointer);
        scratch.Differentiate(scratch.Re, scratch.WorkRe, axis);
        scratch.Differentiate(scratch.Im, scratch.WorkIm, axis);
        Store(scratch.WorkRe.Pointer, scratch.WorkIm.Pointer, result, block);
    });

    /// <summary>result += sum_a d_a J_a for every column, J given for d axes.</summary>
    public void AddDivergence(DenseMatrix[] fluxes, DenseMatrix result) => WorkCrew.Run(result.Stride / PairLayout.BlockColumns, (block, worker) =>
    {
        PairScratch scratch = Own(worker).Scratch;
        for (int a = 0; a < fluxes.Length; a++)
            Load(fluxes[a], block, scratch.FluxRe(a).Pointer, scratch.FluxIm(a).Pointer);
        Diverge(scratch);
        Load(result, block, scratch.Re.Pointer, scratch.Im.Pointer);
        TensorPrimitives.Add(scratch.Re.Span, scratch.WorkRe.Span, scratch.Re.Span);
        TensorPrimitives.Add(scratch.Im.Span, scratch.WorkIm.Span, scratch.Im.Span);
        Store(scratch.Re.Pointer, scratch.Im.Pointer, result, block);
    });

    public void Dispose()
    {
        _multipliers.Dispose();
        foreach (Worker? worker in _workers)
            worker?.Dispose();
    }

    private Worker Own(int worker) => _workers[worker] ??= new Worker(_layout, _multipliers);

    /// <summary>work = sum_a d_a of the flux arrays.</summary>
    private void Diverge(PairScratch scratch)
    {
        for (int a = 0; a < _layout.Grid.Dimension; a++)
        {
            scratch.Differentiate(scratch.FluxRe(a), scratch.WorkRe, a, add: a > 0);
            scratch.Differentiate(scratch.FluxIm(a), scratch.WorkIm, a, add: a > 0);
        }
    }

    /// <summary>flux_a = sum_c (A*f)_ac d_c h - (B*f)_a h.</summary>
    private void FillLocalFlux(PairScratch scratch, in LinearisationFields fields)
    {
        int d = _layout.Grid.Dimension;
        for (int a = 0; a < d; a++)
        {
            scratch.FluxRe(a).Span.Clear();
            scratch.FluxIm(a).Span.Clear();
            AddProduct(fields.Friction(a), -1, scratch.Re, scratch.FluxRe(a));
            AddProduct(fields.Friction(a), -1, scratch.Im, scratch.FluxIm(a));
        }
        for (int c = 0; c < d; c++)
        {
            scratch.Differentiate(scratch.Re, scratch.WorkRe, c);
            scratch.Differentiate(scratch.Im, scratch.WorkIm, c);
            for (int a = 0; a < d; a++)
            {
                double* diffusion = fields.Diffusion(SymmetricIndex.Of(d, a, c));
                AddProduct(diffusion, 1, scratch.WorkRe, scratch.FluxRe(a));
                AddProduct(diffusion, 1, scratch.WorkIm, scratch.FluxIm(a));
            }
        }
    }

    /// <summary>to(i, lane) += sign field(i) from(i, lane).</summary>
    private void AddProduct(double* field, double sign, NativeBuffer from, NativeBuffer to)
    {
        double* source = from.Pointer, target = to.Pointer;
        for (int i = 0; i < _layout.Size; i++, source += Lanes, target += Lanes)
            Vector512.MultiplyAddEstimate(Vector512.Create(sign * field[i]), Vector512.Load(source), Vector512.Load(target)).Store(target);
    }

    private void Load(DenseMatrix columns, int block, double* re, double* im)
    {
        double* row = columns.Pointer + block * PairLayout.BlockColumns;
        for (int i = 0; i < _layout.Size; i++, row += columns.Stride, re += Lanes, im += Lanes)
        {
            Vector512.Load(row).Store(re);
            Vector512.Load(row + Lanes).Store(im);
        }
    }

    private void Store(double* re, double* im, DenseMatrix columns, int block)
    {
        double* row = columns.Pointer + block * PairLayout.BlockColumns;
        for (int i = 0; i < _layout.Size; i++, row += columns.Stride, re += Lanes, im += Lanes)
        {
            Vector512.Load(re).Store(row);
            Vector512.Load(im).Store(row + Lanes);
        }
    }

    private sealed class Worker(PairLayout layout, ConvolutionMultipliers multipliers) : IDisposable
    {
        public PairScratch Scratch { get; } = new(layout);

        public ColumnConvolution Convolution { get; } = new(layout.Grid, multipliers);

        public void Dispose()
        {
            Scratch.Dispose();
            Convolution.Dispose();
        }
    }
}
