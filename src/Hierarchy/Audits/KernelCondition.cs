using Hierarchy.Kernels;

namespace Hierarchy.Audits;

/// <summary>
/// (2.11): r |alpha'(r)|/alpha(r) &lt;= sqrt(22) for d = 3 and 4 for d = 2, alpha = a/r^2, the condition under which the Fisher information decays, for the
/// potential of the kernel in use.
/// </summary>
/// <remarks>
/// The paper prints it for a; see <see cref="LogDerivativeMargin"/>. No theorem, but the assumption of one: a kernel may violate it, as the cut-off of (2.19)
/// does near r = eps.
/// </remarks>
internal sealed class KernelCondition : IAuditStatement
{
    public string Equation => "(2.11)";

    public string Statement => "r |alpha'|/alpha <= 2 sqrt(Lambda_d) of the kernel, alpha = a/r^2";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        LogDerivativeMargin margin = input.Kernel.LogDerivativeMargin(input.Grid.Dimension);
        yield return this.Inequality("", null, (double.NaN, double.NaN), margin.Supremum, margin.Bound, 0, false, margin.ToString());
    }
}
