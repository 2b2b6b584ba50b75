using Hierarchy.Collisions;

namespace Hierarchy.Kernels;

/// <summary>
/// A_eps(z) = A(z) + eps I, a kernel bounded below. For probability densities C[h](v) gains eps Lap_v of the marginal of h, and the pair operator P
/// gains eps (grad_1 - grad_2)^2: mass and momentum are kept, the energy of a particle grows at the rate 2 d eps (N-1)/N.
/// </summary>
internal sealed class EllipticRegularisation : IKernelRegularisation
{
    public string Name => "elliptic";

    public string Formula => "A(z) = a(|z|) Pi(z) + epsilon I";

    public string Reference => "Miot, Pulvirenti and Saffirio (2011); energy E|v|^2 + 2 d epsilon t (N-1)/N";

    public IReadOnlyList<double> Breaks => [];

    public double Factor(double x) => 1;

    public double LogDerivative(double x) => 0;

    public double Isotropic(double epsilon) => epsilon;

    public double Viscosity(double epsilon) => 0;
}
