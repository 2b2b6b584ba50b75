namespace Hierarchy.Audits;

/// <summary>
/// Proposition 2.5, (2.34), (2.35): H_N(f_N) and I_N(f_N) of the whole density stay below H_1(f^0) and I_1(f^0); N = 2 and 3, whose f_N is known. They decrease by (1.9), (1.10).
/// </summary>
internal sealed class LiouvilleBounds : IAuditStatement
{
    public string Equation => "(2.34), (2.35)";

    public string Covers => "(2.34), (2.35), Proposition 2.5";

    public string Statement => "bounds of f_N by the datum";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => Rows(this, input, input.Kernel.Viscosity == 0, "the kernel has a viscosity, see (2.20)");

    /// <summary>The rows of every run that has the whole f_N, for the kernels that the statement is about.</summary>
    public static IEnumerable<AuditRow> Rows(IAuditStatement statement, AuditInput input, bool concerns, string otherwise)
    {
        foreach (AuditRun run in input.Runs.Where(run => run.SolvesLiouville && run.Particles.Value <= 3))
        {
            if (!concerns)
                yield return statement.NotApplicable("", run, otherwise);
            else
            {
                foreach (AuditRow row in DatumBounds.Rows(statement, input, run, true, (int)run.Particles.Value))
                    yield return row;
            }
        }
    }
}

/// <summary>
/// (2.20), (2.21): the same as (2.34), (2.35) for the regularised equation (2.19), whose viscosity lowers entropy and Fisher information as well (Lemma 2.2).
/// The constants C_1, C_2 are H_1 and I_1 of the datum.
/// </summary>
/// <remarks>The bound of the Fisher information is a theorem where the kernel satisfies (2.11), which a cut-off that vanishes near 0 does not.</remarks>
internal sealed class RegularisedBounds : IAuditStatement
{
    public string Equation => "(2.20), (2.21)";

    public string Statement => "bounds of the regularised f_N by the datum";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => LiouvilleBounds.Rows(this, input, input.Kernel.Viscosity > 0, "the kernel has no viscosity, see (2.34)");
}
