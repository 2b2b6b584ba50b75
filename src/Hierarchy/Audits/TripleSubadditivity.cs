using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// Remark 1.1 at m = 2, N = 3: H_2(f_{3,2}) &lt;= H_3(f_3) and I_2(f_{3,2}) &lt;= I_3(f_3), where the run recorded the functionals of f_3, at every time against
/// the errors of both.
/// </summary>
/// <remarks>
/// H_1 and I_1 stand on both sides and are left out, since their errors are larger than what is compared: 1/2 int f_2 log(f_2/(f f)) &lt;= 1/3 int f_3 log(f_3/(f f f)),
/// likewise for the relative Fisher informations. Nothing makes that true but f_2 being the marginal of f_3 (Han's inequality; |grad log f_2|^2 averages
/// less than |grad log f_3|^2). The error of the triple's side is what the run recorded, and at least that of the pair's, relative to the value.
/// </remarks>
internal sealed class TripleSubadditivity : IAuditStatement
{
    public string Equation => "Remark 1.1";

    public string Statement => "subadditivity at m = 2, N = 3";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs.Where(run => run.Recorded(0, TripleInformation.Correlation) is not null))
        {
            int[] times = [.. run.PairTimes.Where(time => run.Times[time] > run.Times[0] && run.Recorded(time, TripleInformation.Relative) is not null)];
            if (times.Length == 0)
                continue;
            foreach (int time in times)
            {
                yield return Row("H_2 <= H_3", "H_1", run, time, input.Quantity<PairFunctionals>(run, time, "mutual_information"), TripleInformation.Correlation);
                yield return Row("I_2 <= I_3", "I_1", run, time, input.Quantity<PairFisher>(run, time, "relative_fisher"), TripleInformation.Relative);
            }
        }
    }

    private AuditRow Row(string part, string common, AuditRun run, int time, QuantityValue two, string quantity)
    {
        QuantityValue three = run.Recorded(time, quantity)!.Value;
        double own = double.IsFinite(three.NoiseFloor) ? three.NoiseFloor : 0, relative = Math.Abs(three.Value) * two.NoiseFloor / Math.Max(Math.Abs(two.Value), 1e-300);
        return this.Inequality(part, run, run.At(time), two.Value / 2, three.Value / 3, two.NoiseFloor / 2 + Math.Max(own, relative) / 3, run.SolvesLiouville,
            $"both sides less {common}");
    }
}
