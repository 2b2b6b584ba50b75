using Hierarchy.Diagnostics;
using Hierarchy.Kernels;

namespace Hierarchy.Audits;

/// <summary>
/// (1.10): I_N(f_N) does not increase, under (2.11). Asserted for the solution of the Landau equation (Guillen and Silvestre) and for f_N of the Liouville
/// equation at N = 2 and 3, in the paper's dimension d = 3; for d = 2 and for the marginals of other runs it is only reported.
/// </summary>
internal sealed class FisherDecay : IAuditStatement
{
    public string Equation => "(1.10)";

    public string Statement => "Fisher information does not increase";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        bool admissible = input.Kernel.LogDerivativeMargin.Holds && input.Grid.Dimension == 3;
        foreach (AuditRun run in input.Runs)
        {
            int[] all = [.. Enumerable.Range(0, run.Times.Length)];
            yield return MonotoneFunctional.Row(
                this, "I_1(f_1)", run, all, time => input.Quantity<OneParticleInformation>(run, time, "fisher_1"), admissible && run.SolvesLandau);
            if (!run.HasCorrelation)
                continue;
            foreach (AuditRow row in MonotoneFunctional.OfThree(this, "I_3(f_3), N = 3", run, "fisher_3", admissible && run.SolvesLiouville))
                yield return row;
            bool whole = run.SolvesLiouville && run.Particles.Value == 2;
            yield return MonotoneFunctional.Row(
                this, whole ? "I_2(f_2), N = 2" : "I_2(f_2)", run, run.PairTimes, time => input.Quantity<PairFisher>(run, time, "fisher_2"), admissible && whole);
        }
    }
}
