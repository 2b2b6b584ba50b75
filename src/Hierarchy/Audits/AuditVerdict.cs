namespace Hierarchy.Audits;

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
