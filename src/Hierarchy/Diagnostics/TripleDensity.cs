using System.Numerics.Tensors;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>f_3 = f1 f2 f3 + g12 f3 + g13 f2 + g23 f1 + h, from its cumulants.</summary>
internal static class TripleDensity
{
    /// <summary>Fills f_3.</summary>
    /// <param name="density">f, n^d values.</param>
    /// <param name="correlation">g, n^{2d} values.</param>
    /// <param name="triple">h, or empty for h = 0.</param>
    /// <param name="result">n^{3d} values, v1 slowest.</param>
    public static void Fill(ReadOnlySpan<double> density, ReadOnlySpan<double> correlation, TripleCorrelation triple, Span<double> result)
    {
        int size = density.Length;
        double[] own = triple.IsEmpty ? [] : new double[size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                int row = (i * size + j) * size;
                if (!triple.IsEmpty)
                    triple.CopyRow(i, j, own);
                FillRow(i, j, density, correlation.Slice(i * size, size), correlation.Slice(j * size, size), own, result.Slice(row, size));
            }
        }
    }

    /// <summary>The values over v3 at v1 = i, v2 = j, from the rows i and j of g and the row of h (or none).</summary>
    internal static void FillRow(
        int i, int j, ReadOnlySpan<double> density, ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> triple, Span<double> row)
    {
        if (triple.IsEmpty)
            row.Clear();
        else
            triple.CopyTo(row);
        TensorPrimitives.MultiplyAdd(second, density[i], row, row);
        TensorPrimitives.MultiplyAdd(first, density[j], row, row);
        TensorPrimitives.MultiplyAdd(density, density[i] * density[j] + first[j], row, row);
    }
}
