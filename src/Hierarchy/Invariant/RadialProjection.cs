namespace Hierarchy.Invariant;

/// <summary>
/// Takes functions from one set of splines to another with the same weight, so that their integrals against the new test functions stay: mass, energy, E|v|^4
/// and marginals of pairs
/// that are zero are kept to round-off.
/// </summary>
internal sealed unsafe class RadialProjection
{
    private const int Nodes = 12;
    private readonly RadialBasis _from, _to;
    private readonly double[][] _overlaps;

    /// <summary>Tabulates int phi_i phi_j w r^2 dr, phi_i of the new splines and phi_j of the old ones.</summary>
    public RadialProjection(RadialBasis from, RadialBasis to)
    {
        (_from, _to) = (from, to);
        _overlaps = [Overlaps(0), Overlaps(1)];
    }

    /// <summary>The coefficients of a function of mode 0.</summary>
    public void Density(ReadOnlySpan<double> coefficients, Span<double> result)
    {
        result[.._to.Stride].Clear();
        for (int i = 0; i < _to.Count; i++)
        {
            for (int j = 0; j < _from.Count; j++)
                result[i] += _overlaps[0][i * _from.Count + j] * coefficients[j];
        }
        _to.Solve(result[.._to.Count]);
    }

    /// <summary>The coefficients of the modes that the new basis has, symmetric to the last bit.</summary>
    public void Modes(ReadOnlySpan<double> coefficients, Span<double> result)
    {
        int size = _to.Count * _to.Stride;
        double[] half = new double[_to.Count * _from.Count], matrix = new double[size], turned = new double[size];
        for (int mode = 0; mode < Math.Min(_to.Modes, _from.Modes); mode++)
        {
            double[] overlaps = _overlaps[mode & 1];
            ReadOnlySpan<double> old = coefficients.Slice(mode * _from.Count * _from.Stride, _from.Count * _from.Stride);
            Array.Clear(half);
            Array.Clear(matrix);
            for (int i = 0; i < _to.Count; i++)
            {
                for (int j = 0; j < _from.Count; j++)
                    SmallProduct.AddScalars(overlaps[i * _from.Count + j], old.Slice(j * _from.Stride, _from.Count), half.AsSpan(i * _from.Count, _from.Count));
                for (int k = 0; k < _to.Count; k++)
                    matrix[i * _to.Stride + k] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(
                        half.AsSpan(i * _from.Count, _from.Count), overlaps.AsSpan(k * _from.Count, _from.Count));
            }
            Solve(matrix, mode);
            Turn(matrix, turned);
            Solve(turned, mode);
            Span<double> found = result.Slice(mode * size, size);
            found.Clear();
            for (int i = 0; i < _to.Count; i++)
            {
                for (int k = 0; k < _to.Count; k++)
                    found[i * _to.Stride + k] = 0.5 * (turned[i * _to.Stride + k] + turned[k * _to.Stride + i]);
            }
        }
    }

    private void Solve(double[] matrix, int mode)
    {
        fixed (double* rows = matrix)
            _to.Solve(rows, _to.Stride, mode);
    }

    private void Turn(double[] matrix, double[] turned)
    {
        Array.Clear(turned);
        for (int i = 0; i < _to.Count; i++)
        {
            for (int k = 0; k < _to.Count; k++)
                turned[k * _to.Stride + i] = matrix[i * _to.Stride + k];
        }
    }

    /// <summary>By Gauss points between the ends of the elements of both.</summary>
    private double[] Overlaps(int parity)
    {
        double[] result = new double[_to.Count * _from.Count];
        double[] breaks = [.. _from.Splines.Breaks.Concat(_to.Splines.Breaks).Where(r => r <= Math.Min(_from.Splines.Radius, _to.Splines.Radius)).Distinct().Order()];
        (double[] nodes, double[] weights) = LegendreTables.Rule(Nodes);
        Span<double> old = stackalloc double[_from.Support], value = stackalloc double[_to.Support], first = stackalloc double[_to.Support],
            second = stackalloc double[_to.Support];
        for (int e = 0; e + 1 < breaks.Length; e++)
        {
            double width = breaks[e + 1] - breaks[e], middle = breaks[e] + width / 2;
            int from = _from.Splines.ElementOf(middle), to = _to.Splines.ElementOf(middle);
            for (int at = 0; at < Nodes; at++)
            {
                double r = breaks[e] + width * nodes[at], weight = width * weights[at] * r * r * _from.Gaussian(r);
                _from.Splines.Evaluate(from, r, parity, old, first, second);
                _to.Splines.Evaluate(to, r, parity, value, first, second);
                for (int i = 0; i < _to.Support; i++)
                    SmallProduct.AddScalars(weight * value[i], old, result.AsSpan((_to.Splines.First(to) + i) * _from.Count + _from.Splines.First(from), _from.Support));
            }
        }
        return result;
    }
}
