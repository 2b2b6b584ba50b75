using Hierarchy.Particles;

namespace Hierarchy.Audits;

/// <summary>
/// (3.3): the weak form of the BBGKY hierarchy (1.11) at m = 1, which every model satisfies with its own f_2, and at m = 2, which a closure satisfies with its own f_3.
/// </summary>
internal sealed class WeakHierarchy : IAuditStatement
{
    public string Equation => "(3.3)";

    public string Statement => "weak form of the BBGKY hierarchy";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            if (run.Particles.IsInfinite)
                continue;
            yield return WeakFormRows.Worst(this, input, run, "m = 1", terms => terms.One, terms => terms.OneRate, run.SolvesLiouville);
            yield return run.Facts.System == ParticleSystem.NonConservative
                ? this.NotApplicable("m = 2", run, "belongs to (1.6), whose pairs collide otherwise; its first equation is the same")
                : !run.HasCorrelation
                ? this.NotApplicable("m = 2", run, "f_2 = f x f is an ansatz, not a solution of the second equation")
                : WeakSeries.Triplet(run) is null && run.Particles.Value > 2
                    ? this.NotApplicable("m = 2", run, "f_3 of this model is not known from f and g")
                    : WeakFormRows.Worst(this, input, run, "m = 2, f_3 of the model", terms => terms.Two, terms => terms.TwoRate, run.SolvesLiouville);
        }
    }
}
