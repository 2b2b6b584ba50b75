using Hierarchy.Invariant;
using MathNet.Numerics;

namespace Hierarchy.Tests.Invariant;

public sealed class InvariantFunctionalsTests
{
    [Theory]
    [InlineData(1, 1e-8), InlineData(1.5, 1e-7)]
    public void Singular_integrals_of_a_Maxwellian(double exponent, double tolerance)
    {
        // z is normal with the variance 2 T: E|z|^-s = (4 T)^(-s/2) Gamma((3-s)/2)/Gamma(3/2).
        using RadialBasis basis = RadialTrial.Basis(20, 2, 0.8);
        InvariantPair pair = Maxwellian(basis, 0.8, 0);
        double expected = Math.Pow(3.2, -exponent / 2) * SpecialFunctions.Gamma((3 - exponent) / 2) / SpecialFunctions.Gamma(1.5);
        Assert.Equal(expected, new SingularIntegral(basis, u => Math.Pow(u, -exponent)).Of(pair), tolerance);
        if (exponent == 1)
            Assert.Equal(expected, SingularIntegral.Coulomb(basis).Of(pair), tolerance);
    }

    [Fact]
    public void Functionals_of_a_known_correlation()
    {
        // g = e M M r1^2 r2^2 P_2(mu): int g^2/(M M) = e^2 15^2/5 with E r^4 = 15, int g^2 by its Gaussians, int |g| = e E[r^2]^2 int |P_2| dmu/2 = 9 e 2/(3 sqrt 3).
        const double amplitude = 1e-4;
        using RadialBasis basis = RadialTrial.Basis(22, 3, 1);
        PairFunctionalSums sums = PairQuadrature.Of(Maxwellian(basis, 1, amplitude));
        Assert.Equal(45, sums.ChiSquare / (amplitude * amplitude), 1e-5);
        Assert.Equal(22.5, sums.Information / (amplitude * amplitude), 0.05);
        Assert.Equal(18 / (3 * Math.Sqrt(3)), sums.Absolute / amplitude, 1e-6);
        // r1^2 r2^2 P_2 = (3 (v1.v2)^2 - r1^2 r2^2)/2: the square of its gradient in v1 is 3 (v1.v2)^2 r2^2 + r1^2 r2^4, of mean 3 E r^4 + E r^2 E r^4 = 90.
        Assert.Equal(180, sums.FisherSquare / (amplitude * amplitude), 1e-4);
        double one = 4 * Math.PI * Math.Pow(2 * Math.PI, -3) * 15.0 / 16 * Math.Sqrt(Math.PI);
        Assert.Equal(one * one / 5, sums.Square / (amplitude * amplitude), 1e-8);
    }

    /// <summary>
    /// Of g = a M M r1^2 r2^2 P_2 the squares of the five equal singular values add up to int g^2/(M M) = 45 a^2: 3 a. With b M M (r1^2 - 3)(r2^2 - 3) beside it,
    /// which is one product, there is 6 b = b E(r^2 - 3)^2 besides.
    /// </summary>
    [Theory]
    [InlineData(0, 3, 3, 3)]
    [InlineData(0.7, 4.2, 3, 3)]
    [InlineData(0.3, 3, 3, 3)]
    public void Canonical_correlations_of_known_correlations(double isotropic, double first, double second, double third)
    {
        const double amplitude = 1e-3;
        using RadialBasis basis = RadialTrial.Basis(22, 3, 1);
        InvariantPair turning = Maxwellian(basis, 1, amplitude);
        double[] factor = new double[basis.Stride], pairs = [.. Enumerable.Range(0, 3).SelectMany(mode => turning.ModeCoefficients(mode).ToArray())];
        basis.Project(r => (r * r - 3) * RadialTrial.Maxwellian(r, 1), factor.AsSpan(0, basis.Count));
        InvariantStart.AddProduct(isotropic * amplitude, factor, factor, pairs.AsSpan(0, basis.Count * basis.Stride), basis.Stride);
        InvariantValue[] found = [.. InvariantCorrelations.Of(new InvariantPair(basis, turning.DensityCoefficients, pairs))];
        double[] expected = [first * amplitude, second * amplitude, third * amplitude];
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal($"canonical_correlation_{k + 1}", found[k].Name);
            Assert.Equal(expected[k], found[k].Value, 1e-7 * amplitude + found[k].Error);
            Assert.InRange(found[k].Error, 0, 1e-6 * amplitude);
        }
    }

    /// <summary>
    /// The transform of M_T is exp(-T k^2/2), so the squared norm of M_1 - M_T is int (1 + k^2)^-2 (exp(-k^2/2) - exp(-T k^2/2))^2 k^2 dk/(2 pi^2). Of
    /// g = a M M r1^2 r2^2 P_2 the transform is a M^ M^ k1^2 k2^2 P_2, whose square is integrated as simply.
    /// </summary>
    [Fact]
    public void Norms_of_negative_order_are_those_of_the_transforms()
    {
        using RadialBasis basis = RadialTrial.Basis(24, 3, 1.2);
        InvariantPair one = Maxwellian(basis, 1, 1e-3), other = Maxwellian(basis, 1.2, 0);
        var norms = new InvariantSobolev(basis);
        double Integral(Func<double, double> function) => Integrate.GaussLegendre(k => k * k * function(k) / Math.Pow(1 + k * k, 2), 0, 12, 128) / (2 * Math.PI * Math.PI);
        double difference = Integral(k => Math.Pow(Math.Exp(-0.5 * k * k) - Math.Exp(-0.6 * k * k), 2)), single = Integral(k => Math.Pow(k, 4) * Math.Exp(-k * k));
        Assert.Equal(Math.Sqrt(difference), norms.Of(one.DensityCoefficients, other.DensityCoefficients), 1e-6 * Math.Sqrt(difference));
        Assert.Equal(1e-3 * single / Math.Sqrt(5), norms.Of(one), 1e-6 * 1e-3 * single);
    }

    private static InvariantPair Maxwellian(RadialBasis basis, double temperature, double amplitude)
    {
        double[] density = new double[basis.Stride], pairs = new double[basis.Modes * basis.Count * basis.Stride], factor = new double[basis.Stride];
        InvariantStart.Density(basis, r => RadialTrial.Maxwellian(r, temperature), density);
        if (amplitude == 0)
            return new(basis, density, pairs);
        basis.Project(r => r * r * RadialTrial.Maxwellian(r, temperature), factor.AsSpan(0, basis.Count));
        InvariantStart.AddProduct(amplitude, factor, factor, pairs.AsSpan(2 * basis.Count * basis.Stride, basis.Count * basis.Stride), basis.Stride);
        return new(basis, density, pairs);
    }
}
