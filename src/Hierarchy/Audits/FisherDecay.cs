using Hierarchy.Diagnostics;
using Hierarchy.Kernels;

namespace Hierarchy.Audits;

/// <summary>
/// (1.10): I_N(f_N) does not increase, under (2.11). Asserted for the solution of the Landau equation (Guillen and Silvestre) and for f_N of the Liouville
/// equation at N = 2 and 3; for the marginals of other runs it is only reported.
/// </summary>
/// <remarks>
/// The paper has d = 3. For d = 2 the same proof holds with the constant Lambda_2 = 4 of the inequality on the circle, so with the bound 4 in (2.11); the rows
/// say that this is derived here.
/// </remarks>
internal sealed class FisherDecay : IFunctionalStatement
{
    public string Equation => "(1.10)";

    public string Statement => "Fisher information does not increase";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        bool admissible = input.Kernel.LogDerivativeMargin(input.Grid.Dimension).Holds;
        foreach (AuditRun run in input.Runs)
        {
            int[] all = [.. Enumerable.Range(0, run.Times.Length)];
            yield return Mark(input, MonotoneFunctional.Row(
                this, input, "I_1(f_1)", run, all, time => input.Quantity<OneParticleInformation>(run, time, "fisher_1"), admissible && run.SolvesLandau));
            if (!run.HasCorrelation)
                continue;
            foreach (AuditRow row in MonotoneFunctional.OfThree(this, input, "I_3(f_3), N = 3", run, "fisher_3", admissible && run.SolvesLiouville))
                yield return Mark(input, row);
            bool whole = run.SolvesLiouville && run.Particles.Value == 2;
            yield return Mark(input, MonotoneFunctional.Row(
                this, input, whole ? "I_2(f_2), N = 2" : "I_2(f_2)", run, run.PairTimes, time => input.Quantity<PairFisher>(run, time, "fisher_2"), admissible && whole));
        }
    }

    private static AuditRow Mark(AuditInput input, AuditRow row) =>
        row.IsTheorem && input.Grid.Dimension == 2 ? row with { Note = row.Note + "; d = 2: derived here, with the bound 4 in (2.11)" } : row;
}
