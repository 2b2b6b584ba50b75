using System.CommandLine;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;

namespace Hierarchy.Cli.Commands;

/// <summary>
/// resume: completes an experiment that was interrupted. Replicas of particle systems that are done count; models on the grid are integrated again, which
/// gives the same results.
/// </summary>
internal static class ResumeCommand
{
    public static Command Create(Terminal terminal, ScenarioExecution execution, Func<ExperimentPlan, ExecutionResult, bool, ExitCode> conclude)
    {
        var input = new ScenarioInput(terminal);
        var folder = new Argument<string>("DIR") { Description = "The output folder of the experiment." };
        var quiet = new Option<bool>("--quiet") { Description = "No progress." };
        var json = new Option<bool>("--json") { Description = "Print the table as JSON." };
        var command = new Command("resume", "Complete an experiment that was interrupted.") { folder, quiet, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(folder)!;
            string? scenario = ResultFolder.ScenarioOf(path);
            if (scenario is null)
            {
                terminal.Error.WriteLine($"error: {path} holds no experiment: it has no {ResultFolder.ResolvedName}");
                return (int)ExitCode.InputOutput;
            }
            if (ResultSource.StatusOf(path) == RunStatus.Completed)
            {
                terminal.Error.WriteLine($"{path} is complete");
                return (int)ExitCode.Done;
            }
            if (!input.TryPlan(scenario, [], out ExperimentPlan? plan, out IReadOnlyList<string> warnings, out ExitCode code))
                return (int)code;
            ExecutionResult result = execution.Run(plan, path, force: true, parsed.GetValue(quiet), $"hierarchy resume {path}", warnings, resume: true);
            return (int)conclude(plan, result, parsed.GetValue(json));
        });
        return command;
    }
}
