using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// The leading canonical correlations of a rotation-invariant pair, the largest singular values of g/sqrt(f x f). By the formula of Funk and Hecke the kernel
/// sum_l k_l(r1, r2) P_l(mu) takes phi(r) Y_lm to Y_lm times 4 pi/(2l+1) int k_l phi r2^2 dr2, so each eigenvalue of the kernel of l in the speeds stands 2 l + 1 times. With
/// g_l = sum C_ij s_i(r1) s_j(r2) those are the eigenvalues of S C S^T, S^T S = G, G_ij = int s_i s_j r^2/f dr.
/// </summary>
/// <remarks>Speeds are those where f > 1e-14 max f; the error is the change by a cut at 1e-10.</remarks>
internal static class InvariantCorrelations
{
    private const int Count = 3;
    private const double Level = 1e-14, HigherLevel = 1e-10;

    /// <summary>The three largest, with their errors.</summary>
    public static IEnumerable<InvariantValue> Of(InvariantPair pair)
    {
        double[] values = Largest(pair, Level), cut = Largest(pair, HigherLevel);
        return Enumerable.Range(0, Count).Select(k => new InvariantValue(FormattableString.Invariant($"canonical_correlation_{k + 1}"), values[k], Math.Abs(values[k] - cut[k])));
    }

    private static double[] Largest(InvariantPair pair, double level)
    {
        List<double> values = [.. new double[Count]];
        DenseMatrix?[] roots = new DenseMatrix?[2];
        for (int mode = 0; mode < pair.Modes; mode++)
        {
            DenseMatrix root = roots[mode & 1] ??= Root(pair, mode, level);
            foreach (double value in Eigenvalues(pair, mode, root).Take(Count))
                values.AddRange(Enumerable.Repeat(4 * Math.PI / (2 * mode + 1) * Math.Abs(value), 2 * mode + 1));
        }
        foreach (DenseMatrix? root in roots)
            root?.Dispose();
        return [.. values.OrderDescending().Take(Count)];
    }

    private static double[] Eigenvalues(InvariantPair pair, int mode, DenseMatrix root)
    {
        int count = pair.Basis.Count;
        using var coefficients = new DenseMatrix(count, count);
        for (int i = 0; i < count; i++)
            pair.ModeCoefficients(mode).Slice(i * pair.Basis.Stride, count).CopyTo(coefficients.Row(i));
        // C is symmetric: with the columns of S^T as vectors, S (C S^T).
        using DenseMatrix image = DenseMatrix.Product(coefficients, root), kernel = DenseMatrix.TransposeProduct(root, image);
        using var eigen = new SymmetricEigen(kernel);
        return eigen.Values;
    }

    /// <summary>S^T, from the eigenvectors of G.</summary>
    private static DenseMatrix Root(InvariantPair pair, int mode, double level)
    {
        RadialBasis basis = pair.Basis;
        using var gram = new DenseMatrix(basis.Count, basis.Count);
        double[] density = [.. basis.Radii.Select(pair.Density)];
        double least = level * density.Max();
        for (int a = 0; a < basis.PointCount; a++)
        {
            if (density[a] <= least)
                continue;
            double r = basis.Radii[a], factor = basis.Weights[a] * Math.Pow(r * basis.Gaussian(r), 2) / density[a];
            int first = basis.Splines.First(a / RadialBasis.PointsPerElement);
            ReadOnlySpan<double> splines = basis.Values(mode).AsSpan(a * basis.Support, basis.Support);
            for (int i = 0; i < basis.Support && first + i < basis.Count; i++)
            {
                Span<double> row = gram.Row(first + i).Slice(first, Math.Min(basis.Support, basis.Count - first));
                TensorPrimitives.MultiplyAdd(splines[..row.Length], factor * splines[i], row, row);
            }
        }
        using var eigen = new SymmetricEigen(gram);
        return eigen.Vectors(basis.Count, k => Math.Sqrt(Math.Max(0, eigen.Values[k])));
    }
}
