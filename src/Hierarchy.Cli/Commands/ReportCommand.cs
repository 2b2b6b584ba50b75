using System.CommandLine;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Cli.Report;
using Hierarchy.Results;

namespace Hierarchy.Cli.Commands;

/// <summary>report: draws the plots and the report of a folder from what is stored in it; no model is computed.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string[]>("DIR") { Description = "A folder of results, or several, which are drawn over each other.", Arity = ArgumentArity.OneOrMore };
        Option<string?> output = AnalysisCommand.OverlayFolder();
        var command = new Command("report", "Draw the plots and the report of a folder again from its stored results, or one report of several folders.") { folder, output };
        command.SetAction(parsed => (int)(parsed.GetValue(folder) is [var one] ? Draw(terminal, one)
            : Overlay(terminal, parsed.GetValue(folder)!, parsed.GetValue(output) ?? AnalysisCommand.DefaultOverlay)));
        return command;
    }

    /// <summary>Draws folders over each other and says where the report is, or why there is none.</summary>
    public static ExitCode Overlay(Terminal terminal, IReadOnlyList<string> folders, string output) => Guarded(terminal, () =>
    {
        using ResultSet set = ResultSet.Open(folders);
        IReadOnlyList<Figure> figures = OverlayWriter.Write(set, output);
        terminal.Error.WriteLine($"{figures.Count} figures in {Path.Combine(output, ReportWriter.PlotsName)}, report in {Path.Combine(output, ReportWriter.PageName)}");
    });

    /// <summary>The option of the commands that draw at their end.</summary>
    public static Option<bool> Without() => new("--no-plots") { Description = "Draw no plots and write no report; hierarchy report DIR does it later." };

    /// <summary>Draws a folder and says where the report is, or why there is none.</summary>
    public static ExitCode Draw(Terminal terminal, string folder) => SweepFolder.Is(folder) ? Overlay(terminal, [folder], folder) : Guarded(terminal, () =>
    {
        using StoredExperiment experiment = StoredExperiment.Open(folder);
        foreach (string missing in experiment.Missing)
            terminal.Error.WriteLine($"warning: {folder} has no {missing}: what is drawn from it is left out");
        IReadOnlyList<Figure> figures = ReportWriter.Write(experiment);
        terminal.Error.WriteLine($"{figures.Count} figures in {Path.Combine(folder, ReportWriter.PlotsName)}, report in {Path.Combine(folder, ReportWriter.PageName)}");
    });

    /// <summary>Draws, and says on standard error why not.</summary>
    public static ExitCode Guarded(Terminal terminal, Action draw)
    {
        try
        {
            draw();
            return ExitCode.Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine("error: no report: " + error.Message.ReplaceLineEndings(" "));
        }
        catch (Exception error) when (error.GetBaseException() is DllNotFoundException or BadImageFormatException)
        {
            terminal.Error.WriteLine("error: no report: the drawing library does not load on this machine");
        }
        return ExitCode.InputOutput;
    }

    /// <summary>Draws after a command that ended with a code; a report that fails shows only where all else went well.</summary>
    public static ExitCode DrawAfter(Terminal terminal, string folder, ExitCode code)
    {
        if (code == ExitCode.Stopped)
            return code;
        ExitCode drawn = Draw(terminal, folder);
        return code == ExitCode.Done ? drawn : code;
    }

    /// <summary>Draws folders over each other after an analysis of them, whose code stands if it is not that of success.</summary>
    public static ExitCode OverlayAfter(Terminal terminal, IReadOnlyList<string> folders, string output, ExitCode code)
    {
        ExitCode drawn = Overlay(terminal, folders, output);
        return code == ExitCode.Done ? drawn : code;
    }
}
