using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Hierarchy.Settings;
using MathNet.Numerics;

namespace Hierarchy.Densities;

/// <summary>A Maxwellian with a wave in velocity.</summary>
public sealed record PerturbedMaxwellianSettings : DensitySettings
{
    private const string Name = "perturbed-maxwellian";

    /// <summary>The unit Maxwellian with half a wave along the first axis.</summary>
    [SetsRequiredMembers]
    public PerturbedMaxwellianSettings()
        : base(Name)
    {
    }

    [Setting("the temperature of the Maxwellian")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 1;

    [Setting("the amplitude of the wave; the density is nonnegative in this range")]
    [Range(-1.0, 1.0)]
    public double Amplitude { get; init; } = 0.5;

    [Setting("the wavevector, d numbers, not all zero", Default = "1 along the first axis")]
    [Length(2, 3)]
    public double[]? Wavevector { get; init; }

    internal override string Formula => "M_T(v) (1 + amplitude cos(wavevector.v)), normalised; amplitude in [-1, 1]";

    internal override DensitySettings WithDefaults(int dimension) => this with { Wavevector = Densities.Wavevector.Of(Wavevector, dimension) };

    internal override void Check(IDensityRules rules) => Densities.Wavevector.Check(rules, Wavevector);

    internal override IInitialDensity Density(DensityInput input) =>
        new PerturbedMaxwellianDensity(Densities.Wavevector.Of(Wavevector, input.Dimension), Amplitude, Temperature, Weight);

    /// <summary>The wave moves the spectrum of the Maxwellian that carries it.</summary>
    internal override double UnresolvedMode(DensityInput input) =>
        NormalMode(Temperature, Math.Max(0, input.LargestWavenumber - Densities.Wavevector.Of(Wavevector, input.Dimension).Max(Math.Abs)));
}

/// <summary>
/// A Maxwellian with a wave in velocity, f(v) = M_T(v) (1 + A cos(k.v))/(1 + A exp(-T |k|^2/2)), M_T the normal density N(0, T I).
/// It is even, has mass one and mean zero, and is non-negative because |A| &lt;= 1.
/// </summary>
internal sealed class PerturbedMaxwellianDensity : ISampledDensity
{
    private readonly double[] _wavevector;
    private readonly double _temperature, _amplitude, _norm, _massFactor;

    /// <summary>Makes the density.</summary>
    /// <param name="wavevector">k, d values, not zero, d = 2 or 3.</param>
    /// <param name="amplitude">A in [-1, 1].</param>
    /// <param name="temperature">T &gt; 0.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentException">The wavevector is zero or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public PerturbedMaxwellianDensity(ReadOnlySpan<double> wavevector, double amplitude, double temperature = 1, double weight = 1)
    {
        int d = wavevector.Length;
        DensityArguments.Check(d, weight);
        if (!(Math.Abs(amplitude) <= 1))
            throw new ArgumentOutOfRangeException(nameof(amplitude), amplitude, "the amplitude lies in [-1, 1], where the density is non-negative");
        if (!(temperature > 0) || !double.IsFinite(temperature))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "the temperature is positive and finite");
        Dimension = d;
        Weight = weight;
        _wavevector = wavevector.ToArray();
        _temperature = temperature;
        _amplitude = amplitude;
        double square = 0;
        foreach (double component in wavevector)
            square += component * component;
        if (!(square > 0) || !double.IsFinite(square))
            throw new ArgumentException("the wavevector is finite and not zero", nameof(wavevector));
        double damped = amplitude * Math.Exp(-0.5 * temperature * square);
        _massFactor = 1 + damped;
        _norm = Math.Pow(2 * Math.PI * temperature, -0.5 * d) / _massFactor;
        Mean = new double[d];
        double[] covariance = DensityArguments.ScaledIdentity(d, temperature);
        for (int ab = 0; ab < d * d; ab++)
            covariance[ab] -= damped / _massFactor * temperature * temperature * wavevector[ab / d] * wavevector[ab % d];
        Covariance = covariance;
    }

    public int Dimension { get; }

    public double Weight { get; }

    public IReadOnlyList<double> Mean { get; }

    /// <summary>T I - T^2 k k^T A exp(-T |k|^2/2)/(1 + A exp(-T |k|^2/2)).</summary>
    public IReadOnlyList<double> Covariance { get; }

    public double Evaluate(ReadOnlySpan<double> velocity)
    {
        double square = 0, phase = 0;
        for (int a = 0; a < Dimension; a++)
        {
            square += velocity[a] * velocity[a];
            phase += velocity[a] * _wavevector[a];
        }
        return _norm * Math.Exp(-0.5 * square / _temperature) * (1 + _amplitude * Math.Cos(phase));
    }

    /// <summary>From the Maxwellian by rejection with probability (1 + A cos(k.v))/(1 + |A|).</summary>
    public void Sample(RandomStream random, Span<double> velocity)
    {
        double phase;
        do
        {
            phase = 0;
            for (int a = 0; a < Dimension; a++)
            {
                velocity[a] = Math.Sqrt(_temperature) * random.NextNormal();
                phase += velocity[a] * _wavevector[a];
            }
        }
        while (random.NextUniform() * (1 + Math.Abs(_amplitude)) > 1 + _amplitude * Math.Cos(phase));
    }

    /// <summary>The wave raises the tail of the Maxwellian by at most 1 + |A|.</summary>
    public double MassOutside(double halfWidth) =>
        Dimension * (1 + Math.Abs(_amplitude)) / _massFactor * SpecialFunctions.Erfc(halfWidth / Math.Sqrt(2 * _temperature));
}
