using System.Globalization;
using Hierarchy.Kernels;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>What is known of a plan before it runs.</summary>
internal static class PlanNotes
{
    /// <summary>The kernel where there is something to say of it, the initial datum and its symmetry, its data files and the companion, a line each.</summary>
    public static IReadOnlyList<string> Of(ExperimentPlan plan) =>
        [
            .. ((string[])[Kernel(plan)]).Where(note => note.Length > 0), Datum(plan),
                .. ((string[])[Symmetry(plan), plan.Scenario.Units?.Line(plan.Scenario) ?? ""]).Where(note => note.Length > 0),
            .. ((string[])[NearSymmetry(plan)]).Where(note => note.Length > 0), .. InitialData.FileMoments(plan).Select(moments => moments.ToString()), Errors(plan),
        ];

    /// <summary>The condition (2.11) where it fails, and how the energy grows if the kernel does not conserve it; empty otherwise.</summary>
    public static string Kernel(ExperimentPlan plan)
    {
        double viscous = plan.Kernel.HeatingRate(plan.Grid.Dimension, 0), all = plan.Kernel.HeatingRate(plan.Grid.Dimension, 1);
        LogDerivativeMargin margin = plan.Kernel.LogDerivativeMargin(plan.Grid.Dimension);
        string condition = margin.Holds ? "" : margin.ToString(), share = viscous == all ? "" : " (N-1)/N";
        string heating = all == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"E|v|^2 grows by {all:G6}{share} a unit of time");
        return condition.Length + heating.Length == 0 ? "" : $"kernel: {condition}{(condition.Length > 0 && heating.Length > 0 ? "; " : "")}{heating}";
    }

    /// <summary>The symmetry of the datum and whether it is used; empty if it has none that a model could use.</summary>
    public static string Symmetry(ExperimentPlan plan) => plan.Orbits is not { } orbits ? "" :
        $"symmetry: {orbits.Order} signed permutations of the axes leave the datum alone ({orbits.Name}); pairs have "
            + (plan.Runs.Any(plan.Reduces)
                ? $"{orbits.Count} columns of {plan.Grid.Size}, and instabilities that break the symmetry are not seen"
                : plan.Scenario.Symmetry == SymmetrySettings.None ? "all columns, as symmetry=none says"
                : "all columns, and the density of three particles is computed at one v1 of each orbit");

    /// <summary>The symmetry that the datum would have without its noise; empty if it has as much as it seems to have.</summary>
    public static string NearSymmetry(ExperimentPlan plan) => plan.NearSymmetry() is not ({ } orbits, double defect) ? "" : string.Create(CultureInfo.InvariantCulture,
        $"symmetry: {orbits.Name} change f by {defect:0.0e0} of its maximum, which is more than rounding, so they are not used; of a datum freed of that, pairs "
            + $"would have {orbits.Count} columns of {plan.Grid.Size}");

    /// <summary>What discretisation errors come from, and what they cost.</summary>
    public static string Errors(ExperimentPlan plan)
    {
        double share = Companion.Share(plan.Grid, plan.Runs);
        string time = string.Create(CultureInfo.InvariantCulture, $"about {100 * share:F0} % of the time of the models on the grid");
        if (plan.Companion is { } companion)
            return string.Create(CultureInfo.InvariantCulture,
                $"errors: from a companion, n = {companion.Grid.Points}, L = {companion.Grid.HalfWidth:G4}, tolerance {companion.Scenario.Time.Tolerance:G2}; {time}");
        return double.IsNaN(share)
            ? "errors: values on the grid have no discretisation error, since no grid is coarser"
            : $"errors: values on the grid have no discretisation error; errors=on gives them one for {time}";
    }

    /// <summary>Assumption 1.2 for the datum on the grid.</summary>
    public static string Datum(ExperimentPlan plan) => $"initial: {DatumAssessment.Of(plan.Grid, InitialData.Datum(plan).Density)}";
}
