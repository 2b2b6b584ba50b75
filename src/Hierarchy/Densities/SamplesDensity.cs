using System.Numerics.Tensors;
using Hierarchy.Spectral;
using MathNet.Numerics;

namespace Hierarchy.Densities;

/// <summary>
/// The Gaussian kernel density estimate of M velocities x_i with a bandwidth h, f(v) = (1/M) sum_i N(v; x_i, h^2 I).
/// Its mean is that of the samples, its covariance theirs (with 1/M) plus h^2 I.
/// </summary>
public sealed class SamplesDensity : ITensorDensity, ISampledDensity
{
    /// <summary>exp(-700) is about the least normal double: beyond, a kernel is zero in any sum.</summary>
    private const double LargestExponent = 700;

    private readonly double[] _samples;
    private readonly double _norm;
    private readonly int _count;

    /// <summary>Makes the density.</summary>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="samples">The velocities one after the other, d values each; at least one.</param>
    /// <param name="bandwidth">h &gt; 0.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentException">The samples are no multiple of d values, or there are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public SamplesDensity(int dimension, ReadOnlySpan<double> samples, double bandwidth, double weight = 1)
    {
        DensityArguments.Check(dimension, weight);
        if (samples.IsEmpty || samples.Length % dimension != 0)
            throw new ArgumentException("at least one sample, d values each", nameof(samples));
        if (!(bandwidth > 0) || !double.IsFinite(bandwidth))
            throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "the bandwidth is positive and finite");
        Dimension = dimension;
        Weight = weight;
        Bandwidth = bandwidth;
        _samples = samples.ToArray();
        _count = samples.Length / dimension;
        _norm = Math.Pow(2 * Math.PI * bandwidth * bandwidth, -0.5 * dimension) / _count;
        (double[] mean, double[] covariance) = Moments(samples, dimension);
        for (int a = 0; a < dimension; a++)
            covariance[a * dimension + a] += bandwidth * bandwidth;
        Mean = mean;
        Covariance = covariance;
    }

    /// <summary>
    /// Silverman's rule h = s (4/((d+2) M))^(1/(d+4)), s^2 the mean over the axes of the variance of the samples (with 1/M): the best h for normal data
    /// (Silverman, Density Estimation, 1986, equation 4.14).
    /// </summary>
    /// <exception cref="ArgumentException">All samples are the same, so there is no scale.</exception>
    public static double Silverman(ReadOnlySpan<double> samples, int dimension)
    {
        (_, double[] covariance) = Moments(samples, dimension);
        double trace = 0;
        for (int a = 0; a < dimension; a++)
            trace += covariance[a * dimension + a];
        if (!(trace > 0))
            throw new ArgumentException("the samples are all the same; a bandwidth has to be given", nameof(samples));
        return Math.Sqrt(trace / dimension) * Math.Pow(4 / ((dimension + 2.0) * (samples.Length / dimension)), 1.0 / (dimension + 4));
    }

    public int Dimension { get; }

    public double Weight { get; }

    /// <summary>h.</summary>
    public double Bandwidth { get; }

    public IReadOnlyList<double> Mean { get; }

    public IReadOnlyList<double> Covariance { get; }

    /// <summary>One of the given velocities, and a normal number of the bandwidth on each axis.</summary>
    public void Sample(RandomStream random, Span<double> velocity)
    {
        int start = random.NextInteger(_count) * Dimension;
        for (int a = 0; a < Dimension; a++)
            velocity[a] = _samples[start + a] + Bandwidth * random.NextNormal();
    }

    public double Evaluate(ReadOnlySpan<double> velocity)
    {
        double sum = 0;
        for (int i = 0; i < _samples.Length; i += Dimension)
        {
            double square = 0;
            for (int a = 0; a < Dimension; a++)
            {
                double distance = (velocity[a] - _samples[i + a]) / Bandwidth;
                square += distance * distance;
            }
            sum += Math.Exp(-0.5 * square);
        }
        return _norm * sum;
    }

    /// <summary>The exact sum: the kernel of a sample is a product over the axes, so n^d additions and few exponentials a sample.</summary>
    public void Fill(double[][] axes, Span<double> destination)
    {
        int perPlane = destination.Length / axes[0].Length;
        double[] values = new double[destination.Length];
        WorkCrew.Run(axes[0].Length, (plane, _) => FillPlane(axes, plane, values.AsSpan(plane * perPlane, perPlane)));
        values.CopyTo(destination);
    }

    public double MassOutside(double halfWidth) => MassOutside(stackalloc double[Dimension], halfWidth);

    public double MassOutside(ReadOnlySpan<double> centre, double halfWidth)
    {
        double mass = 0, scale = Bandwidth * Math.Sqrt(2);
        for (int i = 0; i < _samples.Length; i++)
        {
            double x = _samples[i] - centre[i % Dimension];
            mass += 0.5 * (SpecialFunctions.Erfc((halfWidth - x) / scale) + SpecialFunctions.Erfc((halfWidth + x) / scale));
        }
        return mass / _count;
    }

    private void FillPlane(double[][] axes, int plane, Span<double> values)
    {
        double[] last = axes[^1], kernel = new double[last.Length];
        for (int i = 0; i < _samples.Length; i += Dimension)
        {
            double outer = Exponent(axes[0][plane], _samples[i]);
            if (outer > LargestExponent)
                continue;
            for (int j = 0; j < last.Length; j++)
                kernel[j] = Math.Exp(-Exponent(last[j], _samples[i + Dimension - 1]));
            int rows = Dimension == 2 ? 1 : axes[1].Length;
            for (int row = 0; row < rows; row++)
            {
                double exponent = Dimension == 2 ? outer : outer + Exponent(axes[1][row], _samples[i + 1]);
                if (exponent > LargestExponent)
                    continue;
                Span<double> target = values.Slice(row * last.Length, last.Length);
                TensorPrimitives.MultiplyAdd(kernel, _norm * Math.Exp(-exponent), target, target);
            }
        }
    }

    private double Exponent(double velocity, double sample)
    {
        double distance = (velocity - sample) / Bandwidth;
        return 0.5 * distance * distance;
    }

    private static (double[] Mean, double[] Covariance) Moments(ReadOnlySpan<double> samples, int d)
    {
        double[] mean = new double[d], covariance = new double[d * d];
        int count = samples.Length / d;
        for (int i = 0; i < samples.Length; i++)
            mean[i % d] += samples[i] / count;
        for (int i = 0; i < samples.Length; i += d)
        {
            for (int ab = 0; ab < d * d; ab++)
                covariance[ab] += (samples[i + ab / d] - mean[ab / d]) * (samples[i + ab % d] - mean[ab % d]) / count;
        }
        return (mean, covariance);
    }
}
