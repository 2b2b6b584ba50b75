using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Pairs;

/// <summary>
/// The sums over v1 of a pair evaluation at all n^d points v2. Without orbits they are the sums of the columns, of several ranks if the columns lie on them; with
/// orbits those of the representatives are carried to all points: fluxes and first moments are vectors, (s F)_a = sign_a F_axis, the moments with |v|^2 are scalars.
/// </summary>
/// <param name="layout">Points and columns.</param>
/// <param name="sums">The sums of the columns, see <see cref="PairSums"/>; they stay the caller's.</param>
/// <param name="outside">The moments of the columns of T; they stay the caller's.</param>
/// <param name="share">The ranks that have the columns; null for this process alone.</param>
internal sealed class UnfoldedSums(PairLayout layout, NativeBuffer sums, ColumnMoments outside, PairShare? share = null) : IDisposable
{
    private readonly PairSums _to = new(layout.Grid.Dimension, layout.PaddedSize);
    private readonly double[] _sent = share is null ? [] : new double[(4 * layout.Grid.Dimension + 2) * share.Columns];
    private readonly double[] _whole = share?.Orbits is null ? [] : new double[(4 * layout.Grid.Dimension + 2) * share.Columns];
    private readonly int[] _starts = share is null ? [] : [.. share.Starts.ToArray().Select(start => start * (4 * layout.Grid.Dimension + 2))];
    private readonly NativeBuffer _values = layout.HasAllColumns
        ? sums
        : new NativeBuffer(new PairSums(layout.Grid.Dimension, layout.PaddedSize).Length + (layout.Grid.Dimension + 1) * layout.PaddedSize);

    /// <summary>Component a of the flux of C[g].</summary>
    public ReadOnlySpan<double> Collision(int a) => _values.Span.Slice(_to.Collision(a), layout.Size);

    /// <summary>Component a of the flux of the marginal.</summary>
    public ReadOnlySpan<double> Marginal(int a) => _values.Span.Slice(_to.Marginal(a), layout.Size);

    /// <summary>The moments with phi_k of the pair part.</summary>
    public ReadOnlySpan<double> Moment(int k) => _values.Span.Slice(_to.Moment(k), layout.Size);

    /// <summary>The moments with phi_k of the columns of T.</summary>
    public ReadOnlySpan<double> OutsideMoment(int k) =>
        layout.HasAllColumns ? outside.Values(k) : _values.Span.Slice(_to.Length + k * layout.PaddedSize, layout.Size);

    /// <summary>Carries new sums of the columns to all points.</summary>
    public void Refresh()
    {
        if (share is not null)
            Gather(share);
        if (layout.Orbits is not { } orbits)
            return;
        int d = layout.Grid.Dimension, rows = 3 * d + 1;
        ReadOnlySpan<double> all = share is null ? sums.Span : _whole, beyond = share is null ? outside.All : all[(rows * share.Columns)..];
        for (int a = 0; a < d; a++)
        {
            Unfold(orbits, all, 0, a, _to.Collision(a));
            Unfold(orbits, all, d, a, _to.Marginal(a));
            Unfold(orbits, all, 2 * d, a, _to.Moment(a));
            Unfold(orbits, beyond, 0, a, _to.Length + a * layout.PaddedSize);
        }
        Unfold(orbits, all, 3 * d, -1, _to.Moment(d));
        Unfold(orbits, beyond, d, -1, _to.Length + d * layout.PaddedSize);
    }

    public void Dispose()
    {
        if (!layout.HasAllColumns)
            _values.Dispose();
    }

    /// <summary>The rows of both kinds of sums, rank by rank.</summary>
    private void Gather(PairShare share)
    {
        int columns = layout.PaddedColumns, pairRows = 3 * layout.Grid.Dimension + 1, rows = pairRows + layout.Grid.Dimension + 1;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> from = row < pairRows ? sums.Span[(row * columns)..] : outside.All[((row - pairRows) * columns)..];
            from[..share.Count].CopyTo(_sent.AsSpan(_starts[share.Ranks.Rank] + row * share.Count));
        }
        share.Ranks.Gather(_sent, _starts);
        Span<double> to = layout.Orbits is null ? _values.Span : _whole;
        int stride = layout.Orbits is null ? layout.PaddedSize : share.Columns;
        for (int rank = 0; rank < share.Ranks.Size; rank++)
        {
            for (int row = 0; row < rows; row++)
                _sent.AsSpan(_starts[rank] + row * share.CountOf(rank), share.CountOf(rank)).CopyTo(to[(row * stride + share.Starts[rank])..]);
        }
    }

    /// <summary>One component of rows from a first one on, or a scalar with component -1.</summary>
    private void Unfold(VelocityOrbits orbits, ReadOnlySpan<double> from, int row, int component, int to)
    {
        int stride = share?.Columns ?? layout.PaddedColumns;
        Span<double> target = _values.Span.Slice(to, layout.Size);
        for (int i = 0; i < target.Length; i++)
        {
            int column = orbits.Representative[i];
            AxisSymmetry element = orbits.Elements[orbits.Element[i]];
            target[i] = component < 0 ? from[row * stride + column] : element.Sign(component) * from[(row + element.Axis(component)) * stride + column];
        }
    }
}
