using Hierarchy.Collisions;
using Hierarchy.Models;
using Hierarchy.Ranks;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>Makes the equation of a run of a plan; who asks disposes of it.</summary>
internal delegate IKineticEquation EquationMaker(ExperimentPlan plan, PlannedRun run);

/// <summary>The equations of this library.</summary>
internal static class EquationFactory
{
    /// <summary>The equation of the model of a run.</summary>
    public static IKineticEquation Create(ExperimentPlan plan, PlannedRun run) => Create(plan, run, null, null);

    /// <summary>The same on several ranks, with a part of the arrays over pairs on each, or some rows of every table.</summary>
    public static IKineticEquation Create(ExperimentPlan plan, PlannedRun run, PairShare? share, RowShare? rows) =>
        run.OnGrid!.Close(new ModelInput(plan.Grid, plan.Kernel, run.Particles, OptionsOf(plan, run) with { Share = share, Rows = rows }, run.Settings));

    /// <summary>The options with the symmetry of the datum.</summary>
    private static CollisionOptions OptionsOf(ExperimentPlan plan, PlannedRun run) =>
        run.HasCorrelation
            ? plan.Options with { Orbits = plan.Orbits, KeepsAllColumns = !plan.Reduces(run) }
            : plan.Options;
}
