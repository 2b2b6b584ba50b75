using Hierarchy.Collisions;

namespace Hierarchy.Kernels;

/// <summary>
/// The regularised Liouville equation (2.19): a_eps(r) = chi(r/eps) a(r) with a smooth chi, 0 for x &lt;= 1 and 1 for x &gt;= 2, and the vanishing viscosity
/// eps sum_i Lap_{v_i}. Mass and momentum are kept, the energy is E|v|^2 + 2 d eps t for every particle (2.22).
/// </summary>
/// <remarks>
/// Between, chi(x) = e(t)/(e(t) + e(1-t)) with t = x - 1 and e(t) = exp(-1/t), which is infinitely often differentiable.
/// Its logarithmic derivative grows without bound towards x = 1, as that of every chi that vanishes on an interval does, so the condition (2.11) fails near r = eps.
/// </remarks>
internal sealed class CutoffRegularisation : IKernelRegularisation
{
    public string Name => "cutoff";

    public string Formula => "A(z) = chi(|z|/epsilon) a(|z|) Pi(z), chi smooth, 0 up to 1 and 1 from 2 on; viscosity epsilon sum_i Lap_i";

    public string Reference => "Equation (2.19); energy E|v|^2 + 2 d epsilon t (2.22)";

    public IReadOnlyList<double> Breaks { get; } = [1, 1.25, 1.5, 1.75, 2];

    public double Factor(double x)
    {
        double t = x - 1;
        if (t <= 0)
            return 0;
        return t >= 1 ? 1 : 1 / (1 + Math.Exp(1 / t - 1 / (1 - t)));
    }

    public double LogDerivative(double x)
    {
        double t = x - 1;
        if (t <= 0)
            return double.PositiveInfinity;
        return t >= 1 ? 0 : x * (1 - Factor(x)) * (1 / (t * t) + 1 / ((1 - t) * (1 - t)));
    }

    public double Isotropic(double epsilon) => 0;

    public double Viscosity(double epsilon) => epsilon;
}
