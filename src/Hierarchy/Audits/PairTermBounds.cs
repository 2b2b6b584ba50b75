using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// (2.25), (2.26), (2.28): against psi = a(v1) a(v2) the change of int psi f_2 at N = 2 is at most the time integrals of its terms of A and of B, and each of these at most
/// (d-1) (|Hess a| + |grad a|^2) S, S the bound of int int a(|v1-v2|) f_2 by the datum (<see cref="PotentialMoment"/>).
/// </summary>
/// <remarks>
/// |Pi:M| is at most (d-1) times the operator norm, and |grad a(v1) a(v2) - a(v1) grad a(v2)| &lt;= |v1-v2| (|Hess a| + |grad a|^2), as (2.28) uses it. The
/// bounds of the terms are measured for the f_2 of every run.
/// </remarks>
internal sealed class PairTermBounds : IAuditStatement
{
    public string Equation => "(2.25)";

    public string Covers => "(2.25), (2.26), (2.28)";

    public string Statement => "terms of A and of B of a pair are bounded by the datum";

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
            TestFunction function = input.TestFunctions[TermSeries.Function];
            double bound = (input.Grid.Dimension - 1) * (function.HessianNorm + function.GradientNorm * function.GradientNorm) * moment;
            yield return Largest("(2.26), the term of A", run, terms, sums => sums.WithinA);
            yield return Largest("(2.28), the term of B", run, terms, sums => sums.WithinB);
            if (run.SolvesLiouville && run.Particles.Value == 2 && input.Kernel is { Viscosity: 0, Isotropic: 0 })
                yield return Change(input, run, terms);

            AuditRow Largest(string part, AuditRun of, TermSeries series, Func<TermSums, PairSum> term)
            {
                PairSum largest = series.Sums.Select(term).MaxBy(sum => Math.Abs(sum.Fine));
                return this.Inequality(part, of, of.Span(), Math.Abs(largest.Fine), bound, largest.Error, PotentialMoment.IsTheorem(input, of),
                    "the largest over time; right: by I_1 or the energy of the datum");
            }
        }
    }

    private AuditRow Change(AuditInput input, AuditRun run, TermSeries terms)
    {
        Measured change = input.Weak(run).Change(TermSeries.Function, term => term.Two), a = terms.Absolute(sums => sums.WithinA), b = terms.Absolute(sums => sums.WithinB);
        return this.Inequality("change of int psi f_2 <= terms of A and B", run, run.Span(), Math.Abs(change.Value), a.Value + b.Value,
            change.Floor + a.Floor + b.Floor, true, "N = 2");
    }
}
