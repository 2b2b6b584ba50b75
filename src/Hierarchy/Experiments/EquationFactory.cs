using Hierarchy.Equations;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>Makes the equation of a run of a plan; who asks disposes of it.</summary>
public delegate IKineticEquation EquationMaker(ExperimentPlan plan, PlannedRun run);

/// <summary>The equations of this library.</summary>
public static class EquationFactory
{
    /// <summary>The direct solver, or the equation that the closure leads to.</summary>
    public static IKineticEquation Create(ExperimentPlan plan, PlannedRun run) =>
        run.IsReference
            ? new LandauEquation(plan.Grid, plan.Kernel, plan.Options)
            : run.Closure!.Close(plan.Grid, plan.Kernel, run.Particles, plan.Options);
}
