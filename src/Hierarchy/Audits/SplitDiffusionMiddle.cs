using System.Globalization;

namespace Hierarchy.Audits;

/// <summary>(4.10): the part of J' between the two cut-offs is at most max |psi| int |f_{N,2} - f x f| over the support of psi = chi_mid A:Hess a(v1).</summary>
/// <remarks>As (4.6): at one N it cannot fail, that it falls with N can.</remarks>
internal sealed class SplitDiffusionMiddle : IAuditStatement
{
    public string Equation => "(4.10)";

    public string Statement => "J'_mid <= max |psi| int |f_{N,2} - f x f|";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => SplitRuns.Rows(this, input, (run, time, split, _) =>
    {
        Func<double, double> between = SplitRuns.Middle(input);
        double middle = split.Signed(between);
        string note = string.Create(CultureInfo.InvariantCulture,
            $"cannot fail: Hoelder's inequality on the same sums; J' = {split.Signed(_ => 1):E3}, of which J'_mid {middle:E3}");
        return [this.Inequality("cannot fail, a report of the sizes", run, run.At(time), Math.Abs(middle), split.Hoelder(between), 0, false, note)];
    }, diffusion: true).Concat(SplitRuns.Falls(this, input, "falls with N", diffusion: true));
}
