namespace Hierarchy.Audits;

/// <summary>
/// (1.11) and, at N = infinity, (1.2) in strong form: the residual of the first and of the second equation on the stored states of a model, with the model's
/// own f_3, in L1. At N = 2 the second is the Liouville equation (1.3).
/// </summary>
internal sealed class StrongHierarchy : IAuditStatement
{
    public string Equation => "(1.11)";

    public string Covers => "(1.11), (1.2), (1.3)";

    public string Statement => "residual of the hierarchy";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs.Where(run => !run.SolvesLandau))
        {
            (StrongForm? form, string reason) = StrongForm.Of(input, run);
            if (form is null)
            {
                yield return this.NotApplicable("", run, reason);
                continue;
            }
            yield return form.Row(this, "m = 1", input, run, false, true);
            if (run.HasCorrelation)
                yield return form.Row(this, "m = 2, f_3 of the model", input, run, true, true);
        }
    }
}

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
