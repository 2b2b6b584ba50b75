using System.Numerics.Tensors;
using Hierarchy.Spectral;
using MathNet.Numerics;

namespace Hierarchy.Densities;

/// <summary>
/// The Gaussian kernel density estimate of M velocities x_i with weights w_i (of sum 1) and a bandwidth h_a a direction that keeps their mean m and their
/// covariance S: f(v) = sum_i w_i N(v; m + A (x_i - m), H^2), H = diag(h). A plain estimate has the covariance S + H^2 and so heats the data; here the samples
/// are drawn towards the mean first, by the symmetric A with A S A = S - H^2, which is (I - h^2 S^-1)^(1/2) where all h_a are the same h.
/// </summary>
/// <remarks>
/// A = S^(-1/2) (S^(1/2) (S - H^2) S^(1/2))^(1/2) S^(-1/2). For one bandwidth this is the shrunk smoothed bootstrap (Silverman, Density Estimation, 1986,
/// section 6.4.1).
/// </remarks>
internal sealed class SamplesDensity : IDataDensity, ISampledDensity
{
    /// <summary>exp(-700) is about the least normal double: beyond, a kernel is zero in any sum.</summary>
    private const double LargestExponent = 700;

    /// <summary>The default bandwidth takes at most this share of the covariance in any direction.</summary>
    private const double LargestShare = 0.9;

    private readonly double[] _samples;
    private readonly double[] _bandwidth;
    private readonly double[] _shares;
    private readonly double _norm;
    private readonly double[] _cumulative;

    /// <summary>Makes the density of samples of equal weights with the same bandwidth in every direction.</summary>
    /// <inheritdoc cref="SamplesDensity(int, ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, double)"/>
    public SamplesDensity(int dimension, ReadOnlySpan<double> samples, double bandwidth, double weight = 1)
        : this(dimension, samples, [bandwidth, bandwidth, bandwidth], [], weight)
    {
    }

    /// <summary>Makes the density.</summary>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="samples">The velocities one after the other, d values each; at least one.</param>
    /// <param name="bandwidth">h_a &gt; 0, the first d values; H^2 below the covariance S in every direction.</param>
    /// <param name="weights">A weight for each sample, not negative, of positive sum; empty for equal ones.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentException">The samples are no multiple of d values, there are none, or H^2 is not below S.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public SamplesDensity(int dimension, ReadOnlySpan<double> samples, ReadOnlySpan<double> bandwidth, ReadOnlySpan<double> weights, double weight = 1)
    {
        DensityArguments.Check(dimension, weight);
        if (samples.IsEmpty || samples.Length % dimension != 0)
            throw new ArgumentException("at least one sample, d values each", nameof(samples));
        _bandwidth = bandwidth[..dimension].ToArray();
        if (Array.Exists(_bandwidth, h => !(h > 0) || !double.IsFinite(h)))
            throw new ArgumentOutOfRangeException(nameof(bandwidth), _bandwidth[0], "the bandwidth is positive and finite");
        Dimension = dimension;
        Weight = weight;
        int count = samples.Length / dimension;
        _shares = Shares(count, weights);
        (double[] mean, double[] covariance) = Moments(samples, dimension, _shares);
        (Mean, Covariance) = (mean, covariance);
        _samples = Shrunk(samples, mean, SampleShrinkage.Of(covariance, _bandwidth));
        _norm = Math.Pow(2 * Math.PI, -0.5 * dimension) / _bandwidth.Aggregate(1.0, (product, h) => product * h);
        _cumulative = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++)
            _cumulative[i] = sum += _shares[i];
    }

    /// <summary>
    /// Silverman's rule h_a = s_a (4/((d+2) M))^(1/(d+4)), s_a^2 the variance of the samples along the axis and M = (sum w)^2/sum w^2: the best for normal data
    /// with uncorrelated components (Silverman, Density Estimation, 1986, equation 4.14). It is smaller where correlations leave less room below S.
    /// </summary>
    /// <exception cref="ArgumentException">The samples have no spread in some direction, so there is no scale.</exception>
    public static double[] Silverman(ReadOnlySpan<double> samples, int dimension, ReadOnlySpan<double> weights = default)
    {
        double[] shares = Shares(samples.Length / dimension, weights);
        (_, double[] covariance) = Moments(samples, dimension, shares);
        double[] deviations = [.. Enumerable.Range(0, dimension).Select(a => Math.Sqrt(covariance[a * dimension + a]))];
        if (!(deviations.Max() > 0))
            throw new ArgumentException("the samples are all the same, so they have no covariance that an estimate could keep");
        double effective = 1 / TensorPrimitives.SumOfSquares(shares);
        double share = Math.Pow(4 / ((dimension + 2.0) * effective), 2.0 / (dimension + 4));
        double room = SampleShrinkage.LeastCorrelation(covariance, deviations);
        if (!(room > 0))
            throw new ArgumentException("the samples lie in a line or a plane, so they have no spread in some direction and no density");
        double factor = Math.Sqrt(Math.Min(share, LargestShare * room));
        return [.. deviations.Select(deviation => factor * deviation)];
    }

    public int Dimension { get; }

    public double Weight { get; }

    public IReadOnlyList<double> Mean { get; }

    public IReadOnlyList<double> Covariance { get; }

    /// <summary>One of the drawn-in velocities, chosen by its weight, and a normal number of the bandwidth on each axis.</summary>
    public void Sample(RandomStream random, Span<double> velocity)
    {
        int at = Array.BinarySearch(_cumulative, random.NextUniform() * _cumulative[^1]);
        int start = Math.Min(at >= 0 ? at : ~at, _cumulative.Length - 1) * Dimension;
        for (int a = 0; a < Dimension; a++)
            velocity[a] = _samples[start + a] + _bandwidth[a] * random.NextNormal();
    }

    public bool SamplesHaveStatedMoments => true;

    public double Evaluate(ReadOnlySpan<double> velocity)
    {
        double sum = 0;
        for (int i = 0; i < _samples.Length; i += Dimension)
        {
            double square = 0;
            for (int a = 0; a < Dimension; a++)
            {
                double distance = (velocity[a] - _samples[i + a]) / _bandwidth[a];
                square += distance * distance;
            }
            sum += _shares[i / Dimension] * Math.Exp(-0.5 * square);
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
        double mass = 0;
        for (int i = 0; i < _samples.Length; i++)
        {
            double x = _samples[i] - centre[i % Dimension], scale = _bandwidth[i % Dimension] * Math.Sqrt(2);
            mass += 0.5 * _shares[i / Dimension] * (SpecialFunctions.Erfc((halfWidth - x) / scale) + SpecialFunctions.Erfc((halfWidth + x) / scale));
        }
        return mass;
    }

    private void FillPlane(double[][] axes, int plane, Span<double> values)
    {
        double[] last = axes[^1], kernel = new double[last.Length];
        for (int i = 0; i < _samples.Length; i += Dimension)
        {
            double outer = Exponent(axes[0][plane], i);
            if (outer > LargestExponent)
                continue;
            for (int j = 0; j < last.Length; j++)
                kernel[j] = Math.Exp(-Exponent(last[j], i + Dimension - 1));
            int rows = Dimension == 2 ? 1 : axes[1].Length;
            for (int row = 0; row < rows; row++)
            {
                double exponent = Dimension == 2 ? outer : outer + Exponent(axes[1][row], i + 1);
                if (exponent > LargestExponent)
                    continue;
                Span<double> target = values.Slice(row * last.Length, last.Length);
                TensorPrimitives.MultiplyAdd(kernel, _norm * _shares[i / Dimension] * Math.Exp(-exponent), target, target);
            }
        }
    }

    private double Exponent(double velocity, int component)
    {
        double distance = (velocity - _samples[component]) / _bandwidth[component % Dimension];
        return 0.5 * distance * distance;
    }

    /// <summary>The weights with the sum 1.</summary>
    private static double[] Shares(int count, ReadOnlySpan<double> weights)
    {
        double[] shares = new double[count];
        if (weights.IsEmpty)
            Array.Fill(shares, 1.0 / count);
        else if (weights.Length != count)
            throw new ArgumentException("a weight for each sample", nameof(weights));
        else
            TensorPrimitives.Divide(weights, TensorPrimitives.Sum(weights), shares);
        return shares;
    }

    /// <summary>m + A (x_i - m).</summary>
    private static double[] Shrunk(ReadOnlySpan<double> samples, double[] mean, double[,] map)
    {
        int d = mean.Length;
        double[] result = new double[samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            int a = i % d;
            result[i] = mean[a];
            for (int b = 0; b < d; b++)
                result[i] += map[a, b] * (samples[i - a + b] - mean[b]);
        }
        return result;
    }

    /// <summary>The mean and the covariance of weighted samples, d and d x d values.</summary>
    private static (double[] Mean, double[] Covariance) Moments(ReadOnlySpan<double> samples, int d, ReadOnlySpan<double> shares)
    {
        double[] mean = new double[d], covariance = new double[d * d];
        for (int i = 0; i < samples.Length; i++)
            mean[i % d] += samples[i] * shares[i / d];
        for (int i = 0; i < samples.Length; i += d)
        {
            for (int ab = 0; ab < d * d; ab++)
                covariance[ab] += (samples[i + ab / d] - mean[ab / d]) * (samples[i + ab % d] - mean[ab % d]) * shares[i / d];
        }
        return (mean, covariance);
    }
}
