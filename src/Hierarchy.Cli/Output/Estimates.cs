using Hierarchy.Experiments;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Output;

/// <summary>What a run will take, in a sentence.</summary>
internal static class Estimates
{
    public static string Sentence(ExperimentPlan plan, CostEstimate cost) =>
        $"{(plan.Runs.Count == 1 ? "1 run" : $"{plan.Runs.Count} runs")}, about {Figures.Bytes(plan.MemoryBytes)} of memory, {Figures.Bytes(plan.FieldBytes)} of fields, "
        + $"{Figures.Duration(cost.Range(plan))}";
}
