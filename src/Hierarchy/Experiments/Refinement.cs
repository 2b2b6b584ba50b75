using System.Globalization;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Experiments;

/// <summary>A scenario with an accuracy that it missed runs once more, on a finer grid, in the same folder.</summary>
internal static class Refinement
{
    /// <summary>The plan on a finer grid; null if the accuracy was reached, or there is no such grid, or it does not fit.</summary>
    /// <param name="plan">What ran.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="obstacle">Why a plan cannot run on this machine; null if it can.</param>
    /// <param name="tell">Is told what was reached and what follows.</param>
    public static ExperimentPlan? Next(ExperimentPlan plan, Results.Results result, Func<ExperimentPlan, string?> obstacle, Action<string> tell)
    {
        if (result.Status is RunStatus.Stopped or RunStatus.Failed || plan.Scenario.Accuracy is not { } wanted
            || ReachedAccuracy.Of(plan.Scenario, result.Records) is not { } reached || reached.Refined(plan.Scenario) is not { } scenario)
            return null;
        var finer = new ExperimentPlan(scenario) { Origins = plan.Origins };
        string grid = string.Create(CultureInfo.InvariantCulture, $"halfWidth {scenario.Grid.HalfWidth:G4} and {scenario.Grid.Points} points");
        string? why = obstacle(finer);
        tell(reached.Against(wanted));
        tell(why is null ? $"accuracy: once more with {grid}" : $"accuracy: {grid} would come nearer, but {why}");
        return why is null ? finer : null;
    }

    /// <summary>The experiment of a plan as a folder has it: on the finer grid, where that is what it holds; otherwise the plan itself.</summary>
    public static ExperimentPlan In(string folder, ExperimentPlan plan)
    {
        if (plan.Scenario.Accuracy is null || !Directory.Exists(folder) || ResultFolder.ScenarioOf(folder) is not { } resolved)
            return plan;
        ScenarioReading reading = ScenarioReader.ReadStored(resolved, []);
        if (!reading.IsValid)
            return plan;
        var found = new ExperimentPlan(reading.Scenario) { Origins = plan.Origins };
        return IsFiner(plan.Scenario, found.Scenario) ? found : plan;
    }

    /// <summary>Whether what goes on in a folder is the second run, beside the complete results of the first one.</summary>
    public static bool IsUnderWay(string folder) =>
        ResultFolder.StandingOf(folder) == FolderStanding.Interrupted && Manifest.StatusIn(folder) is RunStatus.Completed or RunStatus.Unphysical;

    private static bool IsFiner(Scenario coarse, Scenario fine) => fine.Grid.Points > coarse.Grid.Points && ScenarioWriter.Write(coarse) == ScenarioWriter.Write(fine with
    {
        Grid = coarse.Grid,
        Errors = coarse.Errors,
        Output = fine.Output with { Pair = coarse.Output.Pair },
    });
}
