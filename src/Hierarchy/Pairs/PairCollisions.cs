using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

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
/// points by their law of transformation. P[F] = S + S^T because J is odd under exchange. Of a g that is spread over ranks (<see cref="PairShare"/>) all arrays have
/// the columns of one rank; the ranks exchange tiles in the first and in the third pass, and the sums over v1.
/// </remarks>
internal sealed unsafe class PairCollisions : IDisposable
{
    private readonly PairLayout _layout;
    private readonly PairKernelTables _tables;
    private readonly ConvolutionMultipliers _multipliers;
    private readonly PairAssembly _assembly;
    private readonly PairWorkers _workers;
    private readonly PairDivergence _divergence;
    private readonly TripletTerms? _triplets;
    private readonly SpreadPasses? _spread;
    private readonly NativeBuffer _temporaries;
    private readonly NativeBuffer _further;
    private readonly bool _single;

    /// <summary>Takes the tables and, for d = 2, one, for d = 3, two arrays of n^{2d} values.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="kernel">A.</param>
    /// <param name="options">The convolutions of T, and the guard of divisions by f.</param>
    /// <param name="closure">Terms of the second order in g, if it has any, are added to those of T; null for none.</param>
    public PairCollisions(VelocityGrid grid, CollisionKernel kernel, CollisionOptions options, TripletClosure? closure = null)
    {
        PairShare? share = options.Share;
        _layout = new PairLayout(grid, options.Reduction, share is null ? null : new ColumnRange(share.First, share.Count));
        _tables = new PairKernelTables(_layout, kernel);
        _multipliers = new ConvolutionMultipliers(grid, kernel, options.PaddedPair);
        _workers = new PairWorkers(_layout, _multipliers);
        _assembly = new PairAssembly(_layout);
        _single = options.SinglePairs;
        Kernel = kernel;
        int values = checked(_layout.Size * _layout.ColumnCount);
        int stored = _single ? values / 2 : values;
        _temporaries = new NativeBuffer(stored);
        _further = new NativeBuffer(grid.Dimension == 3 ? stored : 0);
        if (_single && closure is { Chain: not 0 } or { Triangle: not 0 })
            throw new ArgumentException("closures with terms of the second order in g take it in double precision", nameof(options));
        if (_layout.Orbits is not null && closure is { Chain: not 0 } or { Triangle: not 0 })
            throw new ArgumentException("closures with terms of the second order in g take all of it", nameof(options));
        _triplets = closure is { Chain: not 0 } or { Triangle: not 0 } ? new TripletTerms(_layout, _tables, kernel, closure, options.DensityGuard) : null;
        _divergence = new PairDivergence(_layout, _workers, _tables, _triplets, share);
        if (share is null)
            return;
        if (_single || _triplets is not null)
            throw new ArgumentException("columns in double precision and a closure of the first order in g are spread over ranks", nameof(options));
        _spread = new SpreadPasses(_layout, share, _workers);
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

    public void Dispose()
    {
        _temporaries.Dispose();
        _further.Dispose();
        _layout.Velocity.Dispose();
        if (!_layout.HasAllColumns)
            _layout.ColumnVelocity.Dispose();
        _tables.Dispose();
        _assembly.Dispose();
        _multipliers.Dispose();
        _triplets?.Dispose();
        _divergence.Dispose();
        _workers.Dispose();
        _spread?.Dispose();
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
        var evaluation = new PairEvaluation
        {
            Fields = _triplets is not null && outsideFactor != 0 ? _triplets.Fields : fields,
            Correlation = correlation,
            Result = result,
            Pair = pairFactor,
            Outside = outsideFactor,
            Own = ownFactor,
            Diffusion = Diffusion,
        };
        Evaluate(evaluation);
    }

    private void Evaluate(PairEvaluation evaluation)
    {
        evaluation.Temporaries = _temporaries.Pointer;
        evaluation.Further = _further.Pointer;
        evaluation.Isotropic = evaluation.Pair * Kernel.Isotropic;
        if (_single)
            Evaluate<SingleValues>(evaluation);
        else
            Evaluate<DoubleValues>(evaluation);
    }

    private void Evaluate<T>(in PairEvaluation evaluation)
        where T : struct, IStoredValues
    {
        if (_spread is not null)
            _spread.Differentiate(evaluation);
        else
            WorkCrew.Run(_layout.Blocks, new PairDifferences<T>(_layout, _workers, evaluation));
        _divergence.Run<T>(evaluation);
    }

    /// <summary>result = P F for an exchange-symmetric F, both n^{2d} values that do not overlap.</summary>
    public void ApplyPairOperator(ReadOnlySpan<double> pairs, Span<double> result)
    {
        using var zero = new NativeBuffer(6 * _layout.Size);
        fixed (double* values = pairs, changes = result)
        {
            Evaluate(new PairEvaluation
            {
                Fields = new LinearisationFields(zero.Pointer, _layout.Size),
                Correlation = values,
                Result = changes,
                Pair = 1,
                Own = 1,
            });
            Assemble(null, changes, null, null, 0);
        }
    }

    /// <summary>result = S + S^T + D + D^T + sum_r (left_r x right_r + right_r x left_r); D may be null; rows of <see cref="SumStride"/> values.</summary>
    internal void Symmetrise(double* result, double* addition, NativeBuffer left, NativeBuffer right, int updates) =>
        Assemble(addition, result, left.Pointer, right.Pointer, updates);

    private void Assemble(double* addition, double* result, double* left, double* right, int updates)
    {
        if (_spread is not null)
            _spread.Assemble(_temporaries.Pointer, addition, result, left, right, updates);
        else if (_single)
            _assembly.Assemble<SingleValues>(_temporaries.Pointer, addition, result, left, right, updates);
        else
            _assembly.Assemble<DoubleValues>(_temporaries.Pointer, addition, result, left, right, updates);
    }

    /// <summary>Component a of the flux whose divergence is C[g], n^d values.</summary>
    public ReadOnlySpan<double> CollisionFlux(int a) => _divergence.Unfolded.Collision(a);

    /// <summary>Component a of sum over v2 of J; times h^d its divergence is the marginal of P[f x f + g].</summary>
    public ReadOnlySpan<double> MarginalFlux(int a) => _divergence.Unfolded.Marginal(a);

    /// <summary>sum over v1 of phi_k(v1) div_1 J, with phi_k = v_k for k &lt; d and |v|^2 for k = d: the moments of the columns of the pair part.</summary>
    public ReadOnlySpan<double> PairMoment(int k) => _divergence.Unfolded.Moment(k);

    /// <summary>The same for the columns of outsideFactor T_1 g.</summary>
    public ReadOnlySpan<double> OutsideMoment(int k) => _divergence.Unfolded.OutsideMoment(k);
}
