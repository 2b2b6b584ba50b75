using Spectre.Console;

namespace Hierarchy.Cli.Output;

/// <summary>Where a command writes: tables and results to <paramref name="Out"/>, everything else to <paramref name="Error"/>.</summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsInteractive">Whether somebody watches <paramref name="Error"/> on a terminal.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsInteractive)
{
    private const int WidthWhenRedirected = 160;

    /// <summary>Writes a table with a width that fits the terminal, or a fixed one into a file.</summary>
    public void Write(Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Out),
        });
        if (Console.IsOutputRedirected || Out != Console.Out)
            console.Profile.Width = WidthWhenRedirected;
        console.Write(table);
    }
}
