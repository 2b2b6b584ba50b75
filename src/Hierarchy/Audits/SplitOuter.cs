using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// (4.5): the part of J from |v1-v2| &gt; 1/delta is at most 4 (d-1) Lambda |grad a| delta^-(gamma+1), that is C delta^2 for gamma = -3; and the order in delta of the
/// integral that the estimate bounds. Light tails make it much higher than the estimate uses.
/// </summary>
internal sealed class SplitOuter : IAuditStatement
{
    public string Equation => "(4.5)";

    public string Statement => "J_out <= C delta^2";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => SplitRuns.Rows(this, input, (run, time, split, function) => Rows(input, run, time, split, function));

    private IEnumerable<AuditRow> Rows(AuditInput input, AuditRun run, int time, SplitIntegrals split, TestFunction function)
    {
        double order = -(input.Kernel.Gamma + 1);
        if (order <= 0)
        {
            yield return this.NotApplicable("", run, "B does not decay for gamma >= -1");
            yield break;
        }
        double constant = 4 * (input.Grid.Dimension - 1) * input.Kernel.Strength * function.GradientNorm;
        double[] deltas = SplitRuns.OuterDeltas(input), majorants = [.. deltas.Select(delta => split.Majorant(radius => SplitIntegrals.Outer(radius, delta)))];
        AuditRow? worst = null;
        for (int k = 0; k < deltas.Length; k++)
        {
            double delta = deltas[k], signed = split.Signed(radius => SplitIntegrals.Outer(radius, delta));
            string note = FormattableString.Invariant($"delta = {delta:G3}; J_out itself {signed:E2}");
            AuditRow row = this.Inequality("its majorant", run, run.At(time), majorants[k], constant * Math.Pow(delta, order), 0, true, note);
            worst = worst is null || row.Left / row.Right > worst.Left / worst.Right ? row : worst;
        }
        yield return worst!;
        string range = FormattableString.Invariant($"right: measured for delta in [{deltas[^1]:G3}, {deltas[0]:G3}]");
        yield return this.Inequality("order in delta", run, run.At(time), order, SplitRuns.Slope(deltas, majorants), 0.1, false, range);
    }
}
