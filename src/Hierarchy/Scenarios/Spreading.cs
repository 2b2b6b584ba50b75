using Hierarchy.Models;
using Hierarchy.Ranks;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>Which runs of a plan several ranks can integrate together, and what each of them then holds.</summary>
internal static class Spreading
{
    /// <summary>Why a run cannot be integrated by so many ranks together, and what could; null if it can.</summary>
    public static string? Obstacle(ExperimentPlan plan, PlannedRun run, int ranks) =>
        run.OnGrid is { SpreadsRowsOverRanks: true } ? null
        : run.OnGrid is not { SpreadsOverRanks: true } ? $"models: {run.Definition.Name} is not spread over ranks; these are: {Names}"
        : plan.Options.SinglePairs ? "collisions.precision: \"mixed\" is not spread over ranks; \"double\" would do"
        : ranks > MostRanks(plan, run)
            ? $"grid.points: {plan.Grid.Points} {(plan.Reduces(run) ? "with the symmetry of its data " : "")}serves {MostRanks(plan, run)} ranks at most; "
                + $"mpirun -np {MostRanks(plan, run)} would do"
        : null;

    private static string Names => string.Join(", ", ModelRegistry.All.OfType<IGridModel>().Where(model => model.SpreadsOverRanks || model.SpreadsRowsOverRanks).Select(model => model.Name));

    /// <summary>How the columns of a run lie on some ranks; null for tables of one row a point.</summary>
    public static PairShare? ShareOf(ExperimentPlan plan, PlannedRun run, RankGroup ranks) =>
        run.OnGrid is { SpreadsRowsOverRanks: true } ? null : new(ranks, plan.Grid, OrbitsOf(plan, run));

    /// <summary>The most columns that one of so many ranks has.</summary>
    public static int MostColumns(ExperimentPlan plan, PlannedRun run, int ranks) => PairShare.MostColumns(plan.Grid, ranks, OrbitsOf(plan, run));

    private static int MostRanks(ExperimentPlan plan, PlannedRun run) => PairShare.MostRanks(plan.Grid, OrbitsOf(plan, run));

    private static VelocityOrbits? OrbitsOf(ExperimentPlan plan, PlannedRun run) => plan.Reduces(run) && plan.Orbits is { IsTrivial: false } orbits ? orbits : null;

    /// <summary>How many ranks integrate each run together that can be.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="ranks">The ranks that there are.</param>
    /// <param name="wanted">1, all of them, or null: all if there are fewer runs than ranks and no particle systems, which fill ranks of their own.</param>
    public static int Together(ExperimentPlan plan, int ranks, int? wanted) =>
        wanted ?? (plan.Runs.Count(run => !run.IsReference && !run.IsParticles) < ranks && !plan.Runs.Any(run => run.IsParticles) ? ranks : 1);
}
