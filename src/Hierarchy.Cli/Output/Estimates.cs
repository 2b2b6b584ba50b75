using Hierarchy.Experiments;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Output;

/// <summary>What a run will take, in a sentence.</summary>
internal static class Estimates
{
    /// <summary>What figures and a report take beside the arrays of a run; --no-plots spares it.</summary>
    private const long DrawingBytes = 32_000_000;

    /// <summary>The memory of a run with its figures.</summary>
    public static long Bytes(ExperimentPlan plan) => plan.MemoryBytes + DrawingBytes;

    public static string Sentence(ExperimentPlan plan, CostEstimate cost) =>
        $"{(plan.Runs.Count == 1 ? "1 run" : $"{plan.Runs.Count} runs")}, about {Figures.Bytes(Bytes(plan))} of memory, {Figures.Bytes(plan.FieldBytes)} of fields, "
        + $"{Figures.Duration(cost.Range(plan))}";
}
