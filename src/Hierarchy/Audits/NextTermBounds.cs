using Hierarchy.Diagnostics;
using Hierarchy.Particles;

namespace Hierarchy.Audits;

/// <summary>
/// Lemma 3.2, (3.7), (3.11), (3.12) at m = 1: the change of int a f_{N,1} is at most (N-1)/N times the time integrals of |int int A:Hess a f_{N,2}| and 2 |int
/// int B.grad a f_{N,2}|, which are at most (d-1) |Hess a| S t and (d-1) |Hess a| S t/2 with S as in (2.26).
/// </summary>
internal sealed class NextTermBounds : IAuditStatement
{
    public string Equation => "Lemma 3.2";

    public string Covers => "Lemma 3.2, (3.7), (3.11), (3.12)";

    public string Statement => "terms of A and of B with the next particle are bounded by the datum";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            double moment = PotentialMoment.Uniform(input, run);
            if (PotentialMoment.Excuse(moment, run, 3, "three") is { } excuse)
            {
                yield return this.NotApplicable("", run, excuse);
                continue;
            }
            TermSeries terms = input.TermsOf(run);
            double bound = (input.Grid.Dimension - 1) * input.TestFunctions[TermSeries.Function].HessianNorm * moment * terms.Elapsed;
            bool isTheorem = PotentialMoment.IsTheorem(input, run);
            Measured a = terms.Absolute(sums => sums.OutwardA), b = terms.Absolute(sums => sums.OutwardB);
            yield return this.Inequality("(3.11), the term of A", run, run.Span(), a.Value, bound, a.Floor, isTheorem, "time integral; right: by I_1 or the energy of the datum");
            yield return this.Inequality("(3.12), the term of B", run, run.Span(), b.Value, bound / 2, b.Floor, isTheorem,
                "time integral; right: by I_1 or the energy of the datum");
            if (input.Kernel is not { Viscosity: 0, Isotropic: 0 })
                continue;
            Measured change = input.Weak(run).Change(TermSeries.Function, term => term.One);
            double outside = run.Particles.Outside(1), floor = change.Floor + outside * (a.Floor + 2 * b.Floor);
            yield return this.Inequality("(3.7), change of int a f_1 <= its terms", run, run.Span(), Math.Abs(change.Value), outside * (a.Value + 2 * b.Value),
                floor, run.Facts.System == ParticleSystem.Conservative);
        }
    }
}
