namespace Hierarchy.Audits;

/// <summary>Short ways to make the rows of a statement.</summary>
internal static class AuditRows
{
    /// <summary>left &lt;= right.</summary>
    public static AuditRow Inequality(
        this IAuditStatement statement, string part, AuditRun? run, (double From, double To) time, double left, double right, double floor,
            bool isTheorem, string note = "") =>
        Row(statement, part, run, time, isTheorem, note) with
        {
            Left = left,
            Right = right,
            Margin = right - left,
            Floor = floor,
            Verdict = AuditRow.OfInequality(right - left, floor),
        };

    /// <summary>left = right.</summary>
    public static AuditRow Identity(
        this IAuditStatement statement, string part, AuditRun? run, (double From, double To) time, double left, double right, double floor,
            bool isTheorem, string note = "") =>
        Row(statement, part, run, time, isTheorem, note) with
        {
            Left = left,
            Right = right,
            Margin = -Math.Abs(left - right),
            Floor = floor,
            Verdict = AuditRow.OfIdentity(left, right, floor),
        };

    /// <summary>A row that says why there is no number.</summary>
    public static AuditRow NotApplicable(this IAuditStatement statement, string part, AuditRun? run, string reason) =>
        Row(statement, part, run, (double.NaN, double.NaN), false, reason);

    /// <summary>The interval of a whole run.</summary>
    public static (double From, double To) Span(this AuditRun run) => (run.Times[0], run.Times[^1]);

    /// <summary>An instant.</summary>
    public static (double From, double To) At(this AuditRun run, int timeIndex) => (run.Times[timeIndex], run.Times[timeIndex]);

    private static AuditRow Row(IAuditStatement statement, string part, AuditRun? run, (double From, double To) time, bool isTheorem, string note) => new()
    {
        Statement = part.Length == 0 ? statement.Statement : $"{statement.Statement}: {part}",
        Equation = statement.Equation,
        Model = run?.Model ?? "",
        Particles = run?.Particles,
        From = time.From,
        To = time.To,
        Verdict = AuditVerdict.NotApplicable,
        IsTheorem = isTheorem,
        Note = note,
    };
}
