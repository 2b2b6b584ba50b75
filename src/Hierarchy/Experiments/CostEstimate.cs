using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>
/// A prediction of wall time from short trials: the steps of every model, the diagnostics of its output times, the replicas of particle systems, and the
/// writing of what is stored. Good to a factor of three.
/// </summary>
internal sealed class CostEstimate
{
    /// <summary>About how long the steps of all trials together take, in seconds.</summary>
    private const double TrialSeconds = 2;

    /// <summary>Pair correlations written to the field file in a second, in bytes.</summary>
    private const double BytesWritten = 2e8;

    /// <summary>The start of the program, the compilation of what it runs and the drawing of the plots.</summary>
    private const double StartSeconds = 2;

    /// <summary>Longer than anybody waits; keeps sums finite.</summary>
    private const double Longest = 1e12;

    private readonly Dictionary<PlannedRun, double> _seconds = [];

    private CostEstimate()
    {
    }

    /// <summary>The predicted seconds of one run.</summary>
    public double this[PlannedRun run] => _seconds.GetValueOrDefault(run);

    /// <summary>The predicted seconds of all runs.</summary>
    public double Total(ExperimentPlan plan) => StartSeconds + plan.Runs.Sum(run => this[run]);

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
            double seconds = Predict(plan, runs.First(), equations, TrialSeconds / groups.Length, cancellation);
            foreach (PlannedRun run in runs)
                estimate._seconds[run] = Math.Min(Longest, seconds);
        }
        return estimate;
    }

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
