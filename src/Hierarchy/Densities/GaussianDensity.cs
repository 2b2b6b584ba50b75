using MathNet.Numerics;

namespace Hierarchy.Densities;

/// <summary>The normal density N(mean, covariance).</summary>
internal sealed class GaussianDensity : IInitialDensity
{
    private readonly double[] _mean, _covariance, _factor;
    private readonly double _norm;

    /// <summary>Makes the density.</summary>
    /// <param name="mean">d values, d = 2 or 3.</param>
    /// <param name="covariance">d x d values, row-major, symmetric and positive definite.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or the covariance is not symmetric and positive definite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    public GaussianDensity(ReadOnlySpan<double> mean, ReadOnlySpan<double> covariance, double weight = 1)
    {
        DensityArguments.Check(mean.Length, weight);
        if (covariance.Length != mean.Length * mean.Length)
            throw new ArgumentException("the covariance has d x d values", nameof(covariance));
        Dimension = mean.Length;
        Weight = weight;
        _mean = mean.ToArray();
        _covariance = covariance.ToArray();
        foreach (double value in _mean)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException("the mean is finite", nameof(mean));
        }
        _factor = Factorise(_covariance, Dimension);
        _norm = Math.Pow(2 * Math.PI, -0.5 * Dimension);
        for (int a = 0; a < Dimension; a++)
            _norm *= _factor[a * Dimension + a];
    }

    /// <summary>The isotropic normal density N(mean, T I).</summary>
    public static GaussianDensity Isotropic(ReadOnlySpan<double> mean, double temperature, double weight = 1)
    {
        Span<double> diagonal = stackalloc double[mean.Length];
        diagonal.Fill(temperature);
        return Diagonal(mean, diagonal, weight);
    }

    /// <summary>N(mean, diag(variances)).</summary>
    public static GaussianDensity Diagonal(ReadOnlySpan<double> mean, ReadOnlySpan<double> variances, double weight = 1)
    {
        if (variances.Length != mean.Length)
            throw new ArgumentException("as many variances as components of the mean", nameof(variances));
        double[] covariance = new double[mean.Length * mean.Length];
        for (int a = 0; a < mean.Length; a++)
            covariance[a * mean.Length + a] = variances[a];
        return new GaussianDensity(mean, covariance, weight);
    }

    public int Dimension { get; }

    public double Weight { get; }

    public IReadOnlyList<double> Mean => _mean;

    public IReadOnlyList<double> Covariance => _covariance;

    public double Evaluate(ReadOnlySpan<double> velocity)
    {
        double square = 0;
        for (int a = 0; a < Dimension; a++)
        {
            double sum = 0;
            for (int b = 0; b <= a; b++)
                sum += _factor[a * Dimension + b] * (velocity[b] - _mean[b]);
            square += sum * sum;
        }
        return _norm * Math.Exp(-0.5 * square);
    }

    public double MassOutside(double halfWidth) => MassOutside(stackalloc double[Dimension], halfWidth);

    public double MassOutside(ReadOnlySpan<double> centre, double halfWidth)
    {
        double mass = 0;
        for (int a = 0; a < Dimension; a++)
        {
            double scale = Math.Sqrt(2 * _covariance[a * Dimension + a]), mean = _mean[a] - centre[a];
            mass += 0.5 * (SpecialFunctions.Erfc((halfWidth - mean) / scale) + SpecialFunctions.Erfc((halfWidth + mean) / scale));
        }
        return mass;
    }

    /// <summary>W lower triangular with W covariance W^T = I: the inverse of the Cholesky factor.</summary>
    private static double[] Factorise(double[] covariance, int d)
    {
        double[] inverse = new double[d * d], cholesky = new double[d * d];
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                if (!(Math.Abs(covariance[a * d + b] - covariance[b * d + a]) <= 1e-14 * Math.Abs(covariance[a * d + b])))
                    throw new ArgumentException("the covariance is symmetric", nameof(covariance));
                double sum = covariance[a * d + b];
                for (int c = 0; c < b; c++)
                    sum -= cholesky[a * d + c] * cholesky[b * d + c];
                if (a == b && !(sum > 0 && double.IsFinite(sum)))
                    throw new ArgumentException("the covariance is positive definite", nameof(covariance));
                cholesky[a * d + b] = a == b ? Math.Sqrt(sum) : sum / cholesky[b * d + b];
            }
        }
        for (int a = 0; a < d; a++)
        {
            inverse[a * d + a] = 1 / cholesky[a * d + a];
            for (int b = 0; b < a; b++)
            {
                double sum = 0;
                for (int c = b; c < a; c++)
                    sum -= cholesky[a * d + c] * inverse[c * d + b];
                inverse[a * d + b] = sum / cholesky[a * d + a];
            }
        }
        return inverse;
    }
}
