namespace Hierarchy.Invariant;

/// <summary>
/// The tensor q_ijk, banded in i and j, of Q(f,f) = int P[f x f] dv2 in the quadrature of <see cref="PairForm"/>:
/// &lt; phi_i, Q(f,f) &gt; = 4 pi sum_jk q_ijk f_j f_k, where phi_i and phi_j share a point.
/// </summary>
internal static unsafe class QuadraticTensor
{
    /// <summary>Adds the tensor to zeros: (2p + 1) rows of <see cref="RadialBasis.Stride"/> values for every i.</summary>
    public static void Fill(RadialBasis basis, IAngularMoments moments, double* tensor)
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
