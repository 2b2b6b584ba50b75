using System.Numerics.Tensors;

namespace Hierarchy.States;

/// <summary>
/// The cumulants of a de Finetti mixture f_m = sum_k w_k f^k x ... x f^k: with e^k = f^k - f, g = sum_k w_k e^k x e^k and g_3 = sum_k w_k e^k x e^k x e^k.
/// </summary>
internal static class MixtureCumulants
{
    private const double RoundOff = 1e-12;

    /// <summary>Whether the pair correlation of a datum is that of the mixture of its components, to round-off in units of (max f)^2.</summary>
    public static bool IsPairOf(InitialDatum datum)
    {
        int size = datum.Density.Length;
        double maximum = TensorPrimitives.Max<double>(datum.Density), bound = RoundOff * maximum * maximum;
        double[][] excess = Excess(datum);
        double[] row = new double[size];
        for (int i = 0; i < size; i++)
        {
            datum.Correlation!(i, row);
            for (int k = 0; k < excess.Length; k++)
                TensorPrimitives.MultiplyAdd(excess[k], -datum.Components[k].Weight * excess[k][i], row, row);
            if (!(TensorPrimitives.MaxMagnitude<double>(row) is var largest && Math.Abs(largest) <= bound))
                return false;
        }
        return true;
    }

    /// <summary>Fills the slices of g_3 at some points v1, n^d x n^d values each, every one symmetric to the last bit.</summary>
    public static void FillSlices(InitialDatum datum, ReadOnlySpan<int> points, Span<double> slices)
    {
        int size = datum.Density.Length;
        double[][] excess = Excess(datum);
        for (int p = 0; p < points.Length; p++)
        {
            Span<double> slice = slices.Slice(p * size * size, size * size);
            for (int j = 0; j < size; j++)
            {
                for (int k = j; k < size; k++)
                {
                    double sum = 0;
                    for (int c = 0; c < excess.Length; c++)
                        sum += datum.Components[c].Weight * excess[c][points[p]] * excess[c][j] * excess[c][k];
                    slice[j * size + k] = slice[k * size + j] = sum;
                }
            }
        }
    }

    /// <summary>Fills g_3, n^{3d} values, symmetric to the last bit.</summary>
    public static void FillTriple(InitialDatum datum, Span<double> triple)
    {
        int size = datum.Density.Length;
        double[][] excess = Excess(datum);
        triple.Clear();
        for (int i = 0; i < size; i++)
        {
            for (int j = i; j < size; j++)
            {
                for (int k = j; k < size; k++)
                {
                    double sum = 0;
                    for (int c = 0; c < excess.Length; c++)
                        sum += datum.Components[c].Weight * excess[c][i] * excess[c][j] * excess[c][k];
                    triple[(i * size + j) * size + k] = triple[(i * size + k) * size + j] = sum;
                    triple[(j * size + i) * size + k] = triple[(j * size + k) * size + i] = sum;
                    triple[(k * size + i) * size + j] = triple[(k * size + j) * size + i] = sum;
                }
            }
        }
    }

    /// <summary>e^k.</summary>
    private static double[][] Excess(InitialDatum datum)
    {
        double[][] excess = new double[datum.Components.Count][];
        for (int k = 0; k < excess.Length; k++)
        {
            excess[k] = new double[datum.Density.Length];
            TensorPrimitives.Subtract(datum.Components[k].Density, datum.Density, excess[k]);
        }
        return excess;
    }
}
