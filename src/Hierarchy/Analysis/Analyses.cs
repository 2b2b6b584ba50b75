using Hierarchy.Audits;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Analysis;

/// <summary>The analyses of the command line under their names.</summary>
public static class Analyses
{
    /// <summary>compare: see <see cref="ClosureComparison"/>.</summary>
    public static IReadOnlyList<ComparisonRow> Compare(ExperimentPlan plan, ResultTable results) => ClosureComparison.Of(plan, results);

    /// <summary>chaos: see <see cref="ChaosRates"/>; the limits for large times are those of <see cref="LongTimeLimit"/>.</summary>
    public static IReadOnlyList<ChaosRow> Chaos(ExperimentPlan plan, ResultTable results) => ChaosRates.Of(results, plan.Scenario.Pair.Type == PairSettings.Chaotic);

    /// <summary>audit: see <see cref="AuditRegistry"/>; on the stored densities of an experiment.</summary>
    public static IReadOnlyList<AuditRow> Audit(ExperimentPlan plan, FieldReader fields, ResultTable results) => StoredAuditRun.Audit(plan, fields, results);

    /// <summary>converge: see <see cref="ConvergenceStudy"/>.</summary>
    public static IReadOnlyList<ConvergenceRow> Converge(
        IReadOnlyList<Scenario> levels, ConvergenceParameter over, Func<ExperimentPlan, IExperimentObserver, IReadOnlyList<RunRecord>> run) => ConvergenceStudy.Run(levels, over, run);
}
