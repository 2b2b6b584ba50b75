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

    /// <summary>Panels that a thread takes of a rank's columns before they are exchanged.</summary>
    private const int PanelsPerThread = 4;
    private readonly RowTeam _team;
    private readonly PairLayout _layout;
    private readonly KernelMultipliers _points;
    private readonly KernelMultipliers _modes;
    private readonly LineDerivative _derivative;
    private readonly ConvolutionWorker?[] _workers = new ConvolutionWorker?[WorkCrew.MaximumWorkers];

    /// <summary>Tabulates the kernel.</summary>
    /// <param name="layout">The grid.</param>
    /// <param name="tables">Point values for P, band-limited values for C[g].</param>
    /// <param name="length">M, from <see cref="KernelMultipliers.ShortLength"/> to 2n.</param>
    /// <param name="team">Where the rows of columns lie; null for this process alone.</param>
    public FactorConvolution(PairLayout layout, PairKernelTables tables, int length, RowTeam? team = null)
    {
        _team = team ?? new RowTeam(null, layout.Size);
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
        if (_team.IsAlone)
            return ApplyHere(fields, columns, whole);
        DenseMatrix result = _team.Make(columns.Columns);
        foreach (ColumnWave wave in _team.Waves(columns.Columns, ColumnPanel.Width, PanelsPerThread * _team.Threads))
        {
            using DenseMatrix own = _team.Exchange.ToColumns(columns, wave), images = ApplyHere(fields, own, whole);
            _team.Exchange.ToRows(images, wave, result);
        }
        return result;
    }

    /// <summary>The same of whole columns, in this process.</summary>
    public DenseMatrix ApplyHere(NativeBuffer fields, DenseMatrix columns, bool whole)
    {
        var result = new DenseMatrix(columns.Rows, columns.Columns);
        WorkCrew.Run(Panels(columns), (panel, worker) =>
        {
            Own(worker).ApplyFluxes(fields.Pointer, columns, result, panel);
            if (whole)
                Own(worker).AddImages(fields.Pointer, columns, result, panel);
        });
        return result;
    }

    /// <summary>result += K w for every column w.</summary>
    public void AddImages(NativeBuffer fields, DenseMatrix columns, DenseMatrix result)
    {
        if (_team.IsAlone)
        {
            WorkCrew.Run(Panels(columns), (panel, worker) => Own(worker).AddImages(fields.Pointer, columns, result, panel));
            return;
        }
        foreach (ColumnWave wave in _team.Waves(columns.Columns, ColumnPanel.Width, PanelsPerThread * _team.Threads))
        {
            using DenseMatrix own = _team.Exchange.ToColumns(columns, wave), images = _team.Exchange.ToColumns(result, wave);
            WorkCrew.Run(Panels(own), (panel, worker) => Own(worker).AddImages(fields.Pointer, own, images, panel));
            _team.Exchange.ToRows(images, wave, result);
        }
    }

    /// <summary>The flux whose divergence is C[g], g = sum_k weights_k u_k(v1) u_k(v2); d fields of n^d values, which sums over v2 times h^d have made.</summary>
    public double[] CollisionFlux(DenseMatrix factors, double[] weights)
    {
        int d = _layout.Grid.Dimension, panels = Panels(factors), groups = Math.Min(Groups, panels);
        int[] bounds = [.. Enumerable.Range(0, groups + 1).Select(group => Math.Min(factors.Columns, group * panels / Math.Max(groups, 1) * ColumnPanel.Width))];
        double[] flux = new double[d * _layout.Size];
        if (groups == 0)
            return flux;
        // A group sums its panels in their order, and the groups are summed in theirs.
        List<double[]> parts = GroupsHere(factors, weights, bounds);
        _team.Chain(flux, () =>
        {
            foreach (double[] part in parts)
                TensorPrimitives.Add<double>(part, flux, flux);
        });
        return flux;
    }

    /// <summary>The fluxes of the groups of this rank, in their order.</summary>
    private List<double[]> GroupsHere(DenseMatrix factors, double[] weights, int[] bounds)
    {
        List<double[]> parts = [];
        foreach (ColumnWave wave in _team.Waves(bounds, _team.IsAlone ? bounds.Length - 1 : _team.Threads))
        {
            DenseMatrix columns = _team.IsAlone ? factors : _team.Exchange.ToColumns(factors, wave);
            double[][] own = [.. Enumerable.Range(0, wave.EndBlock - wave.FirstBlock).Select(_ => new double[_layout.Grid.Dimension * _layout.Size])];
            double[] weighted = weights[wave.First..(wave.First + wave.Count)];
            WorkCrew.Run(own.Length, (place, worker) =>
            {
                int first = bounds[wave.FirstBlock + place] - wave.First, end = bounds[wave.FirstBlock + place + 1] - wave.First;
                for (int column = first; column < end; column += ColumnPanel.Width)
                    Own(worker).AddCollisions(columns, weighted, column / ColumnPanel.Width, own[place]);
            });
            parts.AddRange(own);
            if (columns != factors)
                columns.Dispose();
        }
        return parts;
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
