using Spectre.Console;

namespace Hierarchy.Cli.Output;

/// <summary>Where a command writes: tables and results to <paramref name="Out"/>, everything else to <paramref name="Error"/>.</summary>
/// <remarks>
/// Whatever foreign text says, it does not reach the terminal in a form that the terminal obeys (<see cref="VisibleText"/>); a stream that cannot be written is given up
/// (<see cref="SteadyWriter"/>).
/// </remarks>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsInteractive">Whether somebody watches <paramref name="Error"/> on a terminal.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsInteractive)
{
    /// <summary>The least width that a table is laid out for; on a narrower terminal lines wrap, which reads better than cells of three letters.</summary>
    private const int LeastWidth = 90;
    private const int WidthWhenRedirected = 160;
    private readonly bool _isConsole = Out == StandardStreams.Out;
    private TextWriter? _visibleOut;

    private readonly SteadyWriter _out = new(Out);

    public TextWriter Out => _visibleOut ??= new VisibleWriter(_out);

    public TextWriter Error { get; } = new VisibleWriter(new SteadyWriter(Error, Error == StandardStreams.Err ? StandardStreams.WriteRaw : null));

    /// <summary>Standard error for a live view, which writes escape sequences of its own; foreign text on it goes through <see cref="VisibleText"/> first.</summary>
    public TextWriter Screen { get; } = new SteadyWriter(Error);

    /// <summary>Why standard output was given up; null while it works.</summary>
    public string? OutFailure => _out.Failure;

    /// <summary>Writes a table with a width that fits the terminal, or a fixed one into a file, without colours or trailing blanks.</summary>
    public void Write(Table table)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        bool isTerminal = _isConsole && !Console.IsOutputRedirected;
        console.Profile.Width = isTerminal ? Math.Max(LeastWidth, Console.WindowWidth) : WidthWhenRedirected;
        console.Write(table);
        foreach (string line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string trimmed = line.TrimEnd();
            if (trimmed.Length > 0)
                Out.WriteLine(trimmed);
        }
    }
}
