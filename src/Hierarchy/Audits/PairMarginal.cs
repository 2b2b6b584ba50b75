using System.Numerics.Tensors;
using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// (1.11): the first equation is the marginal of the second, so int f_{N,2} dv2 = f_{N,1} at all times; the worst time of each run. A theorem for marginals of
/// one f_N; closures whose f_3 has no marginal f_2 leave it, which is reported.
/// </summary>
internal sealed class PairMarginal : IAuditStatement
{
    /// <summary>What double and single precision of g leave, relative to max f.</summary>
    private const double RoundOff = 1e-10, SingleRoundOff = 1e-5;

    public string Equation => "(1.11)";

    public string Statement => "f_1 is the marginal of f_2";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            int[] times = run.PairTimes;
            if (!run.HasCorrelation)
                yield return this.NotApplicable("", run, "f_2 = f x f");
            else if (times.Length == 0)
                yield return this.NotApplicable("", run, "f_2 was not kept");
            else
                yield return times.Select(time => Row(input, run, time)).MinBy(row => row.Margin)!;
        }
    }

    private AuditRow Row(AuditInput input, AuditRun run, int time)
    {
        double defect = input.Quantity<PairFunctionals>(run, time, "marginal_defect").Value;
        double right = (input.Options.SinglePairs ? SingleRoundOff : RoundOff) * TensorPrimitives.Max(run.Density(time));
        return this.Inequality("max |int f_2 dv2 - f_1|", run, run.At(time), defect, right, 0, run.SolvesLiouville, "right: round-off of g");
    }
}
