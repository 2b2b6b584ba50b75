using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// The norms of H^-2 on the whole space, int (1 + |xi|^2)^-2 |e^(xi)|^2 dxi/(2 pi)^3, of radial functions, and of a pair correlation in both velocities. The
/// weight is the transform of exp(-|z|)/(8 pi), so |e|^2 = int int e(v) e(w) exp(-|v - w|)/(8 pi). With exp(-|z|) = sum_l (2l+1) K_l(r, s) P_l(mu) its operator
/// takes phi(r) Y_lm to Y_lm times 4 pi int K_l phi s^2 ds/(8 pi), and
/// <code>
/// |g|^2 = sum_l 16 pi^2/(2l+1) tr(C_l W_l C_l W_l),   W_ij = (1/2) int int s_i(r) s_j(s) K_l r^2 s^2 dr ds.
/// </code>
/// </summary>
/// <remarks>K_l = int P_l((r^2 + s^2 - z^2)/(2 r s)) exp(-z) z dz/(2 r s) from |r - s| to r + s, by Gauss nodes in z; it is smooth but for |r - s|^3.</remarks>
internal sealed class InvariantSobolev
{
    private const int NodesBesides = 12;
    private readonly RadialBasis _basis;
    private readonly DenseMatrix[] _weights;

    /// <summary>Forms W for every mode of a basis.</summary>
    public InvariantSobolev(RadialBasis basis)
    {
        _basis = basis;
        int points = basis.PointCount;
        double[][] kernels = [.. Enumerable.Range(0, basis.Modes).Select(_ => new double[points * points])];
        (double[] nodes, double[] weights) = LegendreTables.Rule(basis.Modes + NodesBesides);
        WorkCrew.Run(points, (a, _) =>
        {
            double[] values = new double[basis.Modes];
            for (int b = 0; b <= a; b++)
            {
                Fill(basis.Radii[a], basis.Radii[b], nodes, weights, values);
                for (int mode = 0; mode < values.Length; mode++)
                    kernels[mode][a * points + b] = kernels[mode][b * points + a] = values[mode];
            }
        });
        _weights = [.. Enumerable.Range(0, basis.Modes).Select(mode => Matrix(mode, kernels[mode]))];
    }

    /// <summary>The norm of a difference of two densities on the basis.</summary>
    public double Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double sum = 0;
        for (int i = 0; i < _basis.Count; i++)
        {
            for (int j = 0; j < _basis.Count; j++)
                sum += (first[i] - second[i]) * _weights[0][i, j] * (first[j] - second[j]);
        }
        // int int e e K over directions is (4 pi)^2 int int e e K_0 r^2 s^2, and W has 4 pi/(8 pi) of it.
        return Math.Sqrt(Math.Max(0, 4 * Math.PI * sum));
    }

    /// <summary>The norm of a correlation in both velocities.</summary>
    public double Of(InvariantPair pair)
    {
        int count = _basis.Count;
        double total = 0;
        using var coefficients = new DenseMatrix(count, count);
        for (int mode = 0; mode < pair.Modes; mode++)
        {
            for (int i = 0; i < count; i++)
                pair.ModeCoefficients(mode).Slice(i * _basis.Stride, count).CopyTo(coefficients.Row(i));
            using DenseMatrix product = DenseMatrix.Product(coefficients, _weights[mode]);
            double trace = 0;
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < count; j++)
                    trace += product[i, j] * product[j, i];
            }
            total += 16 * Math.PI * Math.PI / (2 * mode + 1) * trace;
        }
        return Math.Sqrt(Math.Max(0, total));
    }

    /// <summary>K_l(r, s) of all modes.</summary>
    private static void Fill(double r, double s, double[] nodes, double[] weights, double[] values)
    {
        Array.Clear(values);
        double near = Math.Abs(r - s), width = r + s - near;
        for (int k = 0; k < nodes.Length; k++)
        {
            double z = near + width * nodes[k], factor = weights[k] * width * z * Math.Exp(-z) / (2 * r * s);
            double mu = (r * r + s * s - z * z) / (2 * r * s), before = 0, now = 1;
            for (int l = 0; l < values.Length; l++)
            {
                values[l] += factor * now;
                (before, now) = (now, ((2 * l + 1) * mu * now - l * before) / (l + 1));
            }
        }
    }

    private DenseMatrix Matrix(int mode, double[] kernel)
    {
        int points = _basis.PointCount;
        using var splines = new DenseMatrix(points, _basis.Count);
        for (int a = 0; a < points; a++)
        {
            double r = _basis.Radii[a], factor = _basis.Weights[a] * r * r * _basis.Gaussian(r);
            int first = _basis.Splines.First(a / RadialBasis.PointsPerElement);
            for (int i = 0; i < _basis.Support && first + i < _basis.Count; i++)
                splines[a, first + i] = factor * _basis.Values(mode)[a * _basis.Support + i];
        }
        using var values = new DenseMatrix(points, points);
        for (int a = 0; a < points; a++)
        {
            for (int b = 0; b < points; b++)
                values[a, b] = 0.5 * kernel[a * points + b];
        }
        using DenseMatrix image = DenseMatrix.Product(values, splines);
        return DenseMatrix.TransposeProduct(splines, image);
    }
}
