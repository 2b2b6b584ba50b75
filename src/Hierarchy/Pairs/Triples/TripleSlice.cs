using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The fields of one and two particles that every slice reads; all pointers belong to the caller, rows are padded to <see cref="PairLayout.PaddedSize"/>
/// values.
/// </summary>
internal unsafe struct TripleSliceFields
{
    /// <summary>f, d_x f, d_y f.</summary>
    public double* Density;

    /// <summary>g(v2, v1), d_x g and d_y g with respect to v1, rows v2: row a holds what the slice v3 = v_a needs.</summary>
    public double** Correlation;

    /// <summary>The flux of C_1[h] in v1: component c at (v1, v2), rows v1.</summary>
    public double** Collision;
}

/// <summary>
/// One slice of the three-particle level in d = 2, a = v_a fixed: W_a = P[ h_a + g_a x f + f x g_a ] with h_a(b, c) = h(a, b, c) and g_a(b) = g(a, b), the row sums
/// h^d sum_c W_a(b, c), and the flux of C[h_a]. The memory and time of one evaluation of P on n^2 x n^2 values; one object serves one thread.
/// </summary>
/// <remarks>
/// With a regularised kernel A receives <see cref="CollisionKernel.Isotropic"/> times I, and W_a (3/2) nu (Lap_b + Lap_c) h_a
/// with nu = <see cref="CollisionKernel.Viscosity"/>:
/// two of the three slices that meet in h hold the Laplacian in one argument, each counted 1/3.
/// </remarks>
internal sealed unsafe class TripleSlice : IDisposable
{
    private const int Lanes = PairLayout.Lanes;
    private readonly PairLayout _layout;
    private readonly PairKernelTables _tables;
    private readonly LineDerivative _derivative;
    private readonly PairSymmetry _symmetry;
    private readonly NativeBuffer _first;
    private readonly NativeBuffer _second;
    private readonly double _isotropic;
    private readonly double _laplacian;

    public TripleSlice(PairLayout layout, CollisionKernel kernel, PairKernelTables tables, LineDerivative derivative)
    {
        _layout = layout;
        _tables = tables;
        _derivative = derivative;
        _isotropic = kernel.Isotropic;
        _laplacian = 1.5 * kernel.Viscosity;
        _symmetry = new PairSymmetry(layout.PaddedSize);
        _first = new NativeBuffer(layout.PaddedSize * layout.PaddedSize);
        _second = new NativeBuffer(layout.PaddedSize * layout.PaddedSize);
    }

    /// <summary>Evaluates the slice.</summary>
    /// <param name="a">The index of the fixed velocity.</param>
    /// <param name="fields">Read, but for the collision flux.</param>
    /// <param name="slice">h_a, n^2 x n^2 values, symmetric.</param>
    /// <param name="result">W_a, n^2 x n^2 values, symmetric to the last bit.</param>
    /// <param name="rowSums">n^2 values.</param>
    public void Evaluate(int a, in TripleSliceFields fields, double* slice, double* result, double* rowSums)
    {
        int padded = _layout.PaddedSize;
        double* x = _first.Pointer, y = _second.Pointer;
        Load(slice, y);
        _derivative.Apply(y, x, 0, padded, padded, add: false);
        _derivative.Apply(y, y, 1, padded, padded, add: false);
        _symmetry.Antisymmetrise(x);
        _symmetry.Antisymmetrise(y);
        for (int j = 0; j < padded; j += Lanes)
            Flux(a, fields, j);
        _derivative.Apply(x, x, 0, padded, padded, add: false);
        _derivative.Apply(y, x, 1, padded, padded, add: true);
        if (_laplacian != 0)
            AddLaplacian(slice, x, y);
        _symmetry.Symmetrise(x, null, null, 0, 0);
        Store(x, result, rowSums);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    /// <summary>x += (3/2) nu Lap_b h_a; y is scratch.</summary>
    private void AddLaplacian(double* slice, double* x, double* y)
    {
        int padded = _layout.PaddedSize;
        for (int axis = 0; axis < 2; axis++)
        {
            Load(slice, y);
            TensorPrimitives.Multiply(_second.Span, _laplacian, _second.Span);
            _derivative.Apply(y, y, axis, padded, padded, add: false);
            _derivative.Apply(y, x, axis, padded, padded, add: true);
        }
    }

    private void Load(double* slice, double* to)
    {
        for (int i = 0; i < _layout.Size; i++)
            new ReadOnlySpan<double>(slice + (long)i * _layout.Size, _layout.Size).CopyTo(new Span<double>(to + (long)i * _layout.PaddedSize, _layout.Size));
        for (int i = 0; i < _layout.PaddedSize; i++)
        {
            int from = i < _layout.Size ? _layout.Size : 0;
            new Span<double>(to + (long)i * _layout.PaddedSize + from, _layout.PaddedSize - from).Clear();
        }
    }

    private void Store(double* from, double* result, double* rowSums)
    {
        double cell = _layout.Grid.CellVolume;
        for (int i = 0; i < _layout.Size; i++)
        {
            var row = new ReadOnlySpan<double>(from + (long)i * _layout.PaddedSize, _layout.Size);
            row.CopyTo(new Span<double>(result + (long)i * _layout.Size, _layout.Size));
            rowSums[i] = cell * TensorPrimitives.Sum(row);
        }
    }

    /// <summary>
    /// For eight columns c and all rows b: X = (grad_b - grad_c) h_a becomes J = A(z) Y, z = v_b - v_c, with Y = X + (grad_b - grad_c)(g_a(b) f(c) + f(b)
    /// g_a(c)) and point values of A as in the pair operator; the sums of band-limited A times X over b are the flux of C[h_a]. Long, because one visit to X
    /// serves both.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Flux(int a, in TripleSliceFields fields, int j)
    {
        int size = _layout.Size, padded = _layout.PaddedSize;
        double* x0 = _first.Pointer + j, x1 = _second.Pointer + j, f = fields.Density, f0 = f + padded, f1 = f0 + padded;
        long row = (long)a * padded;
        double* g = fields.Correlation[0] + row, g0 = fields.Correlation[1] + row, g1 = fields.Correlation[2] + row;
        double* velocity = _layout.Velocity.Pointer;
        Vector512<double> fj = Vector512.Load(f + j), fj0 = Vector512.Load(f0 + j), fj1 = Vector512.Load(f1 + j);
        Vector512<double> gj = Vector512.Load(g + j), gj0 = Vector512.Load(g0 + j), gj1 = Vector512.Load(g1 + j);
        Vector512<double> vj0 = Vector512.Load(velocity + j), vj1 = Vector512.Load(velocity + padded + j);
        Vector512<double> c0 = default, c1 = default, isotropic = Vector512.Create(_isotropic);
        var lookup = new DifferenceLookup(_layout, j);
        double* alphaTable = _tables.Alpha.Pointer, xx = _tables.Spectral.Pointer, xy = xx + _tables.Stride, yy = xy + _tables.Stride;
        for (int i = 0; i < size; i++, x0 += padded, x1 += padded)
        {
            int at = lookup.Row(i);
            Vector512<double> y0 = Vector512.Load(x0), y1 = Vector512.Load(x1), axy = lookup.Load(xy, at);
            c0 -= lookup.Load(xx, at) * y0 + axy * y1;
            c1 -= axy * y0 + lookup.Load(yy, at) * y1;
            Vector512<double> fi = Vector512.Create(f[i]), gi = Vector512.Create(g[i]);
            y0 += Vector512.Create(g0[i]) * fj + Vector512.Create(f0[i]) * gj - (gi * fj0 + fi * gj0);
            y1 += Vector512.Create(g1[i]) * fj + Vector512.Create(f1[i]) * gj - (gi * fj1 + fi * gj1);
            Vector512<double> z0 = Vector512.Create(velocity[i]) - vj0, z1 = Vector512.Create(velocity[padded + i]) - vj1;
            Vector512<double> turn = lookup.Load(alphaTable, at) * (z1 * y0 - z0 * y1);
            (z1 * turn + isotropic * y0).Store(x0);
            (isotropic * y1 - z0 * turn).Store(x1);
        }
        double* to0 = fields.Collision[0] + a, to1 = fields.Collision[1] + a;
        for (int lane = 0; lane < _layout.ValidLanes(j); lane++)
        {
            to0[(long)(j + lane) * padded] = c0[lane];
            to1[(long)(j + lane) * padded] = c1[lane];
        }
    }
}
