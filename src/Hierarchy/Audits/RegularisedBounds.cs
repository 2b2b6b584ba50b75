namespace Hierarchy.Audits;

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
