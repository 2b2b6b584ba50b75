using System.Runtime.CompilerServices;
using Hierarchy.Cli.Output;
using Hierarchy.Ranks;

namespace Hierarchy.Cli.Commands;

/// <summary>
/// What surrounds the program. Errors of commands have their messages in <see cref="Application"/>; here ends what goes wrong before and around that, as where
/// the system gives a process too few files to load its libraries. It ends in a line and an exit code all the same, and needs nothing more from the runtime.
/// </summary>
internal static class LastResort
{
    /// <summary>Runs the program with the streams and signals of the process.</summary>
    public static int Run(string[] arguments)
    {
        try
        {
            return Start(arguments);
        }
        catch (Exception error)
        {
            Tell(error);
            return (int)ExitCode.InputOutput;
        }
    }

    /// <summary>Apart, since a method whose libraries do not load fails before its first line.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Start(string[] arguments)
    {
        bool isInteractive = StandardStreams.HasError && !Console.IsErrorRedirected;
        var terminal = new Terminal(StandardStreams.Out, StandardStreams.Err, isInteractive);
        // Under mpirun one rank speaks for all.
        if (RankEnvironment.Current is { Rank: > 0 })
        {
            if (arguments is not [("run" or "resume"), ..])
                return (int)ExitCode.Done;
            terminal = new Terminal(TextWriter.Null, TextWriter.Null, false);
        }
        using var interruption = new Interruption(terminal.Error);
        return Application.Run(arguments, terminal, interruption.Token);
    }

    private static void Tell(Exception error)
    {
        Exception cause = error.GetBaseException();
        string message = WantOfFiles.Is(cause) ? WantOfFiles.Message : cause.Message.ReplaceLineEndings(" ");
        StandardStreams.WriteRaw($"error: the program cannot start or go on: {message}\n");
    }
}
