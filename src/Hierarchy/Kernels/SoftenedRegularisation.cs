using Hierarchy.Collisions;

namespace Hierarchy.Kernels;

/// <summary>
/// a_eps(r) = a(r) r^5/(r^5 + eps^5): the kernel vanishes at the origin without vanishing on an interval. That of alpha = a_eps/r^2 is gamma + 5/(1 + x^5), x =
/// r/eps, which runs from gamma + 5 to gamma, so (2.11) holds with the margin of the plain kernel for gamma up to -5/2, the Coulomb kernel included, and with a
/// smaller one up to -0.31 (d = 3), -1 (d = 2). A_eps is for gamma = -3 four times continuously differentiable. Mass, momentum and energy are conserved.
/// </summary>
internal sealed class SoftenedRegularisation : IKernelRegularisation
{
    public string Name => "softened";

    public string Formula => "A(z) = a(|z|) |z|^5/(|z|^5 + epsilon^5) Pi(z)";

    public string Reference => "In place of the cut-off of (2.19), which cannot satisfy (2.11); for gamma = -3 this one does";

    public IReadOnlyList<double> Breaks { get; } = [0.5];

    public double Factor(double x) => 1 / (1 + Math.Pow(x, -5));

    public double LogDerivative(double x) => 5 / (1 + Math.Pow(x, 5));

    public double Isotropic(double epsilon) => 0;

    public double Viscosity(double epsilon) => 0;
}
