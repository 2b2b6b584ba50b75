using System.Numerics.Tensors;
using Hierarchy.Diagnostics;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>(1.4): f_{N,2}(v1, v2) = f_{N,2}(v2, v1), the worst time of each run. The floor is round-off against the largest |g|.</summary>
internal sealed class ExchangeSymmetry : IAuditStatement
{
    /// <summary>Relative to the largest g.</summary>
    private const double RoundOff = 1e-12;

    public string Equation => "(1.4)";

    public string Statement => "exchange symmetry of f_2";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            int[] times = run.PairTimes;
            if (!run.HasCorrelation)
                yield return this.NotApplicable("", run, "f_2 = f x f is symmetric by construction");
            else if (times.Length == 0)
                yield return this.NotApplicable("", run, "f_2 was not kept");
            else
                yield return Worst(input, run, times);
        }
    }

    private AuditRow Worst(AuditInput input, AuditRun run, int[] times)
    {
        double worst = -1, floor = 0;
        int at = times[0];
        foreach (int time in times)
        {
            double defect = input.Quantity<PairFunctionals>(run, time, "exchange_defect").Value;
            double round = RoundOff * run.Correlation(time)!.MaxMagnitude() + 1e-16 * Math.Pow(TensorPrimitives.Max(run.Density(time)), 2);
            if (defect - round > worst - floor)
                (worst, floor, at) = (defect, round, time);
        }
        return this.Inequality("max |f_2(v1,v2) - f_2(v2,v1)|", run, run.At(at), worst, floor, 0, true, "right: round-off of g");
    }
}
