using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// The pair operator in weak form, R_ij^l = int int phi_i(r1) phi_j(r2) P_l(mu) (P F) dv1 dv2 of F = sum_l P_l(mu) sum_ij c_ij^l phi_i w(r1) phi_j w(r2):
/// <code>
/// &lt;psi, P F&gt; = - int int b(|z|) r1^2 r2^2 (1 - mu^2) D psi D F dv1 dv2,   D = d_1/r1 - d_2/r2 - mu (1/r1^2 - 1/r2^2) d_mu,   b(u) = a(u)/u^2.
/// </code>
/// D leaves w(r1) w(r2) alone and annihilates 1, r1^2 + r2^2, its square and v1 + v2, at every point: the form is symmetric and negative, and mass, energy, momentum and the
/// two-particle invariants are kept to round-off whatever the quadrature.
/// </summary>
/// <remarks>
/// Gauss points on r1 > r2 (the other half follows by exchange): for the point a of element e all points of lower elements and as many again on the rest [r_e, r_a] of its
/// own. Over mu the products of two modes are integrated exactly: 2L + 1 Gauss nodes with weights made from the moments n_k of the kernel. With mu P_l' = l P_l + sum (2k+1) P_k,
/// k = l-2, l-4, ..., D F has one coefficient a mode at each point. One visit takes about (L+1)^2 multiplications a point.
/// Used by one caller at a time. Forward, then Backward for every mode; sums run in an order that is fixed.
/// </remarks>
internal sealed unsafe class PairForm : IDisposable
{
    private readonly RadialBasis _basis;
    private readonly PairRows _rows;
    private readonly int _modes, _half, _columns, _support;
    private readonly PairTables _tables;
    private readonly NativeBuffer _input, _values, _slopes, _own;
    private readonly NativeBuffer[] _partial;
    private readonly WorkerBuffers _scratch, _sums;
    private readonly Action<int, int> _expand, _visit;
    private int _modesIn, _modesOut;

    /// <summary>Plans; the modes are those of the basis.</summary>
    public PairForm(RadialBasis basis, IAngularMoments moments)
    {
        _basis = basis;
        _modes = basis.Modes;
        _half = _modes;
        _support = basis.Support;
        _columns = basis.PointCount;
        _rows = new PairRows(basis, moments);
        _input = new NativeBuffer(_modes * basis.Count * basis.Stride);
        (_values, _slopes) = (new NativeBuffer(_modes * basis.Count * _columns), new NativeBuffer(_modes * basis.Count * _columns));
        _tables = new PairTables(basis);
        _own = new NativeBuffer(_modes * basis.Splines.Elements * _support * _support);
        _partial = [.. Enumerable.Range(0, basis.Splines.Elements).Select(e => new NativeBuffer(2 * _modes * _support * e * RadialBasis.PointsPerElement))];
        _scratch = new WorkerBuffers((2 * _modes + 4 * _half + 3) * _columns);
        _sums = new WorkerBuffers(2 * basis.Count * _columns + basis.Count * basis.Stride);
        _expand = Expand;
        _visit = (chunk, worker) => Visit(_basis.Splines.Elements - 1 - chunk, worker);
    }

    /// <summary>The coefficients c^l of F, to be filled before <see cref="Forward"/>: for each mode a symmetric matrix.</summary>
    public double* Input(int mode) => _input.Pointer + mode * _basis.Count * _basis.Stride;

    /// <summary>Doubles that the object holds.</summary>
    public long Size =>
        _rows.Size + _input.Length + _values.Length + _slopes.Length
        + _partial.Sum(part => (long)part.Length) + _scratch.Size + _sums.Size;

    /// <summary>Visits all points.</summary>
    /// <param name="modesIn">The modes of F that are not zero are below this.</param>
    /// <param name="modesOut">The modes that <see cref="Backward"/> will be asked for are below this.</param>
    public void Forward(int modesIn, int modesOut)
    {
        (_modesIn, _modesOut) = (modesIn, modesOut);
        WorkCrew.Run(modesIn, _expand);
        WorkCrew.Run(_basis.Splines.Elements, _visit);
    }

    /// <summary>Fills R^l, a symmetric matrix, zero for the splines that the mode leaves out. Modes may run side by side, each worker with its own number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(int mode, int worker, double* result)
    {
        int count = _basis.Count, stride = _basis.Stride, elements = _basis.Splines.Elements;
        double* values = _sums[worker].Pointer, slopes = values + count * _columns, half = slopes + count * _columns;
        new Span<double>(values, 2 * count * _columns).Clear();
        for (int e = 1; e < elements; e++)
        {
            int columns = e * SmallProduct.Width, first = _basis.Splines.First(e);
            double* part = _partial[e].Pointer + 2 * mode * _support * columns;
            for (int i = 0; i < _support; i++)
            {
                SmallProduct.Add(1, part + i * columns, values + (first + i) * _columns, columns);
                SmallProduct.Add(1, part + (_support + i) * columns, slopes + (first + i) * _columns, columns);
            }
        }
        SmallProduct.Multiply(values, _columns, _tables.ValueBack[mode & 1].Pointer, stride, half, stride, count, _basis.PointCount, stride, false);
        SmallProduct.Multiply(slopes, _columns, _tables.SlopeBack[mode & 1].Pointer, stride, half, stride, count, _basis.PointCount, stride, true);
        double* own = _own.Pointer + mode * elements * _support * _support;
        for (int e = 0; e < elements; e++, own += _support * _support)
        {
            int first = _basis.Splines.First(e);
            for (int i = 0; i < _support; i++)
            {
                for (int j = 0; j < _support; j++)
                    half[(first + i) * stride + first + j] += own[i * _support + j];
            }
        }
        Symmetrise(half, result, _basis.First(mode));
    }

    public void Dispose()
    {
        foreach (NativeBuffer buffer in (NativeBuffer[])[_input, _values, _slopes, _own, .. _partial])
            buffer.Dispose();
        _scratch.Dispose();
        _sums.Dispose();
        _tables.Dispose();
        _rows.Dispose();
    }

    private void Symmetrise(double* half, double* result, int first)
    {
        int count = _basis.Count, stride = _basis.Stride;
        new Span<double>(result, count * stride).Clear();
        for (int i = first; i < count; i++)
        {
            for (int j = first; j < count; j++)
                result[i * stride + j] = half[i * stride + j] + half[j * stride + i];
        }
    }

    /// <summary>sum_j c_ij phi_j and sum_j c_ij phi_j'/r at all points, for one mode.</summary>
    private void Expand(int mode, int worker)
    {
        const int block = 2 * SmallProduct.Width;
        int count = _basis.Count, stride = _basis.Stride, points = RadialBasis.PointsPerElement, last = _basis.Splines.Elements - 1;
        double* input = Input(mode), values = _values.Pointer + mode * count * _columns, slopes = _slopes.Pointer + mode * count * _columns;
        for (int b = 0; b < _columns; b += block)
        {
            int width = Math.Min(block, _columns - b);
            int from = _basis.Splines.First(Math.Min(b / points, last)), inner = _basis.Splines.First(Math.Min((b + width - 1) / points, last)) + _support - from;
            SmallProduct.Multiply(input + from, stride, _tables.Value[mode & 1].Pointer + from * _columns + b, _columns, values + b, _columns, count, inner, width, false);
            SmallProduct.Multiply(input + from, stride, _tables.Slope[mode & 1].Pointer + from * _columns + b, _columns, slopes + b, _columns, count, inner, width, false);
        }
    }

    /// <summary>The points of one element against all below.</summary>
    private void Visit(int element, int worker)
    {
        const int points = RadialBasis.PointsPerElement;
        int columns = element * points;
        new Span<double>(_partial[element].Pointer, 2 * _modes * _support * columns).Clear();
        for (int mode = 0; mode < _modesOut; mode++)
            new Span<double>(_own.Pointer + (mode * _basis.Splines.Elements + element) * _support * _support, _support * _support).Clear();
        for (int a = element * points; a < (element + 1) * points; a++)
        {
            PairRow row = _rows[a];
            double* modes = _scratch[worker].Pointer, angular = modes + _modes * _columns, nodes = angular + _modes * _columns;
            Gather(row, modes, angular);
            Fold(row, modes, angular);
            Weigh(row, modes, nodes);
            Unfold(row, modes, angular);
            Scatter(row, modes, angular);
        }
    }

    /// <summary>Fills X_l = (d_1/r1 - d_2/r2) F_l and Y_l = -(1/r1^2 - 1/r2^2) F_l along the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(PairRow row, double* modes, double* angular)
    {
        int count = _basis.Count, support = _support, columns = _columns;
        for (int mode = 0; mode < _modesIn; mode++)
        {
            double* x = modes + mode * row.Length, y = angular + mode * row.Length;
            double* values = _values.Pointer + (mode * count + row.First) * columns, slopes = _slopes.Pointer + (mode * count + row.First) * columns;
            double* table = row.Value(mode, support);
            for (int b = 0; b < row.Base; b += SmallProduct.Width)
            {
                Vector512<double> slope = default, value = default;
                for (int i = 0; i < support; i++)
                {
                    Vector512<double> sum = Vector512.Load(values + i * columns + b), factor = Vector512.Create(table[i]);
                    slope = Vector512.MultiplyAddEstimate(Vector512.Create(table[support + i]), sum, slope) - factor * Vector512.Load(slopes + i * columns + b);
                    value = Vector512.MultiplyAddEstimate(factor, sum, value);
                }
                slope.Store(x + b);
                (value * Vector512.Load(row.Bend + b)).Store(y + b);
            }
            GatherOwn(row, mode, Input(mode) + row.First * (_basis.Stride + 1), x + row.Base, y + row.Base);
        }
    }

    /// <summary>The same at the points of the own element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherOwn(PairRow row, int mode, double* coefficients, double* x, double* y)
    {
        double* table = row.Value(mode, _support), values = row.OwnValue(mode, _support), slopes = values + _support * SmallProduct.Width;
        Vector512<double> slope = default, value = default;
        for (int i = 0; i < _support; i++, coefficients += _basis.Stride)
        {
            Vector512<double> sum = default, derivative = default;
            for (int j = 0; j < _support; j++)
            {
                var c = Vector512.Create(coefficients[j]);
                sum = Vector512.MultiplyAddEstimate(c, Vector512.Load(values + j * SmallProduct.Width), sum);
                derivative = Vector512.MultiplyAddEstimate(c, Vector512.Load(slopes + j * SmallProduct.Width), derivative);
            }
            var factor = Vector512.Create(table[i]);
            slope = Vector512.MultiplyAddEstimate(Vector512.Create(table[_support + i]), sum, slope) - factor * derivative;
            value = Vector512.MultiplyAddEstimate(factor, sum, value);
        }
        slope.Store(x);
        (value * Vector512.Load(row.Bend + row.Base)).Store(y);
    }

    /// <summary>Adds to X_k what mu sum_l P_l' Y_l has of P_k: k Y_k + (2k + 1) sum of Y_l over l = k+2, k+4, ...</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fold(PairRow row, double* modes, double* angular)
    {
        int length = row.Length;
        for (int b = 0; b < length; b += SmallProduct.Width)
        {
            Vector512<double> even = default, odd = default;
            for (int k = _modesIn - 1; k >= 0; k--)
            {
                var y = Vector512.Load(angular + k * length + b);
                Vector512<double> above = (k & 1) == 0 ? even : odd;
                (Vector512.Load(modes + k * length + b) + Vector512.Create((double)k) * y + Vector512.Create(2.0 * k + 1) * above).Store(modes + k * length + b);
                if ((k & 1) == 0)
                    even += y;
                else
                    odd += y;
            }
        }
    }

    /// <summary>In place: the coefficients of D F become the integrals over mu of b (1 - mu^2) P_k D F, times the weights of the points.</summary>
    private void Weigh(PairRow row, double* modes, double* nodes)
    {
        int length = row.Length, evenIn = (_modesIn + 1) / 2, oddIn = _modesIn / 2, evenOut = (_modesOut + 1) / 2, oddOut = _modesOut / 2;
        int even = (_modes + 1) / 2, odd = _modes / 2;
        double* evenNodes = nodes, oddNodes = nodes + _half * length;
        SmallProduct.Multiply(_tables.Even.Pointer, even, modes, 2 * length, evenNodes, length, _half, evenIn, length, false);
        SmallProduct.Multiply(_tables.Odd.Pointer, odd, modes + length, 2 * length, oddNodes, length, _half, oddIn, length, false);
        for (int at = 0; at < _half * length; at += SmallProduct.Width)
        {
            Vector512<double> sum = Vector512.Load(row.Sum + at), difference = Vector512.Load(row.Difference + at);
            Vector512<double> x = Vector512.Load(evenNodes + at), y = Vector512.Load(oddNodes + at);
            (sum * x + difference * y).Store(evenNodes + at);
            (difference * x + sum * y).Store(oddNodes + at);
        }
        SmallProduct.Multiply(_tables.EvenBack.Pointer, _half, evenNodes, length, modes, 2 * length, evenOut, _half, length, false);
        SmallProduct.Multiply(_tables.OddBack.Pointer, _half, oddNodes, length, modes + length, 2 * length, oddOut, _half, length, false);
    }

    /// <summary>The transpose of <see cref="Fold"/>, with the factor of Y: Y_l = -(1/r1^2 - 1/r2^2) ( l X_l + sum (2k+1) X_k, k = l-2, l-4, ... ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Unfold(PairRow row, double* modes, double* angular)
    {
        int length = row.Length;
        for (int b = 0; b < length; b += SmallProduct.Width)
        {
            Vector512<double> even = default, odd = default, bend = Vector512.Load(row.Bend + b);
            for (int l = 0; l < _modesOut; l++)
            {
                var x = Vector512.Load(modes + l * length + b);
                Vector512<double> below = (l & 1) == 0 ? even : odd;
                (bend * (Vector512.Create((double)l) * x + below)).Store(angular + l * length + b);
                if ((l & 1) == 0)
                    even += Vector512.Create(2.0 * l + 1) * x;
                else
                    odd += Vector512.Create(2.0 * l + 1) * x;
            }
        }
    }

    /// <summary>The transpose of <see cref="Gather"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(PairRow row, double* modes, double* angular)
    {
        int support = _support, columns = row.Base;
        for (int mode = 0; mode < _modesOut; mode++)
        {
            double* x = modes + mode * row.Length, y = angular + mode * row.Length;
            double* values = _partial[row.Element].Pointer + 2 * mode * support * columns, slopes = values + support * columns, table = row.Value(mode, support);
            for (int b = 0; b < columns; b += SmallProduct.Width)
            {
                Vector512<double> first = Vector512.Load(x + b), second = Vector512.Load(y + b);
                for (int i = 0; i < support; i++)
                {
                    double* at = values + i * columns + b, atSlope = slopes + i * columns + b;
                    var factor = Vector512.Create(table[i]);
                    Vector512.MultiplyAddEstimate(Vector512.Create(table[support + i]), first, Vector512.MultiplyAddEstimate(factor, second, Vector512.Load(at))).Store(at);
                    (Vector512.Load(atSlope) - factor * first).Store(atSlope);
                }
            }
            ScatterOwn(row, mode, x + row.Base, y + row.Base, _own.Pointer + (mode * _basis.Splines.Elements + row.Element) * support * support);
        }
    }

    /// <summary>The same at the points of the own element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScatterOwn(PairRow row, int mode, double* x, double* y, double* own)
    {
        double* table = row.Value(mode, _support), values = row.OwnValue(mode, _support), slopes = values + _support * SmallProduct.Width;
        Vector512<double> first = Vector512.Load(x), second = Vector512.Load(y);
        for (int j = 0; j < _support; j++)
        {
            Vector512<double> value = Vector512.Load(values + j * SmallProduct.Width), slope = Vector512.Load(slopes + j * SmallProduct.Width);
            double valueFirst = Vector512.Sum(value * first), rest = Vector512.Sum(value * second - slope * first);
            for (int i = 0; i < _support; i++)
                own[i * _support + j] += table[_support + i] * valueFirst + table[i] * rest;
        }
    }
}
