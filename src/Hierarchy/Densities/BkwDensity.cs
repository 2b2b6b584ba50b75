using MathNet.Numerics;

namespace Hierarchy.Densities;

/// <summary>
/// The exact solution of the Landau equation for Maxwell molecules, gamma = 0, of Bobylev, Krook and Wu, with mass 1 and E|v|^2 = d:
/// f(t, v) = (2 pi K)^(-d/2) exp(-|v|^2/2K) (P + Q |v|^2), P = ((d+2) K - d)/(2K), Q = (1 - K)/(2 K^2), K(t) = 1 - C exp(-2 (d-1) Lambda t).
/// </summary>
internal sealed class BkwDensity : IInitialDensity
{
    private readonly double _constant, _linear, _norm;

    /// <summary>The solution at a time.</summary>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="strength">Lambda &gt; 0 of the kernel.</param>
    /// <param name="constant">C &gt;= 0.</param>
    /// <param name="time">t, with K(t) in [d/(d+2), 1], where f is not negative.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public BkwDensity(int dimension, double strength, double constant, double time, double weight = 1)
    {
        DensityArguments.Check(dimension, weight);
        if (!(strength > 0) || !double.IsFinite(strength))
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "the strength is positive and finite");
        if (!(constant >= 0) || !double.IsFinite(constant))
            throw new ArgumentOutOfRangeException(nameof(constant), constant, "the constant is not negative and finite");
        if (!double.IsFinite(time))
            throw new ArgumentOutOfRangeException(nameof(time), time, "the time is finite");
        Dimension = dimension;
        Weight = weight;
        Scale = 1 - constant * Math.Exp(-2 * (dimension - 1) * strength * time);
        const double roundOff = 1e-12;
        if (!(Scale >= dimension / (dimension + 2.0) - roundOff))
            throw new ArgumentOutOfRangeException(nameof(time), time, $"the solution is negative before K = d/(d+2), here K = {Scale:R}");
        _constant = ((dimension + 2) * Scale - dimension) / (2 * Scale);
        _linear = (1 - Scale) / (2 * Scale * Scale);
        _norm = Math.Pow(2 * Math.PI * Scale, -0.5 * dimension);
        Mean = new double[dimension];
        Covariance = DensityArguments.ScaledIdentity(dimension, 1);
    }

    public int Dimension { get; }

    public double Weight { get; }

    /// <summary>K(t).</summary>
    public double Scale { get; }

    public IReadOnlyList<double> Mean { get; }

    public IReadOnlyList<double> Covariance { get; }

    public double Evaluate(ReadOnlySpan<double> velocity)
    {
        double square = 0;
        for (int a = 0; a < Dimension; a++)
            square += velocity[a] * velocity[a];
        return _norm * Math.Exp(-0.5 * square / Scale) * (_constant + _linear * square);
    }

    /// <summary>One axis has the density phi (P + (d-1) Q K + Q x^2), phi that of N(0, K).</summary>
    public double MassOutside(double halfWidth)
    {
        double phi = Math.Exp(-0.5 * halfWidth * halfWidth / Scale) / Math.Sqrt(2 * Math.PI * Scale);
        return Dimension * (SpecialFunctions.Erfc(halfWidth / Math.Sqrt(2 * Scale)) + 2 * _linear * halfWidth * Scale * phi);
    }
}
