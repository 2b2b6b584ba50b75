using System.Numerics;

namespace Hierarchy.Tests.Spectral;

/// <summary>Slow and obvious transforms to compare with.</summary>
internal static class Reference
{
    /// <summary>Random values in [-1, 1].</summary>
    public static double[] Random(int length, int seed)
    {
        Random random = new(seed);
        double[] values = new double[length];
        for (int i = 0; i < length; i++)
            values[i] = 2 * random.NextDouble() - 1;
        return values;
    }

    /// <summary>X_k = sum_j x_j exp(-2 pi i j k / n) along one axis, term by term.</summary>
    public static void Direct(double[] re, double[] im, int[] shape, int axis)
    {
        int n = shape[axis], stride = shape[(axis + 1)..].Aggregate(1, (a, b) => a * b);
        Complex[] roots = [.. Enumerable.Range(0, n).Select(k => new Complex(Math.Cos(2 * Math.PI * k / n), -Math.Sin(2 * Math.PI * k / n)))];
        Complex[] line = new Complex[n];
        for (int start = 0; start < re.Length; start++)
        {
            if (start / stride % n != 0)
                continue;
            for (int j = 0; j < n; j++)
                line[j] = new Complex(re[start + j * stride], im[start + j * stride]);
            for (int k = 0; k < n; k++)
            {
                Complex sum = 0;
                for (int j = 0; j < n; j++)
                    sum += line[j] * roots[j * k % n];
                re[start + k * stride] = sum.Real;
                im[start + k * stride] = sum.Imaginary;
            }
        }
    }

    /// <summary>|a - b| / |b| in L2, over complex arrays.</summary>
    public static double Distance(ReadOnlySpan<double> re, ReadOnlySpan<double> im, ReadOnlySpan<double> otherRe, ReadOnlySpan<double> otherIm)
    {
        double difference = 0, size = 0;
        for (int i = 0; i < re.Length; i++)
        {
            double r = re[i] - otherRe[i], j = im[i] - otherIm[i];
            difference += r * r + j * j;
            size += otherRe[i] * otherRe[i] + otherIm[i] * otherIm[i];
        }
        return Math.Sqrt(difference / size);
    }
}
