using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

/// <summary>
/// The collision operators on a pair correlation g(v1, v2) (n^{2d} values, v1 slow, exchange symmetric) at a one-particle density f:
/// P[f x f + g], C[g] and (T x 1 + 1 x T) g.
/// </summary>
/// <remarks>
/// One evaluation visits memory four times. 1: columns, X_c = d_{1,c} g. 2: tiles, X_c(v1, v2) -= X_c(v2, v1). 3: columns, the fluxes
/// J = A X of P and of T in v1, S = div_1 J, and the sums over v1. 4: tiles, S + S^T with low-rank corrections. The result itself holds
/// X_0, so only d - 1 further arrays of n^{2d} values are needed. P[F] = S + S^T because J is odd under exchange.
/// </remarks>
public sealed unsafe class PairCollisions : IDisposable
{
    private readonly PairLayout _layout;
    private readonly PairKernelTables _tables;
    private readonly ConvolutionMultipliers _multipliers;
    private readonly PairFlux _pairFlux;
    private readonly LinearisedLandau _linearised;
    private readonly PairSymmetry _symmetry;
    private readonly PairDiffusion _pairDiffusion;
    private readonly NativeBuffer[] _temporaries;
    private readonly NativeBuffer _packedDensity;
    private readonly NativeBuffer _sums;
    private readonly ColumnMoments _outsideMoments;
    private readonly TripletTerms? _triplets;
    private readonly PairPanels _panels;
    private readonly Worker?[] _workers;
    private readonly Action<int, int> _differences;
    private readonly Action<int, int> _divergence;
    private readonly Action<int, int> _panelDivergence;
    private double* _correlation;
    private double* _result;
    private LinearisationFields _fields;
    private double _pairFactor;
    private double _outsideFactor;
    private double _ownFactor;
    private double _isotropic;
    private double _diffusion;

    /// <summary>Takes the tables and, for d = 2, one, for d = 3, two arrays of n^{2d} values.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="kernel">A.</param>
    /// <param name="options">The convolutions of T, and the guard of divisions by f.</param>
    /// <param name="closure">Terms of the second order in g, if it has any, are added to those of T; null for none.</param>
    public PairCollisions(VelocityGrid grid, CollisionKernel kernel, CollisionOptions options, TripletClosure? closure = null)
    {
        _layout = new PairLayout(grid);
        _tables = new PairKernelTables(_layout, kernel);
        _multipliers = new ConvolutionMultipliers(grid, kernel, options.PaddedPair);
        _pairFlux = new PairFlux(_layout, _tables);
        _linearised = new LinearisedLandau(grid);
        _symmetry = new PairSymmetry(_layout);
        _pairDiffusion = new PairDiffusion(_layout);
        Kernel = kernel;
        int d = grid.Dimension;
        _temporaries = [.. Enumerable.Range(0, d - 1).Select(_ => new NativeBuffer(_layout.Size * _layout.Size))];
        _packedDensity = new NativeBuffer((d + 1) * _layout.PaddedSize);
        _sums = new NativeBuffer(Sums.Length);
        _outsideMoments = new ColumnMoments(_layout);
        _triplets = closure is { Chain: not 0 } or { Triangle: not 0 } ? new TripletTerms(_layout, _tables, kernel, closure, options.DensityGuard) : null;
        _panels = new PairPanels(_layout);
        _workers = new Worker?[Math.Max(64, WorkCrew.MaximumWorkers)];
        _differences = DifferenceBlock;
        _divergence = DivergenceBlock;
        _panelDivergence = DivergencePanel;
    }

    /// <summary>The kernel; of a multiple of I in it, what belongs to P is part of every evaluation.</summary>
    public CollisionKernel Kernel { get; }

    /// <summary>
    /// nu of the nu (Lap_1 + Lap_2) g that a regularised kernel adds to the pair equation: its viscosity and, for the particles outside the pair,
    /// (N-2)/N times the multiple of I in it. The equation sets it; 0 by default.
    /// </summary>
    public double Diffusion { get; set; }

    /// <summary>Values from one row of a sum to the next; at least n^d.</summary>
    public int SumStride => _layout.PaddedSize;

    private PairSums Sums => new(_layout.Grid.Dimension, _layout.PaddedSize);

    public void Dispose()
    {
        NativeBuffer[] buffers = [.. _temporaries, _packedDensity, _sums, _layout.Velocity];
        foreach (NativeBuffer buffer in buffers)
            buffer.Dispose();
        _tables.Dispose();
        _multipliers.Dispose();
        _triplets?.Dispose();
        _outsideMoments.Dispose();
        foreach (Worker? worker in _workers)
            worker?.Dispose();
    }

    /// <summary>The terms of the second order in g, or null.</summary>
    internal TripletTerms? Triplets => _triplets;

    /// <summary>Computes what the terms of the second order have in common, and their normalisation; comes before the evaluation at the same state.</summary>
    internal void Prepare(in LinearisationFields fields, double* correlation) => _triplets?.Prepare(fields, correlation);

    /// <summary>
    /// Fills <paramref name="result"/> with S, whose sum with its transpose is pairFactor P[f x f + g] + outsideFactor (T x 1 + 1 x T) g,
    /// and the sums over v1 that belong to it. <see cref="Symmetrise"/> completes it.
    /// </summary>
    /// <param name="fields">f, grad f, A*f and B*f.</param>
    /// <param name="correlation">g, exchange symmetric.</param>
    /// <param name="pairFactor">1/N.</param>
    /// <param name="outsideFactor">(N-2)/N; at zero T is left out.</param>
    /// <param name="result">n^{2d} values; may not overlap g.</param>
    /// <param name="ownFactor">1, or 0 for P[f x f] in place of P[f x f + g].</param>
    internal void Evaluate(in LinearisationFields fields, double* correlation, double pairFactor, double outsideFactor, double* result, double ownFactor = 1)
    {
        _ownFactor = ownFactor;
        Evaluate(fields, correlation, pairFactor, outsideFactor, Diffusion, result);
    }

    private void Evaluate(in LinearisationFields fields, double* correlation, double pairFactor, double outsideFactor, double diffusion, double* result)
    {
        bool products = _triplets is not null && outsideFactor != 0;
        _fields = products ? _triplets!.Fields : fields;
        _correlation = correlation;
        _result = result;
        _pairFactor = pairFactor;
        _outsideFactor = outsideFactor;
        _isotropic = pairFactor * Kernel.Isotropic;
        _diffusion = diffusion;
        PackDensity();
        WorkCrew.Run(_layout.Blocks, _differences);
        for (int c = 0; c < _layout.Grid.Dimension; c++)
            _symmetry.Antisymmetrise(Difference(c));
        if (products)
            WorkCrew.Run(_panels.Count, _panelDivergence);
        else
            WorkCrew.Run(_layout.Blocks, _divergence);
    }

    /// <summary>result = P F for an exchange-symmetric F, both n^{2d} values that do not overlap.</summary>
    public void ApplyPairOperator(ReadOnlySpan<double> pairs, Span<double> result)
    {
        using var zero = new NativeBuffer((_layout.Grid.Dimension + 1) * _layout.Size);
        _ownFactor = 1;
        fixed (double* values = pairs, changes = result)
        {
            Evaluate(new LinearisationFields(zero.Pointer, _layout.Size), values, 1, 0, 0, changes);
            _symmetry.Symmetrise(changes, null, null, 0, 0);
        }
    }

    /// <summary>result = S + S^T + sum_r (left_r x right_r + right_r x left_r); rows of <see cref="SumStride"/> values.</summary>
    internal void Symmetrise(double* result, NativeBuffer left, NativeBuffer right, int updates) =>
        _symmetry.Symmetrise(result, left.Pointer, right.Pointer, updates, SumStride);

    /// <summary>Component a of the flux whose divergence is C[g], n^d values.</summary>
    public ReadOnlySpan<double> CollisionFlux(int a) => _sums.Span.Slice(Sums.Collision(a), _layout.Size);

    /// <summary>Component a of sum over v2 of J; times h^d its divergence is the marginal of P[f x f + g].</summary>
    public ReadOnlySpan<double> MarginalFlux(int a) => _sums.Span.Slice(Sums.Marginal(a), _layout.Size);

    /// <summary>sum over v1 of phi_k(v1) div_1 J, with phi_k = v_k for k &lt; d and |v|^2 for k = d: the moments of the columns of the pair part.</summary>
    public ReadOnlySpan<double> PairMoment(int k) => _sums.Span.Slice(Sums.Moment(k), _layout.Size);

    /// <summary>The same for the columns of T_1 g.</summary>
    public ReadOnlySpan<double> OutsideMoment(int k) => _outsideMoments.Values(k);

    private double* Difference(int c) => c == 0 ? _result : _temporaries[c - 1].Pointer;

    private Worker Own(int worker) => _workers[worker] ??= new Worker(_layout, _multipliers);

    private void PackDensity()
    {
        int size = _layout.Size;
        new ReadOnlySpan<double>(_fields.Density, size).CopyTo(_packedDensity.Span);
        for (int c = 0; c < _layout.Grid.Dimension; c++)
            new ReadOnlySpan<double>(_fields.Gradient(c), size).CopyTo(_packedDensity.Span[((c + 1) * SumStride)..]);
    }

    private void DifferenceBlock(int block, int worker)
    {
        PairScratch scratch = Own(worker).Scratch;
        scratch.Load(_correlation, block);
        for (int c = 0; c < _layout.Grid.Dimension; c++)
        {
            scratch.Re.Span.CopyTo(scratch.WorkRe.Span);
            scratch.Im.Span.CopyTo(scratch.WorkIm.Span);
            scratch.Differentiate(scratch.WorkRe, scratch.WorkIm, c);
            scratch.Store(scratch.WorkRe.Pointer, scratch.WorkIm.Pointer, Difference(c), block);
        }
    }

    private void DivergenceBlock(int block, int worker)
    {
        Worker own = Own(worker);
        if (_outsideFactor != 0)
        {
            own.Scratch.Load(_correlation, block);
            _linearised.Flux(own.Scratch, own.Convolution, _fields);
            _outsideMoments.Take(own.Scratch, block);
        }
        FinishBlock(block, own.Scratch);
    }

    /// <summary>The blocks of a panel, whose matrix products are taken together.</summary>
    private void DivergencePanel(int panel, int worker)
    {
        Worker own = Own(worker);
        own.Panel ??= _panels.Allocate(_triplets!.Components);
        own.Collisions ??= new OwnCollisions(_layout);
        _triplets!.Multiply(_panels.Column(panel), _panels.Columns(panel), own.Panel);
        for (int block = _panels.Block(panel); block < _panels.End(panel); block++)
        {
            own.Scratch.Load(_correlation, block);
            _triplets.Weigh(own.Collisions, block);
            _linearised.Flux(own.Scratch, own.Convolution, _fields, own.Collisions);
            _triplets.AddProducts(own.Scratch, own.Panel, block - _panels.Block(panel), block);
            _outsideMoments.Take(own.Scratch, block);
            FinishBlock(block, own.Scratch);
        }
    }

    /// <summary>Adds the flux of P, sums what needs summing over v1, and stores the divergence.</summary>
    private void FinishBlock(int block, PairScratch scratch)
    {
        int d = _layout.Grid.Dimension, j = block * PairLayout.BlockColumns;
        double** differences = stackalloc double*[3], fluxes = stackalloc double*[3];
        for (int c = 0; c < d; c++)
            differences[c] = Difference(c);
        var data = new PairFluxData
        {
            Difference = differences,
            Density = _packedDensity.Pointer,
            Sums = _sums.Pointer,
            AxisDerivatives = _outsideMoments.AxisDerivatives,
            Keep = _outsideFactor,
            Add = _pairFactor,
            Own = _ownFactor,
        };
        for (int half = 0; half < 2; half++)
        {
            for (int a = 0; a < d; a++)
                fluxes[a] = (half == 0 ? scratch.FluxRe(a) : scratch.FluxIm(a)).Pointer;
            _pairFlux.Accumulate(data, j + half * PairLayout.Lanes, fluxes);
        }
        AddDiffusion(scratch, block);
        for (int a = 0; a < d; a++)
        {
            scratch.Differentiate(scratch.FluxRe(a), scratch.FluxIm(a), a);
            if (a > 0)
                AddInto(scratch.FluxRe(a).Pointer, scratch.FluxIm(a).Pointer, scratch);
        }
        scratch.Store(scratch.FluxRe(0).Pointer, scratch.FluxIm(0).Pointer, _result, block);
    }

    /// <summary>After all sums have been taken: those are of the Landau part, and what is added here has none.</summary>
    private void AddDiffusion(PairScratch scratch, int block)
    {
        double* density = _packedDensity.Pointer;
        for (int c = 0; _isotropic != 0 && c < _layout.Grid.Dimension; c++)
        {
            scratch.Load(Difference(c), block);
            _pairDiffusion.AddRelative(scratch, c, density, density + (c + 1) * SumStride + block * PairLayout.BlockColumns, _isotropic);
        }
        if (_diffusion == 0)
            return;
        scratch.Load(_correlation, block);
        _pairDiffusion.AddGradient(scratch, _diffusion);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddInto(double* re, double* im, PairScratch scratch)
    {
        double* toRe = scratch.FluxRe(0).Pointer, toIm = scratch.FluxIm(0).Pointer;
        for (int i = 0; i < scratch.Length; i += PairLayout.Lanes)
        {
            (Vector512.Load(toRe + i) + Vector512.Load(re + i)).Store(toRe + i);
            (Vector512.Load(toIm + i) + Vector512.Load(im + i)).Store(toIm + i);
        }
    }

    private sealed class Worker(PairLayout layout, ConvolutionMultipliers multipliers) : IDisposable
    {
        public PairScratch Scratch { get; } = new(layout);

        public ColumnConvolution Convolution { get; } = new(layout.Grid, multipliers);

        public ProductPanel? Panel { get; set; }

        public OwnCollisions? Collisions { get; set; }

        public void Dispose()
        {
            Scratch.Dispose();
            Convolution.Dispose();
            Panel?.Dispose();
            Collisions?.Dispose();
        }
    }
}
