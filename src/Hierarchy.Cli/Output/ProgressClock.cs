using System.Diagnostics;
using System.Globalization;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.TimeStepping;

namespace Hierarchy.Cli.Output;

/// <summary>
/// How far an experiment is and what is left of it, between two bounds: the prediction at first, then what the work of the last steps says
/// (<see cref="WorkLeft"/>), or the pace of replicas.
/// </summary>
internal sealed class ProgressClock(ExperimentPlan plan, CostEstimate cost)
{
    /// <summary>The same model at another N may take so many times as long or as short.</summary>
    private const double Repeated = 1.4;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, double> _measured = [];
    private RunTime _runTime = RunTime.Now;
    private WorkLeft _work = new(plan.Times[^1]);
    private double _spent, _predicted;

    /// <summary>The run that goes on, or null before the first one.</summary>
    public PlannedRun? Run { get; private set; }

    /// <summary>The runs that have ended.</summary>
    public int Finished { get; private set; }

    /// <summary>The share of the run that is done, from 0 to 1.</summary>
    public double Share { get; private set; }

    /// <summary>Where the run is, in words.</summary>
    public string Position { get; private set; } = "";

    /// <summary>The work so far, in words.</summary>
    public string Work { get; private set; } = "";

    public double Elapsed => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    public void Begin(PlannedRun run)
    {
        (Run, Share, Position, Work) = (run, 0, "", "");
        _work = new WorkLeft(plan.Times[^1]);
        _runTime = RunTime.Now;
    }

    public void Step(double time, in StepStatistics statistics)
    {
        double end = plan.Times[^1];
        Share = Math.Clamp(time / end, 0, 1);
        _work.Step(time, Math.Max(statistics.Evaluations, statistics.Steps), RunTime.Now);
        Position = string.Create(CultureInfo.InvariantCulture, $"time {time:G4} of {end:G4}");
        Work = $"{statistics.Steps} steps, {statistics.Rejected} rejected";
    }

    public void Replicas(long done, long wanted)
    {
        Share = (double)done / wanted;
        Position = string.Create(CultureInfo.InvariantCulture, $"{done} of {wanted} replicas");
    }

    public void End(RunRecord record)
    {
        Finished++;
        _spent += record.Seconds;
        _predicted += cost[record.Run];
        _measured[record.Run.Model] = record.Seconds;
        Run = null;
    }

    /// <summary>Seconds that the run has left.</summary>
    public TimeRange RunSecondsLeft => Run is null ? default : Run.IsParticles && Share > 0 ? ReplicasLeft : _work.Seconds ?? Expected(Run);

    /// <summary>Seconds that the experiment has left.</summary>
    public TimeRange SecondsLeft => plan.Runs.Skip(Finished + (Run is null ? 0 : 1)).Aggregate(RunSecondsLeft, (sum, run) => sum + Expected(run));

    /// <summary>Replicas take the same time each.</summary>
    private TimeRange ReplicasLeft
    {
        get
        {
            RunTime took = RunTime.Now - _runTime;
            double wall = took.Seconds * (1 - Share) / Share;
            return new TimeRange(wall * CostEstimate.ShareOf(took), wall);
        }
    }

    /// <summary>As long as the last run of the same model, or as predicted and as wrong as the predictions so far; particles differ from N to N.</summary>
    private TimeRange Expected(PlannedRun run)
    {
        if (!run.IsParticles && _measured.TryGetValue(run.Model, out double seconds))
            return new TimeRange(seconds / Repeated, seconds * Repeated);
        return cost.Range(run) * (_predicted > 0 ? Math.Clamp(_spent / _predicted, 0.2, 5) : 1);
    }

    /// <summary>The most memory that the program has held so far, in bytes.</summary>
    public static long PeakMemory
    {
        get
        {
            using Process self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }
    }

    /// <summary>How a run ended, in a line.</summary>
    public string Ending(RunRecord record)
    {
        string ending = record.Status switch
        {
            RunStatus.Completed => "done",
            RunStatus.Unphysical => "done, " + record.Message,
            RunStatus.Failed => "FAILED: " + record.Message,
            _ => string.Create(CultureInfo.InvariantCulture, $"stopped; results up to time {record.Time:G6}"),
        };
        string work = record.Run.IsParticles
            ? string.Create(CultureInfo.InvariantCulture, $"{record.Reports.FirstOrDefault(report => report.Name == "replicas").Value:F0} replicas")
            : $"{record.Statistics.Steps} steps, {record.Statistics.Rejected} rejected, {record.Statistics.Evaluations} evaluations";
        return $"[{Finished}/{plan.Runs.Count}] {record.Run}: {ending}, {work}, {record.Seconds.ToString("F1", CultureInfo.InvariantCulture)} s";
    }
}
