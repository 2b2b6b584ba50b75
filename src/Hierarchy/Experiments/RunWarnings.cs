using System.Globalization;
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
        .. records.Select(OfRank).OfType<string>(),
        .. ResolutionAdvice.Of(plan, [.. records.Where(record => record.Status == RunStatus.Completed)]),
    ];

    /// <summary>A correlation of low rank whose maximal rank left out more than its tolerance allows, and what would do.</summary>
    private static string? OfRank(RunRecord record)
    {
        double excess = Report(record, "rank_excess"), tolerance = Report(record, "tolerance_in_use"), rank = Report(record, "rank_needed");
        return excess <= 1 ? null : string.Create(CultureInfo.InvariantCulture,
            $"{record.Run}: the maximal rank left out of g {excess:G2} times what the tolerance {tolerance:G2} allows; "
            + $"\"maximalRank\": {Math.Ceiling(rank / 10) * 10:F0} or \"tolerance\": {excess * tolerance:G2} would do, by extrapolation");
    }

    private static double Report(RunRecord record, string name) => record.Reports.FirstOrDefault(report => report.Name == name).Value;
}
