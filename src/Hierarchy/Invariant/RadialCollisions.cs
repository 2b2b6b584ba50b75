using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// The Landau operator on isotropic densities, &lt; phi_i, Q(f,f) &gt; = 4 pi sum_jk q_ijk f_j f_k, as the marginal Q(f,f) = int P[f x f] dv2 in the quadrature of
/// <see cref="PairForm"/>: mass and energy are kept to round-off. q is banded in i and j, whose splines share a point. Its derivative is T_0.
/// </summary>
internal sealed unsafe class RadialCollisions : IDisposable
{
    private readonly RadialBasis _basis;
    private readonly NativeBuffer _tensor;
    private readonly int _degree, _band;

    /// <summary>Computes q.</summary>
    public RadialCollisions(RadialBasis basis, IAngularMoments moments)
    {
        _basis = basis;
        _degree = basis.Splines.Degree;
        _band = 2 * _degree + 1;
        _tensor = new NativeBuffer(basis.Count * _band * basis.Stride);
        Fill(basis, moments, _tensor.Pointer);
    }

    /// <summary>Doubles in all.</summary>
    public long Size => _tensor.Length;

    /// <summary>Fills q_i = sum_jk q_ijk f_j f_k; the coefficients of Q(f,f) are M^-1 q.</summary>
    public void Collide(double* density, Span<double> result)
    {
        result.Clear();
        for (int i = 0; i < _basis.Count; i++)
        {
            for (int j = Math.Max(0, i - _degree); j <= Math.Min(_basis.Count - 1, i + _degree); j++)
                result[i] += density[j] * Dot(Row(i, j), density);
        }
    }

    /// <summary>Fills W_ij, with which W h is &lt; phi_i, C[h x f] + C[f x h] &gt;/(4 pi).</summary>
    public void Linearise(double* density, double* matrix)
    {
        int stride = _basis.Stride;
        new Span<double>(matrix, _basis.Count * stride).Clear();
        for (int i = 0; i < _basis.Count; i++)
        {
            for (int j = Math.Max(0, i - _degree); j <= Math.Min(_basis.Count - 1, i + _degree); j++)
            {
                SmallProduct.Add(density[j], Row(i, j), matrix + i * stride, stride);
                matrix[i * stride + j] += Dot(Row(i, j), density);
            }
        }
    }

    public void Dispose() => _tensor.Dispose();

    private double* Row(int i, int j) => _tensor.Pointer + (i * _band + j - i + _degree) * _basis.Stride;

    private double Dot(double* left, double* right) => TensorPrimitives.Dot(new ReadOnlySpan<double>(left, _basis.Stride), new ReadOnlySpan<double>(right, _basis.Stride));

    private static void Fill(RadialBasis basis, IAngularMoments moments, double* tensor)
    {
        using RadialBasis radial = new(basis.Splines, basis.Temperature, 1);
        using PairRows rows = new(radial, moments);
        int support = basis.Support;
        double[] value = new double[support], slope = new double[support];
        for (int a = 0; a < basis.PointCount; a++)
        {
            PairRow row = rows[a];
            for (int b = 0; b < row.Length; b++)
            {
                int own = b - row.Base, element = own < 0 ? b / RadialBasis.PointsPerElement : row.Element;
                for (int j = 0; j < support; j++)
                {
                    value[j] = own < 0 ? basis.Values(0)[b * support + j] : row.OwnValue(0, support)[j * RadialBasis.PointsPerElement + own];
                    slope[j] = own < 0 ? basis.Slopes(0)[b * support + j] / basis.Radii[b] : row.OwnValue(0, support)[(support + j) * RadialBasis.PointsPerElement + own];
                }
                int other = basis.Splines.First(element);
                double* outer = row.Value(0, support);
                double weight = row.Sum[b] / (4 * Math.PI);
                fixed (double* values = value, slopes = slope)
                {
                    Add(basis, tensor, weight, row.First, outer, outer + support, other, values, slopes);
                    Add(basis, tensor, weight, other, values, slopes, row.First, outer, outer + support);
                }
            }
        }
    }

    /// <summary>The test function and one factor at the first point: weight phi_i'/r (phi_j'/r phi_k - phi_j phi_k'/s).</summary>
    private static void Add(RadialBasis basis, double* tensor, double weight, int own, double* value, double* slope, int other, double* otherValue, double* otherSlope)
    {
        int band = 2 * basis.Splines.Degree + 1;
        for (int i = 0; i < basis.Support; i++)
        {
            for (int j = 0; j < basis.Support; j++)
            {
                double first = weight * slope[i] * slope[j], second = weight * slope[i] * value[j];
                double* row = tensor + ((own + i) * band + j - i + basis.Splines.Degree) * basis.Stride + other;
                for (int k = 0; k < basis.Support; k++)
                    row[k] += first * otherValue[k] - second * otherSlope[k];
            }
        }
    }
}
