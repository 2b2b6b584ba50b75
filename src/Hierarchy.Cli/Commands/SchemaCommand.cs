using System.CommandLine;
using Hierarchy.Cli.Output;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>schema: the JSON Schema of a scenario.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("schema", "Print the JSON Schema of a scenario, for editors.");
        command.SetAction(_ =>
        {
            terminal.Out.Write(ScenarioJsonSchema.Text());
            return (int)ExitCode.Done;
        });
        return command;
    }
}
