using Hierarchy.Ranks;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>
/// The one loop that every run goes through, from the first output time to the last: take up what is kept, advance, observe, save where that is due, and turn a
/// stop or a failure into a record. Models that serve every N give the results of several runs in one pass.
/// </summary>
internal sealed class RunLoop(RunContext context, PlannedRun[] runs)
{
    private readonly List<ResultRow> _rows = [];
    private readonly RunTime _start = RunTime.Now;
    private double _reached;
    private RunTime _before;
    private StepStatistics _statistics;
    private IReadOnlyList<Report> _reports = [];
    private readonly StopCondition? _until = context.Plan.Scenario.Time.Until is { } until && !runs[0].IsReference && !runs[0].IsExact && !runs[0].IsParticles
        ? StopCondition.Parse(until) : null;

    private RunTime Took => _before + RunTime.Now - _start;

    /// <summary>Runs to the end, or gives out what is kept of runs that have ended; a failure of the model becomes a record, errors of files do not.</summary>
    public RunRecord[] Run() => Replay() ?? Advance();

    /// <summary>What is kept of runs that have ended, in the order in which they were integrated; null if one of them has not ended, or has only sums of replicas.</summary>
    private RunRecord[]? Replay()
    {
        RunRecord?[] records = [.. runs.Select(run => run.IsParticles ? null : context.Store?.Ending(run))];
        if (records.Contains(null))
            return null;
        for (int i = 0; i < context.Plan.Times.Length; i++)
        {
            foreach (PlannedRun run in runs)
            {
                if (context.Store!.Find(run, i) is { } kept)
                    _rows.AddRange(GridAdvance.Give(context, run, i, kept));
            }
        }
        return [.. records.Select(record => record! with { Rows = RowsOf(record.Run) })];
    }

    private RunRecord[] Advance()
    {
        (RunStatus status, string message) = (RunStatus.Completed, "");
        try
        {
            // Replicas end whole chunks themselves.
            using WorkCrew.StopScope scope = WorkCrew.StopWith(runs[0].IsParticles ? CancellationToken.None : context.Cancellation);
            using IAdvance advance = MakeAdvance();
            _before = advance.Restore();
            status = Advance(advance);
            if (status == RunStatus.Completed && context.Plan.Scenario.Output.Keep)
                advance.SaveEnd(Took);
        }
        catch (OperationCanceledException)
        {
            status = RunStatus.Stopped;
        }
        catch (Exception error) when (error.GetBaseException() is not (IOException or UnauthorizedAccessException or RanksException))
        {
            // A disk that is full concerns every run, and so do ranks that are out of step; whatever else happens concerns this model.
            status = RunStatus.Failed;
            message = error is NumericalFailureException ? error.Message : $"{error.GetType().Name}: {error.Message}";
        }
        return [.. runs.Select(run => new RunRecord(run, status, message, _reached, _statistics, _reports, context.Store?.Ending(run)?.Took ?? Took / runs.Length, RowsOf(run)))];
    }

    private IAdvance MakeAdvance() =>
        runs[0].IsParticles ? new ParticleAdvance(context, runs[0]) : runs[0].Radial is null ? new GridAdvance(context, runs) : new RadialAdvance(context, runs);

    private RunStatus Advance(IAdvance advance)
    {
        try
        {
            for (int i = 0; i < context.Plan.Times.Length && advance.AdvanceTo(i, () => Took); i++)
            {
                foreach (PlannedRun run in runs)
                    _rows.AddRange(advance.Observe(run, i));
                _reached = context.Plan.Times[i];
                if (i > 0 && context.Store?.IsDue(atOutputTime: true) == true)
                    advance.Save(Took);
                if (context.Plan.Scenario.Unphysical == UnphysicalSettings.Stop && runs.All(IsUnphysical))
                    return RunStatus.Completed;
                if (_until is not null && runs.All(HasSettled))
                    return RunStatus.Completed;
            }
            return advance.IsComplete ? RunStatus.Completed : RunStatus.Stopped;
        }
        catch (OperationCanceledException)
        {
            advance.Save(Took);
            throw;
        }
        finally
        {
            (_statistics, _reports) = (advance.Statistics, [.. advance.Reports]);
        }
    }

    /// <summary>Whether the condition at which a run may end holds at the time that was reached.</summary>
    private bool HasSettled(PlannedRun run)
    {
        ResultRow[] rows = [.. RowsOf(run).Where(row => row.Time == _reached)];
        double Value(string quantity) => Array.FindIndex(rows, row => row.Quantity == quantity) is >= 0 and var index ? rows[index].Value : double.NaN;
        return _until!.Holds(Value);
    }

    private bool IsUnphysical(PlannedRun run) => !run.IsParticles && PhysicalVerdict.Of(RowsOf(run), context.Plan.Grid.HalfWidth) is not null;

    private ResultRow[] RowsOf(PlannedRun run) => [.. _rows.Where(row => row.Particles == run.Particles)];
}
