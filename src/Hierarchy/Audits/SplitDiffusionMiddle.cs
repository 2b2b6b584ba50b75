using System.Globalization;
namespace Hierarchy.Audits;

/// <summary>(4.10): the part of J' between the two cut-offs is at most max |psi| int |f_{N,2} - f x f| over the support of psi = chi_mid A:Hess a(v1).</summary>
/// <remarks>Hoelder's inequality on the same sums, as (4.6): it cannot fail, so it is a report of the sizes.</remarks>
internal sealed class SplitDiffusionMiddle : IAuditStatement
{
    public string Equation => "(4.10)";

    public string Statement => "J'_mid <= max |psi| int |f_{N,2} - f x f|";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => SplitRuns.Rows(this, input, (run, time, split, _) =>
    {
        double inner = SplitRuns.InnerRadii(input)[0], outer = SplitRuns.OuterDeltas(input)[^1];
        double Middle(double radius) => Math.Max(0, 1 - SplitIntegrals.Inner(radius, inner) - SplitIntegrals.Outer(radius, outer));
        double middle = split.Signed(Middle);
        string note = string.Create(CultureInfo.InvariantCulture, $"cannot fail: Hoelder's inequality on the same sums; between {inner:G3} and {1 / outer:G3}; J' = "
            + $"{split.Signed(_ => 1):E3}, of which J'_mid {middle:E3}");
        return [this.Inequality("", run, run.At(time), Math.Abs(middle), split.Hoelder(Middle), 0, false, note)];
    }, diffusion: true);
}
