using System.Globalization;
using Hierarchy.Experiments;
using Hierarchy.Kernels;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Commands;

/// <summary>What is known of a plan before it runs.</summary>
internal static class PlanNotes
{
    /// <summary>The kernel where there is something to say of it, the initial datum and its data files, a line each.</summary>
    public static IReadOnlyList<string> Of(ExperimentPlan plan) =>
        [.. ((string[])[Kernel(plan)]).Where(note => note.Length > 0), Datum(plan), .. InitialData.FileMoments(plan).Select(moments => moments.ToString())];

    /// <summary>The condition (2.11) where it fails, and how the energy grows if the kernel does not conserve it; empty otherwise.</summary>
    public static string Kernel(ExperimentPlan plan)
    {
        double viscous = plan.Kernel.HeatingRate(plan.Grid.Dimension, 0), all = plan.Kernel.HeatingRate(plan.Grid.Dimension, 1);
        LogDerivativeMargin margin = plan.Kernel.LogDerivativeMargin(plan.Grid.Dimension);
        string condition = margin.Holds ? "" : margin.ToString(), share = viscous == all ? "" : " (N-1)/N";
        string heating = all == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"E|v|^2 grows by {all:G6}{share} a unit of time");
        return condition.Length + heating.Length == 0 ? "" : $"kernel: {condition}{(condition.Length > 0 && heating.Length > 0 ? "; " : "")}{heating}";
    }

    /// <summary>Assumption 1.2 for the datum on the grid.</summary>
    public static string Datum(ExperimentPlan plan) => $"initial: {DatumAssessment.Of(plan.Grid, InitialData.Datum(plan).Density)}";
}
