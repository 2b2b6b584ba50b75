using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hierarchy.Settings;
using MathNet.Numerics;

namespace Hierarchy.Densities;

/// <summary>The exact solution of Bobylev, Krook and Wu.</summary>
public sealed record BkwSettings : ExactSolutionSettings
{
    private const string Name = "bkw";

    /// <summary>The solution at time 0 with the largest admissible constant.</summary>
    [SetsRequiredMembers]
    public BkwSettings()
        : base(Name)
    {
    }

    [Setting("C in K = 1 - C exp(-2(d-1) Lambda time), with K in [d/(d+2), 1]", Default = "2/(d+2), the largest that is admissible at time 0")]
    public double? Constant { get; init; }

    internal override string Formula => "(P + Q |v|^2) times a Gaussian of temperature K = 1 - C exp(-2(d-1) strength time); exact for gamma = 0";

    internal override DensitySettings WithDefaults(int dimension) => this with { Constant = ConstantIn(dimension) };

    internal override void Check(IDensityRules rules)
    {
        int dimension = rules.Input.Dimension;
        if (rules.Knows("kernel.strength") && rules.IsSound())
        {
            double parameter = Parameter(rules.Input), least = (double)dimension / (dimension + 2);
            rules.Require(
                parameter >= least - 1e-12 && parameter <= 1, Constant is not null ? "constant" : "", ConstantIn(dimension),
                string.Create(CultureInfo.InvariantCulture, $"gives K = 1 - C exp(-2(d-1) strength time) = {parameter:G6}, the density is nonnegative for K in [{least:G4}, 1]"));
        }
        base.Check(rules);
    }

    internal override IInitialDensity Density(DensityInput input) => new BkwDensity(input.Dimension, input.Strength, ConstantIn(input.Dimension), Time, Weight);

    internal override double UnresolvedMode(DensityInput input) => NormalMode(Parameter(input), input.LargestWavenumber);

    /// <summary>The constant given, or 2/(d+2), with which the density vanishes at v = 0 at time 0.</summary>
    private double ConstantIn(int dimension) => Constant ?? 2.0 / (dimension + 2);

    /// <summary>K = 1 - C exp(-2(d-1) Lambda t).</summary>
    private double Parameter(DensityInput input) => 1 - ConstantIn(input.Dimension) * Math.Exp(-2 * (input.Dimension - 1) * input.Strength * Time);
}

/// <summary>
/// The exact solution of the Landau equation for Maxwell molecules, gamma = 0, of Bobylev, Krook and Wu, with mass 1 and E|v|^2 = d:
/// f(t, v) = (2 pi K)^(-d/2) exp(-|v|^2/2K) (P + Q |v|^2), P = ((d+2) K - d)/(2K), Q = (1 - K)/(2 K^2), K(t) = 1 - C exp(-2 (d-1) Lambda t).
/// </summary>
internal sealed class BkwDensity : ISampledDensity
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

    /// <summary>E|v|^4 = d (d+2) K (2 - K).</summary>
    public double FourthMoment => Dimension * (Dimension + 2) * Scale * (2 - Scale);

    /// <summary>M_K (P + Q |v|^2) is M_K with probability P and otherwise has |v|^2/K of the chi-squared law with d + 2 degrees of freedom.</summary>
    public void Sample(RandomStream random, Span<double> velocity)
    {
        int degrees = random.NextUniform() < _constant ? Dimension : Dimension + 2;
        double square = 0;
        for (int i = 0; i < degrees; i++)
        {
            double normal = random.NextNormal();
            square += normal * normal;
        }
        random.NextDirection(velocity);
        for (int a = 0; a < Dimension; a++)
            velocity[a] *= Math.Sqrt(Scale * square);
    }

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
