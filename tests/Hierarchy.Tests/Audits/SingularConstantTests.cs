using Hierarchy.Audits;

namespace Hierarchy.Tests.Audits;

/// <summary>The constants on radial densities u = exp(-r^p) by quadrature in r: X = int |grad u|^2/u.</summary>
public class SingularConstantTests
{
    private static (double Coulomb, double Strong, double Fisher) Radial(int d, double p)
    {
        const int Steps = 200000;
        double mass = 0, coulomb = 0, strong = 0, fisher = 0;
        double from = Math.Log(1e-10), step = (Math.Log(60 * Math.Max(1, Math.Pow(40, 1 / p - 1))) - from) / Steps;
        for (int i = 0; i < Steps; i++)
        {
            double r = Math.Exp(from + (i + 0.5) * step), u = Math.Exp(-Math.Pow(r, p)), weight = step * Math.Pow(r, d) * u;
            mass += weight;
            coulomb += weight / r;
            strong += weight / Math.Pow(r, 1.5);
            fisher += weight * Math.Pow(p * Math.Pow(r, p - 1), 2);
        }
        return (coulomb / mass, strong / mass, fisher / mass);
    }

    /// <summary>u = exp(-r), the square of the ground state of hydrogen, attains int u/|w| = sqrt(X)/(d-1); no other power exceeds it.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Hydrogen_attains_the_coulomb_bound(int d)
    {
        (double coulomb, _, double fisher) = Radial(d, 1);
        Assert.Equal(SingularConstants.Coulomb(d) * Math.Sqrt(fisher), coulomb, 1e-6);
        foreach (double p in (double[])[0.6, 0.8, 1.3, 2, 4])
        {
            (coulomb, _, fisher) = Radial(d, p);
            Assert.InRange(coulomb / (SingularConstants.Coulomb(d) * Math.Sqrt(fisher)), 0.4, 0.9999);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_other_bounds_hold(int d)
    {
        foreach (double p in (double[])[0.8, 1, 1.3, 2, 4])
        {
            (double coulomb, double strong, double fisher) = Radial(d, p);
            Assert.InRange(strong / (SingularConstants.Strong(d) * Math.Pow(fisher, 0.75)), 0.2, 1);
            if (d == 3)
            {
                // For u the law of (v1-v2)/sqrt 2: int F/|v1-v2|^s = 2^(-s/2) int u/|w|^s and I_2 >= X/2.
                Assert.InRange(coulomb / Math.Sqrt(2) / (SingularConstants.CoulombBySobolev * Math.Sqrt(fisher / 2)), 0.2, 1);
                Assert.InRange(strong / Math.Pow(2, 0.75) / (SingularConstants.StrongBySobolev * Math.Pow(fisher / 2, 0.75)), 0.2, 1);
            }
        }
    }

    /// <summary>The extremal of Sobolev's inequality, phi = (1 + r^2)^(-1/2): |phi|_6^2 = K^2 |grad phi|_2^2.</summary>
    [Fact]
    public void Sobolev_constant()
    {
        double sixth = 0, gradient = 0;
        const int Steps = 200000;
        for (int i = 0; i < Steps; i++)
        {
            double angle = Math.PI / 2 * (i + 0.5) / Steps, r = Math.Tan(angle), weight = Math.PI / 2 / Steps * (1 + r * r) * 4 * Math.PI * r * r;
            sixth += weight * Math.Pow(1 + r * r, -3);
            gradient += weight * r * r * Math.Pow(1 + r * r, -3);
        }
        Assert.Equal(SingularConstants.SobolevSquared, Math.Pow(sixth, 1.0 / 3) / gradient, 1e-6);
    }
}
