using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>Where <see cref="PairFlux"/> reads and adds; all pointers belong to the caller.</summary>
internal unsafe struct PairFluxData
{
    /// <summary>Arrays in blocks of d_{2,c} g, c = 0..d-1.</summary>
    public double** Second;

    /// <summary>Where the columns begin in them at the first row: rows v1 of <see cref="RowStride"/> values.</summary>
    public long Start;

    /// <summary>Values from one row of <see cref="Second"/> to the next.</summary>
    public int RowStride;

    /// <summary>g of the columns, a row of 8 for each row v1 that is visited.</summary>
    public double* Correlation;

    /// <summary>The rows v1 that are visited, from the first to the one before the end: all, or in d = 3 planes of the first axis in ascending order.</summary>
    public int FirstRow, EndRow;

    /// <summary>A*f and B*f.</summary>
    public LinearisationFields Fields;

    /// <summary>f and its gradient over the points, padded to whole blocks: f, d_x f, d_y f, (d_z f).</summary>
    public double* Density;

    /// <summary>The same over the columns.</summary>
    public double* Columns;

    /// <summary>Sums over rows, each padded to whole blocks (see <see cref="PairSums"/>).</summary>
    public double* Sums;

    /// <summary>d/dx of the sawtooth x and of x^2 on one axis: 2 n values.</summary>
    public double* AxisDerivatives;

    /// <summary>The factor of (A*f) grad_1 g - (B*f) g.</summary>
    public double Outside;

    /// <summary>The factor of J.</summary>
    public double Pair;

    /// <summary>The factor of g in F = f x f + g, of which J is the flux; the collision flux is that of g itself.</summary>
    public double Own;
}

/// <summary>The rows of <see cref="PairFluxData.Sums"/>: d fluxes of C[g], d fluxes of the marginal, d + 1 moments of the columns.</summary>
internal readonly struct PairSums(int dimension, int stride)
{
    public int Collision(int a) => a * stride;

    public int Marginal(int a) => (dimension + a) * stride;

    /// <summary>Moment with v_k, k &lt; d, or with |v|^2, k = d.</summary>
    public int Moment(int k) => (2 * dimension + k) * stride;

    public int Length => (3 * dimension + 1) * stride;
}

/// <summary>
/// The pointwise fluxes for eight columns v2 and all rows v1: with X = (grad_1 - grad_2) F and z = v1 - v2 that of the pair operator,
/// J = A(z) X = alpha(z) (|z|^2 X - z (z . X)), with it the sums over v1 that C[g], the marginal of P F and its moments need, and the
/// local part (A*f) grad_1 g - (B*f) g of the linearised operator.
/// </summary>
internal sealed unsafe class PairFlux(PairLayout layout, PairKernelTables tables)
{
    private const int Lanes = PairLayout.Lanes;

    /// <summary>
    /// flux_a, which holds d_{1,a} g, becomes Outside ((A*f) grad_1 g - (B*f) g)_a + Pair J_a for the columns j..j+7; sums of J and of the collision flux go to
    /// the data's Sums.
    /// </summary>
    public void Accumulate<T>(in PairFluxData data, int j, double** flux)
        where T : struct, IStoredValues
    {
        if (ScatteredLookup.Serves(layout, j))
            Accumulate<T, ScatteredLookup>(data, j, flux);
        else
            Accumulate<T, DifferenceLookup>(data, j, flux);
    }

    private void Accumulate<T, TLookup>(in PairFluxData data, int j, double** flux)
        where T : struct, IStoredValues
        where TLookup : struct, IDifferenceLookup<TLookup>
    {
        if (layout.Grid.Dimension == 2)
            Accumulate2<T, TLookup>(data, j, flux);
        else
            Accumulate3<T, TLookup>(data, j, flux);
    }

    // The two bodies below are long because everything that one visit to X can give is taken in that visit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Accumulate2<T, TLookup>(in PairFluxData data, int j, double** flux)
        where T : struct, IStoredValues
        where TLookup : struct, IDifferenceLookup<TLookup>
    {
        int size = layout.Size, padded = layout.PaddedSize, wide = layout.PaddedColumns, n = layout.Grid.Points, valid = layout.ValidLanes(j);
        var sums = new PairSums(2, wide);
        double* y0 = data.Second[0], y1 = data.Second[1], f = data.Density, fc = data.Columns, velocity = layout.Velocity.Pointer,
            columnVelocity = layout.ColumnVelocity.Pointer, g = data.Correlation;
        double* a00 = data.Fields.Diffusion(0), a01 = data.Fields.Diffusion(1), a11 = data.Fields.Diffusion(2), b0 = data.Fields.Friction(0), b1 = data.Fields.Friction(1);
        double* flux0 = flux[0], flux1 = flux[1], slope = data.AxisDerivatives, slopeSquared = slope + n;
        Vector512<double> outside = Vector512.Create(data.Outside), pair = Vector512.Create(data.Pair), own = Vector512.Create(data.Own);
        Vector512<double> fj = Vector512.Load(fc + j), fj0 = Vector512.Load(fc + wide + j), fj1 = Vector512.Load(fc + 2 * wide + j);
        Vector512<double> vj0 = Vector512.Load(columnVelocity + j), vj1 = Vector512.Load(columnVelocity + wide + j);
        Vector512<double> c0 = default, c1 = default, m0 = default, m1 = default, p0 = default, p1 = default, pe = default;
        int stride = data.RowStride;
        long second = data.Start;
        TLookup lookup = TLookup.Of(layout, j);
        double* alphaTable = tables.Alpha.Pointer, xx = tables.Spectral.Pointer, xy = xx + tables.Stride, yy = xy + tables.Stride;
        for (int i = 0, i0 = 0, i1 = 0; i < size; i++)
        {
            int at = lookup.Row(i);
            Vector512<double> g0 = Vector512.Load(flux0), g1 = Vector512.Load(flux1), h = Vector512.Load(g);
            Vector512<double> l0 = Vector512.Create(a00[i]) * g0 + Vector512.Create(a01[i]) * g1 - Vector512.Create(b0[i]) * h;
            Vector512<double> l1 = Vector512.Create(a01[i]) * g0 + Vector512.Create(a11[i]) * g1 - Vector512.Create(b1[i]) * h;
            g0 -= PairScratch.ReadLanes<T>(y0, second, valid);
            g1 -= PairScratch.ReadLanes<T>(y1, second, valid);
            Vector512<double> axx = lookup.Load(xx, at), axy = lookup.Load(xy, at), ayy = lookup.Load(yy, at);
            c0 -= axx * g0 + axy * g1;
            c1 -= axy * g0 + ayy * g1;
            Vector512<double> fi = Vector512.Create(f[i]);
            g0 = own * g0 + (Vector512.Create(f[padded + i]) * fj - fi * fj0);
            g1 = own * g1 + (Vector512.Create(f[2 * padded + i]) * fj - fi * fj1);
            Vector512<double> z0 = Vector512.Create(velocity[i]) - vj0, z1 = Vector512.Create(velocity[padded + i]) - vj1;
            Vector512<double> alpha = lookup.Load(alphaTable, at);
            Vector512<double> turn = alpha * (z1 * g0 - z0 * g1);
            Vector512<double> j0 = z1 * turn, j1 = -z0 * turn;
            m0 -= j0;
            m1 -= j1;
            p0 -= Vector512.Create(slope[i0]) * j0;
            p1 -= Vector512.Create(slope[i1]) * j1;
            pe -= Vector512.Create(slopeSquared[i0]) * j0 + Vector512.Create(slopeSquared[i1]) * j1;
            (outside * l0 + pair * j0).Store(flux0);
            (outside * l1 + pair * j1).Store(flux1);
            second += stride;
            g += Lanes;
            flux0 += Lanes;
            flux1 += Lanes;
            if (++i1 == n)
            {
                i1 = 0;
                i0++;
            }
        }
        double* to = data.Sums + j;
        c0.Store(to + sums.Collision(0));
        c1.Store(to + sums.Collision(1));
        m0.Store(to + sums.Marginal(0));
        m1.Store(to + sums.Marginal(1));
        p0.Store(to + sums.Moment(0));
        p1.Store(to + sums.Moment(1));
        pe.Store(to + sums.Moment(2));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Accumulate3<T, TLookup>(in PairFluxData data, int j, double** flux)
        where T : struct, IStoredValues
        where TLookup : struct, IDifferenceLookup<TLookup>
    {
        int padded = layout.PaddedSize, wide = layout.PaddedColumns, n = layout.Grid.Points, valid = layout.ValidLanes(j);
        int component = tables.Stride, stride = data.RowStride;
        long second = data.Start;
        var sums = new PairSums(3, wide);
        double* y0 = data.Second[0], y1 = data.Second[1], y2 = data.Second[2], g = data.Correlation;
        double* a00 = data.Fields.Diffusion(0), a01 = data.Fields.Diffusion(1), a02 = data.Fields.Diffusion(2);
        double* a11 = data.Fields.Diffusion(3), a12 = data.Fields.Diffusion(4), a22 = data.Fields.Diffusion(5);
        double* b0 = data.Fields.Friction(0), b1 = data.Fields.Friction(1), b2 = data.Fields.Friction(2);
        double* f = data.Density, fc = data.Columns, velocity = layout.Velocity.Pointer, columnVelocity = layout.ColumnVelocity.Pointer,
            slope = data.AxisDerivatives, slopeSquared = slope + n;
        double* flux0 = flux[0], flux1 = flux[1], flux2 = flux[2];
        Vector512<double> outside = Vector512.Create(data.Outside), pair = Vector512.Create(data.Pair), own = Vector512.Create(data.Own), fj = Vector512.Load(fc + j);
        Vector512<double> fj0 = Vector512.Load(fc + wide + j), fj1 = Vector512.Load(fc + 2 * wide + j), fj2 = Vector512.Load(fc + 3 * wide + j);
        Vector512<double> vj0 = Vector512.Load(columnVelocity + j), vj1 = Vector512.Load(columnVelocity + wide + j), vj2 = Vector512.Load(columnVelocity + 2 * wide + j);
        double* to = data.Sums + j;
        bool begins = data.FirstRow == 0;
        Vector512<double> c0 = Begin(to + sums.Collision(0), begins), c1 = Begin(to + sums.Collision(1), begins), c2 = Begin(to + sums.Collision(2), begins);
        Vector512<double> m0 = Begin(to + sums.Marginal(0), begins), m1 = Begin(to + sums.Marginal(1), begins), m2 = Begin(to + sums.Marginal(2), begins);
        Vector512<double> p0 = Begin(to + sums.Moment(0), begins), p1 = Begin(to + sums.Moment(1), begins), p2 = Begin(to + sums.Moment(2), begins);
        Vector512<double> pe = Begin(to + sums.Moment(3), begins);
        TLookup lookup = TLookup.Of(layout, j);
        double* alphaTable = tables.Alpha.Pointer, table = tables.Spectral.Pointer;
        for (int i = data.FirstRow, i0 = i / (n * n), i1 = 0, i2 = 0; i < data.EndRow; i++)
        {
            int at = lookup.Row(i);
            Vector512<double> g0 = Vector512.Load(flux0), g1 = Vector512.Load(flux1), g2 = Vector512.Load(flux2), h = Vector512.Load(g);
            Vector512<double> xy = Vector512.Create(a01[i]), xz = Vector512.Create(a02[i]), yz = Vector512.Create(a12[i]);
            Vector512<double> l0 = Vector512.Create(a00[i]) * g0 + xy * g1 + xz * g2 - Vector512.Create(b0[i]) * h;
            Vector512<double> l1 = xy * g0 + Vector512.Create(a11[i]) * g1 + yz * g2 - Vector512.Create(b1[i]) * h;
            Vector512<double> l2 = xz * g0 + yz * g1 + Vector512.Create(a22[i]) * g2 - Vector512.Create(b2[i]) * h;
            g0 -= PairScratch.ReadLanes<T>(y0, second, valid);
            g1 -= PairScratch.ReadLanes<T>(y1, second, valid);
            g2 -= PairScratch.ReadLanes<T>(y2, second, valid);
            Vector512<double> axy = lookup.Load(table + component, at), axz = lookup.Load(table + 2 * component, at), ayz = lookup.Load(table + 4 * component, at);
            c0 -= lookup.Load(table, at) * g0 + axy * g1 + axz * g2;
            c1 -= axy * g0 + lookup.Load(table + 3 * component, at) * g1 + ayz * g2;
            c2 -= axz * g0 + ayz * g1 + lookup.Load(table + 5 * component, at) * g2;
            Vector512<double> fi = Vector512.Create(f[i]);
            g0 = own * g0 + (Vector512.Create(f[padded + i]) * fj - fi * fj0);
            g1 = own * g1 + (Vector512.Create(f[2 * padded + i]) * fj - fi * fj1);
            g2 = own * g2 + (Vector512.Create(f[3 * padded + i]) * fj - fi * fj2);
            Vector512<double> z0 = Vector512.Create(velocity[i]) - vj0, z1 = Vector512.Create(velocity[padded + i]) - vj1;
            Vector512<double> z2 = Vector512.Create(velocity[2 * padded + i]) - vj2;
            Vector512<double> alpha = lookup.Load(alphaTable, at), squared = alpha * (z0 * z0 + z1 * z1 + z2 * z2);
            Vector512<double> along = alpha * (z0 * g0 + z1 * g1 + z2 * g2);
            Vector512<double> j0 = squared * g0 - along * z0, j1 = squared * g1 - along * z1, j2 = squared * g2 - along * z2;
            m0 -= j0;
            m1 -= j1;
            m2 -= j2;
            p0 -= Vector512.Create(slope[i0]) * j0;
            p1 -= Vector512.Create(slope[i1]) * j1;
            p2 -= Vector512.Create(slope[i2]) * j2;
            pe -= Vector512.Create(slopeSquared[i0]) * j0 + Vector512.Create(slopeSquared[i1]) * j1 + Vector512.Create(slopeSquared[i2]) * j2;
            (outside * l0 + pair * j0).Store(flux0);
            (outside * l1 + pair * j1).Store(flux1);
            (outside * l2 + pair * j2).Store(flux2);
            second += stride;
            g += Lanes;
            flux0 += Lanes;
            flux1 += Lanes;
            flux2 += Lanes;
            if (++i2 == n)
            {
                i2 = 0;
                if (++i1 == n)
                {
                    i1 = 0;
                    i0++;
                }
            }
        }
        c0.Store(to + sums.Collision(0));
        c1.Store(to + sums.Collision(1));
        c2.Store(to + sums.Collision(2));
        m0.Store(to + sums.Marginal(0));
        m1.Store(to + sums.Marginal(1));
        m2.Store(to + sums.Marginal(2));
        p0.Store(to + sums.Moment(0));
        p1.Store(to + sums.Moment(1));
        p2.Store(to + sums.Moment(2));
        pe.Store(to + sums.Moment(3));
    }

    /// <summary>A sum that begins or, after other rows, goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Begin(double* sum, bool begins) => begins ? default : Vector512.Load(sum);
}
