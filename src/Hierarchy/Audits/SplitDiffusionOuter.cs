namespace Hierarchy.Audits;

/// <summary>(4.9): the part of J' from |v1-v2| &gt; 1/delta is at most 2 (d-1) Lambda |Hess a| delta^-(gamma+2), that is C delta for gamma = -3.</summary>
internal sealed class SplitDiffusionOuter : IAuditStatement
{
    public string Equation => "(4.9)";

    public string Statement => "J'_out <= C delta";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => SplitRuns.Rows(this, input, (run, time, split, function) =>
    {
        double order = -(input.Kernel.Gamma + 2);
        if (order <= 0)
            return [this.NotApplicable("", run, "A does not decay for gamma >= -2")];
        double constant = 2 * (input.Grid.Dimension - 1) * input.Kernel.Strength * function.HessianNorm;
        return
        [
            SplitRuns.OuterDeltas(input).Select(delta =>
            {
                string note = FormattableString.Invariant($"delta = {delta:G3}; J'_out itself {split.Signed(radius => SplitIntegrals.Outer(radius, delta)):E2}");
                return this.Inequality("its majorant", run, run.At(time), split.Majorant(radius => SplitIntegrals.Outer(radius, delta)),
                    constant * Math.Pow(delta, order), 0, true, note);
            }).MaxBy(row => row.Left / row.Right)!,
        ];
    }, diffusion: true);
}
