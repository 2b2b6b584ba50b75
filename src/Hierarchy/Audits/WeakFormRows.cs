using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>The residual of a weak form over the whole run: the change of int psi f_m against the time integral of its right-hand side.</summary>
internal static class WeakFormRows
{
    /// <summary>How many times the sum of the estimated errors counts as noise: they are estimates of each error's size, not bounds.</summary>
    public const double Safety = 3;

    /// <summary>
    /// The test function whose residual exceeds its floor by most; if none does, the one that says most, with the largest change in units of its
    /// floor.
    /// </summary>
    public static AuditRow Worst(
        IAuditStatement statement, AuditInput input, AuditRun run, string level, Func<WeakTerms, Measured> term, Func<WeakTerms, Measured> rate, bool isTheorem)
    {
        WeakSeries series = input.Weak(run);
        if (series.Times.Length < 3)
            return statement.NotApplicable(level, run, "f_2 must be kept at three output times at least");
        AuditRow? worst = null;
        for (int test = 0; test < series.Terms.Length; test++)
        {
            Measured change = series.Change(test, term), integral = series.Integral(test, rate);
            double stepping = input.Tolerance * Math.Abs(term(series.Terms[test][0]).Value);
            double floor = Safety * (series.Residual(test, term, rate).Floor + stepping);
            string note = FormattableString.Invariant($"{input.TestFunctions[test].Name}; residual {change.Value - integral.Value:E2}");
            AuditRow row = statement.Identity(level, run, (series.Times[0], series.Times[^1]), change.Value, integral.Value, floor, isTheorem, note);
            worst = worst is null || Weight(row) > Weight(worst) ? row : worst;
        }
        return worst!;
    }

    private static double Weight(AuditRow row) =>
        row.Verdict == AuditVerdict.Violated ? 1e100 * -row.Margin / row.Floor : Math.Max(Math.Abs(row.Left), Math.Abs(row.Right)) / row.Floor;
}
