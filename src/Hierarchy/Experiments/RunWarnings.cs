using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Experiments;

/// <summary>What deserves attention in the results.</summary>
internal static class RunWarnings
{
    /// <summary>Failures, runs that are unphysical, and what would resolve the quantities that are not; which these are, the verdict of each run says.</summary>
    public static IReadOnlyList<string> Of(ExperimentPlan plan, IReadOnlyList<RunRecord> records) =>
    [
        .. records.Where(record => record.Status is RunStatus.Failed or RunStatus.Unphysical).Select(record => $"{record.Run}: {record.Message}"),
        .. plan.Scenario.Accuracy is { } wanted && ReachedAccuracy.Of(plan.Scenario, records) is { } reached && reached.Error > wanted ? (string[])[reached.Against(wanted)] : [],
        .. records.Where(ReplicaTarget.IsMissed).Select(record => ReplicaTarget.Line(record)!),
        .. ResolutionAdvice.Of(plan, [.. records.Where(record => record.Status == RunStatus.Completed)]),
    ];
}
