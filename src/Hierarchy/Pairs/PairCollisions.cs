using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The collision operators on a pair correlation g(v1, v2) (n^{2d} values, v1 slow, exchange symmetric) at a one-particle density f:
/// P[f x f + g], C[g] and (T x 1 + 1 x T) g.
/// </summary>
/// <remarks>
/// One evaluation visits memory three times. 1: columns, d_{1,c} g, which exchange symmetry makes d_{2,c} g of the transposed place. 2: columns, X_c = d_{1,c}
/// g - d_{2,c} g, the fluxes J = A X of P and of T in v1, S = div_1 J, and the sums over v1. 3: tiles, S + S^T with low-rank corrections. Between the passes
/// the arrays lie in blocks of columns (<see cref="PairLayout.BlockStart"/>) and the result holds one of them, so only d - 1 further arrays of n^{2d} values
/// are needed. Of a g with a symmetry, g(s v1, s v2) = g(v1, v2), all arrays have the columns of one representative of every orbit alone
/// (<see cref="VelocityOrbits"/>): the first and the third pass take what stands in other columns from the images, and the sums over v1 are carried to all
/// points by their law of transformation. P[F] = S + S^T because J is odd under exchange.
/// </remarks>
internal sealed unsafe class PairCollisions : IDisposable
{
    private readonly PairLayout _layout;
    private readonly PairKernelTables _tables;
    private readonly ConvolutionMultipliers _multipliers;
    private readonly PairFlux _pairFlux;
    private readonly LinearisedLandau _linearised;
    private readonly PairAssembly _assembly;
    private readonly bool _single;
    private readonly PairDiffusion _pairDiffusion;
    private readonly NativeBuffer _temporaries;
    private readonly int _stride;
    private readonly NativeBuffer _packedDensity;
    private readonly NativeBuffer _packedColumns;
    private readonly NativeBuffer _sums;
    private readonly UnfoldedSums _unfolded;
    private readonly ColumnMoments _outsideMoments;
    private readonly TripletTerms? _triplets;
    private readonly PairPanels _panels;
    private readonly PairWorker?[] _workers;
    private readonly Action<int, int> _differences;
    private readonly Action<int, int> _divergence;
    private readonly Action<int, int> _panelDivergence;
    private double* _correlation;
    private double* _result;
    private LinearisationFields _fields;
    private double _pairFactor, _outsideFactor, _ownFactor, _isotropic, _diffusion;

    /// <summary>Takes the tables and, for d = 2, one, for d = 3, two arrays of n^{2d} values.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="kernel">A.</param>
    /// <param name="options">The convolutions of T, and the guard of divisions by f.</param>
    /// <param name="closure">Terms of the second order in g, if it has any, are added to those of T; null for none.</param>
    public PairCollisions(VelocityGrid grid, CollisionKernel kernel, CollisionOptions options, TripletClosure? closure = null)
    {
        _layout = new PairLayout(grid, options.Reduction);
        _tables = new PairKernelTables(_layout, kernel);
        _multipliers = new ConvolutionMultipliers(grid, kernel, options.PaddedPair);
        _pairFlux = new PairFlux(_layout, _tables);
        _linearised = new LinearisedLandau(grid);
        _single = options.SinglePairs;
        _assembly = _single ? new PairAssembly<SingleValues>(_layout) : new PairAssembly<DoubleValues>(_layout);
        _pairDiffusion = new PairDiffusion(_layout);
        Kernel = kernel;
        int d = grid.Dimension;
        int values = checked(_layout.Size * _layout.ColumnCount);
        _stride = _single ? values / 2 : values;
        _temporaries = new NativeBuffer(_single ? values : checked((d - 1) * _stride));
        _packedDensity = new NativeBuffer((d + 1) * _layout.PaddedSize);
        _sums = new NativeBuffer(Sums.Length);
        _packedColumns = _layout.Orbits is null ? _packedDensity : new NativeBuffer((d + 1) * _layout.PaddedColumns);
        _outsideMoments = new ColumnMoments(_layout);
        _unfolded = new UnfoldedSums(_layout, _sums, _outsideMoments);
        if (_single && closure is { Chain: not 0 } or { Triangle: not 0 })
            throw new ArgumentException("closures with terms of the second order in g take it in double precision", nameof(options));
        if (_layout.Orbits is not null && closure is { Chain: not 0 } or { Triangle: not 0 })
            throw new ArgumentException("closures with terms of the second order in g take all of it", nameof(options));
        _triplets = closure is { Chain: not 0 } or { Triangle: not 0 } ? new TripletTerms(_layout, _tables, kernel, closure, options.DensityGuard) : null;
        _panels = new PairPanels(_layout);
        _workers = new PairWorker?[Math.Max(64, WorkCrew.MaximumWorkers)];
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

    private PairSums Sums => new(_layout.Grid.Dimension, _layout.PaddedColumns);

    public void Dispose()
    {
        NativeBuffer[] buffers = [_temporaries, _packedDensity, _sums, _layout.Velocity];
        foreach (NativeBuffer buffer in buffers)
            buffer.Dispose();
        if (_layout.Orbits is not null)
        {
            _packedColumns.Dispose();
            _layout.ColumnVelocity.Dispose();
        }
        _tables.Dispose();
        _assembly.Dispose();
        _multipliers.Dispose();
        _triplets?.Dispose();
        _outsideMoments.Dispose();
        _unfolded.Dispose();
        foreach (PairWorker? worker in _workers)
            worker?.Dispose();
    }

    /// <summary>The terms of the second order in g, or null.</summary>
    internal TripletTerms? Triplets => _triplets;

    /// <summary>Computes what the terms of the second order have in common, and their normalisation; comes before the evaluation at the same state.</summary>
    internal void Prepare(in LinearisationFields fields, double* correlation) => _triplets?.Prepare(fields, correlation);

    /// <summary>
    /// Computes S, whose sum with its transpose is pairFactor P[f x f + g] + outsideFactor (T x 1 + 1 x T) g,
    /// and the sums over v1 that belong to it. <see cref="Symmetrise"/> completes the result.
    /// </summary>
    /// <param name="fields">f, grad f, A*f and B*f.</param>
    /// <param name="correlation">g, exchange symmetric.</param>
    /// <param name="pairFactor">1/N.</param>
    /// <param name="outsideFactor">(N-2)/N; at zero T is left out.</param>
    /// <param name="result">n^{2d} values, scratch up to <see cref="Symmetrise"/>; may not overlap g.</param>
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
        if (products)
            WorkCrew.Run(_panels.Count, _panelDivergence);
        else
            WorkCrew.Run(_layout.Blocks, _divergence);
        _unfolded.Refresh();
    }

    /// <summary>result = P F for an exchange-symmetric F, both n^{2d} values that do not overlap.</summary>
    public void ApplyPairOperator(ReadOnlySpan<double> pairs, Span<double> result)
    {
        using var zero = new NativeBuffer(6 * _layout.Size);
        _ownFactor = 1;
        fixed (double* values = pairs, changes = result)
        {
            Evaluate(new LinearisationFields(zero.Pointer, _layout.Size), values, 1, 0, 0, changes);
            _assembly.Assemble(Divergence, null, changes, null, null, 0);
        }
    }

    /// <summary>result = S + S^T + D + D^T + sum_r (left_r x right_r + right_r x left_r); D may be null; rows of <see cref="SumStride"/> values.</summary>
    internal void Symmetrise(double* result, double* addition, NativeBuffer left, NativeBuffer right, int updates) =>
        _assembly.Assemble(Divergence, addition, result, left.Pointer, right.Pointer, updates);

    /// <summary>Component a of the flux whose divergence is C[g], n^d values.</summary>
    public ReadOnlySpan<double> CollisionFlux(int a) => _unfolded.Collision(a);

    /// <summary>Component a of sum over v2 of J; times h^d its divergence is the marginal of P[f x f + g].</summary>
    public ReadOnlySpan<double> MarginalFlux(int a) => _unfolded.Marginal(a);

    /// <summary>sum over v1 of phi_k(v1) div_1 J, with phi_k = v_k for k &lt; d and |v|^2 for k = d: the moments of the columns of the pair part.</summary>
    public ReadOnlySpan<double> PairMoment(int k) => _unfolded.Moment(k);

    /// <summary>The same for the columns of outsideFactor T_1 g.</summary>
    public ReadOnlySpan<double> OutsideMoment(int k) => _unfolded.OutsideMoment(k);

    /// <summary>d_{2,c} g in blocks.</summary>
    private double* Second(int c) => c == 0 ? _result : _temporaries.Pointer + (long)(c - 1) * _stride;

    /// <summary>S in blocks, each of which takes the place of d_{2,1} g.</summary>
    private double* Divergence => _temporaries.Pointer;

    private PairWorker Own(int worker) => _workers[worker] ??= new PairWorker(_layout, _multipliers);

    private void PackDensity()
    {
        int size = _layout.Size;
        new ReadOnlySpan<double>(_fields.Density, size).CopyTo(_packedDensity.Span);
        for (int c = 0; c < _layout.Grid.Dimension; c++)
            new ReadOnlySpan<double>(_fields.Gradient(c), size).CopyTo(_packedDensity.Span[((c + 1) * SumStride)..]);
        for (int row = 0; _layout.Orbits is not null && row <= _layout.Grid.Dimension; row++)
            _layout.GatherColumns(_packedDensity.Span[(row * SumStride)..], _packedColumns.Span[(row * _layout.PaddedColumns)..]);
    }

    private void DifferenceBlock(int block, int worker)
    {
        if (_single)
            DifferenceBlock<SingleValues>(Own(worker).Scratch, block);
        else
            DifferenceBlock<DoubleValues>(Own(worker).Scratch, block);
    }

    private void DifferenceBlock<T>(PairScratch scratch, int block)
        where T : struct, IStoredValues
    {
        double** seconds = stackalloc double*[3];
        for (int c = 0; c < _layout.Grid.Dimension; c++)
            seconds[c] = Second(c);
        scratch.Load<T>(_correlation, block);
        for (int c = 0; c < _layout.Grid.Dimension; c++)
        {
            scratch.Differentiate(scratch.Re, scratch.WorkRe, c);
            scratch.Differentiate(scratch.Im, scratch.WorkIm, c);
            if (_layout.Orbits is not null)
                scratch.StoreImages<T>(scratch.WorkRe.Pointer, scratch.WorkIm.Pointer, c, seconds, block);
            else
                scratch.StoreTransposed<T>(scratch.WorkRe.Pointer, scratch.WorkIm.Pointer, Second(c), block);
        }
    }

    private void DivergenceBlock(int block, int worker)
    {
        PairWorker own = Own(worker);
        LocalFlux(own.Scratch, block);
        if (_outsideFactor != 0)
        {
            _linearised.AddFlux(own.Scratch, own.Convolution, _fields, _outsideFactor);
            TakeOutsideMoments(own.Scratch, block);
        }
        FinishBlock(block, own.Scratch);
    }

    /// <summary>The blocks of a panel, whose matrix products are taken together.</summary>
    private void DivergencePanel(int panel, int worker)
    {
        PairWorker own = Own(worker);
        own.Panel ??= _panels.Allocate(_triplets!.Components);
        own.Collisions ??= new OwnCollisions(_layout);
        _triplets!.Multiply(_panels.Column(panel), _panels.Columns(panel), own.Panel);
        for (int block = _panels.Block(panel); block < _panels.End(panel); block++)
        {
            LocalFlux(own.Scratch, block, own.Collisions);
            _triplets.Weigh(own.Collisions, block, _outsideFactor);
            _linearised.AddFlux(own.Scratch, own.Convolution, _fields, _outsideFactor, own.Collisions);
            _triplets.AddProducts(own.Scratch, own.Panel, block - _panels.Block(panel), block, _outsideFactor);
            TakeOutsideMoments(own.Scratch, block);
            FinishBlock(block, own.Scratch);
        }
    }

    /// <summary>Loads a block of g and fills the flux arrays with the flux of P and the local part of that of T, and what needs summing over v1.</summary>
    private void LocalFlux(PairScratch scratch, int block, OwnCollisions? own = null)
    {
        if (_single)
            LocalFlux<SingleValues>(scratch, block, own);
        else
            LocalFlux<DoubleValues>(scratch, block, own);
    }

    private void LocalFlux<T>(PairScratch scratch, int block, OwnCollisions? own)
        where T : struct, IStoredValues
    {
        int d = _layout.Grid.Dimension, columns = _layout.Columns(block);
        double** second = stackalloc double*[3], fluxes = stackalloc double*[3];
        scratch.Load<T>(_correlation, block);
        for (int c = 0; c < d; c++)
        {
            scratch.Differentiate(scratch.Re, scratch.FluxRe(c), c);
            scratch.Differentiate(scratch.Im, scratch.FluxIm(c), c);
            own?.Keep(scratch, c);
        }
        var data = new PairFluxData
        {
            Second = second,
            RowStride = columns,
            Fields = _fields,
            Density = _packedDensity.Pointer,
            Columns = _packedColumns.Pointer,
            Sums = _sums.Pointer,
            AxisDerivatives = _outsideMoments.AxisDerivatives,
            Outside = _outsideFactor,
            Pair = _pairFactor,
            Own = _ownFactor,
        };
        for (int half = 0; half < 2; half++)
        {
            data.Start = _layout.BlockStart(block) + half * PairLayout.Lanes;
            data.Correlation = (half == 0 ? scratch.Re : scratch.Im).Pointer;
            for (int a = 0; a < d; a++)
            {
                fluxes[a] = (half == 0 ? scratch.FluxRe(a) : scratch.FluxIm(a)).Pointer;
                second[a] = Second(a);
            }
            _pairFlux.Accumulate<T>(data, block * PairLayout.BlockColumns + half * PairLayout.Lanes, fluxes);
        }
    }

    /// <summary>The moments of all fluxes less those of P.</summary>
    private void TakeOutsideMoments(PairScratch scratch, int block)
    {
        _outsideMoments.Take(scratch, block);
        _outsideMoments.Subtract(_sums.Pointer + Sums.Moment(0), _pairFactor, block);
    }

    /// <summary>Stores the divergence.</summary>
    private void FinishBlock(int block, PairScratch scratch)
    {
        AddDiffusion(scratch, block);
        for (int a = 0; a < _layout.Grid.Dimension; a++)
        {
            scratch.Differentiate(scratch.FluxRe(a), scratch.FluxRe(0), a, add: a > 0);
            scratch.Differentiate(scratch.FluxIm(a), scratch.FluxIm(0), a, add: a > 0);
        }
        if (_single)
            scratch.StoreBlock<SingleValues>(scratch.FluxRe(0), scratch.FluxIm(0), Divergence, block);
        else
            scratch.StoreBlock<DoubleValues>(scratch.FluxRe(0), scratch.FluxIm(0), Divergence, block);
    }

    /// <summary>After all sums have been taken: those are of the Landau part, and what is added here has none.</summary>
    private void AddDiffusion(PairScratch scratch, int block)
    {
        double* density = _packedDensity.Pointer;
        for (int c = 0; _isotropic != 0 && c < _layout.Grid.Dimension; c++)
        {
            scratch.Differentiate(scratch.Re, scratch.WorkRe, c);
            scratch.Differentiate(scratch.Im, scratch.WorkIm, c);
            if (_single)
                scratch.SubtractBlock<SingleValues>(Second(c), block);
            else
                scratch.SubtractBlock<DoubleValues>(Second(c), block);
            _pairDiffusion.AddRelative(scratch, c, density, _packedColumns.Pointer + (c + 1) * _layout.PaddedColumns + block * PairLayout.BlockColumns, _isotropic);
        }
        if (_diffusion != 0)
            _pairDiffusion.AddGradient(scratch, _diffusion);
    }
}
