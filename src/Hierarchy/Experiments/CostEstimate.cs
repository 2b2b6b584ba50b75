using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>
/// A prediction of wall time from short trials: the steps of every model, the diagnostics of its output times, the replicas of particle systems, and the
/// writing of what is stored, good to a factor of three, as a range: at the most the wall time of the trials counts, in which other programs take part, at the
/// least the processor time that they took on all threads.
/// </summary>
internal sealed class CostEstimate
{
    /// <summary>About how long the steps of all trials together take, in seconds.</summary>
    private const double TrialSeconds = 2;

    /// <summary>Pair correlations written to the field file in a second, in bytes.</summary>
    private const double BytesWritten = 2e8;

    /// <summary>The start of the program, the compilation of what it runs and the drawing of the plots.</summary>
    private const double StartSeconds = 2;

    /// <summary>Of a trial of milliseconds the processor time says little.</summary>
    private const double LeastShare = 0.05;

    /// <summary>Longer than anybody waits; keeps sums finite.</summary>
    private const double Longest = 1e12;

    /// <summary>A prediction may be so many times too small or too large.</summary>
    private const double Margin = 1.7;

    private readonly Dictionary<PlannedRun, double> _seconds = [];
    private readonly Dictionary<PlannedRun, double> _shares = [];

    private CostEstimate()
    {
    }

    /// <summary>The predicted seconds of one run.</summary>
    public double this[PlannedRun run] => _seconds.GetValueOrDefault(run);

    /// <summary>The predicted seconds of all runs.</summary>
    public double Total(ExperimentPlan plan) => StartSeconds + plan.Runs.Sum(run => this[run]);

    /// <summary>Between which bounds the seconds of one run are expected: with the machine to itself, and with the company that it had during the trials.</summary>
    public TimeRange Range(PlannedRun run) => new(this[run] * _shares.GetValueOrDefault(run, 1) / Margin, this[run] * Margin);

    /// <summary>The bounds for all runs.</summary>
    public TimeRange Range(ExperimentPlan plan) => plan.Runs.Aggregate(new TimeRange(StartSeconds / Margin, StartSeconds * Margin), (sum, run) => sum + Range(run));

    /// <summary>Makes the estimate of a plan; an incomplete one once cancelled. Takes a few seconds and little memory, whatever the plan.</summary>
    public static CostEstimate Make(ExperimentPlan plan, EquationMaker equations, CancellationToken cancellation)
    {
        var estimate = new CostEstimate();
        IGrouping<(string Model, bool IsExact, ParticleNumber Particles), PlannedRun>[] groups =
            [.. plan.Runs.GroupBy(run => (run.Model, run.IsExact, run.IsExact || run.IsParticles ? run.Particles : ParticleNumber.Infinity))];
        foreach (var runs in groups)
        {
            if (cancellation.IsCancellationRequested)
                break;
            RunTime start = RunTime.Now;
            double seconds = Predict(plan, runs.First(), equations, TrialSeconds / groups.Length, cancellation);
            double share = ShareOf(RunTime.Now - start);
            foreach (PlannedRun run in runs)
                (estimate._seconds[run], estimate._shares[run]) = (Math.Min(Longest, seconds), share);
        }
        return estimate;
    }

    /// <summary>The part of its wall time that work takes at the least: its processor time on all threads.</summary>
    public static double ShareOf(RunTime took) => took.Seconds > 0 ? Math.Clamp(took.Processor / (took.Seconds * WorkCrew.Threads), LeastShare, 1) : 1;

    private static double Predict(ExperimentPlan plan, PlannedRun run, EquationMaker equations, double seconds, CancellationToken cancellation)
    {
        try
        {
            if (run.IsParticles)
            {
                using var simulation = new ParticleRun(plan, run);
                return simulation.PredictSeconds(seconds, cancellation);
            }
            if (run.Radial is not null)
                return RadialSetup.PredictSeconds(plan, run) / Math.Max(1, plan.Runs.Count(run.SharesIntegration));
            IntegrationCost cost = CostTrial.Of(plan, run, equations, seconds, cancellation);
            double share = 1.0 / Math.Max(1, plan.Runs.Count(run.SharesIntegration));
            double written = plan.StoresPairs && run.HasCorrelation ? (double)plan.Grid.Size * plan.Grid.Size * sizeof(double) / BytesWritten : 0;
            double companion = plan.Companion is null ? 0 : Companion.Share(plan.Grid, [run]);
            return (1 + companion) * cost.Evaluation * cost.Evaluations * share + (1 + companion) * plan.Times.Length * cost.Output + plan.Times.Length * written;
        }
        catch (Exception error) when (error is ArgumentException or ArithmeticException or NumericalFailureException)
        {
            // A model that cannot even be evaluated says so when it runs; it costs nothing.
            return 0;
        }
    }
}

/// <summary>A span of time that is not known better than between two bounds.</summary>
/// <param name="Least">The lower one, in seconds.</param>
/// <param name="Most">The upper one.</param>
internal readonly record struct TimeRange(double Least, double Most)
{
    public static TimeRange operator +(TimeRange left, TimeRange right) => new(left.Least + right.Least, left.Most + right.Most);

    public static TimeRange operator *(TimeRange range, double factor) => new(range.Least * factor, range.Most * factor);
}
