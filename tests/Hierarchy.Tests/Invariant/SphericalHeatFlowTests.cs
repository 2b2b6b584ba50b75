using Hierarchy.Invariant;

namespace Hierarchy.Tests.Invariant;

/// <summary>N = 2: F stays fixed in V and |z| and every harmonic of degree l in their cosine s decays as exp(-2 |z|^-3 l(l+1) t), Coulomb.</summary>
public sealed class SphericalHeatFlowTests
{
    private const double Time = 0.25;

    [Fact]
    public void Moments_and_values_are_those_of_the_exact_flow()
    {
        RadialBasis basis = RadialTrial.Basis(36, 30, 1.5, 7);
        PairSystem system = new(basis, RadialTrial.Coulomb, 0.5, 0);
        InvariantPair pair = system.View(RadialTrial.Advance(system, RadialTrial.TwoTemperatures, Time, 3e-4), 0.5);
        double covariance = new InvariantQuantities(basis).Of(pair, null, null, 0.5, 2).Single(value => value.Name == "pair_energy_covariance").Value;
        Assert.Equal(Covariance(), covariance, 1e-7);
        double largest = Math.Pow(RadialTrial.TwoTemperatures.Density(0), 2);
        foreach ((double r1, double r2, double mu) in ((double, double, double)[])[(0.5, 1.2, 0.3), (1, 1, 0.9), (2.2, 0.4, -0.7), (1.5, 1.4, 1), (0.2, 0.3, 0)])
        {
            double found = pair.Density(r1) * pair.Density(r2) + pair.Correlation(r1, r2, mu);
            Assert.Equal(Exact(r1, r2, mu) / largest, found / largest, 1e-7);
        }
    }

    /// <summary>E[|v1|^2 |v2|^2] - 9 from (|v1|^2 - |v2|^2)^2 = V^2 z^2 s^2, dv1 dv2 = pi^2 V^2 z^2 dV dz ds.</summary>
    private static double Covariance()
    {
        const int pieces = 12;
        (double[] nodes, double[] weights) = LegendreTables.Rule(12);
        double square = 0, sum = 0;
        for (int a = 0; a < pieces * 12; a++)
        {
            double total = 18.0 * (a / 12 + nodes[a % 12]) / pieces, outer = 18.0 / pieces * weights[a % 12] * total * total;
            for (int b = 0; b < pieces * 12; b++)
            {
                double z = 18.0 * (b / 12 + nodes[b % 12]) / pieces, weight = outer * 18.0 / pieces * weights[b % 12] * z * z * Math.PI * Math.PI;
                double decay = Math.Exp(-12 * Time / (z * z * z));
                (double[] s, double[] ds) = LegendreTables.Rule(24);
                for (int c = 0; c < s.Length; c++)
                {
                    double cosine = 2 * s[c] - 1, density = weight * 2 * ds[c] * Start(total, z, cosine), twice = total * z * total * z;
                    square += density * twice * (1.0 / 3 + (cosine * cosine - 1.0 / 3) * decay);
                    sum += density * Math.Pow((total * total + z * z) / 2, 2);
                }
            }
        }
        return (sum - square) / 4 - 9;
    }

    private static double Exact(double r1, double r2, double mu)
    {
        double product = r1 * r2 * mu, total = Math.Sqrt(r1 * r1 + r2 * r2 + 2 * product), z = Math.Sqrt(r1 * r1 + r2 * r2 - 2 * product);
        double s = (r1 * r1 - r2 * r2) / (total * z), sum = 0;
        (double[] nodes, double[] weights) = LegendreTables.Rule(60);
        double[] values = new double[50], own = new double[50];
        LegendreTables.Polynomials(s, own);
        for (int m = 0; m < nodes.Length; m++)
        {
            double cosine = 2 * nodes[m] - 1, density = 2 * weights[m] * Start(total, z, cosine);
            LegendreTables.Polynomials(cosine, values);
            for (int k = 0; k < values.Length; k += 2)
                sum += (k + 0.5) * density * values[k] * own[k] * Math.Exp(-2 * Time * k * (k + 1) / (z * z * z));
        }
        return sum;
    }

    private static double Start(double total, double z, double s)
    {
        double mean = (total * total + z * z) / 4, half = total * z * s / 2;
        return RadialTrial.TwoTemperatures.Density(Math.Sqrt(Math.Max(0, mean + half))) * RadialTrial.TwoTemperatures.Density(Math.Sqrt(Math.Max(0, mean - half)));
    }
}
