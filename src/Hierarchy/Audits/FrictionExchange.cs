namespace Hierarchy.Audits;

/// <summary>
/// (3.4): by the symmetry of f_{N,2} and the antisymmetry of B, int int B.grad a(v1) f_{N,2} = -int int B.grad a(v2) f_{N,2}; the worst time of each run. The floor is round-off.
/// </summary>
internal sealed class FrictionExchange : IAuditStatement
{
    private const double RoundOff = 1e-11;

    public string Equation => "(3.4)";

    public string Statement => "the term of B with both velocities exchanged";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            if (run.PairTimes.Length < 2)
            {
                yield return this.NotApplicable("", run, "f_2 was not kept at two times");
                continue;
            }
            TermSeries terms = input.TermsOf(run);
            int worst = Enumerable.Range(0, terms.Sums.Length).MaxBy(k => Math.Abs(terms.Sums[k].OutwardB.Fine - terms.Sums[k].Exchanged));
            TermSums sums = terms.Sums[worst];
            double floor = (input.Options.SinglePairs ? 1e-6 : RoundOff) * sums.Size;
            yield return this.Identity("", run, (terms.Times[worst], terms.Times[worst]), sums.OutwardB.Fine, sums.Exchanged, floor, true,
                "left: sum over the support of a in v1, right: in v2");
        }
    }
}
