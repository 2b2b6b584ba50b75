using System.Globalization;

namespace Hierarchy.Kernels;

/// <summary>
/// The condition (2.11) for the decay of the Fisher information: r |alpha'(r)|/alpha(r) &lt;= 2 sqrt(Lambda_d) for all r, with alpha(r) = a(r)/r^2 and a the
/// potential of a kernel's Landau part.
/// </summary>
/// <remarks>
/// The theorem that the paper quotes (Guillen and Silvestre, A = alpha(|z|) (|z|^2 I - z z^T)) bounds the logarithmic derivative of alpha; (2.11) prints it for
/// a. The two differ by 2, and so does every margin: r alpha'/alpha = r a'/a - 2, which is gamma for power laws. Lambda_3 = 11/2 (Ji 2024) gives sqrt(22),
/// Lambda_2 = 4 gives 4.
/// </remarks>
/// <param name="Dimension">d, on which the bound depends.</param>
/// <param name="Supremum">sup_r r |alpha'(r)|/alpha(r); infinite if a vanishes on an interval.</param>
/// <param name="Radius">Where it is attained; 0 or infinite where it is that limit, NaN where every r has the same value.</param>
/// <param name="HoldsBeyond">The least radius beyond which the condition holds: 0 if it holds everywhere.</param>
/// <param name="AsPrinted">sup_r r |a'(r)|/a(r), what (2.11) says literally.</param>
/// <param name="Isotropic">The coefficient of I in the kernel, to which the condition does not apply.</param>
public sealed record LogDerivativeMargin(int Dimension, double Supremum, double Radius, double HoldsBeyond, double AsPrinted, double Isotropic)
{
    /// <summary>2 sqrt(Lambda_d): 4 for d = 2, sqrt(22) for d = 3.</summary>
    public static double BoundIn(int dimension) => dimension == 2 ? 4 : Math.Sqrt(22);

    /// <summary>The bound in this dimension.</summary>
    public double Bound => BoundIn(Dimension);

    /// <summary>The bound less the supremum: negative if the condition fails.</summary>
    public double Margin => Bound - Supremum;

    /// <summary>Whether the condition holds at every r.</summary>
    public bool Holds => Margin >= 0;

    /// <summary>Searches x = r/eps on a logarithmic grid with its two limits; of equal values the limit of large r counts before the one at the least radius.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="dimension">d.</param>
    public static LogDerivativeMargin Of(CollisionKernel kernel, int dimension)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (kernel.Regularisation.Breaks.Count == 0)
            return new(dimension, Math.Abs(kernel.Gamma), double.NaN, 0, Math.Abs(kernel.Gamma + 2), kernel.Isotropic);
        double bound = BoundIn(dimension), supremum = Slope(double.PositiveInfinity), radius = double.PositiveInfinity, beyond = 0, printed = Math.Abs(kernel.Gamma + 2);
        const int perDecade = 1000, decades = 4;
        for (int i = decades * perDecade; i >= -decades * perDecade; i--)
        {
            double x = i == -decades * perDecade ? 0 : Math.Pow(10, (double)i / perDecade), slope = Slope(x);
            if (slope > supremum || (slope == supremum && double.IsFinite(slope) && double.IsFinite(radius)))
                (supremum, radius) = (slope, x);
            if (beyond == 0 && slope > bound)
                beyond = Crossing(x, Math.Pow(10, (i + 1.0) / perDecade));
            printed = Math.Max(printed, Math.Abs(kernel.Gamma + 2 + kernel.Regularisation.LogDerivative(x)));
        }
        return new(dimension, supremum, radius * kernel.Epsilon, beyond * kernel.Epsilon, printed, kernel.Isotropic);

        double Slope(double x) => Math.Abs(kernel.Gamma + kernel.Regularisation.LogDerivative(x));

        // Where the slope falls to the bound between a point that is above it and one that is not.
        double Crossing(double above, double below)
        {
            for (int halving = 0; halving < 50; halving++)
            {
                double middle = 0.5 * (above + below);
                (above, below) = Slope(middle) > bound ? (middle, below) : (above, middle);
            }
            return below;
        }
    }

    /// <summary>One sentence with both readings.</summary>
    public override string ToString()
    {
        string where = double.IsNaN(Radius) ? "at every r" : Radius == 0 ? "as r -> 0" : double.IsPositiveInfinity(Radius) ? "as r -> infinity" : Invariant($"at r = {Radius:G4}");
        string value = double.IsInfinity(Supremum) ? "unbounded " + where : Invariant($"{Supremum:G5} {where}");
        string verdict = Holds ? Invariant($"holds with the margin {Margin:F3}") : Invariant($"fails for r below {HoldsBeyond:G4}");
        string printed = double.IsInfinity(AsPrinted) ? "unbounded" : Invariant($"{AsPrinted:G4} <= {Math.Sqrt(22):G4} {(AsPrinted <= Math.Sqrt(22) ? "holds" : "fails")}");
        string rest = Isotropic == 0 ? "" : "; epsilon I, a heat flow (Lemma 2.2), is outside this condition";
        string bound = Dimension == 2 ? "4" : Invariant($"sqrt(22) = {Bound:G4}");
        return Invariant($"(2.11) r|alpha'|/alpha <= {bound}, alpha = a/r^2, d = {Dimension}: {value}, {verdict}; as printed, for a itself: {printed}{rest}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
