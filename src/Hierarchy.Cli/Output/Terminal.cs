using System.Globalization;

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
    /// <summary>The least width that lines are laid out for.</summary>
    private const int LeastWidth = 40;
    private TextWriter? _visibleOut;

    private readonly SteadyWriter _out = new(Out);

    public TextWriter Out => _visibleOut ??= new VisibleWriter(_out);

    public TextWriter Error { get; } = new VisibleWriter(new SteadyWriter(Error, Error == StandardStreams.Err ? StandardStreams.WriteRaw : null));

    /// <summary>Standard error for a live view, which writes escape sequences of its own; foreign text on it goes through <see cref="VisibleText"/> first.</summary>
    public TextWriter Screen { get; } = new SteadyWriter(Error);

    /// <summary>Opens standard input.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Reads a line that somebody types, null at the end; null itself where nobody is there to answer.</summary>
    public Func<string?>? Answers { get; init; } = IsInteractive && !Console.IsInputRedirected ? Console.ReadLine : null;

    /// <summary>Why standard output was given up; null while it works.</summary>
    public string? OutFailure => _out.Failure;

    /// <summary>The columns that lines may take: those of the terminal, or those that COLUMNS names, or 80.</summary>
    public int Width { get; init; } = WidthOf(Out);

    /// <summary>Whether what is written to standard output has colours: on a terminal that can show them, unless NO_COLOR is set (no-color.org).</summary>
    public bool HasColour { get; init; } = Out == StandardStreams.Out && !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or null or "");

    /// <summary>Writes a listing as a table, or as blocks where it is too wide for one.</summary>
    public void Write(Listing listing, string title = "")
    {
        foreach (string line in TextTable.Lines(listing, title, Width, HasColour))
            _out.WriteLine(line);
    }

    /// <summary>Writes a sentence, broken at spaces; it has the colour of the verdict that it begins with.</summary>
    public void WriteSentence(string text)
    {
        foreach (string line in TextLines.Wrap(VisibleText.Of(text), Width))
            _out.WriteLine(Style.OfWord(line, HasColour));
    }

    private static int WidthOf(TextWriter output)
    {
        if (output == StandardStreams.Out && !Console.IsOutputRedirected && Console.WindowWidth > 0)
            return Math.Max(LeastWidth, Console.WindowWidth);
        string? columns = output == StandardStreams.Out ? Environment.GetEnvironmentVariable("COLUMNS") : null;
        return int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out int width) ? Math.Max(LeastWidth, width) : TextLines.Width;
    }
}
