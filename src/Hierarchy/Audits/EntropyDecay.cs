using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// (1.9): H_N(f_N) does not increase. Asserted for the solution of the Landau equation and for f_N of the Liouville equation at N = 2 and 3; for the marginals f_{N,1} and
/// f_{N,2} of other runs it is no theorem and only reported.
/// </summary>
internal sealed class EntropyDecay : IFunctionalStatement
{
    public string Equation => "(1.9)";

    public string Statement => "entropy does not increase";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            int[] all = [.. Enumerable.Range(0, run.Times.Length)];
            yield return MonotoneFunctional.Row(
                this, input, "H_1(f_1)", run, all, time => input.Quantity<OneParticleInformation>(run, time, "entropy_1"), run.SolvesLandau);
            if (!run.HasCorrelation)
                continue;
            foreach (AuditRow row in MonotoneFunctional.OfThree(this, input, "H_3(f_3), N = 3", run, "entropy_3", run.SolvesLiouville))
                yield return row;
            bool whole = run.SolvesLiouville && run.Particles.Value == 2;
            yield return MonotoneFunctional.Row(
                this, input, whole ? "H_2(f_2), N = 2" : "H_2(f_2)", run, run.PairTimes, time => input.Quantity<PairFunctionals>(run, time, "entropy_2"), whole);
        }
    }
}
