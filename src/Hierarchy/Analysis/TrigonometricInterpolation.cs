using Hierarchy.Spectral;

namespace Hierarchy.Analysis;

/// <summary>Values of the trigonometric interpolant of a grid function at the points of another grid of the same box.</summary>
internal static class TrigonometricInterpolation
{
    /// <summary>Interpolates n^d values to m^d values, axis by axis with the periodic cardinal function sin(n t/2) cot(t/2)/n, t = pi (x - x_k)/L.</summary>
    /// <exception cref="ArgumentException">The grids differ in dimension or box.</exception>
    public static double[] To(VelocityGrid target, VelocityGrid source, ReadOnlySpan<double> values)
    {
        if (target.Dimension != source.Dimension || target.HalfWidth != source.HalfWidth)
            throw new ArgumentException("the grids have the same dimension and box", nameof(target));
        double[] matrix = Cardinal(target, source);
        double[] current = values.ToArray();
        int n = source.Points, m = target.Points, before = 1, after = source.Size / n;
        for (int axis = 0; axis < source.Dimension; axis++)
        {
            current = AlongAxis(current, matrix, before, n, m, after);
            before *= m;
            after /= n;
        }
        return current;
    }

    private static double[] Cardinal(VelocityGrid target, VelocityGrid source)
    {
        int n = source.Points, m = target.Points;
        double[] matrix = new double[m * n];
        for (int j = 0; j < m; j++)
        {
            for (int k = 0; k < n; k++)
                matrix[j * n + k] = CardinalFunction.At(source, target.Axis[j] - source.Axis[k]);
        }
        return matrix;
    }

    private static double[] AlongAxis(double[] values, double[] matrix, int before, int n, int m, int after)
    {
        double[] result = new double[before * m * after];
        for (int b = 0; b < before; b++)
        {
            for (int j = 0; j < m; j++)
            {
                Span<double> to = result.AsSpan((b * m + j) * after, after);
                for (int k = 0; k < n; k++)
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(values.AsSpan((b * n + k) * after, after), matrix[j * n + k], to, to);
            }
        }
        return result;
    }
}
