using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Hierarchy.Settings;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Densities;

/// <summary>A normal density.</summary>
public sealed record GaussianSettings : DensitySettings
{
    private const string Name = "gaussian";

    /// <summary>The unit Maxwellian.</summary>
    [SetsRequiredMembers]
    public GaussianSettings()
        : base(Name)
    {
    }

    [Setting("the mean, d numbers within the box", Default = "zero")]
    [Length(2, 3)]
    public double[]? Mean { get; init; }

    [Setting("the covariance, symmetric and positive definite: a number for all directions, the d numbers of its diagonal, or d rows of d numbers", Default = "the identity")]
    [Length(2, 3)]
    [Description("a number, a list of numbers (the diagonal) or of rows of numbers")]
    public double[][]? Covariance { get; init; }

    internal override string Formula => "normal density; covariance as a number, a diagonal or rows";

    internal override DensitySettings WithDefaults(int dimension) => this with { Mean = Mean ?? new double[dimension], Covariance = Covariance ?? Identity(dimension) };

    internal override void Check(IDensityRules rules)
    {
        int dimension = rules.Input.Dimension;
        double[] mean = Mean ?? new double[dimension];
        rules.Require(mean.Length == dimension, "mean", DensityArguments.Count(mean.Length), $"needs {dimension} numbers, one for each axis");
        DensityArguments.CheckInBox(rules, "mean", mean);
        if (Covariance is not { } covariance)
            return;
        bool isSquare = covariance.Length == dimension && covariance.All(row => row?.Length == dimension);
        rules.Require(isSquare, "covariance", DensityArguments.Count(covariance.Length), $"needs {dimension} numbers (the diagonal) or {dimension} rows of {dimension} numbers");
        if (isSquare)
            rules.Require(IsPositiveDefinite(covariance), "covariance", "no covariance", "has to be symmetric and positive definite");
    }

    internal override IInitialDensity Density(DensityInput input) =>
        new GaussianDensity(Mean ?? new double[input.Dimension], [.. (Covariance ?? Identity(input.Dimension)).SelectMany(row => row)], Weight);

    internal override double UnresolvedMode(DensityInput input)
    {
        Matrix<double> covariance = Matrix<double>.Build.DenseOfRowArrays(Covariance ?? Identity(input.Dimension));
        return NormalMode(covariance.Evd(Symmetricity.Symmetric).EigenValues.Enumerate().Min(value => value.Real), input.LargestWavenumber);
    }

    /// <summary>Symmetric to 12 digits and positive definite (by its Cholesky factors).</summary>
    internal static bool IsPositiveDefinite(double[][] covariance)
    {
        int dimension = covariance.Length;
        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (!(Math.Abs(covariance[i][j] - covariance[j][i]) <= 1e-12 * (Math.Abs(covariance[i][i]) + Math.Abs(covariance[j][j]))))
                    return false;
            }
        }
        try
        {
            return Matrix<double>.Build.DenseOfRowArrays(covariance).Cholesky().Determinant > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static double[][] Identity(int dimension) =>
        [.. Enumerable.Range(0, dimension).Select(i => Enumerable.Range(0, dimension).Select(j => i == j ? 1.0 : 0.0).ToArray())];
}

/// <summary>The normal density N(mean, covariance).</summary>
internal sealed class GaussianDensity : ISampledDensity
{
    private readonly double[] _mean, _covariance, _factor, _cholesky;
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
        (_factor, _cholesky) = Factorise(_covariance, Dimension);
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

    /// <summary>The lower triangular C of the covariance C C^T, row-major.</summary>
    public IReadOnlyList<double> Cholesky => _cholesky;

    /// <summary>(|m|^2 + tr S)^2 + 4 m S m + 2 tr S^2.</summary>
    public double FourthMoment
    {
        get
        {
            double trace = 0, square = 0;
            for (int a = 0; a < Dimension; a++)
            {
                trace += _covariance[a * Dimension + a];
                square += _mean[a] * _mean[a];
            }
            double energy = square + trace, sum = energy * energy;
            for (int ab = 0; ab < Dimension * Dimension; ab++)
                sum += _covariance[ab] * (4 * _mean[ab / Dimension] * _mean[ab % Dimension] + 2 * _covariance[ab]);
            return sum;
        }
    }

    /// <summary>m + C z of a standard normal z.</summary>
    public void Sample(RandomStream random, Span<double> velocity)
    {
        Span<double> normal = stackalloc double[3];
        for (int a = 0; a < Dimension; a++)
        {
            normal[a] = random.NextNormal();
            velocity[a] = _mean[a];
            for (int b = 0; b <= a; b++)
                velocity[a] += _cholesky[a * Dimension + b] * normal[b];
        }
    }

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

    /// <summary>W lower triangular with W covariance W^T = I, and its inverse, the Cholesky factor.</summary>
    private static (double[] Inverse, double[] Cholesky) Factorise(double[] covariance, int d)
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
        return (inverse, cholesky);
    }
}
