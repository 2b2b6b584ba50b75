using Hierarchy.Kernels;
using MathNet.Numerics.Integration;

namespace Hierarchy.Tests.Verification;

/// <summary>
/// N = 2, d = 2: G(r, theta, t) = G0(r) (1 + A(r) exp(-8 alpha(r) t) cos 2 theta) solves d_t G = (1/2) P G exactly, alpha(r) = a(r)/r^2, so the Fisher
/// information of the pair is an integral that is known at every time. With A proportional to alpha^(-1/2) on a thin shell it grows at first if r|alpha'|/alpha
/// > 4 there, the condition (2.11) in d = 2 being sharp, and falls if not.
/// </summary>
public class GrowingFisherTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const double Amplitude = 0.2, Radius = 1, Width = 0.02;

    /// <summary>Power laws alpha = r^gamma: gamma = -5 grows, -3 and +1 fall; the rate in the limit of small A is 16 pi int G0 A^2 ((gamma/r)^2/4 - 4/r^2) alpha r dr.</summary>
    [Theory]
    [InlineData(-5, true)]
    [InlineData(-4.2, true)]
    [InlineData(-3.8, false)]
    [InlineData(-3, false)]
    [InlineData(1, false)]
    public void Power_laws_grow_beyond_four(double gamma, bool grows)
    {
        double Alpha(double r) => Math.Pow(r, gamma);
        double start = Fisher(Alpha, 0), later = Fisher(Alpha, 1e-4);
        double linear = 16 * Math.PI * Shell(r => Math.Pow(Amplitude * Math.Pow(r, -0.5 * gamma), 2) * (gamma * gamma / 4 - 4) / (r * r) * Alpha(r) * r) / Shell(
            r => 2 * Math.PI * r);
        output.WriteLine(FormattableString.Invariant($"gamma {gamma}: I = {start:G8}, growth {(later - start) / 1e-4:G5}, to second order in A {linear:G5}"));
        Assert.Equal(grows, later > start);
        // What is of the fourth order in A is beside either of the two terms that nearly cancel, gamma^2/4 and 4, a part of A^2.
        Assert.InRange((later - start) / 1e-4 - linear, -0.05 * Math.Abs(linear) * (gamma * gamma + 16) / Math.Abs(gamma * gamma - 16),
            0.05 * Math.Abs(linear) * (gamma * gamma + 16) / Math.Abs(gamma * gamma - 16));
    }

    /// <summary>
    /// The cut-off kernel of (2.19), epsilon = 1: near r = epsilon, where r|alpha'|/alpha is beyond every bound, Fisher information grows; at 3 epsilon it
    /// falls as for Coulomb.
    /// </summary>
    [Theory]
    [InlineData(1.25, true)]
    [InlineData(1.4, true)]
    [InlineData(3, false)]
    public void The_cutoff_kernel_grows_near_epsilon(double radius, bool grows)
    {
        var kernel = new CollisionKernel(-3, 1, RegularisationRegistry.Find("cutoff"), 1);
        double Alpha(double r) => kernel.Potential(radius * r) / (radius * radius * r * r) / (kernel.Potential(radius) / (radius * radius));
        double start = Fisher(Alpha, 0), later = Fisher(Alpha, 1e-4), margin = Math.Abs(Math.Log(Alpha(1.0001) / Alpha(0.9999)) / 2e-4);
        output.WriteLine(FormattableString.Invariant($"r = {radius} epsilon: r|alpha'|/alpha = {margin:G4}, growth {(later - start) / 1e-4:G5}"));
        Assert.Equal(grows, later > start);
        Assert.Equal(grows, margin > 4);
    }

    /// <summary>
    /// The viscosity of (2.19) takes I down at the rate 2 nu int G |D^2 log G|^2, which is of the order nu/width^4 on a shell: far more than the collisions
    /// add.
    /// </summary>
    [Fact]
    public void The_viscosity_of_a_thin_shell_outweighs_the_growth()
    {
        var kernel = new CollisionKernel(-3, 1, RegularisationRegistry.Find("cutoff"), 1);
        double Alpha(double r) => kernel.Potential(1.25 * r) / (r * r) / kernel.Potential(1.25);
        double growth = (Fisher(Alpha, 1e-4) - Fisher(Alpha, 0)) / 1e-4;
        // D^2 log G0 = -1/width^2 in the radial direction.
        double viscous = 2 * kernel.Viscosity / Math.Pow(Width, 4);
        output.WriteLine(FormattableString.Invariant($"growth {growth:G4} against {viscous:G4}"));
        Assert.InRange(growth / viscous, 0, 1e-3);
    }

    /// <summary>int |grad G|^2/G over the shell, G normalised at A = 0: r by Gauss points over +-4.5 widths, where A stays below 1, theta by equal angles.</summary>
    private static double Fisher(Func<double, double> alpha, double time)
    {
        const int angles = 64;
        const double shift = 1e-5;
        double Relative(double r) => Amplitude / Math.Sqrt(alpha(r)) * Math.Exp(-8 * alpha(r) * time);
        return Shell(r =>
        {
            double a = Relative(r);
            Assert.InRange(a, 0, 1);
            double slope = (Relative(r + shift) - Relative(r - shift)) / (2 * shift), score = -(r - Radius) / (Width * Width), sum = 0;
            for (int k = 0; k < angles; k++)
            {
                double cos = Math.Cos(4 * Math.PI * k / angles), sin = Math.Sin(4 * Math.PI * k / angles), h = 1 + a * cos;
                double radial = score * h + slope * cos, angular = -2 * a * sin / r;
                sum += (radial * radial + angular * angular) / h;
            }
            return 2 * Math.PI * r * sum / angles;
        }) / Shell(r => 2 * Math.PI * r);
    }

    private static double Shell(Func<double, double> f) =>
        GaussLegendreRule.Integrate(r => f(r) * Math.Exp(-(r - Radius) * (r - Radius) / (2 * Width * Width)), Radius - 4.5 * Width, Radius + 4.5 * Width, 128);
}
