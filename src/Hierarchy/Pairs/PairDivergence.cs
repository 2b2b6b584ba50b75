using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Pairs;

/// <summary>
/// The second pass of an evaluation, by columns: X_c = d_{1,c} g - d_{2,c} g, the fluxes J = A X of P and of T in v1, S = div_1 J, and the sums over v1.
/// </summary>
internal sealed unsafe class PairDivergence : IDisposable
{
    private readonly PairLayout _layout;
    private readonly PairWorkers _workers;
    private readonly PairFlux _pairFlux;
    private readonly LinearisedLandau _linearised;
    private readonly PairDiffusion _pairDiffusion;
    private readonly NativeBuffer _packedDensity;
    private readonly NativeBuffer _packedColumns;
    private readonly NativeBuffer _sums;
    private readonly ColumnMoments _outsideMoments;
    private readonly TripletTerms? _triplets;
    private readonly PairPanels _panels;

    /// <summary>Takes some fields of n^d values.</summary>
    public PairDivergence(PairLayout layout, PairWorkers workers, PairKernelTables tables, TripletTerms? triplets, PairShare? share = null)
    {
        _layout = layout;
        _workers = workers;
        _triplets = triplets;
        _pairFlux = new PairFlux(layout, tables);
        _linearised = new LinearisedLandau(layout.Grid);
        _pairDiffusion = new PairDiffusion(layout);
        int d = layout.Grid.Dimension;
        _packedDensity = new NativeBuffer((d + 1) * layout.PaddedSize);
        _packedColumns = layout.HasAllColumns ? _packedDensity : new NativeBuffer((d + 1) * layout.PaddedColumns);
        _sums = new NativeBuffer(Sums.Length);
        _outsideMoments = new ColumnMoments(layout);
        _panels = new PairPanels(layout);
        Unfolded = new UnfoldedSums(layout, _sums, _outsideMoments, share);
    }

    /// <summary>The sums over v1 of the last evaluation, at all points.</summary>
    public UnfoldedSums Unfolded { get; }

    private PairSums Sums => new(_layout.Grid.Dimension, _layout.PaddedColumns);

    /// <summary>Fills <see cref="PairEvaluation.Divergence"/>, after the first pass.</summary>
    /// <typeparam name="T">How g, its derivatives and S are stored.</typeparam>
    public void Run<T>(in PairEvaluation evaluation)
        where T : struct, IStoredValues
    {
        PackDensity(evaluation.Fields);
        if (_triplets is not null && evaluation.Outside != 0)
            WorkCrew.Run(_panels.Count, new Panels<T>(this, evaluation));
        else
            WorkCrew.Run(_layout.Blocks, new Blocks<T>(this, evaluation));
        Unfolded.Refresh();
    }

    public void Dispose()
    {
        _packedDensity.Dispose();
        if (!_layout.HasAllColumns)
            _packedColumns.Dispose();
        _sums.Dispose();
        _outsideMoments.Dispose();
        Unfolded.Dispose();
    }

    private void PackDensity(in LinearisationFields fields)
    {
        int size = _layout.Size;
        new ReadOnlySpan<double>(fields.Density, size).CopyTo(_packedDensity.Span);
        for (int c = 0; c < _layout.Grid.Dimension; c++)
            new ReadOnlySpan<double>(fields.Gradient(c), size).CopyTo(_packedDensity.Span[((c + 1) * _layout.PaddedSize)..]);
        for (int row = 0; !_layout.HasAllColumns && row <= _layout.Grid.Dimension; row++)
            _layout.GatherColumns(_packedDensity.Span[(row * _layout.PaddedSize)..], _packedColumns.Span[(row * _layout.PaddedColumns)..]);
    }

    /// <summary>Loads a block of g and fills the flux arrays with the flux of P and the local part of that of T, and what needs summing over v1.</summary>
    private void LocalFlux<T>(in PairEvaluation evaluation, PairScratch scratch, int block, OwnCollisions? own = null)
        where T : struct, IStoredValues
    {
        int d = _layout.Grid.Dimension, columns = _layout.Columns(block);
        double** second = stackalloc double*[3], fluxes = stackalloc double*[3];
        scratch.Load<T>(evaluation.Correlation, block);
        for (int c = 0; c < d; c++)
        {
            scratch.Differentiate(scratch.Re, scratch.FluxRe(c), c);
            scratch.Differentiate(scratch.Im, scratch.FluxIm(c), c);
            own?.Keep(scratch, c);
        }
        PairFluxData data = FluxData(evaluation, second, columns);
        for (int half = 0; half < 2; half++)
        {
            data.Start = _layout.BlockStart(block) + half * PairLayout.Lanes;
            data.Correlation = (half == 0 ? scratch.Re : scratch.Im).Pointer;
            for (int a = 0; a < d; a++)
                fluxes[a] = (half == 0 ? scratch.FluxRe(a) : scratch.FluxIm(a)).Pointer;
            _pairFlux.Accumulate<T>(data, block * PairLayout.BlockColumns + half * PairLayout.Lanes, fluxes);
        }
    }

    private PairFluxData FluxData(in PairEvaluation evaluation, double** second, int columns)
    {
        for (int a = 0; a < _layout.Grid.Dimension; a++)
            second[a] = evaluation.Second(a);
        return new PairFluxData
        {
            Second = second,
            RowStride = columns,
            EndRow = _layout.Size,
            Fields = evaluation.Fields,
            Density = _packedDensity.Pointer,
            Columns = _packedColumns.Pointer,
            Sums = _sums.Pointer,
            AxisDerivatives = _outsideMoments.AxisDerivatives,
            Outside = evaluation.Outside,
            Pair = evaluation.Pair,
            Own = evaluation.Own,
        };
    }

    /// <summary>
    /// The whole of a block in d = 3 plane by plane of the first axis, so that the fluxes along the other axes never leave the nearest caches: what LocalFlux, AddFlux,
    /// TakeOutsideMoments and FinishBlock do for the block at once.
    /// </summary>
    private void RunByPlanes<T>(in PairEvaluation evaluation, PairScratch scratch, PowerConvolution powers, int block)
        where T : struct, IStoredValues
    {
        int n = _layout.Grid.Points, rows = n * n, area = rows * PairLayout.Lanes, columns = _layout.Columns(block);
        double** second = stackalloc double*[3], fluxes = stackalloc double*[3];
        PairFluxData data = FluxData(evaluation, second, columns);
        scratch.Load<T>(evaluation.Correlation, block);
        scratch.Differentiate(scratch.Re, scratch.FluxRe(0), 0);
        scratch.Differentiate(scratch.Im, scratch.FluxIm(0), 0);
        powers.Transform(scratch.Re.Pointer, scratch.Im.Pointer);
        for (int x = 0; x < n; x++)
        {
            powers.ToPoints(x);
            (data.FirstRow, data.EndRow) = (x * rows, (x + 1) * rows);
            for (int half = 0; half < 2; half++)
            {
                data.Correlation = (half == 0 ? scratch.Re : scratch.Im).Pointer + x * area;
                data.Start = _layout.BlockStart(block) + half * PairLayout.Lanes + (long)data.FirstRow * columns;
                fluxes[0] = (half == 0 ? scratch.FluxRe(0) : scratch.FluxIm(0)).Pointer + x * area;
                double* divergence = (half == 0 ? scratch.WorkRe : scratch.WorkIm).Pointer + x * area;
                for (int a = 1; a < 3; a++)
                {
                    fluxes[a] = (half == 0 ? scratch.FluxRe(a) : scratch.FluxIm(a)).Pointer;
                    scratch.DifferentiatePlane(data.Correlation, fluxes[a], a);
                }
                _pairFlux.Accumulate<T>(data, block * PairLayout.BlockColumns + half * PairLayout.Lanes, fluxes);
                powers.Add(fluxes, evaluation.Fields, evaluation.Outside, x, half);
                _outsideMoments.AddPlane(fluxes, block, x, half);
                scratch.DifferentiatePlane(fluxes[1], divergence, 1);
                scratch.DifferentiatePlane(fluxes[2], divergence, 2, add: true);
            }
        }
        _outsideMoments.Subtract(_sums.Pointer + Sums.Moment(0), evaluation.Pair, block);
        scratch.Differentiate(scratch.FluxRe(0), scratch.WorkRe, 0, add: true);
        scratch.Differentiate(scratch.FluxIm(0), scratch.WorkIm, 0, add: true);
        scratch.StoreBlock<T>(scratch.WorkRe, scratch.WorkIm, evaluation.Divergence, block);
    }

    /// <summary>The moments of all fluxes less those of P.</summary>
    private void TakeOutsideMoments(double pairFactor, PairScratch scratch, int block)
    {
        _outsideMoments.Take(scratch, block);
        _outsideMoments.Subtract(_sums.Pointer + Sums.Moment(0), pairFactor, block);
    }

    /// <summary>Stores the divergence.</summary>
    private void FinishBlock<T>(in PairEvaluation evaluation, PairScratch scratch, int block)
        where T : struct, IStoredValues
    {
        AddDiffusion<T>(evaluation, scratch, block);
        for (int a = 0; a < _layout.Grid.Dimension; a++)
        {
            scratch.Differentiate(scratch.FluxRe(a), scratch.FluxRe(0), a, add: a > 0);
            scratch.Differentiate(scratch.FluxIm(a), scratch.FluxIm(0), a, add: a > 0);
        }
        scratch.StoreBlock<T>(scratch.FluxRe(0), scratch.FluxIm(0), evaluation.Divergence, block);
    }

    /// <summary>After all sums have been taken: those are of the Landau part, and what is added here has none.</summary>
    private void AddDiffusion<T>(in PairEvaluation evaluation, PairScratch scratch, int block)
        where T : struct, IStoredValues
    {
        double* density = _packedDensity.Pointer;
        for (int c = 0; evaluation.Isotropic != 0 && c < _layout.Grid.Dimension; c++)
        {
            scratch.Differentiate(scratch.Re, scratch.WorkRe, c);
            scratch.Differentiate(scratch.Im, scratch.WorkIm, c);
            scratch.SubtractBlock<T>(evaluation.Second(c), block);
            _pairDiffusion.AddRelative(scratch, c, density, _packedColumns.Pointer + (c + 1) * _layout.PaddedColumns + block * PairLayout.BlockColumns, evaluation.Isotropic);
        }
        if (evaluation.Diffusion != 0)
            _pairDiffusion.AddGradient(scratch, evaluation.Diffusion);
    }

    /// <summary>One block of columns a chunk.</summary>
    private readonly struct Blocks<T>(PairDivergence pass, PairEvaluation evaluation) : ILoopBody
        where T : struct, IStoredValues
    {
        public void Run(int chunk, int worker)
        {
            PairWorker own = pass._workers[worker];
            if (own.Convolution.Powers is { } powers && evaluation is { Outside: not 0, Isotropic: 0, Diffusion: 0 })
            {
                pass.RunByPlanes<T>(evaluation, own.Scratch, powers, chunk);
                return;
            }
            pass.LocalFlux<T>(evaluation, own.Scratch, chunk);
            if (evaluation.Outside != 0)
            {
                pass._linearised.AddFlux(own.Scratch, own.Convolution, evaluation.Fields, evaluation.Outside);
                pass.TakeOutsideMoments(evaluation.Pair, own.Scratch, chunk);
            }
            pass.FinishBlock<T>(evaluation, own.Scratch, chunk);
        }
    }

    /// <summary>The blocks of a panel, whose matrix products are taken together, a chunk.</summary>
    private readonly struct Panels<T>(PairDivergence pass, PairEvaluation evaluation) : ILoopBody
        where T : struct, IStoredValues
    {
        public void Run(int chunk, int worker)
        {
            (PairPanels panels, TripletTerms triplets, PairWorker own) = (pass._panels, pass._triplets!, pass._workers[worker]);
            own.Panel ??= panels.Allocate(triplets.Components);
            own.Collisions ??= new OwnCollisions(pass._layout);
            triplets.Multiply(evaluation.Correlation, panels.Column(chunk), panels.Columns(chunk), own.Panel);
            for (int block = panels.Block(chunk); block < panels.End(chunk); block++)
            {
                pass.LocalFlux<T>(evaluation, own.Scratch, block, own.Collisions);
                triplets.Weigh(own.Collisions, block, evaluation.Outside);
                pass._linearised.AddFlux(own.Scratch, own.Convolution, evaluation.Fields, evaluation.Outside, own.Collisions);
                triplets.AddProducts(own.Scratch, own.Panel, block - panels.Block(chunk), block, evaluation.Outside);
                pass.TakeOutsideMoments(evaluation.Pair, own.Scratch, block);
                pass.FinishBlock<T>(evaluation, own.Scratch, block);
            }
        }
    }
}
