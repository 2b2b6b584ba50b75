using Hierarchy.Particles;

namespace Hierarchy.Audits;

/// <summary>
/// (1.7): the weak form of the Liouville equation, with a(v1), that is a x 1 x ... x 1, for every N, and with a(v1) a(v2) at N = 2 and 3.
/// The matrix term is A : (Hess_ii - Hess_ij).
/// </summary>
internal sealed class WeakLiouville : IAuditStatement
{
    public string Equation => "(1.7)";

    public string Statement => "weak form of the Liouville equation";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            if (!run.SolvesLiouville)
            {
                yield return this.NotApplicable("", run, run.Facts.System == ParticleSystem.NonConservative
                    ? "belongs to (1.6), not to the Liouville equation (1.3)" : "not a solution of the Liouville equation");
                continue;
            }
            yield return WeakFormRows.Worst(this, input, run, "test function a(v1)", terms => terms.One, terms => terms.OneRate, true);
            if (run.Particles.Value == 2)
                yield return WeakFormRows.Worst(this, input, run, "test function a(v1) a(v2), N = 2", terms => terms.Two, terms => terms.Pair + terms.Viscous, true);
            else if (run.Particles.Value == 3 && WeakSeries.Triplet(run) is not null)
                yield return WeakFormRows.Worst(this, input, run, "test function a(v1) a(v2), N = 3", terms => terms.Two, terms => terms.TwoRate, true);
        }
    }
}
