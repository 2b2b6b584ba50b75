namespace Hierarchy.Audits;

/// <summary>(1.12): the weak form of the Landau hierarchy at m = 1 and 2; the tensor powers of a solution of the Landau equation satisfy both.</summary>
internal sealed class WeakLandauHierarchy : IAuditStatement
{
    public string Equation => "(1.12)";

    public string Statement => "weak form of the Landau hierarchy";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs.Where(run => run.Particles.IsInfinite))
        {
            yield return WeakFormRows.Worst(this, input, run, "m = 1", terms => terms.One, terms => terms.OneRate, run.SolvesLandau);
            yield return run.Triplet is null
                ? this.NotApplicable("m = 2", run, "f_3 of this model is not known from f and g")
                : WeakFormRows.Worst(this, input, run, "m = 2, f_3 of the model", terms => terms.Two, terms => terms.TwoRate, run.SolvesLandau);
        }
    }
}
