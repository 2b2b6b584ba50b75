using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hierarchy.Settings;
using MathNet.Numerics;

namespace Hierarchy.Densities;

/// <summary>A density with a tail that falls like a power of the speed.</summary>
public sealed record KappaSettings : DriftingSettings
{
    private const string Name = "kappa";

    /// <summary>A tail that a box of a few thermal speeds nearly holds.</summary>
    [SetsRequiredMembers]
    public KappaSettings()
        : base(Name)
    {
    }

    [Setting("kappa, above d/2; the tail falls like |v|^(-2 kappa - 2), and a Maxwellian is the limit of large values")]
    [Range(1.0, 1e4, MinimumIsExclusive = true)]
    public double Kappa { get; init; } = 10;

    internal override string Formula => "C (1 + |v - drift|^2/((2 kappa - d) temperature))^(-kappa - 1), the kappa density of space plasmas";

    internal override void Check(IDensityRules rules)
    {
        base.Check(rules);
        string least = (0.5 * rules.Input.Dimension).ToString(CultureInfo.InvariantCulture);
        rules.Require(Kappa > 0.5 * rules.Input.Dimension, "kappa", Kappa, $"has to be larger than d/2 = {least}, where the temperature is finite");
    }

    internal override IInitialDensity Density(DensityInput input) => new KappaDensity(DriftIn(input.Dimension), Temperature, Kappa, Weight);

    internal override double UnresolvedMode(DensityInput input) => new KappaDensity(DriftIn(input.Dimension), Temperature, Kappa).Mode(input.LargestWavenumber);
}

/// <summary>
/// The kappa density f(v) = C (1 + |v - u|^2/((2 kappa - d) T))^(-kappa - 1) in d dimensions, of mean u and covariance T I; for d = 3 that of Olbert and Vasyliunas with
/// theta^2 = (2 kappa - 3) T/kappa. It is the multivariate t density with nu = 2 kappa + 2 - d degrees of freedom.
/// </summary>
internal sealed class KappaDensity : ISampledDensity
{
    private readonly double[] _drift;
    private readonly double _kappa, _temperature, _square, _freedom, _norm;

    /// <summary>Makes the density.</summary>
    /// <param name="drift">u, d values, d = 2 or 3.</param>
    /// <param name="temperature">T &gt; 0.</param>
    /// <param name="kappa">kappa &gt; d/2.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public KappaDensity(ReadOnlySpan<double> drift, double temperature, double kappa, double weight = 1)
    {
        DensityArguments.Check(drift.Length, weight);
        if (!(temperature > 0) || !double.IsFinite(temperature))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "the temperature is positive and finite");
        if (!(kappa > 0.5 * drift.Length) || !double.IsFinite(kappa))
            throw new ArgumentOutOfRangeException(nameof(kappa), kappa, "kappa is larger than d/2 and finite");
        Dimension = drift.Length;
        Weight = weight;
        _drift = drift.ToArray();
        _kappa = kappa;
        _temperature = temperature;
        _square = (2 * kappa - Dimension) * temperature;
        _freedom = 2 * kappa + 2 - Dimension;
        _norm = Math.Exp(SpecialFunctions.GammaLn(kappa + 1) - SpecialFunctions.GammaLn(0.5 * _freedom) - 0.5 * Dimension * Math.Log(Math.PI * _square));
        Covariance = DensityArguments.ScaledIdentity(Dimension, temperature);
    }

    public int Dimension { get; }

    public double Weight { get; }

    public IReadOnlyList<double> Mean => _drift;

    public IReadOnlyList<double> Covariance { get; }

    /// <summary>E|v - u|^4 = d (d+2) T^2 (nu-2)/(nu-4), with what the drift adds; infinite, and so no number, up to nu = 4.</summary>
    public double FourthMoment => _freedom <= 4
        ? double.NaN
        : DensityArguments.DriftingFourthMoment(
            _drift, Dimension * _temperature, Dimension * (Dimension + 2) * _temperature * _temperature * (_freedom - 2) / (_freedom - 4));

    public double Evaluate(ReadOnlySpan<double> velocity) => _norm * Math.Pow(1 + DensityArguments.SquaredDistance(velocity, _drift) / _square, -_kappa - 1);

    /// <summary>u + sqrt((2 kappa - d) T/chi^2) z with a standard normal z and chi^2 of nu degrees of freedom, twice a gamma number of the shape nu/2.</summary>
    public void Sample(RandomStream random, Span<double> velocity)
    {
        double scale = Math.Sqrt(_square / (2 * random.NextGamma(0.5 * _freedom)));
        for (int a = 0; a < Dimension; a++)
            velocity[a] = _drift[a] + scale * random.NextNormal();
    }

    public double MassOutside(double halfWidth) => MassOutside(stackalloc double[Dimension], halfWidth);

    /// <summary>One axis has the t density with nu degrees of freedom.</summary>
    public double MassOutside(ReadOnlySpan<double> centre, double halfWidth)
    {
        double mass = 0;
        for (int a = 0; a < Dimension; a++)
            mass += Tail(halfWidth - _drift[a] + centre[a]) + Tail(halfWidth + _drift[a] - centre[a]);
        return mass;
    }

    /// <summary>|E exp(i k.v)| = 2^(1 - nu/2) x^(nu/2) K_(nu/2)(x)/Gamma(nu/2), x = |k| sqrt((2 kappa - d) T) (Kotz and Nadarajah, Multivariate t Distributions, 2004).</summary>
    public double Mode(double wavenumber)
    {
        double x = wavenumber * Math.Sqrt(_square), order = 0.5 * _freedom;
        // Large orders are normal densities, and their Bessel functions overflow.
        const double largestOrder = 60;
        if (order > largestOrder)
            return Math.Exp(-0.5 * _temperature * wavenumber * wavenumber);
        double scaled = SpecialFunctions.BesselKScaled(order, x);
        return Math.Min(1, scaled * Math.Exp(order * Math.Log(x) - x - SpecialFunctions.GammaLn(order) - (order - 1) * Math.Log(2)));
    }

    /// <summary>P(v_a - u_a &gt; L): half the incomplete beta function at nu s^2/(nu s^2 + L^2), where nu s^2 = (2 kappa - d) T.</summary>
    private double Tail(double distance)
    {
        double half = 0.5 * SpecialFunctions.BetaRegularized(0.5 * _freedom, 0.5, _square / (_square + distance * distance));
        return distance >= 0 ? half : 1 - half;
    }
}
