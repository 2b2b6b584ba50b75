using System.CommandLine;
using System.Text;
using Hierarchy.Cli.Output;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>show: the text of a shipped scenario, to read or to begin with.</summary>
internal static class ShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of a shipped scenario; hierarchy list scenarios has them all.", HelpName = "NAME" };
        name.CompletionSources.Add(_ => ShippedScenarios.Names.Select(known => new System.CommandLine.Completions.CompletionItem(known)));
        var command = new Command("show", "Print the text of a shipped scenario.") { name };
        command.SetAction(parsed =>
        {
            string wanted = parsed.GetValue(name)!;
            if (ShippedScenarios.Find(wanted) is { } text)
            {
                terminal.Out.Write(Encoding.UTF8.GetString(text));
                return (int)ExitCode.Done;
            }
            string nearest = NearestName.Of(wanted, ShippedScenarios.Names);
            terminal.Error.WriteLine($"error: no shipped scenario is called "
                + $"\"{ScenarioNode.Shorten(wanted)}\"{(nearest.Length == 0 ? "; hierarchy list scenarios has them all" : $"; did you mean {nearest}?")}");
            return (int)ExitCode.InputOutput;
        });
        return command;
    }
}
