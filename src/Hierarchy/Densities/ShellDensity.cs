using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Hierarchy.Settings;
using MathNet.Numerics;

namespace Hierarchy.Densities;

/// <summary>A shell of particles of nearly one speed.</summary>
public sealed record ShellSettings : DensitySettings
{
    private const string Name = "shell";

    /// <summary>The shell of the Rosenbluth problem.</summary>
    [SetsRequiredMembers]
    public ShellSettings()
        : base(Name)
    {
    }

    [Setting("S in exp(-S (|v| - sigma)^2/sigma^2), the sharpness of the shell")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    [JsonPropertyName("S")]
    public double S { get; init; } = 10;

    [Setting("the speed of the shell")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public double Sigma { get; init; } = 0.3;

    internal override string Formula => "C exp(-S (|v| - sigma)^2/sigma^2), the Rosenbluth problem";

    internal override IInitialDensity Density(DensityInput input) => new ShellDensity(input.Dimension, S, Sigma, Weight);

    /// <summary>That of a normal density as wide as the shell is thick.</summary>
    internal override double UnresolvedMode(DensityInput input) => NormalMode(Sigma * Sigma / (2 * S), input.LargestWavenumber);
}

/// <summary>
/// A shell of particles of nearly one speed, f(v) = C exp(-S (|v| - sigma)^2/sigma^2): the Rosenbluth problem of the particle-method literature
/// (there with d = 3, S = 10, sigma = 0.3 and C = 1/S^2), here of mass one.
/// </summary>
/// <remarks>
/// With x = r/sigma all moments are J_k = int_0^inf x^k exp(-S (x-1)^2) dx, from J_0 = sqrt(pi/S) (1 + erf sqrt S)/2, J_1 = J_0 + exp(-S)/(2S) and
/// J_{k+1} = J_k + k/(2S) J_{k-1}. At v = 0 the density has a cone of relative height exp(-S), which a grid resolves only slowly where S is small.
/// </remarks>
internal sealed class ShellDensity : ISampledDensity
{
    private readonly double _norm, _radial;

    /// <summary>Makes the density.</summary>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="sharpness">S &gt; 0; the width of the shell is sigma/sqrt(2S).</param>
    /// <param name="sigma">The speed of the shell, positive.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public ShellDensity(int dimension, double sharpness, double sigma, double weight = 1)
    {
        DensityArguments.Check(dimension, weight);
        if (!(sharpness > 0) || !double.IsFinite(sharpness))
            throw new ArgumentOutOfRangeException(nameof(sharpness), sharpness, "S is positive and finite");
        if (!(sigma > 0) || !double.IsFinite(sigma))
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "sigma is positive and finite");
        Dimension = dimension;
        Weight = weight;
        Sharpness = sharpness;
        Sigma = sigma;
        _radial = Moment(dimension - 1, 0);
        _norm = 1 / ((dimension == 2 ? 2 : 4) * Math.PI * Math.Pow(sigma, dimension) * _radial);
        Mean = new double[dimension];
        Covariance = DensityArguments.ScaledIdentity(dimension, sigma * sigma * Moment(dimension + 1, 0) / (_radial * dimension));
    }

    public int Dimension { get; }

    public double Weight { get; }

    /// <summary>S.</summary>
    public double Sharpness { get; }

    /// <summary>sigma.</summary>
    public double Sigma { get; }

    public IReadOnlyList<double> Mean { get; }

    public IReadOnlyList<double> Covariance { get; }

    public double Evaluate(ReadOnlySpan<double> velocity)
    {
        double square = 0;
        for (int a = 0; a < Dimension; a++)
            square += velocity[a] * velocity[a];
        double distance = Math.Sqrt(square) / Sigma - 1;
        return _norm * Math.Exp(-Sharpness * distance * distance);
    }

    /// <summary>
    /// The speed x = r/sigma has the density x^(d-1) exp(-S (x-1)^2), whose logarithm curves more than -S x^2 everywhere: it lies below its maximum times
    /// exp(-S (x - mode)^2), from which it is drawn by rejection.
    /// </summary>
    public void Sample(RandomStream random, Span<double> velocity)
    {
        double power = Dimension - 1, mode = 0.5 * (1 + Math.Sqrt(1 + 2 * power / Sharpness)), x, envelope;
        do
        {
            double distance = random.NextNormal() / Math.Sqrt(2 * Sharpness);
            x = mode + distance;
            envelope = power * Math.Log(mode) - Sharpness * ((mode - 1) * (mode - 1) + distance * distance);
        }
        while (x <= 0 || Math.Log(random.NextUniform()) > power * Math.Log(x) - Sharpness * (x - 1) * (x - 1) - envelope);
        random.NextDirection(velocity);
        for (int a = 0; a < Dimension; a++)
            velocity[a] *= Sigma * x;
    }

    /// <summary>Each axis misses at most the mass of the speeds above L.</summary>
    public double MassOutside(double halfWidth) => Dimension * Moment(Dimension - 1, halfWidth / Sigma) / _radial;

    /// <summary>int_y^inf x^k exp(-S (x-1)^2) dx by the recurrence with its boundary term.</summary>
    private double Moment(int power, double y)
    {
        double root = Math.Sqrt(Sharpness), edge = Math.Exp(-Sharpness * (y - 1) * (y - 1)) / (2 * Sharpness);
        double before = 0, value = 0.5 * Math.Sqrt(Math.PI) / root * SpecialFunctions.Erfc(root * (y - 1));
        for (int k = 0; k < power; k++)
        {
            (before, value) = (value, value + k / (2 * Sharpness) * before + edge);
            edge *= y;
        }
        return value;
    }
}
