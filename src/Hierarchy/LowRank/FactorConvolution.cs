using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>
/// The pair operator on a product, P[f x f], and the collisions C[g] of a sum of products, applied to columns of n^d values by convolutions with the lattice
/// kernel: no pair is visited. With A * h the sum over grid points of A(v - w) h(w) and f_b = d_b f,
/// <code>
/// J_a w = sum_b f_b (A_ab * (f w)) - f sum_b A_ab * (f_b w),
/// P[f x f] w = sum_a d_a (J_a w) + K w,     K w = sum_a J_a (d_a w) = sum_b f_b (sum_a A_ab * (f w_a)) - f sum_{a,b} A_ab * (f_b w_a).
/// </code>
/// </summary>
/// <remarks>
/// In d = 3 the fluxes J take 13 real transforms of a column and K 13 more; two columns share a complex one. Columns are shared out to the threads in panels of
/// eight, and each is computed by the same operations wherever it stands. Equal to the visit of all pairs where M = 2n; with M = 3n/2 differences beyond 3n/4
/// take the kernel at an image (<see cref="KernelMultipliers"/>).
/// </remarks>
internal sealed unsafe class FactorConvolution : IDisposable
{
    private const int Groups = 16;
    private readonly ColumnTeam _team;
    private readonly PairLayout _layout;
    private readonly KernelMultipliers _points;
    private readonly KernelMultipliers _modes;
    private readonly LineDerivative _derivative;
    private readonly ConvolutionWorker?[] _workers = new ConvolutionWorker?[WorkCrew.MaximumWorkers];

    /// <summary>Tabulates the kernel.</summary>
    /// <param name="layout">The grid.</param>
    /// <param name="tables">Point values for P, band-limited values for C[g].</param>
    /// <param name="length">M, from <see cref="KernelMultipliers.ShortLength"/> to 2n.</param>
    /// <param name="team">Who shares the work on panels; null for this process alone.</param>
    public FactorConvolution(PairLayout layout, PairKernelTables tables, int length, ColumnTeam? team = null)
    {
        _team = team ?? new ColumnTeam(null);
        _layout = layout;
        _points = KernelMultipliers.OfPoints(layout, tables, length);
        _modes = KernelMultipliers.OfModes(layout, tables, length);
        _derivative = new LineDerivative(layout.Grid);
    }

    /// <summary>M, the points an axis of the convolutions.</summary>
    public int Length => _points.Length;

    /// <summary>
    /// sum_a d_a (J_a w) for every column w, and with <paramref name="whole"/> P[f x f] w. As J is odd under exchange, W^T P W is the symmetric sum H + H^T of
    /// H = W^T sum_a d_a (J_a W).
    /// </summary>
    /// <param name="fields">f and its gradient, d + 1 fields of n^d values in native memory.</param>
    /// <param name="columns">w.</param>
    /// <param name="whole">Whether K w is added.</param>
    public DenseMatrix Apply(NativeBuffer fields, DenseMatrix columns, bool whole)
    {
        var result = new DenseMatrix(columns.Rows, columns.Columns);
        int[] starts = _team.Starts(Panels(columns));
        (int first, int end) = _team.Own(starts);
        WorkCrew.Run(end - first, (panel, worker) => Own(worker).Apply(fields.Pointer, columns, result, first + panel, whole));
        _team.GatherColumns(result, 0, columns.Columns, starts, ColumnPanel.Width);
        return result;
    }

    /// <summary>The flux whose divergence is C[g], g = sum_k weights_k u_k(v1) u_k(v2); d fields of n^d values, which sums over v2 times h^d have made.</summary>
    public double[] CollisionFlux(DenseMatrix factors, double[] weights)
    {
        int d = _layout.Grid.Dimension, size = _layout.Size, panels = Panels(factors), groups = Math.Min(Groups, panels);
        double[][] parts = [.. Enumerable.Range(0, groups).Select(_ => new double[d * size])];
        int[] starts = _team.Starts(groups);
        (int first, int end) = _team.Own(starts);
        WorkCrew.Run(end - first, (place, worker) =>
        {
            // A group sums its panels in their order, and the groups are summed in theirs.
            for (int block = first + place; block < panels; block += groups)
                Own(worker).AddCollisions(factors, weights, block, parts[first + place]);
        });
        _team.Gather(parts, starts);
        double[] flux = new double[d * size];
        foreach (double[] part in parts)
            TensorPrimitives.Add<double>(part, flux, flux);
        return flux;
    }

    public void Dispose()
    {
        _points.Dispose();
        _modes.Dispose();
        _derivative.Dispose();
        foreach (ConvolutionWorker? worker in _workers)
            worker?.Dispose();
    }

    private static int Panels(DenseMatrix columns) => (columns.Columns + ColumnPanel.Width - 1) / ColumnPanel.Width;

    private ConvolutionWorker Own(int worker) => _workers[worker] ??= new ConvolutionWorker(_layout.Grid, _points, _modes, _derivative);
}
