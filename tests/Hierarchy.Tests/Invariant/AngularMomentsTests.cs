using Hierarchy.Invariant;

namespace Hierarchy.Tests.Invariant;

public sealed class AngularMomentsTests
{
    [Theory]
    [InlineData(1.3, 0.4), InlineData(0.4, 1.3), InlineData(2, 1.99), InlineData(5, 5.3), InlineData(0.01, 3)]
    public void Closed_forms_for_Coulomb_agree_with_quadrature(double r, double s)
    {
        const int count = 24;
        double[] p = new double[count], q = new double[count], n = new double[count], p2 = new double[count], q2 = new double[count], n2 = new double[count];
        new CoulombMoments(1.7).Fill(r, s, p, q, n);
        new QuadratureMoments(u => 1.7 / (u * u * u), []).Fill(r, s, p2, q2, n2);
        double outer = Math.Max(r, s);
        for (int k = 0; k < count; k++)
        {
            Assert.Equal(p2[k] * outer, p[k] * outer, 1e-12);
            Assert.Equal(q2[k] * outer * outer, q[k] * outer * outer, 1e-10);
            Assert.Equal(n2[k] * outer * outer * outer, n[k] * outer * outer * outer, 1e-10);
        }
    }

    [Fact]
    public void Moments_of_a_polynomial_kernel_are_exact()
    {
        // b = u^2 = r^2 + s^2 - 2 r s mu.
        const double r = 0.7, s = 1.9;
        double[] p = new double[6], q = new double[6], n = new double[6];
        new QuadratureMoments(u => u * u, []).Fill(r, s, p, q, n);
        double sum = r * r + s * s, product = 2 * r * s;
        Assert.Equal(2 * sum * sum + 2 * product * product / 3, p[0], 1e-12);
        Assert.Equal(2 * r * sum + 2 * s * product / 3, q[0], 1e-12);
        Assert.Equal(4 * sum / 3, n[0], 1e-12);
        Assert.Equal(-product * (2.0 / 3 - 2.0 / 5), n[1], 1e-12);
        Assert.Equal(0, n[4], 1e-12);
    }
}
