using Hierarchy.Audits;
using Hierarchy.Diagnostics;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>A run of rotation-invariant pairs for the audits: every functional with its error as the run recorded it, and no field on the grid.</summary>
internal sealed class RecordedAuditRun(ResultTable results, PlannedRun run, double[] times) : AuditRun(run.Model, run.Particles, times, run.HasCorrelation)
{
    public override bool IsRecorded => true;

    public override bool StartsChaotic => !HasCorrelation || Recorded(0, "chaos_l1")?.Value == 0;

    public override ReadOnlySpan<double> Density(int timeIndex) => throw new NotSupportedException("a recorded run has no field");

    public override PairCorrelation? Correlation(int timeIndex) => null;

    public override bool HasPair(int timeIndex) => Recorded(timeIndex, "fisher_2") is not null;

    public override QuantityValue? Recorded(int timeIndex, string quantity) =>
        results.Find(Model, Particles, Times[timeIndex], quantity) is { } row
            ? new QuantityValue(quantity, row.Value, (double.IsNaN(row.NoiseFloor) ? 0 : row.NoiseFloor) + row.KnownDiscretisationError)
            : null;

    /// <summary>The statements about functionals, measured on the runs of rotation-invariant pairs, whose recorded errors include those of the steps.</summary>
    public static IReadOnlyList<AuditRow> Audit(ExperimentPlan plan, ResultTable results)
    {
        AuditRun[] runs = [.. plan.Runs.Where(run => run.Radial is not null).Select(run => new RecordedAuditRun(results, run, plan.Times))];
        return runs.Length == 0 ? [] : AuditRegistry.EvaluateFunctionals(new AuditInput(plan.Grid, plan.Kernel, plan.Options, runs, 0));
    }
}
