using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The sums over v1 of a pair evaluation at all n^d points v2. Without orbits they are the sums of the columns; with orbits those of the representatives are carried to all points: fluxes and first
/// moments are vectors, (s F)_a = sign_a F_axis, the moments with |v|^2 are scalars.
/// </summary>
/// <param name="layout">Points and columns.</param>
/// <param name="sums">The sums of the columns, see <see cref="PairSums"/>; they stay the caller's.</param>
/// <param name="outside">The moments of the columns of T; they stay the caller's.</param>
internal sealed class UnfoldedSums(PairLayout layout, NativeBuffer sums, ColumnMoments outside) : IDisposable
{
    private readonly PairSums _from = new(layout.Grid.Dimension, layout.PaddedColumns), _to = new(layout.Grid.Dimension, layout.PaddedSize);
    private readonly NativeBuffer _values = layout.Orbits is null
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
        layout.Orbits is null ? outside.Values(k) : _values.Span.Slice(_to.Length + k * layout.PaddedSize, layout.Size);

    /// <summary>Carries new sums of the columns to all points.</summary>
    public void Refresh()
    {
        if (layout.Orbits is not { } orbits)
            return;
        int d = layout.Grid.Dimension;
        for (int a = 0; a < d; a++)
        {
            Unfold(orbits, sums.Span, _from.Collision(0), a, _to.Collision(a));
            Unfold(orbits, sums.Span, _from.Marginal(0), a, _to.Marginal(a));
            Unfold(orbits, sums.Span, _from.Moment(0), a, _to.Moment(a));
            Unfold(orbits, outside.All, 0, a, _to.Length + a * layout.PaddedSize);
        }
        Unfold(orbits, sums.Span, _from.Moment(d), -1, _to.Moment(d));
        Unfold(orbits, outside.All, d * layout.PaddedColumns, -1, _to.Length + d * layout.PaddedSize);
    }

    public void Dispose()
    {
        if (layout.Orbits is not null)
            _values.Dispose();
    }

    /// <summary>One component, or a scalar with component -1.</summary>
    private void Unfold(VelocityOrbits orbits, ReadOnlySpan<double> from, int start, int component, int to)
    {
        Span<double> target = _values.Span.Slice(to, layout.Size);
        for (int i = 0; i < target.Length; i++)
        {
            int column = orbits.Representative[i];
            AxisSymmetry element = orbits.Elements[orbits.Element[i]];
            target[i] = component < 0 ? from[start + column] : element.Sign(component) * from[start + element.Axis(component) * layout.PaddedColumns + column];
        }
    }
}
