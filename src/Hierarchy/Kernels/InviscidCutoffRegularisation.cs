namespace Hierarchy.Kernels;

/// <summary>
/// The cut-off of (2.19) without its viscosity: energy is conserved and entropy falls, but the condition (2.11) fails near r = eps, and nothing makes up for
/// what the collisions there add to the Fisher information.
/// </summary>
internal sealed class InviscidCutoffRegularisation : IKernelRegularisation
{
    private static readonly CutoffRegularisation Cutoff = new();

    public string Name => "cutoff-inviscid";

    public string Formula => "A(z) = chi(|z|/epsilon) a(|z|) Pi(z), chi as for cutoff; no viscosity";

    public string Reference => "Equation (2.19) without its Laplacian; conserves the energy, and violates (2.11) near |z| = epsilon";

    public IReadOnlyList<double> Breaks => Cutoff.Breaks;

    public double Factor(double x) => Cutoff.Factor(x);

    public double LogDerivative(double x) => Cutoff.LogDerivative(x);

    public double Isotropic(double epsilon) => 0;

    public double Viscosity(double epsilon) => 0;
}
