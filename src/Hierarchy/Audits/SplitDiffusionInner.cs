using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// (4.8): the part of J' from |v1-v2| &lt; delta is at most (d-1) Lambda |Hess a| delta^(gamma+7/2) int int (f_{N,2} + f x f)/|v1-v2|^(3/2), that is C
/// sqrt(delta) for gamma = -3. The radius at which it is tightest.
/// </summary>
internal sealed class SplitDiffusionInner : IAuditStatement
{
    public string Equation => "(4.8)";

    public string Statement => "J'_in <= C sqrt(delta)";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => SplitRuns.Rows(this, input, (run, time, split, function) =>
    {
        QuantityValue own = input.Quantity<PairFunctionals>(run, time, "coulomb_integral_3_2"),
            limit = input.Quantity<PairFunctionals>(input.Landau!, time, "coulomb_integral_3_2");
        double constant = (input.Grid.Dimension - 1) * input.Kernel.Strength * function.HessianNorm;
        return
        [
            SplitRuns.InnerRadii(input).Select(delta =>
            {
                double factor = constant * Math.Pow(delta, input.Kernel.Gamma + 3.5), majorant = split.Majorant(radius => SplitIntegrals.Inner(radius, delta));
                string note = FormattableString.Invariant($"delta = {delta:G3}; J'_in itself {split.Signed(radius => SplitIntegrals.Inner(radius, delta)):E2}");
                return this.Inequality("its majorant", run, run.At(time), majorant, factor * (own.Value + limit.Value), factor * (own.NoiseFloor + limit.NoiseFloor), true, note);
            }).MaxBy(row => row.Left / row.Right)!,
        ];
    }, diffusion: true);
}
