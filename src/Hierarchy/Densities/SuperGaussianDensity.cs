using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Hierarchy.Settings;
using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace Hierarchy.Densities;

/// <summary>A flat-topped density.</summary>
public sealed record SuperGaussianSettings : DriftingSettings
{
    private const string Name = "super-gaussian";

    /// <summary>The density that strong inverse bremsstrahlung drives electrons to.</summary>
    [SetsRequiredMembers]
    public SuperGaussianSettings()
        : base(Name)
    {
    }

    [Setting("m in exp(-(|v - drift|/v_0)^m): 2 is a Maxwellian, 5 the limit of strong heating by inverse bremsstrahlung")]
    [Range(1.0, 20.0)]
    public double Exponent { get; init; } = 5;

    internal override string Formula => "C exp(-(|v - drift|/v_0)^exponent) with the v_0 that gives the temperature (Langdon 1980)";

    internal override IInitialDensity Density(DensityInput input) => new SuperGaussianDensity(DriftIn(input.Dimension), Temperature, Exponent, Weight);

    internal override double UnresolvedMode(DensityInput input) => new SuperGaussianDensity(DriftIn(input.Dimension), Temperature, Exponent).Mode(input.LargestWavenumber);
}

/// <summary>
/// The super-Gaussian f(v) = C exp(-(|v - u|/v_0)^m) of mean u and covariance T I: v_0^2 = d T Gamma(d/m)/Gamma((d+2)/m), 1/C = S_d v_0^d Gamma(d/m)/m,
/// S_2 = 2 pi, S_3 = 4 pi. All moments are E|v - u|^k = v_0^k Gamma((d+k)/m)/Gamma(d/m). For other m than 2, 4, ... it is not smooth at v = u.
/// </summary>
internal sealed class SuperGaussianDensity : ISampledDensity
{
    private readonly double[] _drift;
    private readonly double _exponent, _speed, _norm;

    /// <summary>Makes the density.</summary>
    /// <param name="drift">u, d values, d = 2 or 3.</param>
    /// <param name="temperature">T &gt; 0.</param>
    /// <param name="exponent">m &gt;= 1.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public SuperGaussianDensity(ReadOnlySpan<double> drift, double temperature, double exponent, double weight = 1)
    {
        DensityArguments.Check(drift.Length, weight);
        if (!(temperature > 0) || !double.IsFinite(temperature))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "the temperature is positive and finite");
        if (!(exponent >= 1) || !double.IsFinite(exponent))
            throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "the exponent is at least 1 and finite");
        Dimension = drift.Length;
        Weight = weight;
        _drift = drift.ToArray();
        _exponent = exponent;
        _speed = 1;
        _speed = Math.Sqrt(Dimension * temperature / Moment(2));
        _norm = exponent / ((Dimension == 2 ? 2 : 4) * Math.PI * Math.Pow(_speed, Dimension) * SpecialFunctions.Gamma(Dimension / exponent));
        Covariance = DensityArguments.ScaledIdentity(Dimension, temperature);
    }

    public int Dimension { get; }

    public double Weight { get; }

    public IReadOnlyList<double> Mean => _drift;

    public IReadOnlyList<double> Covariance { get; }

    /// <summary>E|v - u|^4 and what the drift adds.</summary>
    public double FourthMoment => DensityArguments.DriftingFourthMoment(_drift, Moment(2), Moment(4));

    public double Evaluate(ReadOnlySpan<double> velocity) => Radial(Math.Sqrt(DensityArguments.SquaredDistance(velocity, _drift)));

    /// <summary>(|v - u|/v_0)^m has the gamma law of the shape d/m.</summary>
    public void Sample(RandomStream random, Span<double> velocity)
    {
        double radius = _speed * Math.Pow(random.NextGamma(Dimension / _exponent), 1 / _exponent);
        random.NextDirection(velocity);
        for (int a = 0; a < Dimension; a++)
            velocity[a] = _drift[a] + radius * velocity[a];
    }

    public double MassOutside(double halfWidth) => MassOutside(stackalloc double[Dimension], halfWidth);

    /// <summary>Each side misses at most half of the mass of the speeds above its distance from the mean.</summary>
    public double MassOutside(ReadOnlySpan<double> centre, double halfWidth)
    {
        double mass = 0;
        for (int a = 0; a < Dimension; a++)
            mass += Tail(halfWidth - _drift[a] + centre[a]) + Tail(halfWidth + _drift[a] - centre[a]);
        return mass;
    }

    /// <summary>|E exp(i k.v)|, the integral of the radial density times sin(kr)/(kr) for d = 3 and J_0(kr) for d = 2, by Gauss-Legendre on panels shorter than a wave.</summary>
    public double Mode(double wavenumber)
    {
        const double largestPower = 40;
        double end = _speed * Math.Pow(largestPower, 1 / _exponent);
        int panels = 8 + (int)(wavenumber * end);
        double surface = (Dimension == 2 ? 2 : 4) * Math.PI, sum = 0;
        for (int i = 0; i < panels; i++)
        {
            sum += GaussLegendreRule.Integrate(
                r => surface * Math.Pow(r, Dimension - 1) * Radial(r) * (
                    Dimension == 2 ? SpecialFunctions.BesselJ(0, wavenumber * r) : Math.Sin(wavenumber * r) / (wavenumber * r)),
                end * i / panels, end * (i + 1) / panels, 16);
        }
        return Math.Abs(sum);
    }

    private double Radial(double radius) => _norm * Math.Exp(-Math.Pow(radius / _speed, _exponent));

    private double Moment(int power) => Math.Pow(_speed, power) * Math.Exp(
        SpecialFunctions.GammaLn((Dimension + power) / _exponent) - SpecialFunctions.GammaLn(Dimension / _exponent));

    private double Tail(double distance)
    {
        return distance >= 0 ? 0.5 * SpecialFunctions.GammaUpperRegularized(Dimension / _exponent, Math.Pow(distance / _speed, _exponent)) : 1;
    }
}
