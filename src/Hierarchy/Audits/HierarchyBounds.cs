namespace Hierarchy.Audits;

/// <summary>
/// Definition 1.4: a solution of the Landau hierarchy keeps H_m(f_m) &lt;= H_1(f^0) and I_m(f_m) &lt;= I_1(f^0); for the tensor powers of a solution of the
/// Landau equation both follow from those of f.
/// </summary>
internal sealed class HierarchyBounds : IAuditStatement
{
    public string Equation => "Definition 1.4";

    public string Statement => "bounds of the Landau hierarchy by the datum";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) =>
        input.Runs.Where(run => run.Particles.IsInfinite).SelectMany(run => DatumBounds.Rows(this, input, run, run.SolvesLandau, 1, 2));
}
