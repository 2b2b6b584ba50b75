using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// A functional that does not increase from one output time to the next. The row carries the largest increase between neighbouring output times, and the
/// fall over the whole run in its note.
/// </summary>
/// <remarks>
/// The noise floors of a functional are errors of quadrature on one grid, which change little from time to time: the floor of a difference is the change of the
/// floors plus a hundredth of them. A single interval is judged against it, and so is the fall over the run: without a fall above the noise nothing is shown.
/// </remarks>
internal static class MonotoneFunctional
{
    /// <summary>The share of the noise of a functional that two neighbouring times are taken not to have in common.</summary>
    private const double Uncommon = 0.01;

    /// <summary>A functional of the whole density of three particles, which the run recorded: its noise is that of a coarse grid, of which nothing is taken to be common.</summary>
    public static IEnumerable<AuditRow> OfThree(IAuditStatement statement, string part, AuditRun run, string quantity, bool isTheorem)
    {
        if (run.Recorded(0, quantity) is null)
            return [];
        int[] times = [.. Enumerable.Range(0, run.Times.Length).Where(time => run.Recorded(time, quantity) is not null)];
        return [Row(statement, part, run, times, time => run.Recorded(time, quantity)!.Value, isTheorem, 1)];
    }

    public static AuditRow Row(IAuditStatement statement, string part, AuditRun run, int[] times, Func<int, QuantityValue> value, bool isTheorem, double uncommon = Uncommon)
    {
        if (times.Length < 2)
            return statement.NotApplicable(part, run, "needs two times");
        QuantityValue[] values = [.. times.Select(value)];
        (double increase, double floor, int at) = (double.NegativeInfinity, 0, 1);
        for (int k = 1; k < values.Length; k++)
        {
            double step = values[k].Value - values[k - 1].Value, noise = Noise(values[k - 1], values[k], uncommon);
            if (step - noise > increase - floor || !double.IsFinite(step))
                (increase, floor, at) = (step, noise, k);
        }
        double fall = values[0].Value - values[^1].Value, runNoise = Noise(values[0], values[^1], uncommon);
        string note = FormattableString.Invariant($"falls from {values[0].Value:G6} to {values[^1].Value:G6} over the run");
        AuditRow row = statement.Inequality($"{part}, largest increase between outputs", run, (run.Times[times[at - 1]], run.Times[times[at]]),
            increase, 0, floor, isTheorem, note);
        return row.Verdict == AuditVerdict.BelowNoise && fall > runNoise
            ? row with { Verdict = AuditVerdict.Holds, Note = note + ", by more than the noise; this interval's change is within it" }
            : row;
    }

    private static double Noise(QuantityValue first, QuantityValue second, double uncommon) =>
        Math.Abs(first.NoiseFloor - second.NoiseFloor) + uncommon * (first.NoiseFloor + second.NoiseFloor) + 1e-14 * (Math.Abs(first.Value) + Math.Abs(second.Value));
}
