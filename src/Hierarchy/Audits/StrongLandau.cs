namespace Hierarchy.Audits;

/// <summary>(1.1) in strong form: the residual of the Landau equation on the stored states, in L1; (1.2) at m = 1 is the same equation for f_2 = f x f.</summary>
internal sealed class StrongLandau : IAuditStatement
{
    public string Equation => "(1.1)";

    public string Statement => "residual of the Landau equation";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs.Where(run => run.SolvesLandau))
        {
            (StrongForm? form, string reason) = StrongForm.Of(input, run);
            yield return form?.Row(this, "", input, run, false, true) ?? this.NotApplicable("", run, reason);
        }
    }
}
