using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// sum over v1 of phi_k(v1) div_1 J for every column v2, with phi_k = v_k for k &lt; d and |v|^2 for k = d, from a flux J that <see cref="PairScratch"/> holds:
/// - sum (grad phi_k) . J with the discrete derivatives of x and x^2 on one axis, for which summation by parts is exact.
/// </summary>
internal sealed unsafe class ColumnMoments : IDisposable
{
    private readonly PairLayout _layout;
    private readonly NativeBuffer _axisDerivatives;
    private readonly NativeBuffer _values;

    public ColumnMoments(PairLayout layout)
    {
        _layout = layout;
        _axisDerivatives = Derivatives(layout.Grid);
        _values = new NativeBuffer((layout.Grid.Dimension + 1) * layout.PaddedColumns);
    }

    /// <summary>d/dx of the sawtooth x and of x^2 on one axis: 2 n values.</summary>
    public double* AxisDerivatives => _axisDerivatives.Pointer;

    /// <summary>All moments, those with phi_k in row k of padded columns.</summary>
    public ReadOnlySpan<double> All => _values.Span;

    /// <summary>The moments with phi_k of all columns.</summary>
    public ReadOnlySpan<double> Values(int k) => _values.Span.Slice(k * _layout.PaddedColumns, _layout.ColumnCount);

    /// <summary>Takes a factor times other moments, rows of padded columns, out of those of a block of columns.</summary>
    public void Subtract(double* others, double factor, int block)
    {
        for (int k = 0; k <= _layout.Grid.Dimension; k++)
        {
            int start = k * _layout.PaddedColumns + block * PairLayout.BlockColumns;
            for (int j = start; j < start + PairLayout.BlockColumns; j++)
                _values.Pointer[j] -= factor * others[j];
        }
    }

    /// <summary>Takes the moments of a block of columns; the derivative of phi_k is along its own axes only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take(PairScratch scratch, int block)
    {
        int d = _layout.Grid.Dimension, n = _layout.Grid.Points, period = _layout.Size, stride = _layout.PaddedColumns;
        double* slope = _axisDerivatives.Pointer, slopeSquared = slope + n, moments = _values.Pointer + block * PairLayout.BlockColumns;
        Vector512<double> energyRe = default, energyIm = default;
        for (int a = 0; a < d; a++)
        {
            period /= n;
            double* re = scratch.FluxRe(a).Pointer, im = scratch.FluxIm(a).Pointer;
            Vector512<double> momentumRe = default, momentumIm = default;
            for (int i = 0, at = 0; i < _layout.Size; at = at + 1 < n ? at + 1 : 0)
            {
                Vector512<double> first = Vector512.Create(slope[at]), second = Vector512.Create(slopeSquared[at]);
                for (int end = i + period; i < end; i++)
                {
                    Vector512<double> real = Vector512.Load(re + i * PairLayout.Lanes), imag = Vector512.Load(im + i * PairLayout.Lanes);
                    momentumRe -= first * real;
                    momentumIm -= first * imag;
                    energyRe -= second * real;
                    energyIm -= second * imag;
                }
            }
            momentumRe.Store(moments + a * stride);
            momentumIm.Store(moments + a * stride + PairLayout.Lanes);
        }
        energyRe.Store(moments + d * stride);
        energyIm.Store(moments + d * stride + PairLayout.Lanes);
    }

    /// <summary>Adds what the plane x of the first axis gives in d = 3, the first one anew: from the flux of eight columns, real (part 0) or imaginary (part 1), on that plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddPlane(double** flux, int block, int x, int part)
    {
        int n = _layout.Grid.Points, stride = _layout.PaddedColumns, lanes = PairLayout.Lanes;
        double* slope = _axisDerivatives.Pointer, slopeSquared = slope + n, to = _values.Pointer + block * PairLayout.BlockColumns + part * lanes;
        double* flux0 = flux[0], flux1 = flux[1], flux2 = flux[2];
        Vector512<double> sum0 = default, sum1 = default, sum2 = default, energy = default;
        Vector512<double> firstX = Vector512.Create(slope[x]), secondX = Vector512.Create(slopeSquared[x]);
        for (int y = 0, at = 0; y < n; y++)
        {
            Vector512<double> firstY = Vector512.Create(slope[y]), secondY = Vector512.Create(slopeSquared[y]);
            for (int z = 0; z < n; z++, at += lanes)
            {
                Vector512<double> j0 = Vector512.Load(flux0 + at), j1 = Vector512.Load(flux1 + at), j2 = Vector512.Load(flux2 + at);
                sum0 -= firstX * j0;
                sum1 -= firstY * j1;
                sum2 -= Vector512.Create(slope[z]) * j2;
                energy -= secondX * j0 + secondY * j1 + Vector512.Create(slopeSquared[z]) * j2;
            }
        }
        Put(sum0, to, x);
        Put(sum1, to + stride, x);
        Put(sum2, to + 2 * stride, x);
        Put(energy, to + 3 * stride, x);
    }

    private static void Put(Vector512<double> sum, double* to, int x) => (x == 0 ? sum : Vector512.Load(to) + sum).Store(to);

    public void Dispose()
    {
        _axisDerivatives.Dispose();
        _values.Dispose();
    }

    private static NativeBuffer Derivatives(VelocityGrid grid)
    {
        int n = grid.Points;
        var derivatives = new NativeBuffer(2 * n);
        var plan = new FourierTransform([1, n, 1], 1, 1, threads: 1);
        for (int power = 1; power <= 2; power++)
        {
            double[] re = [.. grid.Axis.Select(x => Math.Pow(x, power))], im = new double[n];
            plan.Forward(re, im);
            for (int k = 0; k < n; k++)
                (re[k], im[k]) = (-grid.DerivativeWavenumbers[k] * im[k], grid.DerivativeWavenumbers[k] * re[k]);
            plan.Inverse(re, im);
            re.CopyTo(derivatives.Span[((power - 1) * n)..]);
        }
        return derivatives;
    }
}
