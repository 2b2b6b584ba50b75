using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// Remark 1.1 at m = 2, N = 3: H_2(f_{3,2}) &lt;= H_3(f_3) and I_2(f_{3,2}) &lt;= I_3(f_3), where the run recorded the functionals of f_3. The time at which it
/// is tightest, against the errors of both.
/// </summary>
/// <remarks>
/// The run recorded f_3's functionals on its own grid alone; their error is taken from what they say of themselves and from twice that of the pair's, which the
/// coarser grid measures: the same bulk is resolved by the same points.
/// </remarks>
internal sealed class TripleSubadditivity : IAuditStatement
{
    /// <summary>How many times the error of the pair's functional counts as that of the triple's.</summary>
    private const double TripleError = 2;

    public string Equation => "Remark 1.1";

    public string Statement => "subadditivity at m = 2, N = 3";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs.Where(run => run.Recorded(0, "entropy_3") is not null))
        {
            int[] times = [.. run.PairTimes.Where(time => run.Times[time] > run.Times[0] && run.Recorded(time, "fisher_3") is not null)];
            if (times.Length == 0)
                continue;
            yield return Worst("H_2 <= H_3", run, times, time => input.Quantity<PairFunctionals>(run, time, "entropy_2"), "entropy_3");
            yield return Worst("I_2 <= I_3", run, times, time => input.Quantity<PairFisher>(run, time, "fisher_2"), "fisher_3");
        }
    }

    private AuditRow Worst(string part, AuditRun run, int[] times, Func<int, QuantityValue> pair, string quantity) => times.Select(time =>
    {
        QuantityValue two = pair(time), three = run.Recorded(time, quantity)!.Value;
        return this.Inequality(part, run, run.At(time), two.Value, three.Value, (1 + TripleError) * two.NoiseFloor + Finite(three.NoiseFloor), run.SolvesLiouville,
            "the time of the least margin in units of its error");
    }).MinBy(row => row.Margin / row.Floor)!;

    private static double Finite(double floor) => double.IsNaN(floor) ? 0 : floor;
}
