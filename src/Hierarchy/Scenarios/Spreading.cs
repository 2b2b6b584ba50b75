using Hierarchy.Densities;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>Which runs of a plan several ranks can integrate together, and what each of them then holds.</summary>
internal static class Spreading
{
    /// <summary>Why a run cannot be integrated by so many ranks together; null if it can.</summary>
    public static string? Obstacle(ExperimentPlan plan, PlannedRun run, int ranks) =>
        run.OnGrid is not { SpreadsOverRanks: true } ? "its model runs on one rank"
        : run.IsExact ? "other models are compared with it"
        : plan.Options.SinglePairs ? "its pair correlations are kept in single precision"
        : plan.Reduces(run) ? "it keeps the columns of representatives alone; \"symmetry\": \"none\" keeps all of them"
        : plan.Scenario.Pair.Datum != PairDatum.Chaotic ? "its initial data are correlated"
        : ranks > PairShare.MostRanks(plan.Grid) ? $"n = {plan.Grid.Points} serves {PairShare.MostRanks(plan.Grid)} ranks at most"
        : null;

    /// <summary>How many ranks integrate each run together that can be.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="ranks">The ranks that there are.</param>
    /// <param name="wanted">1, all of them, or null: all if there are fewer runs than ranks and no particle systems, which fill ranks of their own.</param>
    public static int Together(ExperimentPlan plan, int ranks, int? wanted) =>
        wanted ?? (plan.Runs.Count(run => !run.IsReference && !run.IsParticles) < ranks && !plan.Runs.Any(run => run.IsParticles) ? ranks : 1);
}
