using Hierarchy.Scenarios;

namespace Hierarchy.Experiments;

/// <summary>
/// About the seconds that runs take, from formulas alone: evaluations times the values that one visits, or pair updates. A trial against the clock is far
/// better, but no two machines find the same; weights are what several of them can agree upon, and what scales the trial of one scenario to another.
/// </summary>
internal static class RunWeight
{
    private const double SecondsPerValue = 4e-8, UpdatesPerSecond = 1e8, Start = 0.05;

    /// <summary>The weight of a whole plan.</summary>
    public static double Of(ExperimentPlan plan)
    {
        double sum = Start;
        for (int next = 0; next < plan.Runs.Count;)
        {
            PlannedRun first = plan.Runs[next];
            sum += Of(plan, first);
            next += 1 + plan.Runs.Skip(next + 1).TakeWhile(first.SharesIntegration).Count();
        }
        return sum;
    }

    /// <summary>The weight of an integration, whatever the number of runs that share it, with its companion.</summary>
    public static double Of(ExperimentPlan plan, PlannedRun run)
    {
        if (run.IsParticles)
        {
            using var particles = new ParticleRun(plan, run);
            return particles.PairUpdates / UpdatesPerSecond;
        }
        if (run.OnGrid is not { } model)
            return RadialSetup.PredictSeconds(plan, run);
        double values = Math.Pow(plan.Grid.Points, plan.Grid.Dimension * Math.Max(model.WorkLevel(run.Particles), model.Level));
        if (plan.Reduces(run))
            values *= (double)plan.Columns(run) / plan.Grid.Size;
        double companion = plan.Companion is null ? 0 : Companion.Share(plan.Grid, [run]);
        return (1 + companion) * Evaluations(plan) * values * SecondsPerValue;
    }

    /// <summary>Stages grow like the root of the spectral radius, which is that of the largest wave number; steps like the third root of the tolerance.</summary>
    private static double Evaluations(ExperimentPlan plan)
    {
        double largest = Math.PI * plan.Grid.Points / (2 * plan.Grid.HalfWidth);
        return 10 + 3 * plan.Times[^1] * largest * Math.Sqrt(plan.Kernel.Strength) * Math.Pow(plan.Scenario.Time.Tolerance, -1.0 / 6);
    }
}
