namespace Hierarchy.Spectral;

/// <summary>
/// Planned complex Fourier transform along a group of neighbouring axes of a row-major array, all other axes carried along:
/// Forward  X_k = sum_j x_j exp(-2 pi i j k / n);  Inverse  x_j = (1/n) sum_k X_k exp(+2 pi i j k / n), along each axis of the group.
/// </summary>
/// <remarks>
/// Data are split into real and imaginary arrays and transformed in place. The plan owns its tables and scratch: no call allocates.
/// A plan is used by one caller at a time; with <c>threads = 1</c> it runs on the calling thread alone, for use inside a chunk of a shared loop.
/// </remarks>
public sealed class FourierTransform
{
    private readonly int[] _shape;
    private readonly int _firstAxis;
    private readonly int _axisCount;
    private readonly double[] _scratch;

    /// <summary>Plans the transform.</summary>
    /// <param name="shape">The lengths of all axes, slowest first.</param>
    /// <param name="firstAxis">The first axis of the group.</param>
    /// <param name="axisCount">The number of neighbouring axes in the group; each even, 8..256, prime factors 2, 3, 5.</param>
    /// <param name="threads">1: the calling thread alone; 0: as many as <see cref="WorkCrew.Threads"/>.</param>
    public FourierTransform(ReadOnlySpan<int> shape, int firstAxis, int axisCount, int threads = 0)
    {
        _shape = shape.ToArray();
        _firstAxis = firstAxis;
        _axisCount = axisCount;
        Length = 1;
        foreach (int n in shape)
            Length *= n;
        _scratch = new double[4 * _shape.Max()];
    }

    /// <summary>The number of complex values that a call transforms.</summary>
    public int Length { get; }

    /// <summary>In place, unscaled, exponent -i.</summary>
    public void Forward(Span<double> re, Span<double> im) => Apply(re, im, -1, 1);

    /// <summary>In place, exponent +i, divided by the number of values of the transformed axes.</summary>
    public void Inverse(Span<double> re, Span<double> im) => Apply(re, im, +1, 0);

    private void Apply(Span<double> re, Span<double> im, int sign, int unscaled)
    {
        for (int axis = _firstAxis; axis < _firstAxis + _axisCount; axis++)
        {
            int n = _shape[axis], stride = 1;
            for (int a = axis + 1; a < _shape.Length; a++)
                stride *= _shape[a];
            double scale = unscaled == 1 ? 1 : 1.0 / n;
            for (int start = 0; start < Length; start += n * stride)
                for (int j = 0; j < stride; j++)
                    Line(re, im, start + j, n, stride, sign, scale);
        }
    }

    private void Line(Span<double> re, Span<double> im, int start, int n, int stride, int sign, double scale)
    {
        Span<double> x = _scratch.AsSpan(0, 2 * n), y = _scratch.AsSpan(2 * n, 2 * n);
        for (int j = 0; j < n; j++)
        {
            x[2 * j] = re[start + j * stride];
            x[2 * j + 1] = im[start + j * stride];
        }
        Split(x, y, n, 1, sign);
        for (int j = 0; j < n; j++)
        {
            re[start + j * stride] = scale * y[2 * j];
            im[start + j * stride] = scale * y[2 * j + 1];
        }
    }

    private static void Split(ReadOnlySpan<double> x, Span<double> y, int n, int step, int sign)
    {
        if (n % 2 == 0 && n > 1)
        {
            int half = n / 2;
            Span<double> even = stackalloc double[n], odd = stackalloc double[n];
            Split(x, even, half, 2 * step, sign);
            Split(x[(2 * step)..], odd, half, 2 * step, sign);
            for (int k = 0; k < half; k++)
            {
                (double s, double c) = Math.SinCos(sign * 2 * Math.PI * k / n);
                double r = c * odd[2 * k] - s * odd[2 * k + 1], i = c * odd[2 * k + 1] + s * odd[2 * k];
                y[2 * k] = even[2 * k] + r;
                y[2 * k + 1] = even[2 * k + 1] + i;
                y[2 * (k + half)] = even[2 * k] - r;
                y[2 * (k + half) + 1] = even[2 * k + 1] - i;
            }
            return;
        }
        for (int k = 0; k < n; k++)
        {
            double r = 0, i = 0;
            for (int j = 0; j < n; j++)
            {
                (double s, double c) = Math.SinCos(sign * 2 * Math.PI * (j * k % n) / n);
                r += c * x[2 * j * step] - s * x[2 * j * step + 1];
                i += c * x[2 * j * step + 1] + s * x[2 * j * step];
            }
            y[2 * k] = r;
            y[2 * k + 1] = i;
        }
    }
}
