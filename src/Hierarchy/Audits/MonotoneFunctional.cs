using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// A functional that does not increase from one output time to the next. The row carries the interval with the largest recorded increase, and the change over
/// the whole run in its note.
/// </summary>
/// <remarks>
/// The noise of an increase is the whole error of both values, which need not have it in common, with what the time steps may add. Violated: an increase
/// exceeds its noise. Holds: no interval records an increase beyond round-off, and the fall over the run exceeds the noise of its ends. Anything else is below
/// the noise: neither a rise within it nor a fall within it shows anything.
/// </remarks>
internal static class MonotoneFunctional
{
    private const double RoundOff = 1e-13;

    /// <summary>A functional of the whole density of three particles, which the run recorded.</summary>
    public static IEnumerable<AuditRow> OfThree(IAuditStatement statement, AuditInput input, string part, AuditRun run, string quantity, bool isTheorem)
    {
        if (run.Recorded(0, quantity) is null)
            return [];
        int[] times = [.. Enumerable.Range(0, run.Times.Length).Where(time => run.Recorded(time, quantity) is not null)];
        return [Row(statement, input, part, run, times, time => run.Recorded(time, quantity)!.Value, isTheorem)];
    }

    /// <summary>One row.</summary>
    /// <param name="statement">Whose row.</param>
    /// <param name="input">The results; the tolerance of the time steps is part of the noise.</param>
    /// <param name="part">Which functional.</param>
    /// <param name="run">The run.</param>
    /// <param name="times">The indices of the output times.</param>
    /// <param name="value">The functional with its error.</param>
    /// <param name="isTheorem">Whether it is asserted.</param>
    public static AuditRow Row(IAuditStatement statement, AuditInput input, string part, AuditRun run, int[] times, Func<int, QuantityValue> value, bool isTheorem)
    {
        if (times.Length < 2)
            return statement.NotApplicable(part, run, "needs two times");
        QuantityValue[] values = [.. times.Select(value)];
        int at = 1, violated = 0;
        for (int k = 1; k < values.Length; k++)
        {
            at = !(Step(k) <= Step(at)) ? k : at;
            violated = !(Step(k) <= Noise(values[k - 1], values[k], input.Tolerance)) && (violated == 0 || Step(k) > Step(violated)) ? k : violated;
        }
        double change = values[^1].Value - values[0].Value, runNoise = Noise(values[0], values[^1], input.Tolerance);
        string note = FormattableString.Invariant($"{(change > 0 ? "rises" : "falls")} from {values[0].Value:G6} to {values[^1].Value:G6} over the run, noise {runNoise:G2}");
        if (violated != 0 && violated != at)
            note += FormattableString.Invariant($"; the increase by {Step(violated):G3} in [{Time(violated - 1):G6}, {Time(violated):G6}] exceeds its noise");
        AuditRow row = statement.Inequality(
            $"{part}, largest increase between outputs", run, (Time(at - 1), Time(at)), Step(at), 0, Noise(values[at - 1], values[at], input.Tolerance), isTheorem, note);
        bool falls = Step(at) <= RoundOff * Math.Abs(values[at].Value) && -change > runNoise;
        return row.Verdict == AuditVerdict.NotApplicable ? row
            : row with { Verdict = violated != 0 ? AuditVerdict.Violated : falls ? AuditVerdict.Holds : AuditVerdict.BelowNoise };

        double Step(int k) => values[k].Value - values[k - 1].Value;
        double Time(int k) => run.Times[times[k]];
    }

    private static double Noise(QuantityValue first, QuantityValue second, double tolerance) =>
        first.NoiseFloor + second.NoiseFloor + (tolerance + RoundOff) * (Math.Abs(first.Value) + Math.Abs(second.Value)) / 2;
}
