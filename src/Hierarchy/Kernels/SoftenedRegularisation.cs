using Hierarchy.Collisions;

namespace Hierarchy.Kernels;

/// <summary>
/// a_eps(r) = a(r) r^5/(r^5 + eps^5): the kernel vanishes at the origin without vanishing on an interval. Its logarithmic derivative gamma + 2 + 5/(1 + x^5),
/// x = r/eps, runs from gamma + 7 to gamma + 2, so (2.11) holds for gamma up to sqrt(22) - 7 = -2.31, the Coulomb kernel included; A_eps is then
/// four times continuously differentiable. Mass, momentum and energy are conserved.
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
