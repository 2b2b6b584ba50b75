using System.Globalization;

namespace Hierarchy.Audits;

/// <summary>
/// (4.6): the part of J between the two cut-offs is at most max |psi| int |f_{N,2} - f x f| over the support of psi = chi_mid B.(grad a(v1) - grad a(v2)),
/// and tends to zero with that distance; the three parts add up to J.
/// </summary>
/// <remarks>At one N it is Hoelder's inequality on the same sums: it cannot fail, and the row says so. That it falls with N can fail.</remarks>
internal sealed class SplitMiddle : IAuditStatement
{
    public string Equation => "(4.6)";

    public string Statement => "J_mid <= max |psi| int |f_{N,2} - f x f|";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => SplitRuns.Rows(this, input, (run, time, split, _) =>
    {
        Func<double, double> between = SplitRuns.Middle(input);
        double middle = split.Signed(between);
        string note = string.Create(CultureInfo.InvariantCulture,
            $"cannot fail: Hoelder's inequality on the same sums; J = {split.Signed(_ => 1):E3}, of which J_mid {middle:E3}");
        return [this.Inequality("cannot fail, a report of the sizes", run, run.At(time), Math.Abs(middle), split.Hoelder(between), 0, false, note)];
    }).Concat(SplitRuns.Falls(this, input, "falls with N", diffusion: false));
}
