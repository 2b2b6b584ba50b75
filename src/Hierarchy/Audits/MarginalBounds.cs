namespace Hierarchy.Audits;

/// <summary>
/// (3.1), (3.2): the marginals of f_N keep H_m(f_{N,m}) &lt;= H_1(f^0) and I_m(f_{N,m}) &lt;= I_1(f^0), uniformly in N. Asserted for marginals of a solution of
/// the Liouville equation, reported for closures.
/// </summary>
internal sealed class MarginalBounds : IAuditStatement
{
    public string Equation => "(3.1), (3.2)";

    public string Statement => "bounds of the marginals by the datum";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) =>
        input.Runs.Where(run => !run.Particles.IsInfinite).SelectMany(run => DatumBounds.Rows(this, input, run, run.SolvesLiouville, 1, 2));
}
