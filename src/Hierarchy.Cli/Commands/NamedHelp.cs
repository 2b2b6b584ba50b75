using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Hierarchy.Cli.Commands;

/// <summary>The help with the name of the program in place of that of its assembly, which cannot be the same (see the project file).</summary>
internal sealed class NamedHelp(HelpAction help) : SynchronousCommandLineAction
{
    private const string Program = "hierarchy";

    /// <summary>Gives a root command such a help.</summary>
    public static void Install(RootCommand root)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Action = new NamedHelp((HelpAction)option.Action!);
    }

    /// <summary>Who asks for help need not have written the rest.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        try
        {
            int code = help.Invoke(parseResult);
            output.Write(text.ToString().Replace($"  {RootCommand.ExecutableName} ", $"  {Program} ", StringComparison.Ordinal));
            IReadOnlyList<string> examples = CommandExamples.Of(parseResult.CommandResult.Command is RootCommand ? "" : parseResult.CommandResult.Command.Name);
            if (examples.Count > 0)
                output.Write($"Examples:\n{string.Concat(examples.Select(example => $"  {example}\n"))}\n");
            return code;
        }
        finally
        {
            parseResult.InvocationConfiguration.Output = output;
        }
    }
}
