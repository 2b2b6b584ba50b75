using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>
/// Runs the companion of an experiment, the runs of one integration at a time, each before those that it is the companion of. A companion that fails leaves values without
/// errors and the experiment as it is.
/// </summary>
internal sealed class CompanionRuns
{
    private readonly RunContext _context;

    private CompanionRuns(RunContext context, VelocityGrid grid) => (_context, Errors) = (context, new CompanionErrors(grid));

    /// <summary>The discretisation errors, as far as the companion came.</summary>
    public CompanionErrors Errors { get; }

    /// <summary>Prepares the companion; null if it has no datum.</summary>
    /// <param name="plan">The companion.</param>
    /// <param name="grid">The grid of the experiment.</param>
    /// <param name="equations">Makes its equations.</param>
    /// <param name="store">The store of the experiment.</param>
    /// <param name="cancellation">Stops it.</param>
    public static CompanionRuns? Of(ExperimentPlan plan, VelocityGrid grid, EquationMaker equations, IExperimentStore? store, CancellationToken cancellation)
    {
        try
        {
            InitialDatum datum = InitialData.Datum(plan);
            return new CompanionRuns(new RunContext(plan, datum, equations, new ResultEvaluation(plan, datum), [], store?.OfCompanion(plan), null, cancellation), grid);
        }
        catch (ArgumentException)
        {
            // The datum may be one that the smaller box does not hold.
            return null;
        }
    }

    /// <summary>Runs the companions of runs that share an integration.</summary>
    /// <returns>What it took and how far it came, for the records of those runs.</returns>
    public IReadOnlyList<Report> Run(PlannedRun[] runs)
    {
        PlannedRun[] own = [.. runs.Select(Counterpart).OfType<PlannedRun>()];
        if (own.Length == 0)
            return [];
        RunRecord[] records = new RunLoop(_context, own).Run();
        foreach (RunRecord record in records)
        {
            if (record.Status != RunStatus.Stopped && _context.Store?.Ending(record.Run) is null)
                _context.Store?.Keep(record);
            Errors.Take(record.Rows);
        }
        VelocityGrid grid = _context.Plan.Grid;
        var reports = new List<Report> { new("companion_seconds", records[0].Seconds,
            FormattableString.Invariant($"wall time of the companion, n = {grid.Points}, L = {grid.HalfWidth:G6}, which gives the discretisation errors")) };
        if (records[0].Status == RunStatus.Failed)
            reports.Add(new("companion_failed_after", records[0].Time, $"the companion went no further, and later values have no discretisation error: {records[0].Message}"));
        return reports;
    }

    private PlannedRun? Counterpart(PlannedRun run) => _context.Plan.Runs.FirstOrDefault(other => other.Model == run.Model && other.Particles == run.Particles);
}
