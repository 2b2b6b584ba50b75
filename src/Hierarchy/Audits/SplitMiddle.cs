using System.Globalization;
namespace Hierarchy.Audits;

/// <summary>
/// (4.6): the part of J between the two cut-offs is at most max |psi| int |f_{N,2} - f x f| over the support of psi = chi_mid B.(grad a(v1) - grad a(v2)),
/// and tends to zero with that distance; the three parts add up to J.
/// </summary>
/// <remarks>Hoelder's inequality on the same sums: it cannot fail, so it is a report of the sizes, and the row says so.</remarks>
internal sealed class SplitMiddle : IAuditStatement
{
    public string Equation => "(4.6)";

    public string Statement => "J_mid <= max |psi| int |f_{N,2} - f x f|";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => SplitRuns.Rows(this, input, (run, time, split, _) =>
    {
        double inner = SplitRuns.InnerRadii(input)[0], outer = SplitRuns.OuterDeltas(input)[^1];
        double Middle(double radius) => Math.Max(0, 1 - SplitIntegrals.Inner(radius, inner) - SplitIntegrals.Outer(radius, outer));
        double all = split.Signed(_ => 1), middle = split.Signed(Middle);
        string note = string.Create(CultureInfo.InvariantCulture, $"cannot fail: Hoelder's inequality on the same sums; between {inner:G3} and {1 / outer:G3}; J = "
            + $"{all:E3}, of which J_mid {middle:E3}");
        return [this.Inequality("", run, run.At(time), Math.Abs(middle), split.Hoelder(Middle), 0, false, note)];
    });
}
