using System.CommandLine;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>The command line. Each command is a file of its own; whatever escapes one becomes a line on standard error, never a stack trace.</summary>
internal static class Application
{
    /// <summary>Runs one command.</summary>
    /// <param name="arguments">As typed.</param>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="cancellation">Ends a run between two steps.</param>
    /// <param name="equations">Makes the equations; the library's by default.</param>
    public static int Run(string[] arguments, Terminal terminal, CancellationToken cancellation, EquationMaker? equations = null)
    {
        var root = new RootCommand("Solves the BBGKY and Landau hierarchies of the Kac model of the Landau-Coulomb equation and compares closures with the direct Landau solver.");
        NamedHelp.Install(root);
        EquationMaker maker = equations ?? EquationFactory.Create;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        cancellation = limit.Token;
        var execution = new ScenarioExecution(terminal, maker, cancellation);
        Option<string?> transform = TransformOption.Create(), stop = StopAfterOption.Create();
        root.Subcommands.Add(Transforming(RunCommand.Create(terminal, execution)));
        root.Subcommands.Add(Transforming(ResumeCommand.Create(terminal, execution, (plan, result, json) => RunCommand.Conclude(terminal, plan, result, [], json))));
        root.Subcommands.Add(CollectCommand.Create(terminal, execution));
        root.Subcommands.Add(ValidateCommand.Create(terminal));
        root.Subcommands.Add(Transforming(CompareCommand.Create(terminal, execution)));
        root.Subcommands.Add(Transforming(ChaosCommand.Create(terminal, execution)));
        root.Subcommands.Add(Transforming(AuditCommand.Create(terminal, execution)));
        root.Subcommands.Add(Transforming(ConvergeCommand.Create(terminal, execution, cancellation)));
        root.Subcommands.Add(ReportCommand.Create(terminal));
        root.Subcommands.Add(ListCommand.Create(terminal));
        root.Subcommands.Add(ShowCommand.Create(terminal));
        root.Subcommands.Add(NewCommand.Create(terminal));
        root.Subcommands.Add(SchemaCommand.Create(terminal));
        root.Subcommands.Add(CiteCommand.Create(terminal));
        ParseResult parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
            return (int)ReportUsage(parsed, terminal);
        var settings = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (StopAfterOption.Of(parsed) is { } longest)
            limit.CancelAfter(longest);
        using WorkCrew.StopScope scope = WorkCrew.StopWith(cancellation);
        using TransformEngines.EngineScope engine = TransformEngines.Use(TransformOption.Of(parsed) ?? TransformEngines.Current);
        ExitCode code = Guard(() => (ExitCode)parsed.Invoke(settings), terminal);
        return (int)(terminal.OutFailure is { } failure ? WithoutOutput(code, parsed.CommandResult.Command, failure, terminal) : code);

        Command Transforming(Command command)
        {
            command.Add(transform);
            command.Add(stop);
            return command;
        }
    }

    /// <summary>Whoever leaves results in a folder has done what was asked; where the output is all there is, it is lost.</summary>
    private static ExitCode WithoutOutput(ExitCode code, Command command, string failure, Terminal terminal)
    {
        bool isLost = code == ExitCode.Done && command.Name is "validate" or "list" or "schema" or "show" or "cite";
        terminal.Error.WriteLine($"{(isLost ? "error" : "warning")}: standard output could not be written: {failure}");
        return isLost ? ExitCode.InputOutput : code;
    }

    private static ExitCode ReportUsage(ParseResult parsed, Terminal terminal)
    {
        foreach (string line in UsageErrors.Of(parsed))
            terminal.Error.WriteLine("error: " + line);
        string command = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        terminal.Error.WriteLine($"hierarchy {command}--help shows the usage");
        return ExitCode.WrongUsage;
    }

    /// <summary>What a message is about: the first error of the file system, which names the file, or what lies at the bottom.</summary>
    private static Exception Cause(Exception error)
    {
        for (Exception? one = error; one is not null; one = one.InnerException)
        {
            if (one is IOException or UnauthorizedAccessException)
                return one;
        }
        return error.GetBaseException();
    }

    private static ExitCode Guard(Func<ExitCode> command, Terminal terminal)
    {
        try
        {
            return command();
        }
        catch (Exception error)
        {
            // Libraries wrap what went wrong; the cause is what a user can act upon.
            Exception cause = Cause(error);
            (ExitCode code, string text) = cause switch
            {
                _ when WantOfFiles.Is(cause) => (ExitCode.InputOutput, "error: " + WantOfFiles.Message),
                OperationCanceledException => (ExitCode.Stopped, "stopped: the same command begins again, with the results that are complete"),
                IOException or UnauthorizedAccessException => (ExitCode.InputOutput, "error: " + OneLine(cause.Message)),
                OutOfMemoryException => (ExitCode.NumericalFailure, "error: the memory of this machine does not suffice"),
                _ => (ExitCode.NumericalFailure, $"error: {cause.GetType().Name}: {OneLine(cause.Message)}"),
            };
            terminal.Error.WriteLine(text);
            return code;
        }
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
