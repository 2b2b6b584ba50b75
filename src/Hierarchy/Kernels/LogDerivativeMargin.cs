using System.Globalization;

namespace Hierarchy.Kernels;

/// <summary>
/// The condition (2.11) for the decay of the Fisher information, r |a'(r)|/a(r) &lt;= sqrt(22) for all r, at the potential a of a kernel's Landau part.
/// </summary>
/// <param name="Supremum">sup_r r |a'(r)|/a(r); infinite if a vanishes on an interval.</param>
/// <param name="Radius">Where it is attained; 0 where it is the limit r -> 0, NaN where every r has the same value.</param>
/// <param name="HoldsBeyond">The least radius beyond which the condition holds: 0 if it holds everywhere.</param>
/// <param name="Isotropic">The coefficient of I in the kernel, to which the condition does not apply.</param>
public sealed record LogDerivativeMargin(double Supremum, double Radius, double HoldsBeyond, double Isotropic)
{
    /// <summary>sqrt(22), the constant of Ji (2024) in the estimate of Guillen and Silvestre (2025).</summary>
    public static double Bound => Math.Sqrt(22);

    /// <summary>The bound less the supremum: negative if the condition fails.</summary>
    public double Margin => Bound - Supremum;

    /// <summary>Whether (2.11) holds at every r.</summary>
    public bool Holds => Margin >= 0;

    /// <summary>Searches x = r/eps on a logarithmic grid with its two limits; of equal values the one at the least radius counts, unless it is infinite.</summary>
    public static LogDerivativeMargin Of(CollisionKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        double power = kernel.Gamma + 2;
        if (kernel.Regularisation.Breaks.Count == 0)
            return new LogDerivativeMargin(Math.Abs(power), double.NaN, 0, kernel.Isotropic);
        double supremum = Slope(double.PositiveInfinity), radius = double.PositiveInfinity, beyond = 0;
        const int perDecade = 1000, decades = 4;
        for (int i = decades * perDecade; i >= -decades * perDecade; i--)
        {
            double x = i == -decades * perDecade ? 0 : Math.Pow(10, (double)i / perDecade), slope = Slope(x);
            if (slope > supremum || (slope == supremum && double.IsFinite(slope)))
                (supremum, radius) = (slope, x);
            if (beyond == 0 && slope > Bound)
                beyond = Math.Pow(10, (i + 1.0) / perDecade);
        }
        return new LogDerivativeMargin(supremum, radius * kernel.Epsilon, beyond * kernel.Epsilon, kernel.Isotropic);

        double Slope(double x) => Math.Abs(power + kernel.Regularisation.LogDerivative(x));
    }

    /// <summary>One sentence.</summary>
    public override string ToString()
    {
        string where = double.IsNaN(Radius) ? "at every r" : Radius == 0 ? "as r -> 0" : Invariant($"at r = {Radius:G4}");
        string value = double.IsInfinity(Supremum) ? "unbounded " + where : Invariant($"{Supremum:G5} {where}");
        string verdict = Holds ? Invariant($"holds with the margin {Margin:G4}") : Invariant($"fails for r below {HoldsBeyond:G4}");
        string rest = Isotropic == 0 ? "" : "; epsilon I, a heat flow (Lemma 2.2), is outside this condition";
        return Invariant($"(2.11) r|a'|/a <= sqrt(22) = {Bound:G4} of the Landau part: {value}, {verdict}{rest}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
