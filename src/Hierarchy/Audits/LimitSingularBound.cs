namespace Hierarchy.Audits;

/// <summary>(4.3): the bound (4.2) for f_2 of the limit, N = infinity: f x f of the Landau equation, and mixtures.</summary>
internal sealed class LimitSingularBound : IAuditStatement
{
    public string Equation => "(4.3)";

    public string Statement => "int f_2/|v1-v2|^(3/2) <= C I_2^(3/4) of the limit";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => StrongSingularBound.Rows(this, input, run => run.Particles.IsInfinite);
}
