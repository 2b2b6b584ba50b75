using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>One statement, measured on one run.</summary>
public sealed record AuditRow
{
    /// <summary>What is stated, with the part that this row is about.</summary>
    public required string Statement { get; init; }

    /// <summary>Its number in the paper.</summary>
    public required string Equation { get; init; }

    /// <summary>The model, or empty for a statement about the kernel.</summary>
    public required string Model { get; init; }

    /// <summary>N; null for a statement about the kernel.</summary>
    public ParticleNumber? Particles { get; init; }

    /// <summary>The time, or the beginning of the interval, that the row is about.</summary>
    public double From { get; init; } = double.NaN;

    /// <summary>The end of the interval; equal to <see cref="From"/> for one time.</summary>
    public double To { get; init; } = double.NaN;

    /// <summary>The left-hand side.</summary>
    public double Left { get; init; } = double.NaN;

    /// <summary>The right-hand side.</summary>
    public double Right { get; init; } = double.NaN;

    /// <summary>right - left of an inequality left &lt;= right; -|left - right| of an identity.</summary>
    public double Margin { get; init; } = double.NaN;

    /// <summary>An estimate of the error of the margin by the grid, the output times and round-off.</summary>
    public double Floor { get; init; } = double.NaN;

    public required AuditVerdict Verdict { get; init; }

    /// <summary>Whether the paper, or a theorem that it quotes, asserts the statement for this model; otherwise the row is a report.</summary>
    public bool IsTheorem { get; init; }

    /// <summary>What else there is to say.</summary>
    public string Note { get; init; } = "";

    /// <summary>
    /// right/left of an inequality that holds, where that is 100 or more: the bound then says little about the run. NaN otherwise.
    /// </summary>
    public double Looseness => Verdict == AuditVerdict.Holds && Margin > 0 && Left > 0 && Right >= Loose * Left ? Right / Left : double.NaN;

    /// <summary>The verdict for people.</summary>
    public string Words => Verdict switch
    {
        AuditVerdict.Holds when !double.IsNaN(Looseness) => FormattableString.Invariant($"holds, loose by {RoundTo(Looseness, 2)}"),
        AuditVerdict.Holds => "holds",
        AuditVerdict.Violated => "violated",
        AuditVerdict.BelowNoise => "below noise",
        _ => "not applicable",
    };

    /// <summary>Whether a theorem fails beyond the noise.</summary>
    public bool Fails => IsTheorem && Verdict == AuditVerdict.Violated;

    /// <summary>The verdict on left &lt;= right.</summary>
    public static AuditVerdict OfInequality(double margin, double floor)
    {
        if (!double.IsFinite(margin) || double.IsNaN(floor))
            return double.IsPositiveInfinity(margin) ? AuditVerdict.Holds : double.IsNegativeInfinity(margin) ? AuditVerdict.Violated : AuditVerdict.NotApplicable;
        return margin >= floor ? AuditVerdict.Holds : margin > -floor ? AuditVerdict.BelowNoise : AuditVerdict.Violated;
    }

    /// <summary>The verdict on left = right: the floor must be small against the larger side for the agreement to mean anything.</summary>
    public static AuditVerdict OfIdentity(double left, double right, double floor)
    {
        if (!double.IsFinite(left - right) || double.IsNaN(floor))
            return AuditVerdict.NotApplicable;
        if (Math.Abs(left - right) > floor)
            return AuditVerdict.Violated;
        return floor <= Meaningful * Math.Max(Math.Abs(left), Math.Abs(right)) || left == right ? AuditVerdict.Holds : AuditVerdict.BelowNoise;
    }

    private const double Loose = 100;

    private static double RoundTo(double value, int digits)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - digits + 1);
        return double.IsFinite(unit) ? Math.Round(value / unit) * unit : value;
    }

    /// <summary>The share of the larger side of an identity above which a floor says nothing.</summary>
    private const double Meaningful = 0.5;
}

/// <summary>What the numbers say about a statement.</summary>
public enum AuditVerdict
{
    /// <summary>It is satisfied, and by more than the noise, or to within a noise that is small against its two sides.</summary>
    Holds,

    /// <summary>It fails by more than the noise.</summary>
    Violated,

    /// <summary>The noise exceeds the margin, or both sides of an identity: nothing can be said.</summary>
    BelowNoise,

    /// <summary>The statement does not concern the run, or the run did not keep what it needs.</summary>
    NotApplicable,
}
