using System.Diagnostics.CodeAnalysis;
using MathNet.Numerics;

namespace Hierarchy.Densities;

/// <summary>The exact solution whose datum for d = 3 is that of Lemou.</summary>
public sealed record LemouSettings : ExactSolutionSettings
{
    private const string Name = "lemou";

    /// <summary>The solution at time 0.</summary>
    [SetsRequiredMembers]
    public LemouSettings()
        : base(Name)
    {
    }

    internal override string Formula => "M(v) (1 + exp(-4(d-1) strength time)/15 L(|v|^2/2)), L the Laguerre polynomial of degree two; exact for gamma = 0";

    internal override IInitialDensity Density(DensityInput input) => new LemouDensity(input.Dimension, input.Strength, Time, Weight);

    internal override double UnresolvedMode(DensityInput input) => NormalMode(1, input.LargestWavenumber);
}

/// <summary>
/// An exact radial solution for Maxwell molecules, gamma = 0, where the Landau equation is the Fokker-Planck equation
/// Lambda (d-1) div(grad f + v f):  f(t, v) = M(v) (1 + exp(-4 (d-1) Lambda t)/15 L(|v|^2/2)), with M the unit Maxwellian and
/// L(x) = x^2/2 - (d+2) x/2 + d (d+2)/8 the generalised Laguerre polynomial of degree two; d = 3 is the datum of Lemou (1998).
/// </summary>
internal sealed class LemouDensity : IInitialDensity
{
    private readonly double _norm;

    /// <summary>The solution at a time.</summary>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="strength">Lambda &gt; 0 of the kernel.</param>
    /// <param name="time">t &gt;= 0; f is positive.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public LemouDensity(int dimension, double strength, double time, double weight = 1)
    {
        DensityArguments.Check(dimension, weight);
        if (!(strength > 0) || !double.IsFinite(strength))
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "the strength is positive and finite");
        if (!(time >= 0) || !double.IsFinite(time))
            throw new ArgumentOutOfRangeException(nameof(time), time, "the time is not negative and finite");
        Dimension = dimension;
        Weight = weight;
        Amplitude = Math.Exp(-4 * (dimension - 1) * strength * time) / 15;
        _norm = Math.Pow(2 * Math.PI, -0.5 * dimension);
        Mean = new double[dimension];
        Covariance = DensityArguments.ScaledIdentity(dimension, 1);
    }

    public int Dimension { get; }

    public double Weight { get; }

    /// <summary>The factor of the Laguerre polynomial.</summary>
    public double Amplitude { get; }

    public IReadOnlyList<double> Mean { get; }

    public IReadOnlyList<double> Covariance { get; }

    /// <summary>d (d+2) (1 + Amplitude): x = |v|^2/2 has E[4 x^2 L(x)] = d (d+2), from the orthogonality of the Laguerre polynomials.</summary>
    public double FourthMoment => Dimension * (Dimension + 2) * (1 + Amplitude);

    public double Evaluate(ReadOnlySpan<double> velocity)
    {
        double square = 0;
        for (int a = 0; a < Dimension; a++)
            square += velocity[a] * velocity[a];
        double x = 0.5 * square, d = Dimension;
        double laguerre = 0.5 * x * x - 0.5 * (d + 2) * x + d * (d + 2) / 8;
        return _norm * Math.Exp(-x) * (1 + Amplitude * laguerre);
    }

    /// <summary>One axis has the density phi (1 + Amplitude He_4/8), phi that of N(0, 1), and He_4 phi = -(He_3 phi)'.</summary>
    public double MassOutside(double halfWidth)
    {
        double phi = Math.Exp(-0.5 * halfWidth * halfWidth) / Math.Sqrt(2 * Math.PI);
        double hermite = halfWidth * (halfWidth * halfWidth - 3);
        return Dimension * (SpecialFunctions.Erfc(halfWidth / Math.Sqrt(2)) + 0.25 * Amplitude * hermite * phi);
    }
}
