using Hierarchy.Kernels;

namespace Hierarchy.Audits;

/// <summary>(2.11): r |a'(r)|/a(r) &lt;= sqrt(22), the condition under which the Fisher information decays, for the potential of the kernel in use.</summary>
/// <remarks>No theorem, but the assumption of one: a kernel may violate it, as the cut-off of (2.19) does near r = eps.</remarks>
internal sealed class KernelCondition : IAuditStatement
{
    public string Equation => "(2.11)";

    public string Statement => "r |a'(r)|/a(r) <= sqrt(22) of the kernel";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        LogDerivativeMargin margin = input.Kernel.LogDerivativeMargin;
        yield return this.Inequality("", null, (double.NaN, double.NaN), margin.Supremum, LogDerivativeMargin.Bound, 0, false, margin.ToString());
    }
}
