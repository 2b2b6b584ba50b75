using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// (4.4): the part of J from |v1-v2| &lt; delta is at most (d-1) Lambda |Hess a| delta^(gamma+7/2) int int (f_{N,2} + f x f)/|v1-v2|^(3/2), that is C sqrt(delta) for
/// gamma = -3; and the order in delta of the integral that the estimate bounds. For bounded densities that order is d + gamma + 2, more than the estimate uses.
/// </summary>
internal sealed class SplitInner : IAuditStatement
{
    /// <summary>The least number of radii that show an order.</summary>
    private const int LeastRadii = 3;

    public string Equation => "(4.4)";

    public string Statement => "J_in <= C sqrt(delta)";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => SplitRuns.Rows(this, input, (run, time, split, function) => Rows(input, run, time, split, function));

    private IEnumerable<AuditRow> Rows(AuditInput input, AuditRun run, int time, SplitIntegrals split, TestFunction function)
    {
        double order = input.Kernel.Gamma + 3.5;
        QuantityValue own = input.Quantity<PairFunctionals>(run, time, "coulomb_integral_3_2");
        QuantityValue limit = input.Quantity<PairFunctionals>(input.Landau!, time, "coulomb_integral_3_2");
        double constant = (input.Grid.Dimension - 1) * input.Kernel.Strength * function.HessianNorm;
        AuditRow? worst = null;
        double[] radii = SplitRuns.InnerRadii(input);
        foreach (double delta in radii)
        {
            double factor = constant * Math.Pow(delta, order), majorant = split.Majorant(radius => SplitIntegrals.Inner(radius, delta));
            double signed = split.Signed(radius => SplitIntegrals.Inner(radius, delta));
            string note = FormattableString.Invariant($"delta = {delta:G3}; J_in itself {signed:E2}");
            AuditRow row = this.Inequality("its majorant", run, run.At(time), majorant, factor * (own.Value + limit.Value),
                factor * (own.NoiseFloor + limit.NoiseFloor), true, note);
            worst = worst is null || row.Left / row.Right > worst.Left / worst.Right ? row : worst;
        }
        yield return worst!;
        double slope = SplitRuns.Slope(radii, [.. radii.Select(delta => split.Majorant(radius => SplitIntegrals.Inner(radius, delta)))]);
        string range = FormattableString.Invariant($"right: measured for delta in [{radii[0]:G3}, {radii[^1]:G3}]; for bounded densities d + gamma + 2 as delta -> 0");
        AuditRow fit = this.Inequality("order in delta", run, run.At(time), order, slope, 0.1, false, range);
        double speed = SplitRuns.RelativeSpeed(input);
        yield return radii.Length >= LeastRadii && radii[^1] <= speed ? fit : fit with
        {
            Verdict = AuditVerdict.BelowNoise,
            Note = FormattableString.Invariant($"{range}; the law for small radii needs {LeastRadii} of them between two cells and the thermal speed {speed:G3} of v1 - v2"),
        };
    }
}
