using Hierarchy.Collisions;

namespace Hierarchy.Kernels;

/// <summary>The kernel as it is.</summary>
internal sealed class NoRegularisation : IKernelRegularisation
{
    /// <summary>The one instance, the default of <see cref="CollisionKernel"/>.</summary>
    public static NoRegularisation Instance { get; } = new();

    public string Name => "none";

    public string Formula => "A(z) = a(|z|) Pi(z)";

    public string Reference => "Equation (1.1) and the Liouville equation (1.3)";

    public double Factor(double x) => 1;

    public double LogDerivative(double x) => 0;

    public IReadOnlyList<double> Breaks => [];

    public double Isotropic(double epsilon) => 0;

    public double Viscosity(double epsilon) => 0;
}
